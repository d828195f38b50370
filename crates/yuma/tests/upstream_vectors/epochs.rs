//! Epochs on both implementations, against everything an entry gives.

use crate::upstream_vectors::json::{as_bool, as_i64, as_u16, as_u64, entry, list};
use crate::upstream_vectors::numbers::cells;
use crate::upstream_vectors::report::Report;
use core::fmt::Debug;
use incentor_naive::NaiveEpoch;
use incentor_primitives::RuleSet;
use incentor_state::{Matrix, Reader, State};
use incentor_yuma::{Cell, Entry, EpochTrace, Workspace};
use serde_json::Value;

/// One implementation's results.
pub(crate) struct Side {
    pub(crate) name: &'static str,
    pub(crate) epoch: NaiveEpoch,
    pub(crate) trace: EpochTrace,
}

/// Runs a step's input and compares `model_output` and `model_i32f32_bits`.
pub(crate) fn run_step(step: &Value, report: &mut Report) -> [Side; 2] {
    let sides = run(&state_of(step), report);
    for side in &sides {
        compare_output(report, side, &step["model_output"]);
        compare_bits(report, side, &step["model_i32f32_bits"]);
    }
    sides
}

/// A step's state; its emission stands beside the input here and in it in the epoch state format.
pub(crate) fn state_of(step: &Value) -> State {
    let mut input = step["input"].clone();
    input.as_object_mut().unwrap().insert("emission_rao".to_owned(), step["emission_rao"].clone());
    let text = input.to_string();
    let document = Reader::new(text.as_bytes()).next().unwrap();
    document.unwrap_or_else(|error| panic!("{error}: {text}")).state
}

pub(crate) fn rows(matrix: &Matrix) -> Vec<Vec<Entry>> {
    matrix.rows().map(<[Entry]>::to_vec).collect()
}

/// Runs both implementations, which must agree in every number.
pub(crate) fn run(state: &State, report: &mut Report) -> [Side; 2] {
    let mut workspace = Workspace::new(RuleSet::SUBTENSOR_2026_06.yuma);
    for difference in incentor_naive::differences(&mut workspace, &state.input()) {
        report.holds(false, || format!("production beside naive: {difference}"));
    }
    let (epoch, trace) = workspace.trace(&state.input()).unwrap();
    let production = Side { name: "production", epoch: NaiveEpoch::from(epoch), trace };
    let (epoch, trace) = incentor_naive::epoch_with_trace(&state.input()).unwrap();
    [production, Side { name: "naive", epoch, trace }]
}

pub(crate) fn compare_output(report: &mut Report, side: &Side, expected: &Value) {
    let epoch = &side.epoch;
    for (field, expected) in expected.as_object().into_iter().flatten() {
        let what = format!("{field} ({})", side.name);
        match field.as_str() {
            "active" => compare(report, &what, &epoch.active, expected, as_bool),
            "bonds" => compare(report, &what, &epoch.bonds, expected, |row| list(row, entry)),
            "consensus" => compare(report, &what, &epoch.consensus, expected, as_u16),
            "dividends" => compare(report, &what, &epoch.dividends, expected, as_u16),
            "emission" => compare(report, &what, &epoch.emission, expected, as_u64),
            "incentive" => compare(report, &what, &epoch.incentive, expected, as_u16),
            "server_emission" => compare(report, &what, &epoch.server_emission, expected, as_u64),
            "stake_weight" => compare(report, &what, &epoch.stake_weight, expected, as_u16),
            "validator_emission" => compare(report, &what, &epoch.validator_emission, expected, as_u64),
            "validator_permit" => compare(report, &what, &epoch.validator_permit, expected, as_bool),
            "validator_trust" => compare(report, &what, &epoch.validator_trust, expected, as_u16),
            _ => report.holds(false, || format!("nothing compares the output `{field}`")),
        }
    }
}

fn compare_bits(report: &mut Report, side: &Side, expected: &Value) {
    let Side { epoch, trace, .. } = side;
    for (field, expected) in expected.as_object().into_iter().flatten() {
        let what = format!("bits of {field} ({})", side.name);
        match field.as_str() {
            "stake" => compare(report, &what, &trace.stake, expected, as_i64),
            "active_stake" => compare(report, &what, &trace.active_stake, expected, as_i64),
            "consensus" => compare(report, &what, &epoch.bits.consensus, expected, as_i64),
            "vtrust" => compare(report, &what, &epoch.bits.validator_trust, expected, as_i64),
            "incentive" => compare(report, &what, &epoch.bits.incentive, expected, as_i64),
            "dividends" => compare(report, &what, &epoch.bits.dividends, expected, as_i64),
            "emission_sum" => report.same(&what, &trace.emission_sum, &as_i64(expected)),
            "n_server" => compare(report, &what, &trace.server_share, expected, as_i64),
            "n_validator" => compare(report, &what, &trace.validator_share, expected, as_i64),
            "n_combined" => compare(report, &what, &trace.combined_share, expected, as_i64),
            "total_bonds" => compare(report, &what, &trace.total_bonds, expected, as_i64),
            "weights_normalised" => compare(report, &what, &trace.weights, expected, cells),
            "clipped" => compare(report, &what, &trace.clipped, expected, cells),
            "weights_for_bonds" => compare(report, &what, &trace.weights_for_bonds, expected, cells),
            "bonds_norm" | "bonds_in" => compare(report, &what, &trace.bonds, expected, cells),
            "dB_norm" => compare(report, &what, &trace.bonds_bought, expected, cells),
            "ema" => compare(report, &what, &trace.ema, expected, cells),
            "ema_norm" => compare(report, &what, &trace.ema_normalised, expected, cells),
            "bonds_stored_values" => compare(report, &what, &trace.bonds_stored, expected, cells),
            "alphas" => compare_alphas(report, &what, trace, expected),
            _ => report.holds(false, || format!("nothing compares the bits `{field}`")),
        }
    }
}

fn compare<T: PartialEq + Debug>(
    report: &mut Report,
    what: &str,
    got: &[T],
    expected: &Value,
    read: impl Fn(&Value) -> T,
) {
    report.list(what, got, &list(expected, read));
}

/// The vectors have a rate for every pair; a trace may leave out pairs without a weight for bonds.
fn compare_alphas(report: &mut Report, what: &str, trace: &EpochTrace, expected: &Value) {
    let expected = list(expected, |row| list(row, as_i64));
    report.same(&format!("rows of {what}"), &trace.alphas.len(), &expected.len());
    for (uid, (row, expected)) in trace.alphas.iter().zip(&expected).enumerate() {
        let wanted: Vec<Cell> =
            row.iter().map(|&(column, _)| (column, expected[usize::from(column)])).collect();
        report.same(&format!("{what} of uid {uid}"), row, &wanted);
        for (column, _) in &trace.weights_for_bonds[uid] {
            let there = row.iter().any(|(traced, _)| traced == column);
            report.holds(there, || format!("{what} of uid {uid} on uid {column} is missing"));
        }
    }
}
