//! Every key of a scenario file, in one table: what it takes, what stands for it, and what it does.
//!
//! The reader, the JSON schema and the reference page are held to it by tests.
//!
//! Paths are those of the file, with three exceptions: what a miner's row, a validator's row, a mechanism and a scoring
//! rule may say is said once, under `miner`, `validator`, `mechanism` and `rule`, wherever the file has them.

mod event;
mod file;
mod mechanism;
mod miner;
mod rule;
mod subnet;
mod validator;

use crate::{HYPERPARAMETERS, HyperparameterUnit};
use incentor_primitives::RuleSet;
use std::borrow::Cow;

/// One key.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// Its path, with `[]` for the rows of a list.
    pub path: Cow<'static, str>,
    /// What kind of value it takes.
    pub form: Form,
    /// What it takes, in words.
    pub accepts: Cow<'static, str>,
    /// What stands for it where it is absent.
    pub absent: Absent,
    /// What it does, in a line.
    pub doc: Cow<'static, str>,
}

/// What stands for a key that is absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Absent {
    /// Nothing: the key must be there.
    Error,
    /// Nothing, and that means something.
    Nothing,
    /// A value.
    Is(Cow<'static, str>),
}

/// What kind of value a key takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form {
    /// A text.
    Text,
    /// A name or names of something in the file, in a list.
    Texts,
    /// One of a few words.
    Words(&'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// A whole number within limits.
    Whole(u64, u64),
    /// A number from one to another.
    From(f64, f64),
    /// A number above one and up to another.
    Above(f64, f64),
    /// A number, or a text with a unit.
    Quantity,
    /// A table with the keys below this one.
    Table,
    /// One of the keys below this one, as a word or as the only key of a table.
    Choice,
    /// The same, and a table may have more than one of them.
    Choices,
    /// A number, or a table with the keys below this one.
    NumberOrTable,
    /// A list of tables with the keys below this one.
    Rows,
    /// A table whose keys are the writer's own.
    Free,
    /// A list of populations.
    Populations,
    /// A population.
    Population,
    /// What a coldkey does: the keys of a miner's or a validator's row.
    Part,
    /// A subnet, or a list of subnets.
    Subnets,
    /// A mechanism.
    Mechanism,
    /// A list of mechanisms.
    Mechanisms,
    /// A scoring rule.
    Rule,
    /// A list of scoring rules.
    Rules,
    /// A whole number, or the word `all`.
    Sample,
    /// One stake or a list of stakes.
    Stakes,
}

const fn key(
    path: &'static str,
    form: Form,
    accepts: &'static str,
    absent: Absent,
    doc: &'static str,
) -> Key {
    let (path, accepts, doc) = (Cow::Borrowed(path), Cow::Borrowed(accepts), Cow::Borrowed(doc));
    Key { path, form, accepts, absent, doc }
}

const NEEDED: Absent = Absent::Error;
const NOTHING: Absent = Absent::Nothing;

const fn is(default: &'static str) -> Absent {
    Absent::Is(Cow::Borrowed(default))
}

/// A group of keys with a heading of its own in the reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its heading.
    pub title: &'static str,
    /// What to know before reading the keys.
    pub intro: &'static str,
    /// Its keys.
    pub keys: Vec<Key>,
}

/// Every key, in the order of the reference.
///
/// Hyperparameters have the defaults of the newest rule-set.
#[must_use]
pub fn groups() -> Vec<Group> {
    let group = |title, intro, keys: &[Key]| Group { title, intro, keys: keys.to_vec() };
    vec![
        group("The file", file::INTRO, file::FILE),
        group("Run and record", file::RUN_INTRO, file::RUN),
        group("Populations", miner::POPULATION_INTRO, miner::POPULATION),
        group("Miners", miner::INTRO, miner::MINER),
        group("Validators", validator::INTRO, validator::VALIDATOR),
        group("Events", event::INTRO, event::EVENT),
        group("Subnets", subnet::INTRO, subnet::SUBNET),
        Group { title: "Hyperparameters", intro: subnet::HYPERPARAMETERS_INTRO, keys: hyperparameters() },
        group("Mechanisms", mechanism::INTRO, mechanism::MECHANISM),
        group("Scoring rules", rule::INTRO, rule::RULE),
        group("Costs", file::COSTS_INTRO, file::COSTS),
        group("Variants, gates, sweep", file::TRIALS_INTRO, file::TRIALS),
        group("Published totals", file::PUBLISHED_INTRO, file::PUBLISHED),
    ]
}

/// Every key, in the order of the reference.
#[must_use]
pub fn keys() -> Vec<Key> {
    groups().into_iter().flat_map(|group| group.keys).collect()
}

/// The hyperparameters' keys, from their own table.
fn hyperparameters() -> Vec<Key> {
    let rules = RuleSet::ALL.first().copied().unwrap_or(RuleSet::SUBTENSOR_2026_06);
    let row = |one: &crate::Hyperparameter| {
        let form = match one.unit {
            HyperparameterUnit::Switch => Form::Flag,
            HyperparameterUnit::BurnOrRecycle => Form::Words(&["burn", "recycle"]),
            _ => Form::Quantity,
        };
        let also = match one.also {
            [] => String::new(),
            also => format!(" Also `{}`.", also.join("`, `")),
        };
        Key {
            path: Cow::Owned(format!("subnet.{}", one.name)),
            form,
            accepts: Cow::Owned(one.expected()),
            absent: Absent::Is(Cow::Owned(one.show(one.default(&rules)))),
            doc: Cow::Owned(format!("{}{also}", one.doc)),
        }
    };
    HYPERPARAMETERS.iter().map(row).collect()
}

#[cfg(test)]
mod tests;
