//! From emission on the grid to the utility it takes.

/// The least honest utility that retains the honest stake.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub enum Requirement {
    /// This much, read between grid points along a straight line.
    Utility(f64),
    /// More than there is: even full utility loses stake.
    Unattainable,
}

impl Requirement {
    /// The utility, if there is one.
    #[must_use]
    pub const fn utility(self) -> Option<f64> {
        match self {
            Self::Utility(utility) => Some(utility),
            Self::Unattainable => None,
        }
    }
}

/// Emission may miss the stake by what fixed-point rounding takes and still count as retained.
///
/// Without consensus the chain pays by stake, exactly but for rounding.
const ROUNDING: f64 = 1e-6;

/// The requirement along one column: `emission` by honest utility, evenly from 0 to 1.
///
/// Emission need not grow with utility everywhere. What counts is the utility from which on stake is retained for good.
pub(crate) fn requirement(emission: &[f64], honest_stake: f64) -> Requirement {
    let steps = emission.len().saturating_sub(1).max(1) as f64;
    let Some(lost) = emission.iter().rposition(|&share| share < honest_stake - ROUNDING) else {
        return Requirement::Utility(0.0);
    };
    let (low, Some(&high)) = (emission[lost], emission.get(lost + 1)) else {
        return Requirement::Unattainable;
    };
    let between = ((honest_stake - low) / (high - low)).clamp(0.0, 1.0);
    Requirement::Utility((lost as f64 + between) / steps)
}

/// The point of a contour that requires most, and the requirement there; the first of equal ones.
pub(crate) fn highest(contour: &[Requirement]) -> (usize, Requirement) {
    contour
        .iter()
        .copied()
        .enumerate()
        .fold((0, Requirement::Utility(0.0)), |worst, point| if point.1 > worst.1 { point } else { worst })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Requirement::{Unattainable, Utility};

    #[test]
    fn the_crossing_lies_between_grid_points() {
        for (emission, stake, expected) in [
            (&[0.2, 0.4, 0.6, 0.8, 1.0][..], 0.5, Utility(0.375)),
            (&[0.2, 0.4, 0.6, 0.8, 1.0], 0.6, Utility(0.5)),
            (&[0.7, 0.8], 0.6, Utility(0.0)),
            (&[0.1, 0.3, 0.5], 0.6, Unattainable),
            // What is retained at first and lost again is not retained.
            (&[0.0, 0.8, 0.4, 0.4, 0.9], 0.6, Utility(0.85)),
            (&[0.6, 0.5, 0.7], 0.6, Utility(0.75)),
            (&[0.7, 0.8, 0.5], 0.6, Unattainable),
            // Paid by stake, less a rao here and there.
            (&[0.1, 0.59999995], 0.6, Utility(1.0)),
        ] {
            match (requirement(emission, stake), expected) {
                (Utility(found), Utility(expected)) => {
                    assert!((found - expected).abs() < 1e-12, "{emission:?}: {found} for {expected}");
                }
                (found, expected) => assert_eq!(found, expected, "{emission:?}"),
            }
        }
    }

    #[test]
    fn the_highest_is_the_first_of_equals_and_beyond_one_is_higher() {
        assert_eq!(highest(&[Utility(0.5), Utility(0.7), Utility(0.7)]), (1, Utility(0.7)));
        assert_eq!(highest(&[Utility(1.0), Unattainable, Unattainable]), (1, Unattainable));
        assert_eq!(highest(&[Utility(0.0), Utility(0.0)]), (0, Utility(0.0)));
    }
}
