//! Whole worlds, and the laws every one of them keeps.

use super::play;
use crate::cast::Cast;
use crate::stage::Stage;
use crate::tally::{ColdkeyTally, Outcome};
use incentor_scenario::{Scenario, ScenarioFile};

mod behaviours;
mod journeys;
mod laws;
mod pools;
mod seats;
mod sharing;
mod shipped;

/// The quickstart, short, with texts replaced.
fn scenario(changes: &[(&str, &str)]) -> Scenario {
    let mut text = include_str!("../../../../scenarios/quickstart.toml")
        .replace("280 tempos", "60 tempos")
        .replace("28 tempos", "20 tempos");
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    parse(&text)
}

fn parse(text: &str) -> Scenario {
    match ScenarioFile::parse(text) {
        Ok(file) => file.variants[0].scenario.clone(),
        Err(error) => panic!("{error:?}"),
    }
}

fn world(scenario: &Scenario, seed: u32) -> Outcome {
    let stage = Stage::of(scenario, None).unwrap();
    play(&stage, &Cast::of(scenario), seed, false, super::Extent::All).unwrap()
}

/// The same, with tables and journeys.
fn on_record(scenario: &Scenario) -> Outcome {
    let stage = Stage::of(scenario, None).unwrap();
    play(&stage, &Cast::of(scenario), 1, true, super::Extent::All).unwrap()
}

/// The tally of a coldkey by name.
fn of<'o>(scenario: &Scenario, outcome: &'o Outcome, name: &str) -> &'o ColdkeyTally {
    let cast = Cast::of(scenario);
    let place = cast.coldkeys.iter().position(|coldkey| coldkey.name == name);
    &outcome.coldkeys[place.unwrap_or_else(|| panic!("{name}"))]
}
