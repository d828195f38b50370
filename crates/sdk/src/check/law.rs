//! The laws, one function each.

mod entries;
mod input;
mod order;
mod quality;
mod weights;

pub use entries::{clone_safe, decoy_safe, split_safe};
pub use input::{finite, silence_unpaid, tamper_safe};
pub use order::order_free;
pub use quality::{monotone, uncapped};
pub use weights::floor_safe;

use super::case::Case;
use super::stage::{Conduct, Played, World};
use super::{Entry, Example, Finding, Flaw};
use crate::Task;
use crate::body::ask_json;
use crate::book::Figure;
use serde::Serialize;

/// A finding with the miners of the second world and what they had in both.
fn finding<T: Task>(
    case: &Case,
    flaw: Flaw,
    world: &World,
    before: &Played<T>,
    after: &Played<T>,
) -> Option<Finding> {
    let there = |at: &usize| world.entrants.get(*at).is_some_and(|one| one.conduct != Conduct::Absence);
    let entry = |at: usize| {
        let last = after.of(at).into_iter().next_back();
        let reply = last.and_then(|sheet| sheet.reply.as_ref().ok()).map(shown).unwrap_or_default();
        Entry { who: who(world, at), reply, before: before.total(at), after: after.total(at) }
    };
    let asked = after.sheets.last().and_then(|sheet| ask_json(&sheet.ask).ok());
    let question = asked.map(|ask| shown(&ask)).unwrap_or_default();
    let entries = (0..world.entrants.len()).filter(there).map(entry).collect();
    Some(Finding { flaw, example: Example { seed: case.seed, rounds: case.rounds, question, entries } })
}

fn who(world: &World, at: usize) -> String {
    match world.entrants.get(at).map(|entrant| &entrant.conduct) {
        Some(Conduct::Work(effort)) => format!("miner {at}, effort {}", Figure(*effort)),
        Some(Conduct::Copy { of, .. }) => format!("miner {at}, copy of {of}"),
        _ => format!("miner {at}, silent"),
    }
}

/// Longest JSON shown, in characters.
const MOST_SHOWN: usize = 100;

fn shown(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value).unwrap_or_default();
    if text.chars().count() <= MOST_SHOWN {
        return text;
    }
    let start: String = text.chars().take(MOST_SHOWN).collect();
    format!("{start}…")
}
