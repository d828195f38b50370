//! Where the emission went.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Alpha over the counted window, means per seed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EmissionFlow {
    /// One per subnet; a subnet with copies is one row per copy up to 8, then their sum.
    pub subnets: Vec<SubnetFlow>,
}

/// One subnet's alpha over the counted window, mean per seed, in alpha.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SubnetFlow {
    /// The subnet.
    pub name: String,
    /// Its number on the chain.
    pub netuid: u16,
    /// Blocks in its tempo.
    pub tempo_blocks: u16,
    /// Share of the network's TAO emission; 1 / n where pools stand still.
    pub share: f64,
    /// TAO issued for it.
    pub tao: f64,
    /// Alpha issued for the tempos that count.
    pub issued: f64,
    /// To the owner.
    pub owner: f64,
    /// To miners, by population.
    pub miners: Vec<(String, f64)>,
    /// To validators and those who stake with them, by population.
    pub validators: Vec<(String, f64)>,
    /// To stake on root.
    pub root: f64,
    /// Withheld from the owner's own hotkeys.
    pub withheld: f64,
    /// Rounding, and what is nobody's; may be negative.
    pub dust: f64,
    /// Blocks of its epochs in the first seed, the first 12.
    pub epoch_blocks: Vec<u64>,
    /// Epochs without any consensus, all seeds, as a share.
    pub no_consensus: f64,
}
