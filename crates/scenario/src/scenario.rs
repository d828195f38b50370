//! The scenario: who takes part, under which rules, for how long.

mod costs;
mod event;
mod gate;
mod mechanism;
mod miner;
mod population;
mod score;
mod subnet;
mod validator;

pub use costs::Costs;
pub use event::{Event, Happening};
pub use gate::{Assertion, Comparison, Gate, MetricCall, Statistic};
pub use mechanism::{
    AbstractPlan, AnswerPlan, BookPlan, CommandPlan, CommandRole, GivenTo, Kind, Load, MeasurePlan,
    MechanismPlan, NewHotkey, PromptingPlan, RoundPlan, Sample, Scale, Shape, StoragePlan, TaskPlan, TspPlan,
    Unsampled, WeightsPlan,
};
pub use miner::{CopyTarget, MinerBehaviour, MinerPlan, Quality};
pub use population::{Part, Population};
pub use score::ScoreRule;
pub use subnet::{AlphaPrice, Setting, SettingValue, Subnet};
pub use validator::{ScriptedRow, ValidatorBehaviour, ValidatorPlan, WeightSource};

use crate::document::Document;
use crate::{Parameter, Tempos};
use incentor_primitives::RuleSet;

/// A scenario file: one world, and what is tried on it.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioFile {
    /// The scenario before any variant.
    pub base: Scenario,
    /// The variants in the order of the file; the file itself where it has none.
    pub variants: Vec<Variant>,
    /// What must hold; decides the exit code.
    pub gates: Vec<Gate>,
    /// Points to try with `--sweep`; [`ScenarioFile::points`] makes them.
    pub sweep: Vec<Axis>,
    pub(crate) document: Document,
}

/// A scenario with some of its keys changed; every variant meets the same luck.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// Its name; `None` for a file without variants.
    pub name: Option<String>,
    /// What it changes: key and value, as the file writes them.
    pub changes: Vec<(String, String)>,
    /// The whole scenario with the changes made.
    pub scenario: Scenario,
}

/// One axis of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// The key that is changed.
    pub key: String,
    /// The values it takes, as the file writes them.
    pub values: Vec<String>,
}

/// One scenario, read and checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Its name; letters, digits, `-` and `_`, so that it can name a directory.
    pub name: String,
    /// What it shows, in a paragraph.
    pub teaches: Option<String>,
    /// The chain's rules.
    pub rule_set: &'static RuleSet,
    /// Seeds and time.
    pub run: RunPlan,
    /// What is kept for the tables beside the report.
    pub record: Vec<Record>,
    /// Who takes part; a population without a `subnet` is on every subnet, with coldkeys of its own on each.
    pub populations: Vec<Population>,
    /// What happens on the way, in the order of time.
    pub events: Vec<Event>,
    /// The subnets, at least one.
    pub subnets: Vec<Subnet>,
    /// What taking part costs.
    pub costs: Costs,
    /// Totals that somebody published for the same game, to be printed beside ours.
    pub published: Option<Published>,
    /// Every number above with its origin, in the order of the schema.
    pub parameters: Vec<Parameter>,
}

/// Seeds and time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunPlan {
    /// Number of seeds.
    pub seeds: u32,
    /// The first seed.
    pub first_seed: u32,
    /// Tempos simulated, of the first subnet.
    pub duration: Tempos,
    /// Tempos at the start that count for nothing.
    pub warmup: Tempos,
    /// Confidence of every interval.
    pub confidence: f64,
    /// How exactly the blocks between two epochs are settled where pools are live.
    pub granularity: Granularity,
}

/// How the blocks between two epochs are settled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Granularity {
    /// One by one, as the chain does.
    #[default]
    Block,
    /// All of them at once.
    Tempo,
}

/// What is kept for the tables beside the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Record {
    /// Every payout of the first seed: `ledger.csv`.
    Ledger,
    /// Incentive by uid and tempo, first seed: `incentive.csv`.
    Incentive,
    /// Dividends by uid and tempo, first seed: `dividends.csv`.
    Dividends,
    /// The weight matrix at the end of the first seed: `weights.csv`.
    WeightsLast,
    /// The bonds at the end of the first seed: `bonds.csv`.
    BondsLast,
    /// The scores of one round in so many, first seed: `scores.csv`.
    Scores {
        /// 1 = every round.
        one_in: u32,
    },
}

/// What somebody published for the same game: dividends per 1000 staked, one number per validator.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    /// Where it was published.
    pub source: String,
    /// (Name of the consensus such as "Yuma 2", one total per validator in the order of the file.)
    pub totals: Vec<(String, Vec<f64>)>,
}
