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

/// The mechanism with a miner of one's own, and the solvers that attack it.
///
/// Their names are those of [`cheat`]; `gaming` is the flatterer, whose number is how far it goes, and `constant` and
/// `memoriser` are what they are whatever the number.
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
        .with_solver("template_inverter", cheat::TemplateInverter::default())
        .with_solver("echo", cheat::Echo)
        .with_solver("everybody", cheat::Everybody)
        .with_solver("random_span", cheat::RandomSpan)
        .with_solver("flatterer", cheat::Flatterer::default())
        .with_dial("gaming", 1.0, |share| cheat::Flatterer { share, ..cheat::Flatterer::default() })
        // The worth of an answer is in the answer.
        .with_dial("constant", 0.0, |_| cheat::Constant)
        .with_dial("memoriser", 0.0, |_| cheat::Memoriser)
}
