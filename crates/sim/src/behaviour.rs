//! How coldkeys play: what they see, what they do.
//!
//! A behaviour is one small file: a struct of its parameters and its memory. It decides from what its coldkey can
//! see, never from the truth, and draws only from the luck it is handed.

pub(crate) mod miner;
pub(crate) mod validator;

pub use miner::{Ask, Effort, MinerBehaviour, Move, Solver, Tempo, Upkeep, Visible};
pub use validator::{Answered, Asking, Outlook, Revealed, ValidatorBehaviour};

/// Whether a name in a scenario means this coldkey: `validators#1@left` is `validators#1`, and one of `validators`.
pub(crate) fn is_called(coldkey: &str, name: &str) -> bool {
    let (without_subnet, _) = coldkey.split_once('@').unwrap_or((coldkey, ""));
    let (population, _) = without_subnet.split_once('#').unwrap_or((without_subnet, ""));
    [coldkey, without_subnet, population].contains(&name)
}
