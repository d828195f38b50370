//! Does improving pay?

use super::Estimate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What an honest miner gains by better answers (simulation model §5, `improvement_pay`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Improvement {
    /// Where it stands among honest miners.
    pub rank: Rank,
    /// The coldkey.
    pub coldkey: String,
    /// Its quality before.
    pub quality: f64,
    /// By how much quality grows, as a share.
    pub by: f64,
    /// Gain in profit, the higher cost included, τ/day.
    pub profit: Estimate,
    /// Gain in pay as a share of the pay before; `None` if it had none.
    pub pay_share: Option<f64>,
    /// Gain in profit per seed, τ/day.
    pub profit_per_seed: Vec<f64>,
}

/// Where a miner stands among honest miners, by quality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// At the top.
    Best,
    /// In the middle; of two the lower.
    Median,
    /// At the bottom.
    Worst,
}
