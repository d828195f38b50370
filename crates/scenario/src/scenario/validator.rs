//! How a validator plays.

use super::Sample;
use crate::{AlphaAmount, Blocks, Tempos};

/// How a validator plays, and what it has to play with.
#[derive(Clone, Debug, PartialEq)]
pub struct ValidatorPlan {
    /// Its behaviour.
    pub behaviour: ValidatorBehaviour,
    /// Stake of each coldkey, one entry per coldkey.
    pub stakes: Vec<AlphaAmount>,
    /// How many miners it asks; `None` = as the mechanism says.
    pub sample: Option<Sample>,
    /// Spread on the log scale of an error of its own in every score.
    pub noise: f64,
    /// Blocks by which its rounds and weights come later than the mechanism says.
    pub late: Blocks,
}

/// What a validator does; numbers in brackets are exploits of the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub enum ValidatorBehaviour {
    /// Asks, scores and weighs as the mechanism says.
    Honest,
    /// Holds one round in so many and sends what it has (13).
    Lazy {
        /// 1 = every round.
        one_in: u32,
    },
    /// Sends the row it should have sent so long ago (13).
    Late {
        /// Age of the row.
        by: Tempos,
    },
    /// Asks nobody and sends what the chain shows of others' weights (1, 2).
    WeightCopier {
        /// What it copies.
        source: WeightSource,
    },
    /// Gives a share of its weight to its own miners, and the rest as it should (6, 7).
    Cabal {
        /// Its own: names of populations.
        own: Vec<String>,
        /// Share of its weight for them.
        share: f64,
    },
    /// Gives nearly nothing to anybody but its own miners (11).
    UnderWeighter {
        /// Its own: names of populations.
        own: Vec<String>,
    },
    /// Weighs honestly and tells a miner the truth (17).
    Insider {
        /// The miners it tells: names of populations.
        friends: Vec<String>,
    },
    /// Gives all weight to those it scores best (15).
    WinnerTakesAll {
        /// How many winners.
        winners: u32,
    },
    /// Asks its friends only (18).
    FriendsOnly {
        /// Whom it asks: names of populations.
        friends: Vec<String>,
    },
    /// Sends rows written down beforehand, and asks nobody.
    Scripted {
        /// The rows, by ascending tempo.
        rows: Vec<ScriptedRow>,
    },
}

/// What a weight copier copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeightSource {
    /// The stake-weighted median of the rows that are revealed.
    LastRevealedConsensus,
    /// The revealed row of the validator with the most stake.
    BiggestValidator,
}

/// A row of weights from a tempo on.
#[derive(Clone, Debug, PartialEq)]
pub struct ScriptedRow {
    /// The first tempo it is in force for, from 0.
    pub from: u32,
    /// Weights by coldkey name, in any scale; a 0 that is written down is sent as one.
    pub weights: Vec<(String, f64)>,
}

impl ValidatorBehaviour {
    /// The name in the scenario file.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Honest => "honest",
            Self::Lazy { .. } => "lazy",
            Self::Late { .. } => "late",
            Self::WeightCopier { .. } => "weight_copier",
            Self::Cabal { .. } => "cabal",
            Self::UnderWeighter { .. } => "under_weighter",
            Self::Insider { .. } => "insider",
            Self::WinnerTakesAll { .. } => "winner_takes_all",
            Self::FriendsOnly { .. } => "friends_only",
            Self::Scripted { .. } => "scripted",
        }
    }
}
