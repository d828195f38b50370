//! Any bytes: the reader returns, the same twice, and an error says where it is and what to do.
#![no_main]

use incentor_scenario::{ScenarioError, ScenarioFile};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.split('\0');
    let file = parts.next().unwrap_or_default();
    let sets: Vec<(String, String)> = parts
        .filter_map(|set| set.split_once('='))
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
    let files = |path: &str| match path {
        "prices.csv" => Ok("day,price\n0,0.01\n1.5,0.02\n".to_owned()),
        // Any prices: the name is the text.
        other => Ok(other.to_owned()),
    };
    let read = || ScenarioFile::parse_overlaid(file, &sets, &files);
    match read() {
        Ok(scenario) => {
            assert_eq!(read().as_ref(), Ok(&scenario), "read twice, and not the same");
            for point in scenario.points().take(4) {
                match point {
                    Ok(point) => assert_eq!(point.values.len(), scenario.sweep.len()),
                    Err(error) => check(&error),
                }
            }
        }
        Err(error) => check(&error),
    }
});

fn check(error: &ScenarioError) {
    assert!(error.place.line >= 1 && error.place.column >= 1);
    assert!(!error.to_string().is_empty() && !error.problem.remedy().is_empty());
}
