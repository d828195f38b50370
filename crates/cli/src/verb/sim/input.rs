//! Reading the scenario file, and what to say when it cannot be read.

use super::{Arguments, refusal};
use crate::code::Code;
use crate::failure::Failure;
use incentor_scenario::ScenarioFile;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// More is refused by the parser; one byte more is enough to know.
const MOST_BYTES: u64 = (1 << 20) + 1;
/// A file that a scenario names, such as prices by day.
const MOST_BYTES_BESIDE: u64 = 16 << 20;

/// The scenario with everything that the command line puts over it.
pub(super) fn read(arguments: &Arguments) -> Result<ScenarioFile, Failure> {
    let name = refusal::name(&arguments.scenario);
    let bytes = bytes(&arguments.scenario).map_err(|error| {
        Failure::usage(format_args!("cannot read the scenario: {error}"))
            .coded(Code::Unreadable)
            .at(&name)
            .next("incentor sim scenarios/quickstart.toml")
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        Failure::usage("the scenario is not UTF-8 text")
            .coded(Code::NotUtf8)
            .at(format_args!("{name}, byte {place}"))
    })?;
    let file = ScenarioFile::parse_overlaid(&text, &sets(arguments)?, &beside)
        .map_err(|error| refusal::scenario(&error, &arguments.scenario))?;
    match &arguments.variant {
        None => Ok(file),
        Some(wanted) => file.with_variant(wanted).map_err(|names| {
            let failure = Failure::usage(format_args!("the scenario has no variant `{wanted}`"));
            let failure = failure.coded(Code::UnknownVariant).at(&name);
            match names.len() {
                0 => failure.next("leave --variant out: it has none"),
                _ => failure.next(format_args!("--variant {}", names.join(", or "))),
            }
        }),
    }
}

/// `--set` in its order, then `--seed` and `--seeds`.
fn sets(arguments: &Arguments) -> Result<Vec<(String, String)>, Failure> {
    let pair = |text: &String| {
        let (key, value) = text.split_once('=').ok_or_else(|| {
            Failure::usage(format_args!("`{text}` has no `=`"))
                .coded(Code::NoEquals)
                .at("--set")
                .next("KEY=VALUE, such as --set run.seeds=8")
        })?;
        Ok((key.trim().to_owned(), value.trim().to_owned()))
    };
    let mut sets: Vec<(String, String)> = arguments.set.iter().map(pair).collect::<Result<_, _>>()?;
    sets.extend(arguments.seed.map(|seed| ("run.first_seed".to_owned(), seed.to_string())));
    sets.extend(arguments.seeds.map(|seeds| ("run.seeds".to_owned(), seeds.to_string())));
    Ok(sets)
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

/// A file that the scenario names.
fn beside(path: &str) -> Result<String, String> {
    let mut text = String::new();
    let file = File::open(path).map_err(|error| error.to_string())?;
    let read =
        file.take(MOST_BYTES_BESIDE + 1).read_to_string(&mut text).map_err(|error| error.to_string())?;
    if read as u64 > MOST_BYTES_BESIDE {
        return Err(format!("it has more than {} MiB", MOST_BYTES_BESIDE >> 20));
    }
    Ok(text)
}
