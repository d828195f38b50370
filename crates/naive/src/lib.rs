//! Yuma Consensus by big integers, slow and obvious; for tests and benches only.
//!
//! A second way to the same answer as `incentor-yuma`, written from the specification's text alone. Nothing is
//! shared with the production kernel but the types of what goes in and what comes out: every number is a big
//! integer with an explicit rounding, every list is walked in the order the text gives, nothing is skipped
//! because it cannot matter.
//!
//! [`epoch`] is the whole; [`differences`] runs it beside the production kernel and lists what is not equal.
#![forbid(unsafe_code)]

pub mod fixed;

pub mod exponential;
pub mod liquid_alpha;
pub mod matrix;
pub mod median;
pub mod upscale;
pub mod vector;

pub mod mechanisms;

mod bonds;
mod compare;
mod epoch;
mod weights;

pub use compare::{Difference, differences, trace_differences};
pub use epoch::{NaiveEpoch, epoch, epoch_with_trace};
pub use fixed::{Fixed, Format};
