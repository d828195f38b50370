//! Prompting: reading comprehension with a hidden truth.
//!
//! What it measures, in one sentence: how reliably a miner answers questions about texts nobody has seen before.
//!
//! The validator invents a passage and a question about it, per miner and from a secret of its own, and keeps the
//! truth. Most prompts are procedural, phrased by public templates; the others are paraphrased, and judged in duels
//! with answers the validator wrote itself. A [`Reader`] of quality q stands for a language model; [`cheat`] holds
//! the solvers that play the known attacks. `docs/mechanisms/prompting.md` says what each earns.

mod book;
pub mod cheat;
mod item;
mod ladder;
mod marking;
mod panel;
mod prompt;
mod reader;
mod task;
mod text;
mod understanding;

pub use book::{Book, BookError};
pub use item::{Difficulty, Item, MOST_PASSAGE_BYTES, Measure, TOP_LEVEL};
pub use ladder::Ladder;
pub use marking::{Blend, Marking};
pub use panel::{Panel, Sight};
pub use prompt::{Completion, Prompt};
pub use reader::Reader;
pub use task::{GivenTo, Prompting, Truth};
pub use text::{Limits, token_f1};

use incentor_sdk::{Mechanism, Policy, Solver};

/// How scores become weights: by their square, so that one good miner earns more than two half as good.
pub const WEIGHTS: Policy = Policy::Proportional { power: 2.0, positive_floor: 1 };

/// The mechanism with a miner of one's own.
///
/// ```
/// use incentor_mechanisms::prompting::{self, Marking, Prompting, Reader};
/// use incentor_sdk::AnyMechanism;
///
/// let mechanism = prompting::mechanism(Prompting::default(), Marking::default(), Reader::default());
/// assert_eq!(mechanism.routes(), ["Prompt"]);
/// ```
pub fn mechanism(task: Prompting, marking: Marking, miner: impl Solver<Prompt>) -> Mechanism<Prompting> {
    Mechanism::new("prompting", task, marking, miner)
}
