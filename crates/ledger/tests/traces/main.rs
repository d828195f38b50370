//! Histories of the chain itself, as far as this ledger's actions reach.
//!
//! Those of registration and of weights start at their genesis and run to their end. The others start from the state after the
//! first stakes were bought and stop before the first action that is not here: mostly one that needs the pool
//! or sets a parameter. Compared after each step is every field that the ledger keeps, to the last bit.

mod document;
mod fields;
mod whole;

use document::{Trace, unsigned};
use fields::{Fields, compare};
use incentor_ledger::{Action, Ledger, Network, RuleError};
use incentor_primitives::BlockNumber;
use serde_json::Value;

/// What of a trace was replayed.
#[derive(Debug, PartialEq, Eq)]
struct Replayed {
    states: usize,
    epochs: usize,
    /// The call before which it stopped; empty when there was none.
    stopped_at: String,
}

fn replay(name: &str, fields: Fields) -> Replayed {
    let trace = Trace::load(name);
    let mut steps = trace.document["steps"].as_array().unwrap().iter().peekable();
    let bought = |step: &&Value| step["do"]["call"] == "add_stake";
    let last_purchase = trace.document["steps"].as_array().unwrap().iter().take(12).filter(bought).count();
    assert!(last_purchase > 0, "{name}");
    let mut seen = 0;
    let start = steps
        .find(|step| {
            seen += usize::from(bought(step));
            seen >= 3 && step.get("state").is_some()
        })
        .unwrap();
    let start = &start["state"];
    let mut ledger = Ledger::new(&trace.genesis(start)).unwrap();
    let mut replayed = Replayed { states: 0, epochs: 0, stopped_at: String::new() };
    for step in steps {
        if let Some(blocks) = step.get("advance") {
            let until = BlockNumber(ledger.view().block().0 + unsigned(blocks));
            ledger.advance(until, &mut |_| replayed.epochs += 1).unwrap();
            ledger.audit().unwrap();
        } else if let Some(state) = step.get("state") {
            compare(&trace, &ledger, state, start, fields);
            replayed.states += 1;
        } else if let Some(action) = trace.action(&step["do"]) {
            // Who may change a take, and how often, is not among the rules yet.
            if step["result"] == "ok" || matches!(action, Action::SetWeights { .. }) {
                let result = ledger.apply(action).map_or_else(RuleError::name, |_| "ok");
                assert_eq!(step["result"], result, "{name}: {}", step["do"]);
            }
        } else if step["result"] == "ok" {
            replayed.stopped_at = step["do"]["call"].as_str().unwrap().to_string();
            break;
        }
    }
    replayed
}

fn check(name: &str, fields: Fields, states: usize, epochs: usize, stopped_at: &str) {
    let stopped_at = stopped_at.to_string();
    assert_eq!(replay(name, fields), Replayed { states, epochs, stopped_at }, "{name}");
}

#[test]
fn weights_takes_nominators_and_the_owners_cut_are_the_chains() {
    check("flow-1", Fields::AfterStakes, 3, 3, "remove_stake");
    check("flow-2", Fields::AfterStakes, 4, 3, "remove_stake");
    check("flow-3", Fields::AfterStakes, 4, 3, "remove_stake");
    check("flow-4", Fields::AfterStakes, 4, 3, "remove_stake");
}

#[test]
fn two_mechanisms_are_the_chains() {
    for name in ["mechanisms-1", "mechanisms-2", "mechanisms-3"] {
        check(name, Fields::AfterStakes, 4, 3, "sudo_set_mechanism_emission_split");
    }
}

#[test]
fn several_subnets_and_deferred_epochs_are_the_chains() {
    for (name, epochs) in
        [("multi-subnet-1", 6), ("multi-subnet-2", 4), ("multi-subnet-3", 6), ("multi-subnet-4", 5)]
    {
        check(name, Fields::Schedule, 9, epochs, "swap_stake");
    }
}

#[test]
fn the_owners_incentive_is_withheld_like_the_chains() {
    check("owner-incentive-1", Fields::AfterStakes, 9, 5, "");
    check("owner-incentive-2", Fields::AfterStakes, 8, 5, "");
}
