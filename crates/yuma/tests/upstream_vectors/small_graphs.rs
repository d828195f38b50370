//! `epoch_small_graphs.json`: few neurons, one rule at a time.

use crate::upstream_vectors::claim::Claim;
use crate::upstream_vectors::epochs::{self, Side, run_step};
use crate::upstream_vectors::expected::{self, Scale, bond};
use crate::upstream_vectors::json::{as_bool, as_u16, as_u64};
use crate::upstream_vectors::numbers;
use crate::upstream_vectors::report::Report;
use incentor_state::State;
use incentor_yuma::{Entry, StakeWeight};
use serde_json::Value;

pub(crate) const CLAIMS: &[Claim] = &[
    Claim::new("epoch.rs::test_1_graph", stored),
    Claim::new("epoch.rs::test_10_graph", stored),
    Claim::new("epoch.rs::test_512_graph", |entry, report| graph_of_512(entry, report, |uid| uid < 64))
        .about("blockwise: validators are uids 0..63"),
    Claim::new("epoch.rs::test_512_graph", |entry, report| graph_of_512(entry, report, |uid| uid % 8 == 0))
        .about("interleaved: validators are uids that are multiples of 8"),
    Claim::new("epoch_logs.rs::test_simple", fractions),
    Claim::new("epoch_logs.rs::test_bad_permit_vector", fractions),
    Claim::new("epoch_logs.rs::test_inactive_mask_zeroes_active_stake", fractions),
    Claim::new("epoch_logs.rs::test_validator_permit_masks_active_stake", fractions),
    Claim::new("epoch_logs.rs::yuma_emergency_mode", fractions),
    Claim::new("epoch_logs.rs::epoch_uses_active_stake_when_nonzero_active", fractions),
    Claim::new("epoch_logs.rs::epoch_topk_validator_permits", fractions),
    Claim::new("epoch_logs.rs::test_validators_weight_two_distinct_servers", fractions),
    Claim::new("epoch_logs.rs::test_validator_splits_weight_across_two_servers", fractions),
    Claim::new("epoch_logs.rs::epoch_mechanism_reads_weights_per_mechanism", fractions).about("mechanism 0"),
    Claim::new("epoch_logs.rs::epoch_mechanism_reads_weights_per_mechanism", fractions).about("mechanism 1"),
    Claim::new("epoch_logs.rs::epoch_mechanism_three_mechanisms_separate_state", fractions),
    Claim::new("epoch.rs::test_zero_weights", steps),
    Claim::new("epoch.rs::test_validator_permits", steps),
    Claim::new("epoch.rs::test_can_set_self_weight_as_subnet_owner", stored),
    Claim::new("epoch.rs::test_epoch_outputs_single_staker_registered_no_weights", stored),
    Claim::new("epoch.rs::test_last_update_size_mismatch", stored),
];

fn stored(entry: &Value, report: &mut Report) {
    for side in run_step(entry, report) {
        expected::compare(report, &side, &entry["upstream_expected"], Scale::U16);
    }
}

fn fractions(entry: &Value, report: &mut Report) {
    for side in run_step(entry, report) {
        expected::compare(report, &side, &entry["upstream_expected"], Scale::Fraction);
    }
}

fn steps(entry: &Value, report: &mut Report) {
    for step in entry["steps"].as_array().unwrap() {
        stored(step, report);
    }
}

/// The entry is a rule in words: one epoch without weights hands out permits, three follow with them.
const RULE: &str = "first run one epoch without weights to obtain permits; then every validator sets u16 weight \
    127 (stored 65535) on all 448 servers in ascending uid order, servers optionally a self weight; run 3 epochs";

fn graph_of_512(entry: &Value, report: &mut Report, is_validator: fn(u16) -> bool) {
    let rule = &entry["input_rule"];
    report.same("rule", &rule["weights"].as_str(), &Some(RULE));
    let n = as_u16(&rule["n"]);
    let (validators, servers): (Vec<u16>, Vec<u16>) = (0..n).partition(|&uid| is_validator(uid));
    report.same("validators", &validators.len(), &usize::from(as_u16(&rule["validators"])));

    let mut state = permitless(rule, is_validator);
    for epoch in 0..4 {
        let sides = epochs::run(&state, report);
        if epoch == 3 {
            for side in &sides {
                compare_512(report, side, &entry["upstream_expected"], &validators, &servers);
            }
        }
        let [production, _] = sides;
        state.validator_permit = production.epoch.validator_permit;
        state.bonds = production.epoch.bonds.into_iter().collect();
        state.current_block += 1;
        let stored = incentor_naive::upscale::max_upscale_u16(&vec![127; servers.len()]);
        let on_servers: Vec<Entry> = servers.iter().copied().zip(stored).collect();
        let row = |uid| if is_validator(uid) { on_servers.clone() } else { vec![(uid, u16::MAX)] };
        state.weights = (0..n).map(row).collect();
    }
}

fn permitless(rule: &Value, is_validator: fn(u16) -> bool) -> State {
    let uids = as_u16(&rule["n"]);
    let n = usize::from(uids);
    let stake =
        |uid| as_u64(&rule[if is_validator(uid) { "stake_per_validator" } else { "stake_of_servers" }]);
    let nothing = || vec![Vec::<Entry>::new(); n].into_iter().collect();
    State {
        n,
        current_block: 1,
        tempo: 360,
        activity_cutoff_blocks: 5000,
        total_stake: (0..uids).map(|uid| StakeWeight::from_rao(stake(uid))).collect(),
        last_update: vec![1; n],
        block_at_registration: vec![0; n],
        validator_permit: vec![false; n],
        max_allowed_validators: as_u16(&rule["max_allowed_validators"]),
        kappa_u16: as_u16(&rule["kappa_u16"]),
        bonds_moving_average: as_u64(&rule["bonds_moving_average"]),
        bonds_penalty_u16: as_u16(&rule["bonds_penalty_u16"]),
        yuma3_on: as_bool(&rule["yuma3_on"]),
        weights: nothing(),
        bonds: nothing(),
        emission_rao: as_u64(&rule["emission_rao"]),
        ..State::default()
    }
}

fn compare_512(report: &mut Report, side: &Side, expected: &Value, validators: &[u16], servers: &[u16]) {
    for (role, uids) in [("validator", validators), ("server", servers)] {
        for &uid in uids {
            let index = usize::from(uid);
            let epoch = &side.epoch;
            for (field, expected) in expected[role].as_object().unwrap() {
                let what = format!("{field} of {role} {uid} ({})", side.name);
                let got = match field.as_str() {
                    "consensus" => u64::from(epoch.consensus[index]),
                    "incentive" => u64::from(epoch.incentive[index]),
                    "dividends" => u64::from(epoch.dividends[index]),
                    "emission" => epoch.emission[index],
                    "bond_to_any_server" => {
                        let bonds: Vec<u16> =
                            servers.iter().map(|&server| bond(side, index, server)).collect();
                        let all = vec![as_u16(expected); servers.len()];
                        report.same(&what, &bonds, &all);
                        continue;
                    }
                    "bond_to_validator" => u64::from(bond(side, index, validators[0])),
                    _ => panic!("nothing compares `{field}`"),
                };
                report.same(&what, &got, &as_u64(expected));
            }
        }
    }
    let whole = side.trace.stake.iter().copied().map(numbers::bits_to_fraction).sum::<f64>();
    report.close("stake of everybody", whole, 1.0, 1e-6);
}
