//! Every refusal says what is wrong, where, and what to do.

mod trials;
mod world;

use incentor_scenario::{ScenarioError, ScenarioFile};

const GOOD: &str = include_str!("../section6.toml");
const EVERYTHING: &str = include_str!("../everything.toml");

/// What is said of the specification's file with one text replaced by another.
fn check(from: &str, to: &str, expected: &str, remedy: &str) {
    assert!(GOOD.contains(from), "{from}");
    let error = ScenarioFile::parse(&GOOD.replacen(from, to, 1)).expect_err(to);
    assert_eq!(format!("{}: {error}", error.place), expected, "{to}");
    assert_eq!(error.problem.remedy(), remedy, "{to}");
}

/// What is said of the file with every key, with one text replaced by another.
fn check_everything(from: &str, to: &str, expected: &str) {
    assert!(EVERYTHING.contains(from), "{from}");
    let prices = |_: &str| Ok("day,price\n0,0.01\n".to_owned());
    let error = ScenarioFile::parse_with(&EVERYTHING.replacen(from, to, 1), &prices).expect_err(to);
    assert_eq!(error.to_string(), expected, "{to}");
}

fn overlaid(key: &str, value: &str) -> Result<ScenarioFile, ScenarioError> {
    let no_files = |_: &str| Err("no such file".to_owned());
    ScenarioFile::parse_overlaid(GOOD, &[(key.to_owned(), value.to_owned())], &no_files)
}

/// What is said of `--set key=value`.
fn check_set(key: &str, value: &str, expected: &str, remedy: &str) {
    let error = overlaid(key, value).expect_err(key);
    assert_eq!(format!("{}: {error}", error.location("f.toml")), expected, "{key}={value}");
    assert_eq!(error.problem.remedy(), remedy, "{key}={value}");
}
