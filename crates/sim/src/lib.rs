//! The deterministic simulator: populations, behaviours, worlds, metrics.
//!
//! [`simulate`] plays a scenario once per seed, and once more per seed for every coldkey that could have played
//! straight: the twin world, with the same luck. Worlds run side by side; what comes out does not depend on how
//! many did.

// Who takes part, and how they play.
mod behaviour;
mod cast;
mod mechanism;
mod validator;
// One world.
mod market;
mod miner;
mod tally;
mod world;
// All worlds.
mod assemble;
mod deviation;
mod error;
mod simulate;
mod statistics;

pub use behaviour::{Behaviour, Copycat, Honest, Move, Observation, Visible};
pub use error::SimError;
pub use simulate::{planned_worlds, simulate};
