//! Over time.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Means over the seeds, by interval.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Series {
    /// Days since the first block at the end of each interval.
    pub days: Vec<f64>,
    /// Pay: one line per population, τ/day per coldkey; only the first subnet's where there are more than four.
    pub lines: Vec<Line>,
    /// Mean value of fresh work delivered per honest miner and question.
    pub delivered_quality: Vec<f64>,
    /// Price of a seat at the end of each interval, τ.
    pub seat_price_tao: Vec<f64>,
    /// Price of alpha at the end of each interval, τ.
    pub alpha_price_tao: Vec<f64>,
    /// What happened, and when.
    pub marks: Vec<Mark>,
}

/// One population over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    /// The population.
    pub population: String,
    /// Pay per coldkey in each interval, τ/day.
    pub pay_per_coldkey: Vec<f64>,
    /// The lowest of the seeds' 10 % quantile, same unit.
    pub p10: Vec<f64>,
    /// The 90 % quantile over the seeds, same unit.
    pub p90: Vec<f64>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Mark {
    /// When, in days since the first block.
    pub day: f64,
    /// What, in a few words.
    pub what: String,
}
