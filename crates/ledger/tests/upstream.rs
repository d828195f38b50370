//! The entries of the upstream vectors whose rules exist here.
//!
//! Covered: in `scheduling.json` when an epoch is due, how long until then, the cap per block and the
//! activity cutoff; in `math_primitives.json` the scaling of weights. Triggers and setters
//! are not here yet; what concerns several mechanisms is claimed beside the epoch itself.

use incentor_ledger::Schedule;
use incentor_ledger::rules::{activity::activity_cutoff_blocks, upscale::max_upscale};
use incentor_primitives::{BlockNumber, NetUid, ParameterLimits, RuleSet, Tempo, Weight};
use serde_json::Value;

const LIMITS: ParameterLimits = RuleSet::SUBTENSOR_2026_06.limits;

fn entries(file: &str) -> Vec<Value> {
    let path = format!("{}/tests/vectors/{file}.json", env!("CARGO_MANIFEST_DIR"));
    let document: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    document["tests"].as_array().unwrap().clone()
}

fn with_op(file: &str, op: &str) -> Vec<Value> {
    let fits = |entry: &Value| entry["op"].as_str().is_some_and(|text| text.starts_with(op));
    let found: Vec<Value> = entries(file).into_iter().filter(fits).collect();
    assert!(!found.is_empty(), "{file}: {op}");
    found
}

fn cases(entry: &Value) -> &[Value] {
    entry["cases"].as_array().unwrap()
}

fn u16_of(value: &Value) -> u16 {
    u16::try_from(value.as_u64().unwrap()).unwrap()
}

fn u16s(value: &Value) -> Vec<u16> {
    value.as_array().unwrap().iter().map(u16_of).collect()
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

#[test]
fn an_epoch_is_due_when_the_chain_says() {
    let entry = &with_op("scheduling", "should_run")[0];
    for case in cases(entry) {
        let [pending, since, last, block] = [1, 2, 3, 4].map(|column| case[column].as_u64().unwrap());
        let schedule = schedule(u16_of(&case[0]), last, pending, since);
        assert_eq!(Some(schedule.should_run(BlockNumber(block))), case[5].as_bool(), "{case}");
    }
}

#[test]
fn blocks_until_the_next_epoch_are_the_chains() {
    for entry in with_op("scheduling", "blocks until next automatic epoch") {
        for case in cases(&entry) {
            let [last, block] = [0, 2].map(|column| case[column].as_u64().unwrap());
            let schedule = schedule(u16_of(&case[1]), last, 0, 0);
            let left = schedule.blocks_until_next_auto_epoch(BlockNumber(block));
            assert_eq!(Some(left), case[3].as_u64(), "{case}");
        }
    }
}

#[test]
fn the_next_epoch_block_is_the_chains() {
    for case in cases(&with_op("scheduling", "next epoch block")[0]) {
        let number = |field: &str| case[field].as_u64().unwrap_or(0);
        let schedule = schedule(u16_of(&case["tempo"]), number("last"), number("pending"), 0);
        let next = schedule.next_due(BlockNumber(number("last"))).map(|block| block.0);
        assert_eq!(next, case["expected"].as_u64(), "{case}");
    }
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

#[test]
fn the_activity_cutoff_is_the_chains() {
    for case in cases(&with_op("scheduling", "activity cutoff blocks")[0]) {
        let factor = u32::try_from(case[0].as_u64().unwrap()).unwrap();
        let cutoff = activity_cutoff_blocks(factor, Tempo(u16_of(&case[1])));
        assert_eq!(Some(cutoff), case[2].as_u64(), "{case}");
    }
}

#[test]
fn weights_are_scaled_like_the_chains() {
    let mut checked = 0;
    for entry in with_op("math_primitives", "max_upscale_to_u16 (u16 in)") {
        for case in cases(&entry) {
            let mut weights: Vec<Weight> = u16s(&case["values"]).into_iter().map(Weight).collect();
            max_upscale(&mut weights);
            let scaled: Vec<u16> = weights.iter().map(|weight| weight.0).collect();
            assert_eq!(scaled, u16s(&case["expected"]), "{case}");
            checked += 1;
        }
    }
    assert_eq!(checked, 19);
}
