//! `bonds.json`: Yuma 2 bonds over several epochs, activity and outdated weights.

use crate::upstream_vectors::claim::Claim;
use crate::upstream_vectors::epochs::{Side, rows, run_step, state_of};
use crate::upstream_vectors::expected::{self, Scale, bond};
use crate::upstream_vectors::json::{as_bool, as_u16};
use crate::upstream_vectors::report::Report;
use serde_json::Value;

pub(crate) const CLAIMS: &[Claim] = &[
    Claim::new("epoch.rs::test_bonds", steps),
    Claim::new("epoch.rs::test_active_stake", active_stake),
    Claim::new("epoch.rs::test_outdated_weights", steps),
    Claim::new("epoch.rs::test_deregistered_miner_bonds", deregistered_miner),
];

fn steps(entry: &Value, report: &mut Report) {
    for step in entry["steps"].as_array().unwrap() {
        for side in run_step(step, report) {
            expected::compare(report, &side, &step["upstream_expected"], Scale::U16);
        }
    }
}

/// Names its bonds by ranges in words.
fn active_stake(entry: &Value, report: &mut Report) {
    for step in entry["steps"].as_array().unwrap() {
        let mut rest = step["upstream_expected"].clone();
        let ranges = rest.as_object_mut().unwrap().remove("bonds").unwrap();
        for side in run_step(step, report) {
            expected::compare(report, &side, &rest, Scale::U16);
            for (range, value) in ranges.as_object().unwrap() {
                let (rows, columns): (&[usize], &[u16]) = match range.as_str() {
                    "rows 0,1 on columns 2,3" => (&[0, 1], &[2, 3]),
                    "columns 0,1" => (&[0, 1, 2, 3], &[0, 1]),
                    "row 0" => (&[0], &[2, 3]),
                    "row 1 columns 2,3" => (&[1], &[2, 3]),
                    _ => panic!("no such range: {range}"),
                };
                for &row in rows {
                    for &column in columns {
                        let what = format!("bond of uid {row} on uid {column} ({})", side.name);
                        report.same(&what, &bond(&side, row, column), &as_u16(value));
                    }
                }
            }
        }
    }
}

/// Upstream compares the bonds before and after, not their values.
fn deregistered_miner(entry: &Value, report: &mut Report) {
    let steps = entry["steps"].as_array().unwrap();
    let [before, after] = &steps[..] else { panic!("two steps") };
    let handed_on = rows(&state_of(after).bonds);
    let sides = run_step(before, report).into_iter().zip(run_step(after, report));
    for (before_side, after_side) in sides {
        report.list("bonds handed on", &handed_on, &before_side.epoch.bonds);
        let (old, new) = (|column| bond(&before_side, 0, column), |column| bond(&after_side, 0, column));
        let said = [&before["upstream_expected"], &after["upstream_expected"]];
        for (key, expected) in said.into_iter().flat_map(|said| said.as_object().unwrap()) {
            let holds = match key.as_str() {
                "bonds_0_2_positive" => old(2) > 0,
                "bonds_0_3_positive" => old(3) > 0,
                "bonds_0_2_not_lower" => new(2) >= old(2),
                "bonds_0_3_not_higher" => new(3) <= old(3),
                _ => panic!("nothing compares `{key}`"),
            };
            report.same(&describe(&after_side, key), &holds, &as_bool(expected));
        }
    }
}

fn describe(side: &Side, key: &str) -> String {
    format!("upstream's {key} ({})", side.name)
}
