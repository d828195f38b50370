//! Whether validators agree, and what agreeing earns (metrics §2.4).

use super::{Arguments, Measured};
use crate::worlds::{Worlds, stake};

const NOBODY: &str = "there is no such validator with stake";

pub(super) fn copier_g(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    let members = worlds.members(arguments.population.ok_or(NOBODY)?);
    let values = (0..worlds.seeds.len()).map(|seed| worlds.dividend_ratio_in(seed, &members));
    Measured::each(values, members.len(), "the validators it is compared with have no dividends")
}

/// Mean over counted epochs and over the coldkeys of a population.
fn per_epoch(
    worlds: &Worlds<'_>,
    arguments: &Arguments,
    of: impl Fn(&crate::tally::ColdkeyTally) -> f64,
) -> Result<Measured, String> {
    let members = worlds.members(arguments.population.ok_or(NOBODY)?);
    let value = |seed: usize| {
        let outcome = worlds.written(seed);
        let means = members.iter().filter_map(|at| {
            let site = worlds.lineup.cast.coldkeys[*at].site;
            let epochs = f64::from(outcome.subnets.get(site)?.epochs.max(1));
            Some(of(outcome.coldkeys.get(*at)?) / epochs)
        });
        means.sum::<f64>() / members.len().max(1) as f64
    };
    Ok(Measured::of(worlds.per_seed(value), members.len()))
}

pub(super) fn vtrust(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    per_epoch(worlds, arguments, |tally| tally.validator_trust_sum as f64 / f64::from(u16::MAX))
}

pub(super) fn divergence(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    per_epoch(worlds, arguments, |tally| tally.divergence_sum)
}

/// What consensus takes of the weight that validators give: 1 − ΣR / ΣP.
///
/// A row's rest after clipping is what the chain publishes as validator trust; a row has the weight of its stake.
pub(super) fn clip_loss(worlds: &Worlds<'_>, _: &Arguments) -> Result<Measured, String> {
    let validators = worlds.validators();
    let of = |seed: usize| {
        let outcome = worlds.written(seed);
        let epochs = f64::from(outcome.subnets.first()?.epochs);
        let rows = validators.iter().filter_map(|at| outcome.coldkeys.get(*at)).filter_map(|tally| {
            // Whoever has no row gives nothing that could be taken.
            let sends = tally.weights_taken > 0 || tally.validator_trust_sum > 0;
            let trust = tally.validator_trust_sum as f64 / f64::from(u16::MAX) / epochs;
            (sends && epochs > 0.0).then_some((tally.stake_rao_sum as f64, trust))
        });
        left_of(rows).map(|left| 1.0 - left)
    };
    let why = "no validator with stake has sent weights";
    Measured::each((0..worlds.seeds.len()).map(of), validators.len(), why)
}

/// Mean of the second numbers, weighted by the first; `None` without weight.
fn left_of(rows: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (stake, left) = rows.fold((0.0, 0.0), |sum, (stake, trust)| (sum.0 + stake, sum.1 + stake * trust));
    (stake > 0.0).then(|| left / stake)
}

/// How far rows lie from their stake-weighted mean: `Σ_j Σ_i S_i |W_ij − µ_j| / Σ_j µ_j` (spec §2.4), mean over epochs.
pub(super) fn avg_weight_dev(worlds: &Worlds<'_>, _: &Arguments) -> Result<Measured, String> {
    let of = |seed: usize| {
        let (sum, epochs) = worlds.written(seed).subnets.first()?.weight_deviation;
        (epochs > 0).then(|| sum / f64::from(epochs))
    };
    let why = "no validator with a permit has weights in force";
    Measured::each((0..worlds.seeds.len()).map(of), worlds.validators().len(), why)
}

/// Dividends per stake of the first mover over those of the last (spec §2.4), window sums.
///
/// Who moves when: the mean of the tempos by which a validator is behind whoever first gave weight to a miner, over the
/// miners that it gave weight and that nobody weighed before counting began. Alike ones are taken together.
pub(super) fn early_discoverer_bonus(worlds: &Worlds<'_>, _: &Arguments) -> Result<Measured, String> {
    let validators = worlds.validators();
    let of = |seed: usize| {
        let outcome = worlds.written(seed);
        let behind = |at: &usize| {
            let (found, tempos) = outcome.coldkeys.get(*at)?.discoveries;
            (found > 0).then(|| (*at, tempos as f64 / f64::from(found)))
        };
        let movers: Vec<(usize, f64)> = validators.iter().filter_map(behind).collect();
        let (first, last) = ends(&movers)?;
        let (first, last) = (outcome.dividend_rate(&first)?, outcome.dividend_rate(&last)?);
        (last > 0.0).then(|| first / last)
    };
    let why = "no validator is behind another in giving a miner weight that nobody weighed before, or who is last has no \
               dividends";
    Measured::each((0..worlds.seeds.len()).map(of), validators.len(), why)
}

/// Who has the least and who the largest number; `None` if these are the same.
fn ends(numbers: &[(usize, f64)]) -> Option<(Vec<usize>, Vec<usize>)> {
    let values = || numbers.iter().map(|(_, value)| *value);
    let (least, most) = (values().reduce(f64::min)?, values().reduce(f64::max)?);
    let with = |wanted: f64| {
        let alike = numbers.iter().filter(|(_, value)| value.total_cmp(&wanted).is_eq());
        alike.map(|(at, _)| *at).collect()
    };
    (least < most).then(|| (with(least), with(most)))
}

/// Slope of ln(dividends / stake) on ln(stake), least squares; 0 = the small earn as much per stake as the large.
pub(super) fn small_validator_tax(worlds: &Worlds<'_>, _: &Arguments) -> Result<Measured, String> {
    let validators = worlds.honest_validators();
    let of = |seed: usize| {
        let points: Option<Vec<(f64, f64)>> = validators
            .iter()
            .map(|at| {
                let rate = worlds.written(seed).dividend_rate(&[*at]).filter(|rate| *rate > 0.0)?;
                Some((libm::log(stake(&worlds.lineup.cast.coldkeys[*at])), libm::log(rate)))
            })
            .collect();
        least_squares(&points?)
    };
    let why = "it needs two honest validators with unlike stakes, and dividends for all of them";
    Measured::each((0..worlds.seeds.len()).map(of), validators.len(), why)
}

fn least_squares(points: &[(f64, f64)]) -> Option<f64> {
    let n = points.len() as f64;
    let (sum_x, sum_y) = points.iter().fold((0.0, 0.0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
    let (mean_x, mean_y) = (sum_x / n, sum_y / n);
    let spread: f64 = points.iter().map(|(x, _)| (x - mean_x) * (x - mean_x)).sum();
    let common: f64 = points.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    (spread > 1e-12).then(|| common / spread)
}

pub(super) fn fallback_rate(worlds: &Worlds<'_>, _: &Arguments) -> Result<Measured, String> {
    let of = |seed: usize| {
        let subnet = worlds.written(seed).subnets.first();
        subnet.map_or(0.0, |subnet| f64::from(subnet.no_consensus) / f64::from(subnet.epochs.max(1)))
    };
    let epochs = worlds.written(0).subnets.first().map_or(0, |subnet| subnet.epochs);
    Ok(Measured::of(worlds.per_seed(of), epochs as usize))
}

pub(super) fn coverage(worlds: &Worlds<'_>, _: &Arguments) -> Result<Measured, String> {
    let of = |seed: usize| {
        let subnet = worlds.written(seed).subnets.first()?;
        (subnet.askable > 0).then(|| subnet.asked as f64 / subnet.askable as f64)
    };
    Measured::each((0..worlds.seeds.len()).map(of), worlds.validators().len(), "nobody could ask anybody")
}

pub(super) fn largest_stake(worlds: &Worlds<'_>, _: &Arguments) -> Result<Measured, String> {
    let stakes: Vec<f64> =
        worlds.validators().iter().map(|at| stake(&worlds.lineup.cast.coldkeys[*at])).collect();
    let share = super::concentration::top_share(&stakes, 1).ok_or(NOBODY)?;
    Ok(Measured::of(worlds.per_seed(|_| share), stakes.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published example of `YumaConsensusDemo`: stakes 40, 35, 25, validator trust 0.6, 0.8, 0.6.
    #[test]
    fn what_clipping_takes_is_weighted_by_stake() {
        let rows = [(40.0, 0.6), (35.0, 0.8), (25.0, 0.6)];
        assert!((left_of(rows.into_iter()).unwrap() - 0.67).abs() < 1e-12);
        assert_eq!((left_of([(0.0, 0.5)].into_iter()), left_of(std::iter::empty())), (None, None));
    }

    #[test]
    fn first_and_last_movers_are_taken_together_where_they_are_alike() {
        assert_eq!(ends(&[(4, 0.5), (7, 2.0), (9, 0.5), (2, 1.0)]), Some((vec![4, 9], vec![7])));
        assert_eq!((ends(&[(4, 1.0), (7, 1.0)]), ends(&[(4, 1.0)]), ends(&[])), (None, None, None));
    }

    #[test]
    fn a_line_has_its_slope() {
        let points: Vec<(f64, f64)> = [1.0, 2.0, 5.0].iter().map(|x| (*x, 4.0 - 0.25 * x)).collect();
        assert!((least_squares(&points).unwrap() + 0.25).abs() < 1e-12);
        assert_eq!(least_squares(&[(1.0, 1.0), (1.0, 2.0)]), None);
    }
}
