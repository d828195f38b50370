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
#[cfg(all(unix, feature = "external"))]
mod programs;
mod rows;
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

/// Four honest miners of quality 1 and two validators without any noise, and rows and settings beyond them.
fn still(duration: u32, rows: &str, events: &str, settings: &str) -> Scenario {
    parse(&format!(
        r#"
        name = "still"
        rule_set = "subtensor-2026-06"
        run = {{ seeds = 1, duration = "{duration} tempos", warmup = "8 tempos" }}
        population = [
          {{ name = "honest", role = "miner", count = 4, behaviour = "honest", quality = 1.0 }},
          {{ name = "big", role = "validator", stake = ["300k"], behaviour = "honest" }},
          {{ name = "small", role = "validator", stake = ["200k"], behaviour = "honest" }},
          {rows}
        ]
        event = [{events}]
        [subnet]
        tempo = 360
        commit_reveal = false
        weights_rate_limit = 0
        {settings}
        [mechanism]
        kind = "abstract"
        answer = {{ drift_sd = 0.0, availability = 1.0 }}
        round = {{ every = "30 blocks" }}
        weights = {{ every = "120 blocks" }}
        "#
    ))
}

fn world(scenario: &Scenario, seed: u32) -> Outcome {
    let stage = Stage::of(scenario, None).unwrap();
    play(&stage, &Cast::of(scenario), seed, super::Keep::Pictures, super::Extent::All).unwrap()
}

/// The same, with tables and journeys.
fn on_record(scenario: &Scenario) -> Outcome {
    let stage = Stage::of(scenario, None).unwrap();
    play(&stage, &Cast::of(scenario), 1, super::Keep::Record, super::Extent::All).unwrap()
}

/// The tally of a coldkey by name.
fn of<'o>(scenario: &Scenario, outcome: &'o Outcome, name: &str) -> &'o ColdkeyTally {
    let cast = Cast::of(scenario);
    let place = cast.coldkeys.iter().position(|coldkey| coldkey.name == name);
    &outcome.coldkeys[place.unwrap_or_else(|| panic!("{name}"))]
}
