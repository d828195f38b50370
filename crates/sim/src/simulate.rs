//! All worlds of a scenario, side by side.

use crate::assemble::{self, SeedOutcome};
use crate::cast::Cast;
use crate::tally::CountPlan;
use crate::{SimError, mechanism, world};
use incentor_scenario::{Run, Scenario};
use rayon::prelude::*;

/// Intervals of the time series, at the most.
const INTERVALS: u32 = 70;

/// Worlds that [`simulate`] will play, all seeds together.
#[must_use]
pub fn planned_worlds(scenario: &Scenario) -> u64 {
    let twins = Cast::of(scenario).twins(scenario).len() as u64;
    u64::from(scenario.run.seeds) * (1 + twins)
}

/// Plays a scenario: every seed, and for every coldkey with an `otherwise` its twin world.
///
/// `on_world` is called after each world, from any thread. The result depends on the scenario and `version`
/// alone, not on the number of threads.
///
/// # Errors
/// As [`SimError`] says; of several, the one of the first world in order.
pub fn simulate(scenario: &Scenario, version: &str, on_world: &(dyn Fn() + Sync)) -> Result<Run, SimError> {
    let cast = Cast::of(scenario);
    let twins = cast.twins(scenario);
    let casts: Vec<Cast> =
        std::iter::once(cast.clone()).chain(twins.iter().map(|twin| cast.with(*twin))).collect();
    let mechanism = mechanism::build(&scenario.mechanism);
    let plan = CountPlan {
        warmup: scenario.run.warmup.0,
        per_interval: scenario.run.duration.0.div_ceil(INTERVALS).max(1),
    };
    let first = scenario.run.first_seed;
    let worlds: Vec<(u32, &Cast)> = (0..scenario.run.seeds)
        .flat_map(|seed| casts.iter().map(move |cast| (first.wrapping_add(seed), cast)))
        .collect();
    let tallies: Vec<_> = worlds
        .par_iter()
        .map(|&(seed, cast)| {
            let tally = world::play(scenario, &*mechanism, cast, seed, plan);
            on_world();
            tally
        })
        .collect();
    let mut tallies = tallies.into_iter();
    let mut seeds = Vec::with_capacity(scenario.run.seeds as usize);
    for _ in 0..scenario.run.seeds {
        let mut worlds = tallies.by_ref().take(casts.len()).collect::<Result<Vec<_>, _>>()?.into_iter();
        // The scenario as written comes first, then one twin after the other.
        let Some(as_written) = worlds.next() else { break };
        seeds.push(SeedOutcome { as_written, twins: worlds.collect() });
    }
    Ok(assemble::run(scenario, version, &casts, &twins, &seeds, plan))
}
