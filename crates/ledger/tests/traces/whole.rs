//! Histories replayed from their first block to their last.
//!
//! Purchases of stake need the pool, which is not here: what a purchase brought is read from the trace, and
//! appears as a new stake; what it cost stays with its buyer.

use crate::document::{Trace, subnets, unsigned};
use crate::fields::{Fields, alpha_in_hands, compare};
use incentor_ledger::{Action, Ledger, Network, RuleError};
use incentor_primitives::{AccountId, Alpha, BlockNumber, NetUid, RuleSet};
use serde_json::Value;
use std::collections::BTreeMap;

/// The subnet of these traces.
const SUBNET: &str = "1";

/// What of a trace was replayed; all of it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Replayed {
    states: usize,
    epochs: usize,
    registered: usize,
    refused: usize,
    pruned: usize,
}

struct Replay {
    trace: Trace,
    ledger: Ledger,
    /// TAO that buyers of stake have here and no longer on the chain.
    spent_rao: BTreeMap<AccountId, u64>,
    replayed: Replayed,
}

impl Replay {
    fn of(name: &str) -> Replayed {
        let trace = Trace::load(name);
        let start = trace.document["genesis"]["state"].clone();
        let ledger = Ledger::new(&trace.genesis(&start)).unwrap();
        let mut replay = Self { trace, ledger, spent_rao: BTreeMap::new(), replayed: Replayed::default() };
        replay.compare(&start, &start);
        let steps = replay.trace.document["steps"].as_array().unwrap().clone();
        let mut shown = &start;
        for (position, step) in steps.iter().enumerate() {
            if let Some(blocks) = step.get("advance") {
                replay.advance(unsigned(blocks));
            } else if let Some(state) = step.get("state") {
                replay.compare(state, &start);
                replay.compare_parameters(&step["parameters"]);
                replay.replayed.states += 1;
                shown = state;
            } else if step["do"]["call"] == "add_stake" {
                assert_eq!(step["result"], "ok");
                let next = steps[position..].iter().find_map(|step| step.get("state")).unwrap();
                replay.buy(&step["do"], shown, next);
            } else {
                replay.act(step);
            }
        }
        replay.replayed
    }

    fn advance(&mut self, blocks: u64) {
        let until = BlockNumber(self.ledger.view().block().0 + blocks);
        self.ledger.advance(until, &mut |_| self.replayed.epochs += 1).unwrap();
        self.ledger.audit().unwrap();
    }

    fn act(&mut self, step: &Value) {
        let action = self.trace.action(&step["do"]).unwrap();
        let before = self.ledger.clone();
        let registers = matches!(action, Action::Register { .. } | Action::RegisterLimit { .. });
        let n = || before.view().subnet(NetUid(1)).unwrap().n();
        let result = self.ledger.apply(action).map_or_else(RuleError::name, |_| "ok");
        let expected = step["result"].as_str().unwrap();
        let expected = expected.strip_prefix("AdminUtils.").unwrap_or(expected);
        assert_eq!(expected, result, "{}: {}", self.trace.document["name"], step["do"]);
        if result != "ok" {
            assert!(self.ledger == before);
            self.replayed.refused += 1;
        } else if registers {
            self.replayed.registered += 1;
            let grew = self.ledger.view().subnet(NetUid(1)).unwrap().n() > n();
            self.replayed.pruned += usize::from(!grew);
        }
        self.ledger.audit().unwrap();
    }

    /// Stands in for the one purchase between two states.
    fn buy(&mut self, call: &Value, before: &Value, after: &Value) {
        let blocks = unsigned(&after["block"]) - unsigned(&before["block"]);
        let emitted = blocks * RuleSet::SUBTENSOR_2026_06.emission.initial_block_emission_rao;
        let grown = alpha_in_hands(after, SUBNET) - alpha_in_hands(before, SUBNET);
        let alpha = Alpha::from_rao(u64::try_from(grown - i128::from(emitted)).unwrap());
        let (hotkey, coldkey) = (self.trace.account(&call["hotkey"]), self.trace.account(&call["who"]));
        self.ledger.apply(Action::Endow { netuid: NetUid(1), hotkey, coldkey, alpha }).unwrap();
        *self.spent_rao.entry(coldkey).or_default() += unsigned(&call["amount"]);
    }

    fn compare(&self, state: &Value, start: &Value) {
        compare(&self.trace, &self.ledger, state, start, Fields::FromGenesis);
        assert_eq!(subnets(state).count(), 1);
        let place = format!("{}, block {}", self.trace.document["name"], state["block"]);
        let view = self.ledger.view();
        for (name, account) in self.trace.accounts.iter().filter(|(name, _)| *name != "author") {
            let spent = self.spent_rao.get(account).copied().unwrap_or(0);
            let balance = unsigned(&state["balances"][name]);
            assert_eq!(view.balance(account).rao, balance + spent, "{place}: balance of {name}");
            let owner = state["owners"].get(name).map(|owner| self.trace.account(owner));
            assert_eq!(view.owner_of(account), owner, "{place}: owner of {name}");
        }
    }

    /// Compares what these traces change.
    fn compare_parameters(&self, parameters: &Value) {
        let Some(chains) = parameters["subnets"].get(SUBNET) else {
            return;
        };
        let ours = self.ledger.view().subnet(NetUid(1)).unwrap().parameters();
        assert_eq!(chains["min_allowed_uids"], ours.min_allowed_uids);
        assert_eq!(chains["max_allowed_uids"], ours.max_allowed_uids);
        assert_eq!(chains["registration_allowed"], ours.registration_allowed);
        assert_eq!(chains["commit_reveal_enabled"], ours.commit_reveal_weights_enabled);
        assert_eq!(unsigned(&chains["weights_version_key"]), ours.weights_version_key);
        assert_eq!(unsigned(&chains["weights_set_rate_limit"]), ours.weights_rate_limit_blocks);
        assert_eq!(chains["min_allowed_weights"], ours.min_allowed_weights);
        let globals = self.ledger.view().globals();
        assert_eq!(unsigned(&parameters["globals"]["stake_threshold"]), globals.stake_threshold_rao);
    }
}

fn check(name: &str, expected: &Replayed) {
    assert_eq!(Replay::of(name), *expected, "{name}");
}

#[test]
fn prices_refusals_and_pruning_are_the_chains() {
    check("registration-1", &Replayed { states: 17, epochs: 8, registered: 5, refused: 13, pruned: 0 });
    check("registration-2", &Replayed { states: 18, epochs: 6, registered: 10, refused: 8, pruned: 5 });
    check("registration-3", &Replayed { states: 19, epochs: 7, registered: 10, refused: 8, pruned: 5 });
    check("registration-4", &Replayed { states: 17, epochs: 6, registered: 8, refused: 10, pruned: 3 });
}

#[test]
fn every_refusal_of_weights_is_the_chains() {
    check("set-weights-1", &Replayed { states: 6, epochs: 3, refused: 35, ..Replayed::default() });
    check("set-weights-2", &Replayed { states: 6, epochs: 3, refused: 35, ..Replayed::default() });
}
