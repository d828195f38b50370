//! The abstract mechanism: quality without content.
//!
//! What it measures, in one sentence: how good a piece of work is, with error. It has no real task; it is the
//! statistical model of one (simulation model §2), for designing scores and weights before the task exists.
//!
//! A piece of work has a true value and is read with error:
//!
//! - value: `v = q · exp(σ_a ε − σ_a²/2)`, mean q, one ε per miner and task;
//! - reading: `m = v · exp(σ_d δ + σ_m (√ρ η + √(1 − ρ) η′))`, δ per task, η per piece, η′ per piece and validator.
//!
//! Only the simulator knows v, through [`Work::value`](incentor_sdk::Work::value); scoring sees m.

mod probe;
mod quality;
mod worker;

pub use probe::{GivenTo, Piece, Probe, Probes};
pub use quality::Quality;
pub use worker::{AnswerModel, MeasureModel, Worker};

use incentor_sdk::{Mechanism, Scoring};

/// The mechanism with a scoring rule of one's own.
pub fn mechanism(probes: Probes, scoring: impl Scoring<Probes>, worker: Worker) -> Mechanism<Probes> {
    Mechanism::new("abstract", probes, scoring, worker)
}

#[cfg(test)]
mod tests;
