//! The points of a sweep.

use super::{Deviation, Improvement};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// All points of a sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SweepOutcome {
    /// The keys that were changed.
    pub keys: Vec<String>,
    /// One per point and variant, the last key turning fastest.
    pub points: Vec<SweepPoint>,
}

/// One point of a sweep in one variant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SweepPoint {
    /// The variant; empty where the scenario has none.
    pub variant: String,
    /// The values of the keys.
    pub values: Vec<String>,
    /// What each deviation gains there.
    pub deviations: Vec<Deviation>,
    /// What improving pays there.
    pub improvements: Vec<Improvement>,
    /// Mean profit of an honest miner there, τ/day.
    pub honest_profit: f64,
}
