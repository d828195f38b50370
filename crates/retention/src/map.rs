//! The whole map: every stake, cabal weight and utility, for every seed.

use crate::contour::{highest, requirement};
use crate::network::Evaluator;
use crate::teams::Teams;
use crate::{Params, Requirement, RetentionError};
use rayon::prelude::*;

/// Hears how far the map is; called from several threads.
pub trait Progress: Sync {
    /// That many more networks have been evaluated.
    fn evaluated(&self, networks: u64);
}

impl<F: Fn(u64) + Sync> Progress for F {
    fn evaluated(&self, networks: u64) {
        self(networks);
    }
}

/// What honesty needs, by honest stake.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// What it was computed with.
    pub params: Params,
    /// One row per honest stake, in the order asked for.
    pub rows: Vec<Row>,
}

/// What honesty needs at one stake.
///
/// Emission is averaged over the seeds before its contour is drawn; the seeds' own requirements say how far
/// luck moves it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The honest team's share of stake.
    pub honest_stake: f64,
    /// The utility it needs whatever the cabal claims: the contour's highest point.
    pub required_utility: Requirement,
    /// The cabal's own weight at which it needs that much.
    pub at_cabal_weight: f64,
    /// The highest requirement of each seed by itself.
    pub by_seed: Vec<Requirement>,
    /// The requirement at each cabal weight of the grid.
    pub contour: Vec<Requirement>,
}

impl Row {
    /// Least and greatest requirement among the seeds.
    #[must_use]
    pub fn spread(&self) -> (Requirement, Requirement) {
        let first = self.required_utility;
        let least = self.by_seed.iter().copied().reduce(|a, b| if b < a { b } else { a });
        let greatest = self.by_seed.iter().copied().reduce(|a, b| if b > a { b } else { a });
        (least.unwrap_or(first), greatest.unwrap_or(first))
    }
}

/// Emission by cabal weight, then by honest utility.
type Surface = Vec<Vec<f64>>;

/// Evaluates every network of the map; none is skipped.
///
/// Work is spread over rayon's threads and collected in order: the result does not depend on their number.
///
/// # Errors
/// As [`Params::check`] says; [`RetentionError::Epoch`] if the kernel refuses a network.
pub fn run(params: &Params, progress: &dyn Progress) -> Result<Map, RetentionError> {
    params.check()?;
    let stakes = &params.honest_stakes;
    let grid = params.grid_points;
    let mut sums: Vec<Surface> = vec![vec![vec![0.0; grid]; grid]; stakes.len()];
    let mut by_seed: Vec<Vec<Requirement>> = vec![Vec::new(); stakes.len()];
    for seed in params.first_seed..params.first_seed + params.seeds {
        let surfaces = seed_surfaces(params, seed, progress)?;
        for (index, surface) in surfaces.iter().enumerate() {
            by_seed[index].push(highest(&contour(surface, stakes[index])).1);
            for (sum, emission) in sums[index].iter_mut().flatten().zip(surface.iter().flatten()) {
                *sum += emission;
            }
        }
    }
    let rows = stakes.iter().zip(sums).zip(by_seed).map(|((&honest_stake, mut mean), by_seed)| {
        for emission in mean.iter_mut().flatten() {
            *emission /= params.seeds as f64;
        }
        let contour = contour(&mean, honest_stake);
        let (point, required_utility) = highest(&contour);
        Row { honest_stake, required_utility, at_cabal_weight: params.weight(point), by_seed, contour }
    });
    Ok(Map { params: params.clone(), rows: rows.collect() })
}

/// The surfaces of one seed, one per honest stake.
fn seed_surfaces(
    params: &Params,
    seed: u64,
    progress: &dyn Progress,
) -> Result<Vec<Surface>, RetentionError> {
    let grid = params.grid_points;
    let teams: Vec<Teams> =
        params.honest_stakes.par_iter().map(|&stake| Teams::draw(params, seed, stake)).collect();
    let columns: Vec<Vec<f64>> = (0..teams.len() * grid)
        .into_par_iter()
        .map_init(
            || Evaluator::new(params),
            |evaluator, index| {
                let column = evaluator.column(&teams[index / grid], params.weight(index % grid))?;
                progress.evaluated(column.len() as u64);
                Ok(column)
            },
        )
        .collect::<Result<_, RetentionError>>()?;
    let mut columns = columns.into_iter();
    Ok(teams.iter().map(|_| columns.by_ref().take(grid).collect()).collect())
}

fn contour(surface: &Surface, honest_stake: f64) -> Vec<Requirement> {
    surface.iter().map(|emission| requirement(emission, honest_stake)).collect()
}
