//! Reading the scenario file, and what to say when it cannot be read.

use crate::failure::Failure;
use incentor_scenario::{Problem, Scenario, ScenarioError};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// More is refused by the parser; one byte more is enough to know.
const MOST_BYTES: u64 = (1 << 20) + 1;

pub(super) fn read(path: &Path) -> Result<Scenario, Failure> {
    let name = if path == Path::new("-") { "stdin".to_owned() } else { path.display().to_string() };
    let bytes = bytes(path).map_err(|error| {
        Failure::usage(format_args!("cannot read the scenario: {error}"))
            .at(&name)
            .next("incentor sim scenarios/quickstart.toml")
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        Failure::usage("the scenario is not UTF-8 text").at(format_args!("{name}, byte {place}"))
    })?;
    Scenario::parse(&text).map_err(|error| explain(&name, &error))
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().lock().take(MOST_BYTES).read_to_end(&mut bytes)?;
    } else {
        File::open(path)?.take(MOST_BYTES).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

fn explain(name: &str, error: &ScenarioError) -> Failure {
    let failure = Failure::usage(error).at(format_args!("{name}:{}", error.place));
    match &error.problem {
        Problem::UnknownKey { nearest: Some(nearest), .. } => {
            failure.next(format_args!("`{nearest}`, the nearest key here"))
        }
        Problem::UnknownKey { known, .. } => {
            failure.next(format_args!("one of the keys here: {}", known.join(", ")))
        }
        Problem::Missing { expected, .. } | Problem::Value { expected, .. } => failure.next(expected),
        Problem::Conflict { remedy, .. } => failure.next(remedy),
        Problem::DuplicateName { .. } => failure.next("another name"),
        _ => failure,
    }
}
