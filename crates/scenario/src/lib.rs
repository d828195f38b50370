//! Schemas in and out: the scenario file and the run it produces.
//!
//! [`ScenarioFile::parse`] reads TOML and refuses what it does not know, with line, column and the nearest name.
//! [`Run`](run::Run) is what a simulation leaves: everything tables, pages and `run.json` need.

// In.
mod error;
mod read;
mod scenario;
mod units;
// Out.
pub mod run;

pub use error::{Place, Problem, ScenarioError};
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
    AlphaAmount, Blocks, Count, Duration, Number, Positive, Share, TaoAmount, TaoPerDay, Tempos, Unit,
};
