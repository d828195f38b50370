//! Weights, bonds, trust.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How validators agree; of the first subnet and its first mechanism.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ConsensusPicture {
    /// One row per validator, in the order of the scenario.
    pub validators: Vec<ValidatorRow>,
    /// The weights in force at the end of the first seed, normalised by row.
    pub weights: Matrix,
    /// The bonds at the end of the first seed, normalised by column.
    pub bonds: Matrix,
}

/// A validator over the counted window, means over the seeds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ValidatorRow {
    /// The coldkey.
    pub coldkey: String,
    /// Its population.
    pub population: String,
    /// What it does.
    pub behaviour: String,
    /// Share of stake at the start, 0 to 1.
    pub stake_share: f64,
    /// Share of dividends, 0 to 1.
    pub dividend_share: f64,
    /// Dividends per stake over the median of the others, ratio of window sums.
    pub dividend_ratio: f64,
    /// Validator trust: share of its weight that consensus left.
    pub validator_trust: f64,
    /// ½ Σ |its weight − consensus weight|: how far it is from consensus.
    pub divergence: f64,
    /// Weight settings the chain took, mean per seed.
    pub weights_taken: f64,
    /// Share of rounds in which it asked.
    pub rounds: f64,
}

/// A matrix of validators (rows) by miners (columns).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Matrix {
    /// Names of the rows.
    pub rows: Vec<String>,
    /// Names of the columns: uid and coldkey, such as "7 honest#3".
    pub columns: Vec<String>,
    /// Values by row, 0 to 1.
    pub values: Vec<Vec<f64>>,
}
