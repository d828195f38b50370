//! What a simulation leaves.

use serde::{Deserialize, Serialize};

/// Name and version of the `run.json` format.
pub const FORMAT: &str = "incentor-run/1";

/// Everything a simulation found out; `run.json` is this.
///
/// Money is τ per day over the counted window, at the scenario's alpha price. Lists over seeds are in the order
/// of the seeds, everything else in the order of the scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// [`FORMAT`].
    pub format: String,
    /// Version of the program.
    pub version: String,
    /// Name of the scenario.
    pub scenario: String,
    /// Name of the rule-set.
    pub rule_set: String,
    /// How bonds grow: "Yuma 3" or "Yuma 2".
    pub consensus: String,
    /// The seeds.
    pub seeds: SeedRange,
    /// Time simulated and counted.
    pub window: Window,
    /// Confidence of every interval, from 0 to 1.
    pub confidence: f64,
    /// Worlds per seed: the scenario as written, and one twin per `otherwise`.
    pub worlds: u32,
    /// Epochs computed, all worlds and seeds together.
    pub epochs: u64,
    /// Share of (validator, miner, round) in which the validator asked the miner.
    pub coverage: f64,
    /// Weight settings the chain took, in the scenario as written.
    pub weights_taken: u64,
    /// Weight settings it refused, for coming too soon as a rule.
    pub weights_refused: u64,
    /// One row per population.
    pub populations: Vec<Population>,
    /// One row per coldkey.
    pub coldkeys: Vec<Coldkey>,
    /// One row per uid.
    pub seats: Vec<Seat>,
    /// What each deviation gains over playing straight.
    pub deviations: Vec<Deviation>,
    /// Pay over time.
    pub series: Series,
    /// Every number that went in, and where it came from.
    pub parameters: Vec<Parameter>,
    /// BLAKE2b-256 of this document with an empty hash, as hex.
    pub hash: String,
}

impl Run {
    /// Whether any miner was paid anything in the counted window; if not, there is no evidence about cheating.
    #[must_use]
    pub fn paid_miners(&self) -> bool {
        self.coldkeys.iter().any(|coldkey| coldkey.role == RoleName::Miner && coldkey.pay.mean > 0.0)
    }
}

/// Consecutive seeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeedRange {
    /// The first.
    pub first: u32,
    /// How many.
    pub count: u32,
}

/// Time simulated and counted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Window {
    /// Blocks in a tempo.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleName {
    /// It answers.
    Miner,
    /// It asks.
    Validator,
}

/// A mean over seeds with its interval: mean ± `half_width`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Mean over the seeds.
    pub mean: f64,
    /// Half the width of the t interval; `None` with a single seed.
    pub half_width: Option<f64>,
}

/// A population, summed over its coldkeys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Population {
    /// Its name.
    pub name: String,
    /// What it is there for.
    pub role: RoleName,
    /// How it behaves.
    pub behaviour: String,
    /// Coldkeys in it.
    pub coldkeys: u32,
    /// Uids they hold.
    pub uids: u32,
    /// Lowest and highest quality; `None` if it does no work of its own.
    pub quality: Option<(f64, f64)>,
    /// Share of what all miners, or all validators, were paid.
    pub pay_share: f64,
    /// Share of the value of all fresh work; `None` for validators.
    pub fresh_work_share: Option<f64>,
    /// Income, τ/day.
    pub pay: Estimate,
    /// Running cost and registration, τ/day.
    pub cost: f64,
    /// Pay less cost, τ/day.
    pub profit: Estimate,
}

/// A coldkey: the entity whose payoff counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Coldkey {
    /// Its name, such as `honest#3`.
    pub name: String,
    /// Its population.
    pub population: String,
    /// What it is there for.
    pub role: RoleName,
    /// Quality its drift stays around; `None` if it does no work of its own.
    pub quality: Option<f64>,
    /// Stake at the start, alpha; 0 for miners.
    pub stake: f64,
    /// Share of what all miners, or all validators, were paid.
    pub pay_share: f64,
    /// Share of the value of all fresh work; `None` for validators.
    pub fresh_work_share: Option<f64>,
    /// Income, τ/day.
    pub pay: Estimate,
    /// Running cost and registration, τ/day.
    pub cost: f64,
    /// Pay less cost, τ/day.
    pub profit: Estimate,
    /// Income per seed, τ/day.
    pub pay_per_seed: Vec<f64>,
}

/// A uid's time means over the counted window and the seeds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Seat {
    /// The uid.
    pub uid: u16,
    /// Who holds it.
    pub coldkey: String,
    /// What it is there for.
    pub role: RoleName,
    /// Incentive, 0 to 1.
    pub incentive: f64,
    /// Dividends, 0 to 1.
    pub dividends: f64,
    /// Consensus weight, 0 to 1.
    pub consensus: f64,
    /// Validator trust, 0 to 1.
    pub validator_trust: f64,
}

/// What a coldkey gains by its behaviour over playing straight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deviation {
    /// The population, of one coldkey.
    pub population: String,
    /// What it does.
    pub behaviour: String,
    /// What it would do otherwise.
    pub otherwise: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Gain in profit, τ/day; the interval is simultaneous over all deviations.
    pub gain: Estimate,
    /// Gains within ± this are even, τ/day.
    pub epsilon: f64,
    /// Quality it would work at otherwise; `None` if it would do no work of its own.
    pub straight_quality: Option<f64>,
    /// Income from playing straight, τ/day.
    pub straight_pay: f64,
    /// Profit of playing straight, τ/day.
    pub straight_profit: f64,
    /// Profit against not taking part at all, τ/day.
    pub entry_profit: Estimate,
    /// Gain per seed, τ/day.
    pub gain_per_seed: Vec<f64>,
    /// Share by which all honest miners' profit is lower than if this coldkey played straight; 1 or more is a
    /// loss. `None` if it played straight and they made no profit, or if there are none.
    pub harm: Option<f64>,
    /// Variance of the gain without pairing over that with it; `None` with too few seeds.
    pub pairing_ratio: Option<f64>,
    /// Seeds that would decide, when undecided.
    pub seeds_needed: Option<u32>,
}

/// Whether a deviation pays (simulation model §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
pub enum Verdict {
    /// The whole interval lies above ε.
    Pays,
    /// The whole interval lies within ± ε.
    BreakEven,
    /// The whole interval lies below −ε.
    Loses,
    /// None of these.
    Inconclusive,
}

impl Verdict {
    /// The word people read.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pays => "PAYS",
            Self::BreakEven => "BREAK-EVEN",
            Self::Loses => "LOSES",
            Self::Inconclusive => "INCONCLUSIVE",
        }
    }
}

/// Pay over time, means over the seeds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Days since the first block at the end of each interval.
    pub days: Vec<f64>,
    /// One line per population.
    pub lines: Vec<Line>,
}

/// One population over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The population.
    pub population: String,
    /// Pay per coldkey in each interval, τ/day.
    pub pay_per_coldkey: Vec<f64>,
}

/// A number that went in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name in the scenario file.
    pub key: String,
    /// Its value, with the unit.
    pub value: String,
    /// Where it came from.
    pub origin: Origin,
}

/// Where a number came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The scenario file.
    Given,
    /// The command line.
    CommandLine,
    /// The default of the program or the rule-set.
    Default,
}
