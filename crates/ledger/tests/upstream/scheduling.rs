//! `scheduling.json`: when epochs run, and who may move them.

use crate::claim::Claim;
use incentor_ledger::rules::activity::activity_cutoff_blocks;
use incentor_ledger::rules::commit_reveal::TimelockPayload;
use incentor_ledger::{
    Action, Genesis, GenesisNeuron, GenesisSubnet, Hyperparameters, Ledger, Network, Origin, Parameter,
    Pools, Receipt, RuleError, Schedule,
};
use incentor_primitives::{
    AccountId, BlockNumber, MechId, NetUid, ParameterLimits, RuleSet, Tempo, Uid, Weight,
};
use serde_json::Value;

const RULES: RuleSet = RuleSet::SUBTENSOR_2026_06;
const LIMITS: ParameterLimits = RULES.limits;
const OWNER: AccountId = AccountId([1; 32]);
const NETUID: NetUid = NetUid(1);

pub(crate) const CLAIMS: &[Claim] = &[
    Claim::here("emission.rs::test_zero_tempo", blocks_until),
    Claim::here("emission.rs::test_regular_case", blocks_until),
    Claim::here("emission.rs::test_boundary_conditions", blocks_until),
    Claim::here("emission.rs::test_overflow_handling", blocks_until),
    Claim::here("emission.rs::test_epoch_alignment", blocks_until),
    Claim::here("emission.rs::test_different_network_ids", blocks_until),
    Claim::here("emission.rs::test_large_tempo_values", blocks_until),
    Claim::here("emission.rs::test_consecutive_blocks", blocks_until),
    Claim::here("emission.rs::test_wrap_around_behavior", blocks_until),
    Claim::here("tempo_control.rs::get_next_epoch_start_block_*", next_epoch_block),
    Claim::here("tempo_control.rs::do_set_tempo_works_with_commit_reveal_enabled", tempo_under_commit_reveal),
    Claim::here(
        "tempo_control.rs::do_trigger_epoch_blocked_with_commit_reveal_enabled",
        trigger_under_commit_reveal,
    ),
    Claim::here("tempo_control.rs::do_trigger_epoch_works_with_commit_reveal_disabled", trigger),
    Claim::here(
        "tempo_control.rs::do_trigger_epoch_rejects_when_auto_epoch_already_imminent",
        trigger_too_late,
    ),
    Claim::here(
        "tempo_control.rs::do_set_activity_cutoff_factor_works_for_root_bypassing_freeze_window",
        cutoff_factor_in_the_window,
    ),
    Claim::here("epoch.rs::test_blocks_since_last_step", blocks_since_last_step),
    Claim::here("coinbase.rs::test_epochs_deferred_this_block_respects_cap", deferred_epochs),
    Claim::here("coinbase.rs::test_reveal_crv3_defers_with_capped_epoch", deferred_reveal),
    Claim::here("coinbase.rs::test_coinbase_drain_pending_*", drained_pending),
    Claim::here("model", should_run).about("should_run"),
    Claim::here("model", cutoff_blocks).about("activity cutoff blocks"),
];

fn cases(entry: &Value) -> &[Value] {
    let cases = entry["cases"].as_array().unwrap();
    assert!(!cases.is_empty());
    cases
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

fn u16_of(value: &Value) -> u16 {
    u16::try_from(number(value)).unwrap()
}

fn schedule(tempo: u16, last: u64, pending: u64, since: u64) -> Schedule {
    Schedule {
        tempo: Tempo(tempo),
        last_epoch_block: BlockNumber(last),
        pending_epoch_at: BlockNumber(pending),
        blocks_since_last_step: since,
        epoch_index: 0,
        max_blocks_since_last_step: LIMITS.max_blocks_since_last_step,
    }
}

fn blocks_until(entry: &Value) {
    assert_eq!(entry["op"], "blocks until next automatic epoch");
    for case in cases(entry) {
        let schedule = schedule(u16_of(&case[1]), number(&case[0]), 0, 0);
        let left = schedule.blocks_until_next_auto_epoch(BlockNumber(number(&case[2])));
        assert_eq!(Some(left), case[3].as_u64(), "{case}");
    }
}

fn next_epoch_block(entry: &Value) {
    for case in cases(entry) {
        let field = |name: &str| case[name].as_u64().unwrap_or(0);
        let schedule = schedule(u16_of(&case["tempo"]), field("last"), field("pending"), 0);
        let next = schedule.next_due(BlockNumber(field("last"))).map(|block| block.0);
        assert_eq!(next, case["expected"].as_u64(), "{case}");
    }
}

fn should_run(entry: &Value) {
    for case in cases(entry) {
        let [pending, since, last, block] = [1, 2, 3, 4].map(|column| number(&case[column]));
        let schedule = schedule(u16_of(&case[0]), last, pending, since);
        assert_eq!(Some(schedule.should_run(BlockNumber(block))), case[5].as_bool(), "{case}");
    }
}

fn cutoff_blocks(entry: &Value) {
    for case in cases(entry) {
        let factor = u32::try_from(number(&case[0])).unwrap();
        let cutoff = activity_cutoff_blocks(factor, Tempo(u16_of(&case[1])));
        assert_eq!(Some(cutoff), case[2].as_u64(), "{case}");
    }
}

/// Subnets 1 to `count` of one owner, without commit-reveal.
fn genesis(count: u16, tempo: u16) -> Genesis {
    let mut genesis = Genesis::new(RULES);
    genesis.globals.pools = Pools::Fixed;
    for netuid in 1..=count {
        let mut parameters = Hyperparameters::new(&RULES);
        parameters.tempo = Tempo(tempo);
        parameters.commit_reveal_weights_enabled = false;
        let owner_hotkey = AccountId([100; 32]);
        let mut subnet = GenesisSubnet::new(NetUid(netuid), OWNER, owner_hotkey, parameters);
        subnet.schedule.last_epoch_block = Some(BlockNumber(0));
        genesis.subnets.push(subnet);
    }
    genesis
}

fn pending(ledger: &Ledger) -> u64 {
    ledger.view().subnet(NETUID).unwrap().schedule().pending_epoch_at.0
}

fn ask(ledger: &mut Ledger) -> Result<Receipt, RuleError> {
    ledger.apply(Action::TriggerEpoch { origin: Origin::Signed(OWNER), netuid: NETUID })
}

fn set(ledger: &mut Ledger, origin: Origin, parameter: Parameter) -> Result<Receipt, RuleError> {
    ledger.apply(Action::SetParameter { origin, netuid: NETUID, parameter })
}

fn tempo_under_commit_reveal(entry: &Value) {
    let (input, expected) = (&entry["input"], &entry["expected"]);
    assert_eq!(expected, "accepted, Tempo=720");
    let mut genesis = genesis(1, u16_of(&input["old"]));
    genesis.globals.network.admin_freeze_window_blocks = u16_of(&input["freeze_window"]);
    genesis.subnets[0].parameters.commit_reveal_weights_enabled = input["commit_reveal"].as_bool().unwrap();
    let mut ledger = Ledger::new(&genesis).unwrap();
    let tempo = Tempo(u16_of(&input["new"]));
    let answer = set(&mut ledger, Origin::Signed(OWNER), Parameter::OwnersTempo(tempo));
    assert_eq!(answer, Ok(Receipt::ParameterSet));
    assert_eq!(ledger.view().subnet(NETUID).unwrap().parameters().tempo, Tempo(720));
    assert_eq!(ledger.view().subnet(NETUID).unwrap().schedule().tempo, Tempo(720));
}

fn trigger_under_commit_reveal(entry: &Value) {
    assert_eq!(entry["expected"], "DynamicTempoBlockedByCommitReveal, PendingEpochAt stays 0");
    let mut genesis = genesis(1, 360);
    genesis.subnets[0].parameters.commit_reveal_weights_enabled = true;
    let mut ledger = Ledger::new(&genesis).unwrap();
    assert_eq!(ask(&mut ledger), Err(RuleError::DynamicTempoBlockedByCommitReveal));
    assert_eq!(pending(&ledger), 0);
}

fn trigger(entry: &Value) {
    assert_eq!(entry["expected"], "PendingEpochAt = now + 5");
    let mut genesis = genesis(1, 360);
    genesis.block = BlockNumber(7);
    genesis.globals.network.admin_freeze_window_blocks = u16_of(&entry["input"]["freeze_window"]);
    let mut ledger = Ledger::new(&genesis).unwrap();
    assert_eq!(ask(&mut ledger), Ok(Receipt::EpochTriggered { due: BlockNumber(12) }));
    assert_eq!(pending(&ledger), 12);
}

/// A subnet in the middle of its tempo, and the window that the entry names.
fn in_tempo(input: &Value) -> Ledger {
    let mut genesis = genesis(1, u16_of(&input["tempo"]));
    genesis.block = BlockNumber(number(&input["block"]));
    genesis.globals.network.admin_freeze_window_blocks = u16_of(&input["freeze_window"]);
    genesis.subnets[0].schedule.last_epoch_block = Some(BlockNumber(number(&input["last_epoch_block"])));
    Ledger::new(&genesis).unwrap()
}

fn trigger_too_late(entry: &Value) {
    assert_eq!(entry["expected"], "AutoEpochAlreadyImminent (remaining 6 < 8)");
    let mut ledger = in_tempo(&entry["input"]);
    assert_eq!(ask(&mut ledger), Err(RuleError::AutoEpochAlreadyImminent));
    assert_eq!(pending(&ledger), 0);
}

fn cutoff_factor_in_the_window(entry: &Value) {
    assert_eq!(entry["expected"], "owner: AdminActionProhibitedDuringWeightsWindow; root: accepted");
    let mut ledger = in_tempo(&entry["input"]);
    let factor = u32::try_from(number(&entry["input"]["factor"])).unwrap();
    let mut as_origin = |origin| set(&mut ledger, origin, Parameter::ActivityCutoffFactorMilli(factor));
    let refused = RuleError::AdminActionProhibitedDuringWeightsWindow;
    assert_eq!(as_origin(Origin::Signed(OWNER)), Err(refused));
    assert_eq!(as_origin(Origin::Root), Ok(Receipt::ParameterSet));
    assert_eq!(ledger.view().subnet(NETUID).unwrap().parameters().activity_cutoff_factor_milli, factor);
}

fn blocks_since_last_step(entry: &Value) {
    let (input, expected) = (&entry["input"], &entry["expected"]);
    let mut genesis = genesis(1, u16_of(&input["tempo"]));
    genesis.block = BlockNumber(number(&input["start_block"]));
    let mut ledger = Ledger::new(&genesis).unwrap();
    let mut since = |until: u64| {
        ledger.advance(BlockNumber(until), &mut |_| ()).unwrap();
        ledger.view().subnet(NETUID).unwrap().schedule().blocks_since_last_step
    };
    let tempo = number(&input["tempo"]);
    assert_eq!(since(5), number(&expected["after_5_blocks"]));
    assert_eq!(since(tempo + 10), number(&expected["after_blocks_until_epoch_plus_10"]));
    assert_eq!(since(2 * tempo + 20), number(&expected["then_until_epoch_plus_20"]));
    assert_eq!(since(2 * tempo + 27), number(&expected["plus_7"]));
}

fn deferred_epochs(entry: &Value) {
    assert_eq!(entry["input"]["due_subnets"], "cap+2");
    assert_eq!(entry["expected"], "exactly 2 deferred");
    let cap = u16::from(RULES.network.max_epochs_per_block);
    let mut ledger = Ledger::new(&genesis(cap + 2, 10)).unwrap();
    ledger.advance(BlockNumber(9), &mut |_| ()).unwrap();
    let ran: Vec<u16> = ledger.step().unwrap().epochs.iter().map(|epoch| epoch.netuid.0).collect();
    assert_eq!(ran, [1, 2]);
    let deferred: Vec<u16> = ledger
        .view()
        .subnets()
        .filter(|subnet| subnet.schedule().pending_epoch_at == BlockNumber(11))
        .map(|subnet| subnet.netuid().0)
        .collect();
    assert_eq!(deferred, [3, 4]);
}

fn deferred_reveal(entry: &Value) {
    let expected = entry["expected"].as_str().unwrap();
    assert!(expected.contains("held back to the block in which its epoch runs"), "{expected}");
    let owner_hotkey = AccountId([100; 32]);
    let cap = u16::from(RULES.network.max_epochs_per_block);
    let mut genesis = genesis(cap + 1, 10);
    for subnet in &mut genesis.subnets {
        subnet.parameters.commit_reveal_weights_enabled = true;
        let miner = AccountId([101; 32]);
        let neuron = |hotkey| GenesisNeuron { hotkey, coldkey: OWNER, take: None };
        subnet.neurons = vec![neuron(owner_hotkey), neuron(miner)];
    }
    let mut ledger = Ledger::new(&genesis).unwrap();
    ledger.step().unwrap();
    let payload = TimelockPayload { uids: vec![Uid(1)], values: vec![Weight(9)], version_key: 0 };
    for netuid in (1..=cap + 1).map(NetUid) {
        ledger
            .apply(Action::CommitTimelockedWeights {
                netuid,
                mechid: MechId::MAIN,
                hotkey: owner_hotkey,
                ciphertext: payload.encode(&owner_hotkey),
                reveal_round: 5,
                version: RULES.network.commit_reveal_version,
            })
            .unwrap();
    }
    ledger.apply(Action::Pulse { round: 5, signature: [1; 48] }).unwrap();
    let mut revealed_in = vec![0; usize::from(cap + 1)];
    for block in 2..=12 {
        ledger.step().unwrap();
        for (first, subnet) in revealed_in.iter_mut().zip(ledger.view().subnets()) {
            if *first == 0 && !subnet.weights(MechId::MAIN, Uid(0)).is_empty() {
                *first = block;
            }
        }
    }
    assert_eq!(revealed_in, [10, 10, 11]);
    let ran = ledger.view().subnets().map(|subnet| subnet.last_step_block().0);
    assert!(ran.eq([10, 10, 11]));
}

fn drained_pending(entry: &Value) {
    assert!(entry["expected"].as_str().unwrap().contains("the four pending amounts are returned and zeroed"));
    let mut ledger = Ledger::new(&genesis(2, 10)).unwrap();
    let since = |ledger: &Ledger| -> Vec<u64> {
        ledger.view().subnets().map(|subnet| subnet.schedule().blocks_since_last_step).collect()
    };
    for block in 1..10 {
        assert!(ledger.step().unwrap().epochs.is_empty());
        assert_eq!(since(&ledger), [block; 2]);
    }
    let before = ledger.view().subnet(NETUID).unwrap().pending().total_rao();
    let epochs = ledger.step().unwrap().epochs;
    assert_eq!(since(&ledger), [0; 2]);
    assert_eq!(ledger.view().subnet(NETUID).unwrap().pending().total_rao(), 0);
    // Ten blocks' worth, the last of which came in this one.
    assert_eq!(epochs[0].settlement.pending_rao(), before / 9 * 10);
}

#[test]
fn the_next_due_block_is_the_first_that_runs() {
    let check = |tempo, last, pending, since, now: u64| {
        let mut counting = schedule(tempo, last, pending, since);
        let due = counting.next_due(BlockNumber(now)).unwrap();
        for block in now + 1..=due.0 {
            counting.blocks_since_last_step += 1;
            assert_eq!(counting.should_run(BlockNumber(block)), block == due.0, "{counting:?} at {block}");
        }
    };
    check(360, 100, 0, 0, 100);
    check(360, 100, 0, 5, 459);
    check(360, 100, 0, 5, 460);
    check(360, 100, 130, 5, 100);
    check(360, 100, 130, 5, 140);
    check(60_000, 100, 0, 50_390, 100);
    check(60_000, 100, 0, 50_400, 100);
    check(60_000, 100, 0, 60_000, 100);
}

#[test]
fn a_new_subnet_is_staggered_by_its_number() {
    let check = |tempo, netuid, now, expected| {
        let schedule = Schedule::staggered(Tempo(tempo), NetUid(netuid), BlockNumber(now), &LIMITS);
        assert_eq!(schedule.last_epoch_block, BlockNumber(expected));
    };
    check(360, 1, 1000, 999);
    check(360, 361, 1000, 999);
    check(0, 9, 1000, 1000);
    check(360, 9, 0, 0);
}
