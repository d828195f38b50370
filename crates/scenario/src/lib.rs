//! Schemas in and out: the scenario file and the run it produces.
//!
//! [`Scenario::parse`] reads TOML and refuses what it does not know, with line, column and the nearest name.
//! [`Run`] is what a simulation leaves: everything tables, pages and `run.json` need.

// In.
mod error;
mod read;
mod scenario;
mod units;
// Out.
mod run;

pub use error::{Place, Problem, ScenarioError};
pub use run::{
    Coldkey, Deviation, Estimate, FORMAT, Line, Origin, Parameter, Population as PopulationOutcome, RoleName,
    Run, Seat, SeedRange, Series, Verdict, Window,
};
pub use scenario::{
    AbstractMechanism, Behaviour, CopyTarget, Costs, GivenTo, Leaf, MinerPlan, Plan, Population, Quality,
    RunPlan, Sample, Scenario, ScoreRule, Subnet, ValidatorPlan,
};
pub use units::{
    AlphaAmount, Blocks, Count, Duration, Number, Positive, Share, TaoAmount, TaoPerDay, Tempos, Unit,
};
