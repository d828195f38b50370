//! The deterministic simulator: populations, behaviours, worlds, metrics.
//!
//! Every seed of every variant is a world of its own; so is every twin, in which one population plays straight,
//! and every probe, in which one honest miner works better. All of them share their luck. Worlds run side by side;
//! what comes out does not depend on how many did.

// Who takes part, and how they play.
mod behaviour;
mod cast;
mod mechanism;
// One world.
mod stage;
mod tally;
mod world;
// All worlds, and what they say.
mod assemble;
mod describe;
mod deviation;
mod error;
mod finding;
mod gate;
mod improvement;
mod lineup;
mod metrics;
mod order;
mod payoff;
mod published;
mod simulate;
mod statistics;
mod verdict;
mod worlds;

pub use behaviour::{
    Answered, Ask, Asking, Effort, MinerBehaviour, Move, Outlook, Revealed, Solver, Tempo, Upkeep,
    ValidatorBehaviour, Visible,
};
pub use error::SimError;
pub use finding::{FINDINGS, FindingKind};
pub use simulate::{Options, Simulation, Table, planned_epochs, planned_worlds, simulate};
