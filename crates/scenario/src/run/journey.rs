//! One weight, from answer to payout.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One miner's hotkey through one tempo of the first seed: every number of the pipeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Journey {
    /// Whether it is the honest one.
    pub honest: bool,
    /// The coldkey.
    pub coldkey: String,
    /// Which of its hotkeys, from 1.
    pub hotkey: u32,
    /// What it does.
    pub behaviour: String,
    /// The subnet; empty where there is only one.
    pub subnet: String,
    /// Its uid.
    pub uid: u16,
    /// Block of the epoch.
    pub epoch_block: u64,
    /// An answer from before the weights that count in this epoch were sent; `None` if nobody asked it.
    ///
    /// Of the validator with most stake that asked it: the last one that scored no less than its average, or the last.
    pub answer: Option<JourneyAnswer>,
    /// One row per validator, by stake, largest first.
    pub rows: Vec<JourneyRow>,
    /// The weight below which stake majority agrees, 0 to 1.
    pub consensus: f64,
    /// Stake-weighted sum of clipped weights over that of all miners, 0 to 1.
    pub incentive: f64,
    /// The same as published, 65535 = 1.
    pub incentive_u16: u16,
    /// From alpha to profit.
    pub pay: JourneyPay,
}

/// An answer and what it was worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JourneyAnswer {
    /// The round's block.
    pub block: u64,
    /// The validator that asked.
    pub validator: String,
    /// The question as JSON without what the reply fills in, cut to 400 characters, with … where it was cut.
    pub question: String,
    /// The reply as JSON, cut likewise; empty if it failed.
    pub reply: String,
    /// What happened instead of a reply, if so.
    pub failure: Option<String>,
    /// True value, which no validator sees; `None` if the mechanism does not know it.
    pub true_value: Option<f64>,
    /// Whether it is the miner's own work.
    pub fresh: bool,
    /// When it was there after the question, ms.
    pub latency_ms: f64,
    /// Its score.
    pub score: f64,
    /// Parts of the score that are on record.
    pub parts: Vec<(String, f64)>,
}

/// What one validator made of the miner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JourneyRow {
    /// The validator.
    pub validator: String,
    /// Its role's behaviour.
    pub behaviour: String,
    /// Share of all active stake, 0 to 1.
    pub stake_share: f64,
    /// Times it asked this miner in this tempo.
    pub asked: u32,
    /// Its moving average of the miner's scores when it made the row; `None` if it keeps none.
    pub average_score: Option<f64>,
    /// The weight it sent, 65535 = the row's largest; `None` if none is in force.
    pub weight_u16: Option<u16>,
    /// Block at which it was committed or set.
    pub committed_at: Option<u64>,
    /// Block from which on it counted.
    pub revealed_at: Option<u64>,
    /// The row normalised: its share of the validator's weight, 0 to 1.
    pub weight: f64,
    /// What consensus left of it.
    pub clipped: f64,
    /// The validator's bond in the miner after the epoch, as a share of all bonds in it, 0 to 1.
    pub bond: f64,
    /// Alpha this bond earned the validator in this epoch, before root and take.
    pub dividend_alpha: f64,
}

/// From alpha to profit, in this tempo.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JourneyPay {
    /// Alpha the subnet issued for the tempo.
    pub subnet_alpha: f64,
    /// Of it for the owner.
    pub owner_alpha: f64,
    /// Of it for all miners.
    pub miners_alpha: f64,
    /// Of it for all validators and those who stake with them.
    pub validators_alpha: f64,
    /// Of the miners' for this uid.
    pub alpha: f64,
    /// τ for one alpha.
    pub price_tao: f64,
    /// What that is worth, τ.
    pub tao: f64,
    /// The coldkey's running cost for this hotkey in the tempo, τ.
    pub cost_tao: f64,
    /// What is left, τ.
    pub profit_tao: f64,
}
