//! The published cases: floats to the last digit, the chain's integers next to them.
//!
//! With liquid alpha only the floats are held to what was published: in case 14 the chain's integers lie further apart.

use crate::run;
use incentor_scenario::ScenarioFile;
use std::path::Path;

/// Digits that the totals were published with, and a last digit that rounding may turn.
const DIGITS: f64 = 1e-4;
/// The chain scales bonds after averaging them.
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
                    let liquid = variant.name == "yuma3-liquid";
                    assert!(liquid || (row.chain[at] - published).abs() <= APART, "{place}");
                    compared += 1;
                }
            }
        }
    }
    assert_eq!(compared, 18 * 3 * 3);
}
