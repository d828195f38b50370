//! Travelling salesman: short tours of many cities.
//!
//! What it measures, in one sentence: how short a tour of a map nobody has seen before a miner finds in ten seconds.
//!
//! Every miner gets a map of its own from every validator, all in the same block. A reply scores
//! `(n / 100) · max(0, L_ref / L − 1)`, where `L_ref` is the validator's own tour of that map by greedy, 2-opt and
//! Or-opt with a fixed number of moves. When everybody at the top is alike, the number of cities n doubles. The page
//! is `docs/mechanisms/tsp.md`.
//!
//! ```
//! use incentor_mechanisms::tsp;
//!
//! let square = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]];
//! assert_eq!(tsp::length(&square, &[0, 1, 2, 3]), Some(4.0));
//! assert_eq!(tsp::length(&square, &[0, 1, 2, 2]), None);
//! assert_eq!(tsp::reference(&square), 4.0);
//! ```

mod cheats;
mod greedy;
mod known;
mod map;
mod optimiser;
mod plateau;
mod search;
mod shorter;
mod tour;
mod tours;

pub use cheats::Cheat;
pub use optimiser::{Optimiser, reference};
pub use shorter::Shorter;
pub use tour::{Order, Tour, length};
pub use tours::{Measured, Tours};

use incentor_sdk::{Mechanism, Policy};

/// The mechanism, and the solvers that attack it; its weights are [`policy`]'s.
///
/// Their names are those of [`Cheat`]s; `constant` is [`Cheat::Given`] and `memoriser` [`Cheat::Cached`], whatever the
/// number.
#[must_use]
pub fn mechanism(tours: Tours, optimiser: Optimiser) -> Mechanism<Tours> {
    Mechanism::new("tsp", tours, Shorter::default(), optimiser)
        .with_solver("nearest_neighbour", Cheat::NearestNeighbour)
        .with_solver("reference_copier", Cheat::ReferenceCopier)
        .with_solver("cached", Cheat::Cached)
        .with_solver("malformed", Cheat::Malformed)
        // The worth of a tour is in the tour.
        .with_dial("constant", 0.0, |_| Cheat::Given)
        .with_dial("memoriser", 0.0, |_| Cheat::Cached)
}

/// Weights go with the square of the score, so that half the moves behind each of two hotkeys do not pay.
#[must_use]
pub const fn policy() -> Policy {
    Policy::Proportional { power: 2.0, positive_floor: 1 }
}

/// The page's example, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/mechanisms/tsp.md")]
pub struct Page;

#[cfg(test)]
mod tests;
