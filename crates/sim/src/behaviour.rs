//! How coldkeys play: what they see, what they do.
//!
//! A behaviour is one small file: a struct of its parameters and its memory. It decides from what its coldkey can
//! see, never from the truth, and draws only from the luck it is handed.

pub mod miner;
pub mod validator;

pub use miner::{Ask, Effort, MinerBehaviour, Move, Solver, Tempo, Upkeep, Visible};
pub use validator::{Answered, Asking, Outlook, Revealed, ValidatorBehaviour};
