//! Doing again what a trace did.

use crate::difference::{Difference, differences};
use crate::trace::{Trace, unsigned};
use crate::{calls, start, written};
use incentor_ledger::{Ledger, Network, Pallet, RuleError};
use serde_json::Value;
use std::fmt;

/// What a whole replay went through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Replayed {
    pub(crate) steps: usize,
    pub(crate) states: usize,
    pub(crate) epochs: usize,
    pub(crate) refused: usize,
}

/// Why a replay did not reach the end.
pub(crate) enum Stop {
    /// The ledger does not take the genesis.
    Genesis(String),
    /// There is no action for a call.
    NoAction { step: usize, call: String },
    /// The answer is another one.
    Answer { step: usize, block: u64, call: String, ours: String, chains: String },
    /// A field is another one.
    State { step: usize, block: u64, differences: Vec<Difference> },
    /// The ledger found itself broken.
    Defect(String),
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Genesis(error) => write!(f, "genesis: {error}"),
            Self::NoAction { step, call } => write!(f, "step {step}: there is no action for {call}"),
            Self::Answer { step, block, call, ours, chains } => {
                write!(f, "step {step}, block {block}: {call} answered {ours} here, {chains} on the chain")
            }
            Self::State { step, block, differences } => {
                write!(f, "step {step}, block {block}, {} fields, first ", differences.len())?;
                differences.first().map_or(Ok(()), |first| write!(f, "{first}"))
            }
            Self::Defect(error) => write!(f, "defect: {error}"),
        }
    }
}

/// Replays from the state given, then from the setup.
pub(crate) fn both_ways(trace: &Trace) -> Result<Replayed, Stop> {
    let from_state = replay(trace, from_state(trace)?)?;
    let from_setup = replay(trace, from_setup(trace)?)?;
    assert_eq!(from_setup, from_state, "both ways go through the same steps");
    Ok(from_state)
}

/// The ledger that the trace's first state describes.
pub(crate) fn from_state(trace: &Trace) -> Result<Ledger, Stop> {
    let ledger = Ledger::new(&start::genesis(trace)).map_err(|error| Stop::Genesis(error.to_string()))?;
    compare(trace, &ledger, trace.genesis(), 0)?;
    Ok(ledger)
}

/// The ledger that the trace's setup leads to.
pub(crate) fn from_setup(trace: &Trace) -> Result<Ledger, Stop> {
    let mut ledger = Ledger::new(&start::empty(trace)).map_err(|error| Stop::Genesis(error.to_string()))?;
    for call in crate::trace::list(&trace.genesis()["setup"]) {
        apply(trace, &mut ledger, call, "ok", 0)?;
    }
    compare(trace, &ledger, trace.genesis(), 0)?;
    Ok(ledger)
}

/// Goes through all steps.
pub(crate) fn replay(trace: &Trace, mut ledger: Ledger) -> Result<Replayed, Stop> {
    let mut replayed = Replayed::default();
    for (position, step) in trace.steps().iter().enumerate() {
        let number = position + 1;
        if step["do"].is_object() {
            let expected = step["result"].as_str().unwrap_or_default();
            apply(trace, &mut ledger, &step["do"], expected, number)?;
            replayed.refused += usize::from(expected != "ok");
        }
        for _ in 0..unsigned(&step["advance"]) {
            let outcome = ledger.step().map_err(|defect| Stop::Defect(defect.to_string()))?;
            replayed.epochs += outcome.epochs.len();
        }
        if step["state"].is_object() {
            compare(trace, &ledger, step, number)?;
            replayed.states += 1;
        }
        replayed.steps = number;
    }
    ledger.audit().map_err(|defect| Stop::Defect(defect.to_string()))?;
    Ok(replayed)
}

fn apply(trace: &Trace, ledger: &mut Ledger, call: &Value, expected: &str, step: usize) -> Result<(), Stop> {
    let name = || call["call"].as_str().unwrap_or_default().to_owned();
    let action = calls::action(trace, call).ok_or_else(|| Stop::NoAction { step, call: name() })?;
    let ours = ledger.apply(action).map_or_else(answer, |_| "ok".into());
    if ours == expected {
        return Ok(());
    }
    let block = ledger.view().block().0;
    Err(Stop::Answer { step, block, call: name(), ours, chains: expected.into() })
}

/// An error as traces write it: with its module, unless it is the main one.
fn answer(error: RuleError) -> String {
    match error.pallet() {
        Pallet::SubtensorModule | Pallet::System => error.name().into(),
        pallet => format!("{}.{}", pallet.name(), error.name()),
    }
}

/// Compares a state, and the parameters where they are shown.
fn compare(trace: &Trace, ledger: &Ledger, shown: &Value, step: usize) -> Result<(), Stop> {
    let mut found =
        differences(&sorted(written::state(trace, ledger.view())), &sorted(shown["state"].clone()));
    if shown["parameters"].is_object() {
        found.extend(differences(&written::parameters(ledger.view()), &shown["parameters"]));
    }
    if found.is_empty() {
        return Ok(());
    }
    Err(Stop::State { step, block: ledger.view().block().0, differences: found })
}

/// A state whose lists of entries without an order are in one.
fn sorted(mut state: Value) -> Value {
    for list in ["stake", "hotkey_alpha", "root_claimed", "auto_stake"] {
        if let Some(entries) = state[list].as_array_mut() {
            entries.sort_by_key(Value::to_string);
        }
    }
    state
}
