//! The abstract mechanism: quality without content.
//!
//! What it measures, in one sentence: how good a piece of work is, with error. It has no real task; it is the
//! statistical model of one (simulation model §2), for designing scores and weights before the task exists.
//!
//! A piece of work has a true value and is read with error:
//!
//! - value: `v = q · exp(σ_a ε − σ_a²/2)`, mean q, one ε per miner and task; or, pass/fail, 1 with chance
//!   `1 / (1 + exp(−1.7 (ln q − d)))`, else 0;
//! - reading: `m = (v + g) · exp(σ_d δ + b + σ_m (√ρ η + √(1 − ρ) η′))`, δ per task (none on the pass/fail scale, where
//!   it is d), b per coldkey, η per piece, η′ per piece and validator; g where a miner polishes.
//!
//! Only the simulator knows v, through [`Work::value`](incentor_sdk::Work::value); scoring sees m.
//!
//! A content is a point on a circle, so copies can be told from pieces made apart, and disguised copies from both
//! ([`Piece::distance`]); with an answer space there are only so many points. Tasks may come from a public list, and
//! questions from customers, who do not score.

mod cheats;
mod probe;
mod quality;
mod tested;
mod volume;
mod worker;

pub use cheats::{Constant, Memoriser, Pretender};
pub use probe::{GivenTo, Piece, Probe, Probes};
pub use quality::Quality;
pub use volume::Volume;
pub use worker::{AnswerModel, DISGUISE, MeasureModel, Scale, Worker, pass_chance};

use incentor_sdk::{Mechanism, Scoring};
use tested::Tested;

/// The mechanism with a scoring rule of one's own, and the solvers that attack it.
///
/// These are `constant` and `memoriser`, whose number is an answer's worth, and `gaming`, whose number is how far it
/// goes.
pub fn mechanism(probes: Probes, scoring: impl Scoring<Probes>, worker: Worker) -> Mechanism<Probes> {
    let mechanism = if probes.organic > 0.0 {
        Mechanism::new("abstract", probes, Tested(scoring), worker)
    } else {
        Mechanism::new("abstract", probes, scoring, worker)
    };
    mechanism
        .with_dial("constant", 0.1, move |value| Constant { value, worker })
        .with_dial("memoriser", 1.0, move |value| Memoriser { value, worker })
        .with_dial("gaming", 1.0, move |share| Pretender { share, worker })
}

#[cfg(test)]
mod tests;
