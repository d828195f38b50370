//! What had to hold, and whether it did.

use super::Estimate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One assertion on one variant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GateOutcome {
    /// The variant; empty where the scenario has none.
    pub variant: String,
    /// The assertion as the file writes it.
    pub assertion: String,
    /// Whether it held.
    pub state: GateState,
    /// Left side less right side, with its interval; `None` if it could not be worked out.
    pub difference: Option<Estimate>,
    /// The left side's value, where it is a number.
    pub value: Option<f64>,
    /// Seeds that would decide, when undecided and known.
    pub seeds_needed: Option<u32>,
    /// Why it could not be worked out, if so.
    pub why: Option<String>,
}

/// Whether an assertion held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum GateState {
    /// The whole interval is on its side.
    Passed,
    /// The whole interval is on the other side.
    Failed,
    /// The interval has both.
    Undecided,
}

/// How many passed, failed and are undecided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GateTally {
    /// Passed.
    pub passed: usize,
    /// Failed.
    pub failed: usize,
    /// Undecided.
    pub undecided: usize,
}

impl GateTally {
    /// Counts.
    #[must_use]
    pub fn of(gates: &[GateOutcome]) -> Self {
        let count = |state| gates.iter().filter(|gate| gate.state == state).count();
        Self {
            passed: count(GateState::Passed),
            failed: count(GateState::Failed),
            undecided: count(GateState::Undecided),
        }
    }

    /// Whether nothing failed and nothing is open.
    #[must_use]
    pub const fn holds(self) -> bool {
        self.failed == 0 && self.undecided == 0
    }
}
