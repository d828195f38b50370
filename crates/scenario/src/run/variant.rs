//! One variant's outcome.

use super::{
    Coldkey, ConsensusPicture, Deviation, EmissionFlow, Estimate, Improvement, Journey, Metric, Population,
    PublishedOutcome, Seat, Series,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What came out of one variant, all seeds together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VariantRun {
    /// Its name; empty where the scenario has no variants.
    pub name: String,
    /// The keys it changes, with their values.
    pub changes: Vec<(String, String)>,
    /// How bonds grow, and how weights are revealed: "Yuma 3, reveal period 1".
    pub consensus: String,
    /// Who asked whom, who came and went.
    pub participation: Participation,
    /// One row per population; on several subnets one per subnet.
    pub populations: Vec<Population>,
    /// One row per coldkey.
    pub coldkeys: Vec<Coldkey>,
    /// One row per uid that is seated at the end of the first seed.
    pub seats: Vec<Seat>,
    /// What each deviation gains over playing straight.
    pub deviations: Vec<Deviation>,
    /// What improving pays, at best, median and worst rank.
    pub improvements: Vec<Improvement>,
    /// Share by which honest profit is lower than if everybody played straight; `None` without a deviation.
    pub harm: Option<f64>,
    /// Metrics of the whole, with n.
    pub metrics: Vec<Metric>,
    /// Gains at half and at twice the alpha price.
    pub sensitivity: Vec<PriceSensitivity>,
    /// Pay and price over time.
    pub series: Series,
    /// One weight from answer to payout: an honest hotkey, and a cheating one if there is any.
    pub journeys: Vec<Journey>,
    /// Where the emission went.
    pub flow: EmissionFlow,
    /// Weights, bonds, trust and dividends per validator.
    pub consensus_picture: ConsensusPicture,
    /// Beside what somebody published, where the scenario says so.
    pub published: Option<PublishedOutcome>,
}

/// Who asked whom, who came and went; means per seed unless they say otherwise.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Participation {
    /// Validator uids at the start.
    pub validators: u32,
    /// Miner uids at the start.
    pub miners: u32,
    /// Mining coldkeys at the start.
    pub mining_coldkeys: u32,
    /// Share of (validator, miner, round) in which the validator asked the miner.
    pub coverage: f64,
    /// The same of the validators that asked anybody in that round; 0 if nobody ever asks.
    pub coverage_of_askers: f64,
    /// Validators at the start that never ask anybody, such as weight copiers.
    pub idle_validators: u32,
    /// Weight settings and commits the chain took, all seeds.
    pub weights_taken: u64,
    /// Weight settings and commits it refused, all seeds, with the chain's reason.
    pub weights_refused: Vec<(String, u64)>,
    /// Rounds that were void, all seeds, with the reason of the first.
    pub void_rounds: u64,
    /// Why the first of them was void.
    pub first_fault: Option<String>,
    /// Registrations after the start.
    pub registrations: f64,
    /// Neurons pruned.
    pub prunes: f64,
    /// What the registrations after the start cost on average, τ.
    pub mean_price_tao: f64,
}

/// A deviation's gain at another alpha price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PriceSensitivity {
    /// The deviating population.
    pub population: String,
    /// Its gain at half the price, τ/day.
    pub at_half: Estimate,
    /// Its gain at twice the price, τ/day.
    pub at_twice: Estimate,
}
