//! The two-team retention map: honest stake, honest utility, cabal weight.
//!
//! An honest team with a share `S_H` of stake faces a cabal. Honest validators give their own miners the
//! weight `W_H`, which is what those miners are truly worth; the cabal gives its own `W_C`, which is whatever
//! pays. One epoch later the honest team has the share `E_H` of emission. The map says which `W_H` it takes for
//! `E_H >= S_H`, whatever the cabal claims. The set-up is that of the chain's own test and published figures
//! (exploits-and-metrics §4.1); the epoch is the bit-exact kernel's.

pub mod closed_form;
mod contour;
mod error;
mod map;
mod network;
#[cfg(test)]
mod oracle;
mod params;
pub mod published;
mod stream;
mod teams;

pub use contour::Requirement;
pub use error::RetentionError;
pub use map::{Map, Progress, Row, run};
pub use network::honest_emission;
pub use params::Params;
