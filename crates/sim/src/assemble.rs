//! From the outcomes of all worlds to the run document.

mod consensus;
mod earners;
mod flow;
mod leaves_out;
mod participation;
mod series;

use crate::finding;
use crate::gate;
use crate::lineup::WorldPlan;
use crate::metrics::BLOCKS_PER_DAY;
use crate::published;
use crate::simulate::{Audit, Options, Simulation, Table};
use crate::worlds::Worlds;
use blake2::{Blake2b, Digest as _, digest::consts::U32};
use incentor_scenario::run::{FORMAT, Run, SeedRange, SweepOutcome, VariantRun, Window};
use incentor_scenario::{Scenario, ScenarioFile, SettingValue};
use std::fmt::Write as _;

pub(crate) fn simulation(
    file: &ScenarioFile,
    options: &Options<'_>,
    mut variants: Vec<Worlds<'_>>,
    sweep: Option<SweepOutcome>,
    audit: &Audit,
) -> Simulation {
    let tables = tables(file, &mut variants);
    let mut gates = Vec::new();
    let mut runs = Vec::new();
    for (variant, worlds) in file.variants.iter().zip(&mut variants) {
        let name = variant.name.clone().unwrap_or_default();
        for gate in file.gates.iter().filter(|one| gate::applies(one, &name)) {
            gates.extend(gate.assertions.iter().map(|assertion| gate::decide(worlds, &name, assertion)));
        }
        runs.push(variant_run(&name, &variant.changes, worlds));
    }
    let findings = finding::all(&variants, &runs);
    let scenario = &file.base;
    let mut run = Run {
        format: FORMAT.to_owned(),
        version: options.version.to_owned(),
        scenario: scenario.name.clone(),
        teaches: scenario.teaches.clone(),
        rule_set: scenario.rule_set.name.to_owned(),
        seeds: SeedRange { first: scenario.run.first_seed, count: scenario.run.seeds },
        window: window(scenario),
        confidence: scenario.run.confidence,
        worlds: audit.worlds,
        epochs: audit.epochs,
        variants: runs,
        gates,
        findings,
        sweep,
        parameters: scenario.parameters.clone(),
        leaves_out: leaves_out::sentences(file),
        repeat: options.repeat.to_owned(),
        audit_hash: audit.hex(),
        hash: String::new(),
    };
    run.hash = hash(&run);
    Simulation { run, tables }
}

fn tables(file: &ScenarioFile, variants: &mut [Worlds<'_>]) -> Vec<Table> {
    let mut tables = Vec::new();
    for (variant, worlds) in file.variants.iter().zip(variants) {
        let first = worlds.seeds.first_mut().and_then(|worlds| worlds.first_mut());
        let Some(recorded) = first.and_then(|outcome| outcome.recorded.as_mut()) else { continue };
        for (file, header, rows) in std::mem::take(&mut recorded.tables) {
            tables.push(Table { variant: variant.name.clone().unwrap_or_default(), file, header, rows });
        }
    }
    tables
}

fn window(scenario: &Scenario) -> Window {
    let tempo = scenario.subnets.first().map_or(0, |subnet| subnet.tempo);
    let days = |tempos: u32| f64::from(tempos) * f64::from(tempo) / BLOCKS_PER_DAY;
    let (tempos, warmup) = (scenario.run.duration.0, scenario.run.warmup.0);
    Window {
        tempo_blocks: tempo,
        tempos,
        warmup_tempos: warmup,
        days: days(tempos),
        counted_days: days(tempos.saturating_sub(warmup)),
    }
}

fn variant_run(name: &str, changes: &[(String, String)], worlds: &mut Worlds<'_>) -> VariantRun {
    let first = worlds.seeds.first_mut().and_then(|worlds| worlds.first_mut());
    let recorded = first.and_then(|outcome| outcome.recorded.take()).unwrap_or_default();
    let worlds = &*worlds;
    let coldkeys = earners::coldkeys(worlds);
    VariantRun {
        name: name.to_owned(),
        changes: changes.to_vec(),
        consensus: consensus_in_words(worlds.scenario),
        participation: participation::of(worlds),
        populations: earners::populations(worlds, &coldkeys),
        seats: earners::seats(worlds),
        deviations: worlds.deviations(),
        improvements: worlds.improvements(),
        harm: worlds.harm(WorldPlan::AllStraight).map(|harm| harm.ratio),
        metrics: worlds.metrics(),
        sensitivity: worlds.sensitivity(),
        series: series::of(worlds),
        journeys: recorded.journeys,
        flow: flow::of(worlds),
        consensus_picture: consensus::of(worlds, recorded.weights, recorded.bonds),
        published: worlds
            .all_written()
            .next()
            .and_then(|outcome| published::compare(worlds.scenario, name, &worlds.lineup.cast, outcome)),
        coldkeys,
    }
}

/// How bonds grow and weights are revealed on the first subnet: "Yuma 3, reveal period 1".
fn consensus_in_words(scenario: &Scenario) -> String {
    let defaults = &scenario.rule_set.subnet;
    let given = |name: &str| {
        let settings = scenario.subnets.first().map_or(&[][..], |subnet| &subnet.settings);
        settings.iter().find(|setting| setting.name == name).map(|setting| setting.value)
    };
    let switch = |name: &str, default: bool| match given(name) {
        Some(SettingValue::Switch(on)) => on,
        _ => default,
    };
    let yuma3 = switch("yuma3_on", defaults.yuma3_on);
    let liquid =
        if yuma3 && switch("liquid_alpha_on", defaults.liquid_alpha_on) { ", liquid alpha" } else { "" };
    let period = match given("reveal_period_epochs") {
        Some(SettingValue::Whole(epochs)) => epochs.to_string(),
        _ => defaults.reveal_period_epochs.to_string(),
    };
    let reveal = if switch("commit_reveal", defaults.commit_reveal_weights_enabled) {
        format!("reveal period {period}")
    } else {
        "weights in plain".to_owned()
    };
    format!("Yuma {}{liquid}, {reveal}", if yuma3 { 3 } else { 2 })
}

/// BLAKE2b-256 of the document as it would be written, with an empty hash.
fn hash(run: &Run) -> String {
    let bytes = serde_json::to_vec(run).unwrap_or_default();
    let digest = Blake2b::<U32>::digest(&bytes);
    digest.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
