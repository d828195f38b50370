//! Who takes part.

use super::{MinerPlan, ValidatorPlan};
use crate::Place;

/// Coldkeys of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Population {
    /// Its name; unique.
    pub name: String,
    /// The subnet it is on; `None` = on each.
    pub subnet: Option<String>,
    /// Number of coldkeys.
    pub count: u32,
    /// What they do.
    pub part: Part,
    /// What one of them would do if it played straight, all keys filled in; same role as `part`.
    ///
    /// With several coldkeys the twin world changes all of them, and gains are means per coldkey.
    pub otherwise: Option<Part>,
    /// Where the file has it.
    pub place: Place,
}

/// What a coldkey does.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// It answers.
    Miner(MinerPlan),
    /// It asks.
    Validator(ValidatorPlan),
}
