//! Numbers about the whole.

use super::Estimate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A metric's value in one variant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Metric {
    /// Its name, such as `work_share` or `gini(pay)`; `incentor explain` knows it.
    pub name: String,
    /// Its unit; empty for a plain number.
    pub unit: String,
    /// Mean over the seeds with its interval.
    pub value: Estimate,
    /// How many things it is about: coldkeys, uids or events.
    pub n: u32,
    /// Its value per seed; infinite values are `null`.
    pub per_seed: Vec<Option<f64>>,
}
