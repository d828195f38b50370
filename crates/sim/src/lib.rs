//! The deterministic simulator: populations, behaviours, worlds, metrics.
//!
//! Every seed of every variant is a world of its own; so is every twin, in which one population plays straight,
//! and every probe, in which one honest miner works better. All of them share their luck. Worlds run side by side;
//! what comes out does not depend on how many did.

// Who takes part, and how they play.
mod behaviour;
mod cast;
// One world.
mod tally;
// All worlds.
mod error;
mod published;
mod statistics;

pub use behaviour::{
    Answered, Ask, Asking, Effort, MinerBehaviour, Move, Outlook, Revealed, Solver, Tempo, Upkeep,
    ValidatorBehaviour, Visible,
};
pub use error::SimError;
