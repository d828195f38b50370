//! A subnet's hyperparameters and price.

use super::MechanismPlan;
use crate::{Place, TaoAmount};

/// A subnet.
#[derive(Clone, Debug, PartialEq)]
pub struct Subnet {
    /// Its name; `subnet` where the file has one without a name.
    pub name: String,
    /// How many alike there are; more than one are called `name@1`, `name@2`, ….
    pub copies: u16,
    /// Blocks between epochs.
    pub tempo: u16,
    /// Hyperparameters that the file gives, the tempo included, by their btcli names; the rest is the rule-set's.
    pub settings: Vec<Setting>,
    /// What alpha is worth.
    pub alpha_price: AlphaPrice,
    /// Its mechanisms, at least one, by number.
    pub mechanisms: Vec<MechanismPlan>,
}

/// A hyperparameter with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Its btcli name, such as `immunity_period`.
    pub name: &'static str,
    /// Its value, in the chain's own unit.
    pub value: SettingValue,
    /// Where the file has it.
    pub place: Place,
}

/// A hyperparameter's value in the chain's own unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingValue {
    /// A switch.
    Switch(bool),
    /// A whole number: blocks, seats, a share as u16, rao, bits / 2^64, ….
    Whole(i128),
}

/// What alpha is worth.
#[derive(Clone, Debug, PartialEq)]
pub enum AlphaPrice {
    /// Always the same.
    Constant(TaoAmount),
    /// What the subnet's pool says; earners sell a share of what they earn at the end of each tempo.
    Pool {
        /// TAO in the pool at the start.
        tao: TaoAmount,
        /// Alpha in the pool at the start, in rao.
        alpha_rao: u64,
        /// Share of earnings that is sold.
        sell: f64,
    },
    /// Given by day: (days since the start, τ), ascending; between two days the earlier one holds.
    Given(Vec<(f64, f64)>),
}
