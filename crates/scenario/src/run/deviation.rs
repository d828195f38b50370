//! Does cheating pay?

use super::{Estimate, RoleName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a population gains per coldkey by its behaviour over playing straight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Deviation {
    /// The population.
    pub population: String,
    /// Its role.
    pub role: RoleName,
    /// What it does.
    pub behaviour: String,
    /// What it would do otherwise.
    pub otherwise: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Gain in profit, τ/day; the interval is simultaneous over all deviations of all variants.
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
    /// Share by which all honest miners' profit is lower than if this population played straight; 1 or more is a
    /// loss. `None` if it played straight and they made no profit, or if there are none.
    pub harm: Option<f64>,
    /// Variance of the gain without pairing over that with it; `None` with too few seeds.
    pub pairing_ratio: Option<f64>,
    /// Seeds that would decide, when undecided.
    pub seeds_needed: Option<u32>,
    /// For validators: dividends per stake over the honest median, ratio of window sums; below 1 its delegators
    /// earn less.
    pub dividend_ratio: Option<f64>,
}

/// Whether a deviation pays (simulation model §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
