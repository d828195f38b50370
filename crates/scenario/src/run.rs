//! What a simulation leaves.

mod consensus;
mod deviation;
mod earner;
mod finding;
mod flow;
mod gate;
mod improvement;
mod journey;
mod metric;
mod published;
mod series;
mod sweep;
mod variant;

pub use consensus::{ConsensusPicture, Matrix, ValidatorRow};
pub use deviation::{Deviation, Verdict};
pub use earner::{Coldkey, Population, Seat};
pub use finding::{Finding, Severity};
pub use flow::{EmissionFlow, SubnetFlow};
pub use gate::{GateOutcome, GateState, GateTally};
pub use improvement::{Improvement, Rank};
pub use journey::{Journey, JourneyAnswer, JourneyPay, JourneyRow};
pub use metric::Metric;
pub use published::{PublishedOutcome, PublishedRow};
pub use series::{Line, Mark, Series};
pub use sweep::{SweepOutcome, SweepPoint};
pub use variant::{Participation, PriceSensitivity, VariantRun};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Name and version of the `run.json` format.
pub const FORMAT: &str = "incentor-run/2";

/// Everything a simulation found out; `run.json` is this.
///
/// Money is τ per day over the counted window. Lists over seeds are in the order of the seeds, everything else in
/// the order of the scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Run {
    /// [`FORMAT`].
    pub format: String,
    /// Version of the program.
    pub version: String,
    /// Name of the scenario.
    pub scenario: String,
    /// What the scenario shows, in a paragraph.
    pub teaches: Option<String>,
    /// Name of the rule-set.
    pub rule_set: String,
    /// The seeds.
    pub seeds: SeedRange,
    /// Time simulated and counted.
    pub window: Window,
    /// Confidence of every interval, from 0 to 1.
    pub confidence: f64,
    /// Worlds per seed, over all variants: each variant as written, its twins and its improvement probes.
    pub worlds: u32,
    /// Epochs computed, all worlds and seeds together.
    pub epochs: u64,
    /// One per variant; one without a name where the scenario has none.
    pub variants: Vec<VariantRun>,
    /// What had to hold, and whether it did.
    pub gates: Vec<GateOutcome>,
    /// What a person should know first, most important first.
    pub findings: Vec<Finding>,
    /// The points of a sweep, where one was asked for.
    pub sweep: Option<SweepOutcome>,
    /// Every number that went in, and where it came from; of the scenario before any variant.
    pub parameters: Vec<Parameter>,
    /// What this model leaves out, in sentences.
    pub leaves_out: Vec<String>,
    /// The command that gives this run again.
    pub repeat: String,
    /// XXH3-128 over every action and answer of every world, in order, as hex.
    pub audit_hash: String,
    /// BLAKE2b-256 of this document with an empty hash, as hex.
    pub hash: String,
}

/// Consecutive seeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SeedRange {
    /// The first.
    pub first: u32,
    /// How many.
    pub count: u32,
}

/// Time simulated and counted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Window {
    /// Blocks in a tempo of the first subnet.
    pub tempo_blocks: u16,
    /// Tempos simulated.
    pub tempos: u32,
    /// Tempos at the start that count for nothing.
    pub warmup_tempos: u32,
    /// Days simulated.
    pub days: f64,
    /// Days counted.
    pub counted_days: f64,
}

/// What a neuron is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoleName {
    /// It answers.
    Miner,
    /// It asks.
    Validator,
}

/// A mean over seeds with its interval: mean ± `half_width`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Estimate {
    /// Mean over the seeds.
    pub mean: f64,
    /// Half the width of the t interval; `None` with a single seed.
    pub half_width: Option<f64>,
}

/// A number that went in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Parameter {
    /// Its name in the scenario file.
    pub key: String,
    /// Its value, with the unit.
    pub value: String,
    /// Where it came from.
    pub origin: Origin,
}

/// Where a number came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The scenario file.
    Given,
    /// The command line.
    CommandLine,
    /// The default of the program or the rule-set.
    Default,
    /// A recording of a real network.
    Measured,
}
