//! What a person should know first.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One finding, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Its code, such as `sybil-pays`; `incentor explain` knows it.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// The variant; empty where the scenario has none.
    pub variant: String,
    /// One sentence with the numbers.
    pub sentence: String,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The mechanism pays the wrong people.
    Bad,
    /// Something to know before launch.
    Warning,
    /// Good news.
    Good,
}
