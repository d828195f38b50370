//! Who earns.

use super::{Estimate, RoleName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A population, summed over its coldkeys.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Population {
    /// Its name.
    pub name: String,
    /// Its subnet; empty where there is only one.
    pub subnet: String,
    /// What it is there for.
    pub role: RoleName,
    /// How it behaves, in a few words such as "honest, 6 hotkeys, 1 worker".
    pub behaviour: String,
    /// Whether it plays as the mechanism wants it.
    pub honest: bool,
    /// Coldkeys in it.
    pub coldkeys: u32,
    /// Uids they hold at the start.
    pub uids: u32,
    /// Lowest and highest quality; `None` if it does no work of its own.
    pub quality: Option<(f64, f64)>,
    /// Stake at the start, alpha; 0 for miners.
    pub stake: f64,
    /// Share of what all miners, or all validators, of its subnet were paid.
    pub pay_share: f64,
    /// Share of the value of all fresh work of its subnet; `None` for validators.
    pub fresh_work_share: Option<f64>,
    /// Income, τ/day.
    pub pay: Estimate,
    /// Running cost and registration, τ/day.
    pub cost: f64,
    /// Pay less cost, τ/day.
    pub profit: Estimate,
}

/// A coldkey: the entity whose payoff counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Coldkey {
    /// Its name, such as `honest#3`.
    pub name: String,
    /// Its population.
    pub population: String,
    /// Its subnet; empty where there is only one.
    pub subnet: String,
    /// What it is there for.
    pub role: RoleName,
    /// Quality its drift stays around; `None` if it does no work of its own.
    pub quality: Option<f64>,
    /// Stake at the start, alpha; 0 for miners.
    pub stake: f64,
    /// Share of what all miners, or all validators, of its subnet were paid.
    pub pay_share: f64,
    /// Share of the value of all fresh work of its subnet; `None` for validators.
    pub fresh_work_share: Option<f64>,
    /// Income, τ/day.
    pub pay: Estimate,
    /// Running cost, τ/day.
    pub running_cost: f64,
    /// Registrations, τ/day.
    pub registration_cost: f64,
    /// Both, τ/day.
    pub cost: f64,
    /// Pay less cost, τ/day.
    pub profit: Estimate,
    /// Income per seed, τ/day.
    pub pay_per_seed: Vec<f64>,
    /// Times it was pruned, mean per seed.
    pub prunes: f64,
}

/// A uid's time means over the counted window, first seed, while its last holder held it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Seat {
    /// The subnet; empty where there is only one.
    pub subnet: String,
    /// The uid.
    pub uid: u16,
    /// Who holds it.
    pub coldkey: String,
    /// Which of its hotkeys, from 1.
    pub hotkey: u32,
    /// What it is there for.
    pub role: RoleName,
    /// Block of its registration; 0 = there at the start.
    pub registered_at: u64,
    /// Incentive, 0 to 1.
    pub incentive: f64,
    /// Dividends, 0 to 1.
    pub dividends: f64,
    /// Consensus weight, 0 to 1.
    pub consensus: f64,
    /// Validator trust, 0 to 1.
    pub validator_trust: f64,
}
