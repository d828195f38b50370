//! The requirements as published, as data.
//!
//! Read off the vector paths of the chain's own figures of September 2023 (exploits-and-metrics §4.1). They come
//! from one seed each, so a faithful map meets them within [`Figure::tolerance`], not to the digit.

use crate::{Params, Requirement};
use incentor_yuma::Bonds;

/// One published figure: its parameters and the highest point of each contour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// Short name.
    pub name: &'static str,
    /// σ.
    pub weight_deviation: f64,
    /// κ.
    pub kappa: f64,
    /// β.
    pub bonds_penalty: f64,
    /// ξ.
    pub validator_share: f64,
    /// Per honest stake of [`HONEST_STAKES`].
    pub points: [Point; 10],
}

/// The highest point of a published contour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Honest utility; 1 also stands for "more than there is".
    pub required_utility: f64,
    /// Cabal weight there; `None` where the contour lies at the figure's edge.
    pub at_cabal_weight: Option<f64>,
}

impl Point {
    /// How far a requirement lies above the published one; what cannot be had counts as 1, as in the figures.
    #[must_use]
    pub fn difference(&self, found: Requirement) -> f64 {
        found.utility().unwrap_or(1.0) - self.required_utility
    }
}

/// The honest stakes of the published contours; the chain's test computes 0.99 too, but no figure labels it.
pub const HONEST_STAKES: [f64; 10] = [0.51, 0.55, 0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95];

/// Points of the default figure's contour for an honest stake of 0.60: cabal weight, required utility.
pub const DEFAULT_CONTOUR_060: [(f64, f64); 6] =
    [(0.2, 0.390), (0.4, 0.600), (0.6, 0.691), (0.8, 0.733), (0.98, 0.723), (1.0, 0.722)];

/// Networks in which the chain's own test says that the honest majority retains its stake: honest stake, honest
/// utility, cabal weight, σ.
pub const RETAINED: [(f64, f64, f64, f64); 14] = [
    (0.51, 1.0, 1.0, 0.001),
    (0.51, 0.03, 0.0, 0.001),
    (0.51, 0.51, 0.49, 0.001),
    (0.51, 0.51, 1.0, 0.001),
    (0.51, 0.61, 0.8, 0.1),
    (0.6, 0.67, 0.65, 0.2),
    (0.6, 0.74, 0.77, 0.4),
    (0.6, 0.76, 0.8, 0.4),
    (0.6, 0.76, 1.0, 0.4),
    (0.6, 0.92, 1.0, 0.4),
    (0.6, 0.94, 1.0, 0.4),
    (0.65, 0.78, 0.85, 0.6),
    (0.7, 0.81, 0.85, 0.8),
    (0.7, 0.83, 0.85, 1.0),
];

/// Every published figure, the default first.
pub const FIGURES: [Figure; 9] = [
    figure(
        "default",
        0.4,
        0.5,
        1.0,
        0.5,
        [
            (0.886, 1.0),
            (0.764, 0.90),
            (0.733, 0.80),
            (0.732, 0.74),
            (0.749, 0.68),
            (0.777, 0.54),
            (0.813, 0.44),
            (0.856, 0.32),
            (0.904, 0.18),
            (0.951, 0.06),
        ],
    ),
    figure(
        "σ = 0",
        0.0,
        0.5,
        1.0,
        0.5,
        [
            (0.509, 0.60),
            (0.550, 0.46),
            (0.600, 0.40),
            (0.649, 0.36),
            (0.700, 0.30),
            (0.749, 0.26),
            (0.800, 0.20),
            (0.849, 0.16),
            (0.900, 0.10),
            (0.949, 0.08),
        ],
    ),
    figure(
        "σ = 0.2",
        0.2,
        0.5,
        1.0,
        0.5,
        [
            (0.705, 0.94),
            (0.660, 0.76),
            (0.667, 0.66),
            (0.691, 0.56),
            (0.724, 0.48),
            (0.764, 0.38),
            (0.807, 0.30),
            (0.854, 0.20),
            (0.902, 0.12),
            (0.950, 0.10),
        ],
    ),
    figure(
        "κ = 0.4",
        0.4,
        0.4,
        1.0,
        0.5,
        [
            (0.930, 1.0),
            (0.775, 1.0),
            (0.712, 0.82),
            (0.722, 0.70),
            (0.745, 0.60),
            (0.775, 0.50),
            (0.813, 0.38),
            (0.856, 0.30),
            (0.904, 0.16),
            (0.951, 0.12),
        ],
    ),
    figure(
        "κ = 0.6",
        0.4,
        0.6,
        1.0,
        0.5,
        [
            (1.0, EDGE),
            (1.0, EDGE),
            (1.0, EDGE),
            (0.785, 0.86),
            (0.773, 0.78),
            (0.786, 0.66),
            (0.817, 0.54),
            (0.858, 0.28),
            (0.904, 0.14),
            (0.952, 0.08),
        ],
    ),
    figure(
        "β = 0",
        0.4,
        0.5,
        0.0,
        0.5,
        [
            (0.921, 1.0),
            (0.823, 1.0),
            (0.788, 1.0),
            (0.779, 1.0),
            (0.783, 1.0),
            (0.798, 0.90),
            (0.825, 0.60),
            (0.862, 0.36),
            (0.905, 0.28),
            (0.952, 0.12),
        ],
    ),
    figure(
        "β = 0.5",
        0.4,
        0.5,
        0.5,
        0.5,
        [
            (0.916, 1.0),
            (0.808, 1.0),
            (0.768, 1.0),
            (0.758, 1.0),
            (0.766, 0.74),
            (0.788, 0.68),
            (0.820, 0.52),
            (0.858, 0.44),
            (0.904, 0.28),
            (0.952, 0.08),
        ],
    ),
    figure(
        "ξ = 0",
        0.4,
        0.5,
        1.0,
        0.0,
        [
            (0.926, 1.0),
            (0.848, 1.0),
            (0.824, 1.0),
            (0.820, 1.0),
            (0.827, 1.0),
            (0.840, 1.0),
            (0.858, 1.0),
            (0.885, 1.0),
            (0.917, 1.0),
            (0.955, 1.0),
        ],
    ),
    figure(
        "ξ = 0.25",
        0.4,
        0.5,
        1.0,
        0.25,
        [
            (0.910, 1.0),
            (0.815, 1.0),
            (0.785, 1.0),
            (0.779, 1.0),
            (0.785, 1.0),
            (0.801, 1.0),
            (0.827, 0.60),
            (0.862, 0.50),
            (0.905, 0.28),
            (0.951, 0.22),
        ],
    ),
];

/// A cabal weight that a figure does not show.
const EDGE: f64 = -1.0;

const fn figure(
    name: &'static str,
    weight_deviation: f64,
    kappa: f64,
    bonds_penalty: f64,
    validator_share: f64,
    pairs: [(f64, f64); 10],
) -> Figure {
    let mut points = [Point { required_utility: 0.0, at_cabal_weight: None }; 10];
    let mut index = 0;
    while index < points.len() {
        let (required_utility, weight) = pairs[index];
        points[index] =
            Point { required_utility, at_cabal_weight: if weight < 0.0 { None } else { Some(weight) } };
        index += 1;
    }
    Figure { name, weight_deviation, kappa, bonds_penalty, validator_share, points }
}

impl Figure {
    /// The published point for an honest stake, if there is one.
    #[must_use]
    pub fn point(&self, honest_stake: f64) -> Option<&Point> {
        let index = HONEST_STAKES.iter().position(|&stake| same(stake, honest_stake))?;
        self.points.get(index)
    }

    /// How far a faithful map may lie from a point; `None` where one seed's luck decides too much to say.
    #[must_use]
    pub fn tolerance(&self, honest_stake: f64) -> Option<f64> {
        if self.kappa > 0.5 || honest_stake < 0.55 - EPSILON {
            None
        } else if honest_stake < 0.60 - EPSILON {
            Some(0.015)
        } else {
            Some(0.01)
        }
    }

    /// The parameters of the map that reproduces the figure.
    #[must_use]
    pub fn params(&self) -> Params {
        Params {
            weight_deviation: self.weight_deviation,
            kappa: self.kappa,
            bonds_penalty: self.bonds_penalty,
            validator_share: self.validator_share,
            ..Params::default()
        }
    }
}

/// The figure that was made with these parameters; grid, stakes and seeds may differ.
#[must_use]
pub fn figure_of(params: &Params) -> Option<&'static Figure> {
    let usual = Params::default();
    let setting = params.bonds == Bonds::Original
        && (params.uids, params.validators) == (usual.uids, usual.validators)
        && same(params.stake_deviation, usual.stake_deviation);
    FIGURES.iter().find(|figure| {
        setting
            && same(figure.weight_deviation, params.weight_deviation)
            && same(figure.kappa, params.kappa)
            && same(figure.bonds_penalty, params.bonds_penalty)
            && same(figure.validator_share, params.validator_share)
    })
}

const EPSILON: f64 = 1e-9;

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() < EPSILON
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_is_found_by_its_parameters() {
        for figure in &FIGURES {
            assert_eq!(figure_of(&figure.params()).map(|found| found.name), Some(figure.name));
        }
        assert_eq!(figure_of(&Params { weight_deviation: 0.3, ..Params::default() }), None);
        assert_eq!(figure_of(&Params { uids: 256, ..Params::default() }), None);
        assert_eq!(figure_of(&Params { bonds: Bonds::FixedProportion, ..Params::default() }), None);
    }

    #[test]
    fn points_are_found_by_stake() {
        let default = &FIGURES[0];
        assert_eq!(default.point(0.6).map(|point| point.required_utility), Some(0.733));
        assert_eq!(default.point(0.99), None);
        assert_eq!(FIGURES[4].point(0.51).map(|point| point.at_cabal_weight), Some(None));
        assert_eq!([0.51, 0.55, 0.6].map(|stake| default.tolerance(stake)), [None, Some(0.015), Some(0.01)]);
    }
}
