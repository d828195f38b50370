//! `mechanisms.json`: several mechanisms in one subnet.

use crate::upstream_vectors::claim::Claim;
use crate::upstream_vectors::epochs::{self, Side, compare_output};
use crate::upstream_vectors::json::{as_bool, as_u16, as_u64, entry, list, optional};
use crate::upstream_vectors::report::Report;
use incentor_naive::{NaiveEpoch, mechanisms};
use incentor_primitives::{MechId, NetUid, RuleSet};
use incentor_state::State;
use incentor_yuma::{Entry, Epoch, EpochBits, StakeWeight, SubnetEpoch};
use serde_json::Value;

pub(crate) const CLAIMS: &[Claim] = &[
    Claim::new("mechanism.rs::split_emissions_even_division", split),
    Claim::new("mechanism.rs::split_emissions_rounding_to_first", split),
    Claim::new("mechanism.rs::split_emissions_fibbonacci", split),
    Claim::new("model", splits).about("split"),
    Claim::new("mechanism.rs::test_index_from_netuid_and_subnet", indices),
    Claim::new("mechanism.rs::test_netuid_and_subnet_from_index", indices),
    Claim::new("mechanism.rs::epoch_with_mechanisms_produces_per_mechanism_incentive", incentives),
    Claim::new("mechanism.rs::epoch_with_mechanisms_updates_bonds", bonds),
    Claim::new("mechanism.rs::epoch_with_mechanisms_incentives_proportional_to_weights", incentives),
    Claim::new("mechanism.rs::epoch_with_mechanisms_no_weight_no_incentive", incentives),
    Claim::new("mechanism.rs::epoch_with_mechanisms_persists_and_aggregates_all_terms", aggregates),
];

fn splits(entry: &Value, report: &mut Report) {
    for case in entry["cases"].as_array().unwrap() {
        split(case, report);
    }
}

fn split(case: &Value, report: &mut Report) {
    let (emission, count) =
        (as_u64(&case["emission"]), u8::try_from(as_u64(&case["mechanism_count"])).unwrap());
    let shares = optional(&case["split_u16"], |shares| list(shares, as_u16));
    let expected = list(&case["expected"], as_u64);
    let production = incentor_yuma::split_emission(emission, count, shares.as_deref());
    report.same(&format!("production, {case}"), &production, &expected);
    let naive = mechanisms::split_emission(emission, count, shares.as_deref());
    report.same(&format!("naive, {case}"), &naive, &expected);
}

/// Both directions of every pair: the entries differ only in which one upstream asks for.
fn indices(entry: &Value, report: &mut Report) {
    let rules = RuleSet::SUBTENSOR_2026_06.yuma;
    for case in entry["cases"].as_array().unwrap() {
        let (netuid, index) = (as_u16(&case["netuid"]), as_u16(&case["index"]));
        let mechid = u8::try_from(as_u64(&case["mechid"])).unwrap();
        let (net, mech) = (NetUid(netuid), MechId(mechid));
        report.same("index (production)", &incentor_yuma::storage_index(net, mech, &rules), &index);
        report.same("inverse (production)", &incentor_yuma::from_storage_index(index, &rules), &(net, mech));
        report.same("index (naive)", &mechanisms::storage_index(netuid, mechid), &index);
        report.same("inverse (naive)", &mechanisms::from_storage_index(index), &(netuid, mechid));
    }
}

/// The weights of each mechanism; the names say whether all share one matrix and whether only row 0 is given.
fn weights(input: &Value, n: usize) -> Vec<Vec<Vec<Entry>>> {
    let row = |row: &Value| list(row, entry);
    let rows = |matrix: &Value| list(matrix, row);
    let only_first = |first: &Value| {
        let mut rows = vec![Vec::new(); n];
        rows[0] = row(first);
        rows
    };
    let mut mechanisms = Vec::new();
    for (field, value) in input.as_object().unwrap() {
        match field.as_str() {
            "weights_each_mechanism" => mechanisms.extend([rows(value), rows(value)]),
            "weights_each_mech_row0" => mechanisms.extend([only_first(value), only_first(value)]),
            "weights_mech0" | "weights_mech1" => mechanisms.push(rows(value)),
            "weights_mech0_row0" | "weights_mech1_row0" => mechanisms.push(only_first(value)),
            "n" | "stake" | "permits" | "mechanisms" | "emission" | "yuma3_on" | "split_u16" => {}
            _ => panic!("nothing reads `{field}`"),
        }
    }
    assert_eq!(mechanisms.len(), 2);
    mechanisms
}

/// Where the entry is silent: equal stakes, permits for all, Yuma 2 and the defaults of upstream's tests.
fn states(input: &Value) -> Vec<(u64, State)> {
    let n = usize::try_from(as_u64(&input["n"])).unwrap();
    let stake = optional(&input["stake"], |stake| list(stake, as_u64));
    let permit = optional(&input["permits"], |permit| list(permit, as_bool));
    let shares = optional(&input["split_u16"], |shares| list(shares, as_u16));
    let emission = incentor_yuma::split_emission(as_u64(&input["emission"]), 2, shares.as_deref());
    let stake = stake.unwrap_or_else(|| vec![1_000_000_000; n]);
    let of_mechanism = |(weights, emission_rao): (Vec<Vec<Entry>>, u64)| {
        let state = State {
            n,
            current_block: 1,
            tempo: 10,
            activity_cutoff_blocks: 138,
            total_stake: stake.iter().copied().map(StakeWeight::from_rao).collect(),
            last_update: vec![1; n],
            block_at_registration: vec![0; n],
            validator_permit: permit.clone().unwrap_or_else(|| vec![true; n]),
            max_allowed_validators: 100,
            kappa_u16: 32_767,
            bonds_moving_average: 900_000,
            bonds_penalty_u16: u16::MAX,
            yuma3_on: input["yuma3_on"].as_bool().unwrap_or(false),
            weights: weights.into_iter().collect(),
            bonds: vec![Vec::<Entry>::new(); n].into_iter().collect(),
            emission_rao,
            ..State::default()
        };
        (emission_rao, state)
    };
    weights(input, n).into_iter().zip(emission).map(of_mechanism).collect()
}

fn run(entry: &Value, report: &mut Report) -> Vec<(u64, [Side; 2])> {
    let states = states(&entry["input"]).into_iter();
    states.map(|(emission, state)| (emission, epochs::run(&state, report))).collect()
}

fn incentives(entry: &Value, report: &mut Report) {
    let expected = &entry["upstream_expected"];
    let tolerance = expected["tolerance"].as_u64().unwrap_or(0);
    for (mechid, (_, sides)) in run(entry, report).iter().enumerate() {
        let name = format!("incentive_mech{mechid}");
        let of_all = &expected["incentive_each_mechanism"];
        let upstream = list(if of_all.is_null() { &expected[&name] } else { of_all }, as_u16);
        for side in sides {
            let incentive = &side.epoch.incentive;
            report.same("uids", &incentive.len(), &upstream.len());
            for (uid, (got, expected)) in incentive.iter().zip(&upstream).enumerate() {
                let close = u64::from(got.abs_diff(*expected)) <= tolerance;
                report.holds(close, || {
                    format!("{name} of uid {uid} ({}): {got}, expected {expected}", side.name)
                });
            }
            if !entry["model_output"].is_null() {
                report.list(&name, incentive, &list(&entry["model_output"][&name], as_u16));
            }
        }
    }
}

fn bonds(entry_of_bonds: &Value, report: &mut Report) {
    for (mechid, (_, sides)) in run(entry_of_bonds, report).iter().enumerate() {
        let name = format!("bonds_mech{mechid}");
        let expected = list(&entry_of_bonds["upstream_expected"][&name], |row| list(row, entry));
        for side in sides {
            report.list(&format!("{name} ({})", side.name), &side.epoch.bonds, &expected);
        }
    }
}

/// Upstream's rule, in words.
const RULE: &str = "aggregated u16/u64 terms equal weighted truncations of per-mechanism terms within 1; emissions \
    equal plain sums within 1; permits and active OR-ed";

fn aggregates(entry: &Value, report: &mut Report) {
    report.same("rule", &entry["upstream_expected"]["rule"].as_str(), &Some(RULE));
    let mechanisms = run(entry, report);
    let emissions: Vec<u64> = mechanisms.iter().map(|(emission, _)| *emission).collect();
    report.list("emission of mechanisms", &emissions, &list(&entry["mechanism_emissions"], as_u64));
    for (mechid, (_, sides)) in mechanisms.iter().enumerate() {
        for side in sides {
            compare_output(report, side, &entry["model_output"][format!("mech{mechid}")]);
        }
    }

    let emission = as_u64(&entry["input"]["emission"]);
    let naive: Vec<(u64, &NaiveEpoch)> =
        mechanisms.iter().map(|(part, [_, naive])| (*part, &naive.epoch)).collect();
    let naive = incentor_naive::mechanisms::aggregate(&naive, emission);
    let production: Vec<(u64, Epoch)> =
        mechanisms.iter().map(|(part, [production, _])| (*part, without_rows(&production.epoch))).collect();
    let production = SubnetEpoch::aggregate(production.iter().map(|(part, epoch)| (*part, epoch)), emission);
    for (name, epoch) in [("production", published(production)), ("naive", naive)] {
        aggregate_follows_the_rule(report, &epoch, &mechanisms);
        let side = Side { name, epoch, trace: incentor_yuma::EpochTrace::default() };
        compare_output(report, &side, &entry["model_output"]["aggregated"]);
    }
}

/// An epoch in production's own type; the rows of bonds take no part in an aggregate.
fn without_rows(epoch: &NaiveEpoch) -> Epoch {
    let epoch = epoch.clone();
    Epoch {
        stake_weight: epoch.stake_weight,
        active: epoch.active,
        validator_permit: epoch.validator_permit,
        consensus: epoch.consensus,
        incentive: epoch.incentive,
        dividends: epoch.dividends,
        validator_trust: epoch.validator_trust,
        server_emission: epoch.server_emission,
        validator_emission: epoch.validator_emission,
        emission: epoch.emission,
        bits: epoch.bits,
        ..Epoch::default()
    }
}

fn published(subnet: SubnetEpoch) -> NaiveEpoch {
    NaiveEpoch {
        stake_weight: subnet.stake_weight,
        active: subnet.active,
        validator_permit: subnet.validator_permit,
        consensus: subnet.consensus,
        incentive: subnet.incentive,
        dividends: subnet.dividends,
        validator_trust: subnet.validator_trust,
        server_emission: subnet.server_emission,
        validator_emission: subnet.validator_emission,
        emission: subnet.emission,
        bonds: Vec::new(),
        bits: EpochBits::default(),
    }
}

fn aggregate_follows_the_rule(report: &mut Report, whole: &NaiveEpoch, mechanisms: &[(u64, [Side; 2])]) {
    for uid in 0..whole.active.len() {
        let sum = |amount: fn(&NaiveEpoch) -> &Vec<u64>| -> u64 {
            mechanisms.iter().map(|(_, [_, naive])| amount(&naive.epoch)[uid]).sum()
        };
        let any = |flag: fn(&NaiveEpoch) -> &Vec<bool>| {
            mechanisms.iter().any(|(_, [_, naive])| flag(&naive.epoch)[uid])
        };
        let server = sum(|epoch| &epoch.server_emission);
        report.holds(whole.server_emission[uid].abs_diff(server) <= 1, || {
            format!("server emission of uid {uid}")
        });
        let validator = sum(|epoch| &epoch.validator_emission);
        let close = whole.validator_emission[uid].abs_diff(validator) <= 1;
        report.holds(close, || format!("validator emission of uid {uid}"));
        report.same("active", &whole.active[uid], &any(|epoch| &epoch.active));
        report.same("permit", &whole.validator_permit[uid], &any(|epoch| &epoch.validator_permit));
    }
}
