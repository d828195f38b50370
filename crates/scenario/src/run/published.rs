//! Beside published totals.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Our totals beside published ones: dividends per 1000 staked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PublishedOutcome {
    /// Where they were published.
    pub source: String,
    /// Validators, in the order of the scenario.
    pub validators: Vec<String>,
    /// One row per consensus.
    pub rows: Vec<PublishedRow>,
}

/// One consensus, one number per validator each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PublishedRow {
    /// "Yuma 2", "Yuma 3", "Yuma 3, liquid alpha".
    pub consensus: String,
    /// As published.
    pub published: Vec<f64>,
    /// By the published formulas in floats, computed here.
    pub float: Vec<f64>,
    /// By the chain's integers.
    pub chain: Vec<f64>,
}
