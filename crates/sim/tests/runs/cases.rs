//! The published cases: floats to the last digit, the chain's integers next to them.

use crate::run;
use incentor_scenario::ScenarioFile;
use std::path::Path;

/// Digits that the totals were published with, and a last digit that rounding may turn.
const DIGITS: f64 = 1e-4;
/// The chain scales bonds after averaging them, and liquid alpha begins with the first epoch.
const APART: f64 = 0.05;

#[test]
fn published_totals_come_out_again() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/cases");
    let mut compared = 0;
    for number in 1..=22 {
        let text = std::fs::read_to_string(folder.join(format!("{number:02}.toml"))).unwrap();
        let run = run(&ScenarioFile::parse(&text).unwrap());
        for variant in &run.variants {
            for row in variant.published.iter().flat_map(|published| &published.rows) {
                for (at, published) in row.published.iter().enumerate() {
                    let place = format!("case {number}, {}, validator {at}: {row:?}", variant.name);
                    assert!((row.float[at] - published).abs() <= DIGITS, "{place}");
                    assert!((row.chain[at] - published).abs() <= APART, "{place}");
                    compared += 1;
                }
            }
        }
    }
    assert_eq!(compared, 18 * 3 * 3);
}
