//! The miner: a local search with an effort dial; and the validator's own short one.

use super::greedy::greedy;
use super::known::{Depth, known};
use super::map::Map;
use super::search::Search;
use super::tour::{Order, Tour, length};
use incentor_sdk::{Desk, Refusal, Solver, Work};
use std::time::Duration;

/// More cities than any question has; a longer list is no question of ours.
pub(super) const MOST_CITIES: usize = 8_192;
/// Moves of the reference per city: enough for 2-opt and Or-opt to come to rest.
const REFERENCE_MOVES_PER_CITY: u64 = 150;
/// Most moves of any search: a minute or so.
const MOST_MOVES: f64 = 4e9;

/// Searches with `effort · moves` moves, whatever the number of cities; no draw in it.
///
/// A machine has so many moves until the deadline, and hotkeys that share it share them. The search is greedy, then
/// 2-opt and Or-opt to rest, then kicks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Optimiser {
    /// Moves at effort 1.
    pub moves: u64,
}

impl Default for Optimiser {
    /// 30,000 at effort 1, a millisecond or two: enough for 200 cities, and a game can have many of them.
    fn default() -> Self {
        Self { moves: 30_000 }
    }
}

impl Solver<Tour> for Optimiser {
    fn solve(&self, ask: &Tour, desk: &mut Desk<'_>) -> Result<(Order, Work), Refusal> {
        check(&ask.cities)?;
        let budget = (desk.effort * self.moves as f64).clamp(0.0, MOST_MOVES) as u64;
        let order = optimised(&ask.cities, budget);
        let value = length(&ask.cities, &order).and_then(|own| gain(reference(&ask.cities), own));
        let cpu = Duration::from_nanos(budget.saturating_mul(NANOS_PER_MOVE));
        Ok((Order { order }, Work { cpu, value, ..Work::default() }))
    }

    /// Walks the tour from another city, backwards.
    fn disguise(&self, _: &Tour, reply: &Order, rng: &mut incentor_sdk::Rng) -> Order {
        let mut order = reply.order.clone();
        order.reverse();
        let start = rng.below(order.len());
        order.rotate_left(start);
        Order { order }
    }
}

/// What a move takes, roughly, on a small machine.
const NANOS_PER_MOVE: u64 = 20;

/// Whether these are cities a miner works on.
pub(super) fn check(cities: &[[f32; 2]]) -> Result<(), Refusal> {
    if cities.is_empty() || cities.len() > MOST_CITIES {
        return Err(Refusal("no tour of that many cities"));
    }
    let on_map = |[x, y]: &[f32; 2]| x.is_finite() && y.is_finite();
    if cities.iter().all(on_map) { Ok(()) } else { Err(Refusal("a city off the map")) }
}

/// The best tour that many moves find.
pub(super) fn optimised(cities: &[[f32; 2]], budget: u64) -> Vec<u16> {
    known(cities, Depth::Kicked(budget), || {
        let map = Map::of(cities);
        let mut search = Search::new(&map, greedy(&map), budget);
        search.settle();
        search.kick();
        search.into_order()
    })
}

/// The tour a validator measures replies against: greedy, then 2-opt and Or-opt with a fixed number of moves.
pub(super) fn reference_order(cities: &[[f32; 2]]) -> Vec<u16> {
    let budget = REFERENCE_MOVES_PER_CITY * cities.len() as u64;
    known(cities, Depth::Settled(budget), || {
        let map = Map::of(cities);
        let mut search = Search::new(&map, greedy(&map), budget);
        search.settle();
        search.into_order()
    })
}

/// `L_ref`: the reference's length.
#[must_use]
pub fn reference(cities: &[[f32; 2]]) -> f64 {
    length(cities, &reference_order(cities)).unwrap_or(0.0)
}

/// `L_ref / L − 1`, at least 0; `None` for a tour without length.
pub(super) fn gain(reference: f64, own: f64) -> Option<f64> {
    (own > 0.0).then(|| (reference / own - 1.0).max(0.0))
}
