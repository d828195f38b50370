//! Tours.

use incentor_mechanisms::tsp::{self, Optimiser, Tours};
use incentor_scenario::TspPlan;
use incentor_sdk::AnyMechanism;

/// Moves per city after which the reference comes to rest.
const REFERENCE_MOVES_PER_CITY: f64 = 150.0;

pub(super) fn build(plan: &TspPlan, tempo: u16) -> Box<dyn AnyMechanism> {
    let tours = Tours { first_cities: plan.cities, tempo_blocks: tempo.into(), ..Tours::default() };
    let moves = (plan.moves * REFERENCE_MOVES_PER_CITY * f64::from(plan.cities)) as u64;
    Box::new(tsp::mechanism(tours, Optimiser { moves }))
}
