//! How a miner plays.

use crate::{AlphaAmount, Duration, Tempos};
use crate::{Place, TaoPerDay};

/// How a miner plays, and what it has to play with.
#[derive(Clone, Debug, PartialEq)]
pub struct MinerPlan {
    /// Its behaviour.
    pub behaviour: MinerBehaviour,
    /// Its quality; `None` = it has no worker, does no work of its own and pays for none.
    pub quality: Option<Quality>,
    /// Hotkeys per coldkey, each with a uid of its own.
    pub hotkeys: u32,
    /// Workers behind all hotkeys of one coldkey together.
    pub workers: u32,
    /// Time its answers travel on top of the time they take.
    pub distance: Duration,
}

/// Quality of the miners of a population.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quality {
    /// All the same.
    Same(f64),
    /// At the mid-quantiles of a lognormal, in ascending order: no luck in it.
    Quantiles {
        /// Median.
        median: f64,
        /// Spread on the log scale.
        sd: f64,
    },
    /// Drawn from a lognormal, anew in each seed.
    Random {
        /// Median.
        median: f64,
        /// Spread on the log scale.
        sd: f64,
    },
}

/// What a miner does with a question; numbers in brackets are exploits of the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub enum MinerBehaviour {
    /// Works at its quality and answers.
    Honest,
    /// Honest, and spends on research what its own pay says is worth it.
    Improving {
        /// Mean days between two jumps at the reference spending.
        every_days: f64,
        /// Mean gain of a jump, as a share.
        step: f64,
        /// The reference spending.
        reference: TaoPerDay,
        /// Days for which a jump is reckoned to pay.
        horizon_days: f64,
    },
    /// Leads and holds back: works just hard enough to stay ahead (48).
    Sandbagger {
        /// Lead over the next best in incentive from which on it slackens.
        lead: f64,
        /// Share of its quality it works at while it leads.
        effort: f64,
    },
    /// Answers every question with the same (34).
    Constant {
        /// What the answer is worth, where a mechanism has worth without content.
        value: f64,
    },
    /// Honest with answers that scatter more: the same mean, more luck (28).
    Noisy {
        /// Additional spread on the log scale.
        sd: f64,
    },
    /// Hands in another miner's answer to the same task (36, 37).
    Copycat {
        /// Whose.
        of: CopyTarget,
        /// How long after the original.
        delay: Duration,
        /// Changes the copy so that it is no longer the same.
        disguise: bool,
    },
    /// Answers from memory what has been asked before, and nothing else (33, 35).
    Memoriser {
        /// Worth of a remembered answer, where a mechanism has worth without content.
        value: f64,
    },
    /// Works for validators with enough stake only (14).
    Selective {
        /// The least stake it answers.
        min_stake: AlphaAmount,
    },
    /// Leaves its hotkey for a new one every so often (27).
    Rotating {
        /// Age at which a hotkey is left.
        every: Tempos,
    },
    /// Sits beside one validator (43).
    Colocated {
        /// The validator: a coldkey's name.
        with: String,
        /// Time its answers take there.
        latency: Duration,
    },
    /// Its first hotkey works; the others hand in weaker answers of their own (38).
    Decoys {
        /// Quality of a decoy as a share of its own.
        weakness: f64,
    },
    /// A validator tells it the truth (17).
    Insider {
        /// The validator: a coldkey's name.
        of: String,
        /// Share of the questions it is told about.
        share: f64,
    },
    /// Makes its answers look better than they are, as far as the measure can be gamed.
    Gaming {
        /// 1 = all of it.
        share: f64,
    },
    /// Waits with its answer until the last moment.
    Squatter {
        /// When its answers are there.
        at: Duration,
    },
    /// Works where it recognises a test, and not for customers (44).
    TestsOnly {
        /// Share of its quality it works at for customers.
        effort: f64,
    },
    /// Answers by a solver of the mechanism other than the honest one.
    Cheat {
        /// The solver's name.
        solver: String,
        /// Its one dial, where it has one.
        share: Option<f64>,
        /// Where the file names it.
        place: Place,
    },
}

/// Whom a copycat copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopyTarget {
    /// The miner with the best past incentive among those who answered the task.
    BestVisible,
    /// Whoever answered first.
    FirstVisible,
    /// A coldkey by name: a relay.
    Named(String),
}

impl MinerBehaviour {
    /// The name in the scenario file.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Honest => "honest",
            Self::Improving { .. } => "improving",
            Self::Sandbagger { .. } => "sandbagger",
            Self::Constant { .. } => "constant",
            Self::Noisy { .. } => "noisy",
            Self::Copycat { .. } => "copycat",
            Self::Memoriser { .. } => "memoriser",
            Self::Selective { .. } => "selective",
            Self::Rotating { .. } => "rotating",
            Self::Colocated { .. } => "colocated",
            Self::Decoys { .. } => "decoys",
            Self::Insider { .. } => "insider",
            Self::Gaming { .. } => "gaming",
            Self::Squatter { .. } => "squatter",
            Self::TestsOnly { .. } => "tests_only",
            Self::Cheat { .. } => "cheat",
        }
    }
}
