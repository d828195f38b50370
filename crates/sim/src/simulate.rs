//! All worlds of a scenario, side by side.

use crate::SimError;
use crate::assemble;
use crate::cast::Cast;
use crate::gate;
use crate::lineup::{Lineup, WorldPlan};
use crate::stage::Stage;
use crate::tally::Outcome;
use crate::world::{self, Keep};
use crate::worlds::Worlds;
use incentor_scenario::run::{Run, SweepOutcome, SweepPoint};
use incentor_scenario::{Scenario, ScenarioFile};
use incentor_sdk::Subnet;
use rayon::prelude::*;
use std::collections::BTreeMap;
use xxhash_rust::xxh3::Xxh3;

/// What a simulation is told besides its scenario.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Version of the program, for the run document.
    pub version: &'a str,
    /// The command that gives this run again.
    pub repeat: &'a str,
    /// Whether the points of the sweep are played as well.
    pub sweep: bool,
    /// What a mechanism of kind `own` is.
    pub subnet: Option<&'a Subnet>,
}

/// What a simulation leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulation {
    /// Everything it found out.
    pub run: Run,
    /// What the scenario wants on record.
    pub tables: Vec<Table>,
}

/// A table beside the report: one variant, first seed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The variant; empty where the scenario has none.
    pub variant: String,
    /// Name of its file, such as `ledger.csv`.
    pub file: String,
    /// Names of the columns.
    pub header: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<String>>,
}

/// Worlds that [`simulate`] will play, all seeds together; 0 of a scenario that it refuses.
#[must_use]
pub fn planned_worlds(file: &ScenarioFile, sweep: bool) -> u64 {
    planned(file, sweep, |_, _, _| 1)
}

/// Epochs that [`simulate`] will compute, all worlds together; 0 of a scenario that it refuses.
#[must_use]
pub fn planned_epochs(file: &ScenarioFile, sweep: bool) -> u64 {
    planned(file, sweep, |scenario, cast, world| {
        let tempo = |plan: usize| scenario.subnets.get(plan).map_or(1, |plan| u64::from(plan.tempo.max(1)));
        let blocks = u64::from(scenario.run.duration.0) * tempo(0);
        let sites = world::ledgers(scenario, cast, world.extent()).into_iter().flatten();
        sites.filter_map(|site| cast.subnets.get(site)).map(|site| blocks / tempo(site.plan)).sum()
    })
}

fn planned(file: &ScenarioFile, sweep: bool, of: impl Fn(&Scenario, &Cast, WorldPlan) -> u64) -> u64 {
    let Ok(lineups) = lineups(file) else { return 0 };
    let of = |scenario: &Scenario, lineup: &Lineup| -> u64 {
        let worlds = lineup.worlds.iter().map(|world| of(scenario, &lineup.cast, *world));
        u64::from(scenario.run.seeds) * worlds.sum::<u64>()
    };
    let variants = file.variants.iter().zip(&lineups);
    let written: u64 = variants.map(|(variant, lineup)| of(&variant.scenario, lineup)).sum();
    let points = file.points().filter(|_| sweep).filter_map(Result::ok);
    written + points.map(|point| of(&point.scenario, &Lineup::of(&point.scenario))).sum::<u64>()
}

/// Plays a scenario: every variant, every seed, every world that is compared with another.
///
/// `on_world` is called after each world, from any thread. The result depends on the file and the options alone,
/// not on the number of threads.
///
/// # Errors
/// As [`SimError`] says; of several, the one of the first world in order.
pub fn simulate(
    file: &ScenarioFile,
    options: &Options<'_>,
    on_world: &(dyn Fn() + Sync),
) -> Result<Simulation, SimError> {
    let studio = |scenario: &Scenario, lineup: &Lineup, worlds: &[Take]| {
        let stage = Stage::of(scenario, options.subnet)?;
        let play = |take: &Take| {
            let cast = lineup.cast_of(take.world, scenario, take.seed);
            let keep = match take.world {
                WorldPlan::Written if take.recorded => Keep::Record,
                WorldPlan::Written => Keep::Pictures,
                _ => Keep::Sums,
            };
            let outcome = world::play(&stage, &cast, take.seed, keep, take.world.extent())?;
            on_world();
            Ok(outcome)
        };
        worlds.par_iter().map(play).collect()
    };
    simulate_in(file, options, &studio)
}

/// One world to play.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Take {
    pub(crate) world: WorldPlan,
    pub(crate) seed: u32,
    /// Whether tables and journeys are kept.
    pub(crate) recorded: bool,
}

/// What plays worlds: all of one scenario, in order.
pub(crate) type Studio<'a> = dyn Fn(&Scenario, &Lineup, &[Take]) -> Result<Vec<Outcome>, SimError> + 'a;

pub(crate) fn simulate_in(
    file: &ScenarioFile,
    options: &Options<'_>,
    studio: &Studio<'_>,
) -> Result<Simulation, SimError> {
    let mut audit = Audit::default();
    let lineups = lineups(file)?;
    let comparisons = lineups.iter().map(|lineup| lineup.cast.deviating().len()).sum();
    let mut variants = Vec::with_capacity(file.variants.len());
    for (variant, lineup) in file.variants.iter().zip(lineups) {
        variants.push(play(studio, &variant.scenario, lineup, comparisons, true, &mut audit)?);
    }
    let sweep = if options.sweep { sweep(file, studio, &mut audit)? } else { None };
    Ok(assemble::simulation(file, options, variants, sweep, &audit))
}

/// The worlds of each variant, with those that its gates ask for.
fn lineups(file: &ScenarioFile) -> Result<Vec<Lineup>, SimError> {
    let of = |variant: &incentor_scenario::Variant| {
        let name = variant.name.as_deref().unwrap_or_default();
        let mut lineup = Lineup::of(&variant.scenario);
        gate::more_than_ranks(&file.gates, name)?;
        for assertion in
            file.gates.iter().filter(|gate| gate::applies(gate, name)).flat_map(|gate| &gate.assertions)
        {
            for world in gate::needs(assertion, &lineup.cast)? {
                lineup.add(world);
            }
        }
        Ok(lineup)
    };
    file.variants.iter().map(of).collect()
}

fn play<'a>(
    studio: &Studio<'_>,
    scenario: &'a Scenario,
    lineup: Lineup,
    comparisons: usize,
    recorded: bool,
    audit: &mut Audit,
) -> Result<Worlds<'a>, SimError> {
    let first = scenario.run.first_seed;
    let seeds = (0..scenario.run.seeds).map(|place| first.wrapping_add(place));
    let takes: Vec<Take> = seeds
        .flat_map(|seed| {
            lineup.worlds.iter().map(move |world| Take {
                world: *world,
                seed,
                recorded: recorded && seed == first && *world == WorldPlan::Written,
            })
        })
        .collect();
    let mut outcomes = studio(scenario, &lineup, &takes)?.into_iter();
    let mut seeds = Vec::with_capacity(scenario.run.seeds as usize);
    for _ in 0..scenario.run.seeds {
        let worlds: Vec<Outcome> = outcomes.by_ref().take(lineup.worlds.len()).collect();
        worlds.iter().for_each(|outcome| audit.add(outcome));
        seeds.push(worlds);
    }
    audit.worlds += lineup.worlds.len() as u32;
    Ok(Worlds { scenario, lineup, seeds, comparisons })
}

/// What all worlds did, in order.
#[derive(Default)]
pub(crate) struct Audit {
    hash: Xxh3,
    pub(crate) epochs: u64,
    /// Per seed.
    pub(crate) worlds: u32,
}

impl Audit {
    fn add(&mut self, outcome: &Outcome) {
        self.hash.update(&outcome.audit.0.to_be_bytes());
        self.epochs += outcome.epochs;
    }

    /// XXH3-128 over the audit hashes of all worlds, as hex.
    pub(crate) fn hex(&self) -> String {
        format!("{:032x}", self.hash.digest128())
    }
}

/// Plays the points of a sweep one by one.
///
/// A search looks at all of them, so its intervals hold together for all points.
fn sweep(
    file: &ScenarioFile,
    studio: &Studio<'_>,
    audit: &mut Audit,
) -> Result<Option<SweepOutcome>, SimError> {
    if file.sweep.is_empty() {
        return Ok(None);
    }
    let deviating: BTreeMap<Option<&str>, usize> = file
        .variants
        .iter()
        .map(|variant| (variant.name.as_deref(), Cast::of(&variant.scenario).deviating().len()))
        .collect();
    let all: usize = deviating.values().sum();
    let comparisons = all * file.points_len() / file.variants.len().max(1);
    let worlds_per_seed = audit.worlds;
    let mut points = Vec::new();
    for point in file.points() {
        let point = point.map_err(|error| SimError::Point(Box::new(error)))?;
        let lineup = Lineup::of(&point.scenario);
        let worlds = play(studio, &point.scenario, lineup, comparisons, false, audit)?;
        let honest = worlds.bystanders();
        points.push(SweepPoint {
            variant: point.variant.unwrap_or_default(),
            values: point.values,
            deviations: worlds.deviations(),
            improvements: worlds.improvements(),
            honest_profit: crate::statistics::mean(&worlds.profits(&honest, 0)),
        });
    }
    audit.worlds = worlds_per_seed;
    let keys = file.sweep.iter().map(|axis| axis.key.clone()).collect();
    Ok(Some(SweepOutcome { keys, points }))
}

#[cfg(test)]
mod tests;
