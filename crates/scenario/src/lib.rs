//! Schemas in and out: the scenario file and the run it produces.
//!
//! [`ScenarioFile::parse`] reads TOML and refuses what it does not know, with line, column and the nearest name.
//! [`Run`](run::Run) is what a simulation leaves: everything tables, pages and `run.json` need.

// In.
mod document;
mod error;
mod hyperparameters;
pub mod keys;
mod metrics;
mod overlay;
mod read;
mod reference;
mod scenario;
mod tree;
mod units;
// Out.
pub mod run;
pub mod schema;

pub use document::Point;
pub use error::{Place, Problem, ScenarioError};
pub use hyperparameters::{HYPERPARAMETERS, Hyperparameter, HyperparameterUnit};
pub use metrics::{METRICS, MetricArgument, MetricKind, MetricUnit};
pub use reference::reference;
pub use run::{Origin, Parameter};
pub use scenario::{
    AbstractPlan, AlphaPrice, AnswerPlan, Assertion, Axis, BookPlan, CommandPlan, CommandRole, Comparison,
    CopyTarget, Costs, Event, Gate, GivenTo, Granularity, Happening, Kind, Load, MeasurePlan, MechanismPlan,
    MetricCall, MinerBehaviour, MinerPlan, NewHotkey, Part, Population, PromptingPlan, Published, Quality,
    Record, RoundPlan, RunPlan, Sample, Scale, Scenario, ScenarioFile, ScoreRule, ScriptedRow, Setting,
    SettingValue, Shape, Statistic, StoragePlan, Subnet, TaskPlan, TspPlan, Unsampled, ValidatorBehaviour,
    ValidatorPlan, Variant, WeightSource, WeightsPlan,
};
pub use units::{
    AlphaAmount, Blocks, Bytes, Count, Duration, Number, Positive, Share, Stretch, TaoAmount, TaoPerDay,
    Tempos, Unit,
};
