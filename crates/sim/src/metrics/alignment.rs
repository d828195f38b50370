//! Whether pay follows work (metrics §2.1, §2.2).

use super::{Arguments, BLOCKS_PER_DAY, Measured, concentration, rank};
use crate::lineup::{PROBE, Subject, contenders};
use crate::statistics::{mean, variance};
use crate::tally::IntervalTally;
use crate::worlds::Worlds;
use incentor_sdk::inverse_normal;

/// Ranks of fewer coldkeys say nothing.
const LEAST_RANKED: usize = 8;
/// Deciles of fewer coldkeys are empty.
const LEAST_FOR_DECILES: usize = 10;

const NOBODY_PAID: &str = "no miner of the first subnet was paid";

type Shared = fn(&[f64]) -> Option<f64>;

/// A measure of concentration over what miners of the first subnet get.
fn shared(worlds: &Worlds<'_>, arguments: &Arguments, of: Shared) -> Result<Measured, String> {
    shared_by(worlds, arguments.of_uids, &of)
}

fn shared_by(
    worlds: &Worlds<'_>,
    of_uids: bool,
    of: &dyn Fn(&[f64]) -> Option<f64>,
) -> Result<Measured, String> {
    let taken: Vec<Vec<f64>> = (0..worlds.seeds.len())
        .map(|seed| if of_uids { incentives(worlds, seed) } else { pays(worlds, seed) })
        .collect();
    let n = taken.first().map_or(0, Vec::len);
    Measured::each(taken.iter().map(|values| of(values)), n, NOBODY_PAID)
}

/// Pay of the first subnet's mining coldkeys.
fn pays(worlds: &Worlds<'_>, seed: usize) -> Vec<f64> {
    worlds.miners().iter().map(|at| worlds.written(seed).pay(*at)).collect()
}

/// Mean incentive of the first subnet's miner uids.
fn incentives(worlds: &Worlds<'_>, seed: usize) -> Vec<f64> {
    let seats = worlds.written(seed).subnets.first().map_or(&[][..], |subnet| &subnet.seats);
    let miners = seats.iter().filter(|seat| {
        worlds.lineup.cast.coldkeys.get(seat.coldkey).is_some_and(crate::cast::Coldkey::is_miner)
    });
    miners.map(|seat| seat.incentive as f64 / f64::from(seat.epochs.max(1))).collect()
}

pub(super) fn gini(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    shared(worlds, arguments, concentration::gini)
}

pub(super) fn hhi(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    shared(worlds, arguments, concentration::hhi)
}

pub(super) fn effective_number(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    shared(worlds, arguments, concentration::effective_number)
}

pub(super) fn nakamoto(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    shared(worlds, arguments, concentration::nakamoto)
}

pub(super) fn entropy(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    shared(worlds, arguments, concentration::entropy)
}

pub(super) fn top_share(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    let k = arguments.count.unwrap_or(1) as usize;
    shared_by(worlds, false, &|values| concentration::top_share(values, k))
}

pub(super) fn zero_share(worlds: &Worlds<'_>, _: &Arguments) -> Result<Measured, String> {
    shared_by(worlds, true, &concentration::zero_share)
}

pub(super) fn uids_per_coldkey(worlds: &Worlds<'_>, _: &Arguments) -> Result<Measured, String> {
    let mut n = 0;
    let of = |seed: usize| {
        let seats = &worlds.written(seed).subnets.first()?.seats;
        let cast = &worlds.lineup.cast;
        let held = seats.iter().map(|seat| seat.coldkey);
        let mut miners: Vec<usize> =
            held.filter(|at| cast.coldkeys.get(*at).is_some_and(crate::cast::Coldkey::is_miner)).collect();
        let uids = miners.len();
        miners.sort_unstable();
        miners.dedup();
        n = n.max(miners.len());
        (!miners.is_empty()).then(|| uids as f64 / miners.len() as f64)
    };
    let values: Option<Vec<f64>> = (0..worlds.seeds.len()).map(of).collect();
    Ok(Measured::of(values.ok_or("no miner held a seat")?, n))
}

pub(super) fn work_share(worlds: &Worlds<'_>, _: &Arguments) -> Result<Measured, String> {
    let miners = worlds.miners();
    let of = |seed: usize| {
        let outcome = worlds.written(seed);
        let fresh = |at: usize| outcome.coldkeys.get(at).map_or(0.0, |tally| tally.fresh_value);
        let all_pay: f64 = miners.iter().map(|at| outcome.pay(*at)).sum();
        let all_fresh: f64 = miners.iter().map(|at| fresh(*at)).sum();
        let apart = |at: &usize| libm::fabs(outcome.pay(*at) / all_pay - fresh(*at) / all_fresh);
        (all_pay > 0.0 && all_fresh > 0.0).then(|| 1.0 - miners.iter().map(apart).sum::<f64>() / 2.0)
    };
    let none = "no miner of the first subnet was paid, or nobody did fresh work";
    Measured::each((0..worlds.seeds.len()).map(of), miners.len(), none)
}

/// Quality and pay per day seated of honest coldkeys of the first subnet that were there all the time.
fn ranked(worlds: &Worlds<'_>, seed: usize) -> (Vec<f64>, Vec<f64>) {
    let outcome = worlds.written(seed);
    let cast = &worlds.lineup.cast;
    let honest = worlds.bystanders().into_iter().filter(|at| cast.coldkeys[*at].site == 0);
    let settled = honest.filter(|at| {
        let seated = outcome.coldkeys.get(*at).map_or(0.0, |tally| tally.seated_days);
        seated >= outcome.counted_days * (1.0 - 1e-9)
    });
    settled.filter_map(|at| Some((worlds.quality(at, seed)?, outcome.pay(at)))).unzip()
}

fn agreement(
    worlds: &Worlds<'_>,
    least: usize,
    of: impl Fn(&[f64], &[f64]) -> Option<f64>,
) -> Result<Measured, String> {
    let ranked: Vec<_> = (0..worlds.seeds.len()).map(|seed| ranked(worlds, seed)).collect();
    let n = ranked.iter().map(|(quality, _)| quality.len()).min().unwrap_or(0);
    if n < least {
        return Err(format!(
            "it needs {least} honest coldkeys that are seated all the time, and there are {n}"
        ));
    }
    let values = ranked.iter().map(|(quality, pay)| of(quality, pay));
    Measured::each(values, n, "all of them are equally good, or are paid the same")
}

pub(super) fn spearman(worlds: &Worlds<'_>, _: &Arguments) -> Result<Measured, String> {
    agreement(worlds, LEAST_RANKED, rank::spearman)
}

pub(super) fn kendall(worlds: &Worlds<'_>, _: &Arguments) -> Result<Measured, String> {
    agreement(worlds, LEAST_RANKED, rank::kendall)
}

pub(super) fn ndcg(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    let k = arguments.count.map_or(usize::MAX, |count| count as usize);
    agreement(worlds, LEAST_RANKED, |quality, pay| rank::ndcg(quality, pay, k))
}

pub(super) fn violations(worlds: &Worlds<'_>, _: &Arguments) -> Result<Measured, String> {
    agreement(worlds, 2, rank::violations)
}

pub(super) fn displacement(worlds: &Worlds<'_>, _: &Arguments) -> Result<Measured, String> {
    agreement(worlds, LEAST_FOR_DECILES, |quality, pay| {
        let (of_quality, of_pay) = (deciles(quality), deciles(pay));
        let moved = of_quality.iter().zip(&of_pay).filter(|(one, other)| one != other).count();
        Some(moved as f64 / quality.len() as f64)
    })
}

pub(super) fn top_decile_retention(worlds: &Worlds<'_>, _: &Arguments) -> Result<Measured, String> {
    agreement(worlds, LEAST_FOR_DECILES, |quality, pay| {
        let (of_quality, of_pay) = (deciles(quality), deciles(pay));
        let best = of_quality.iter().zip(&of_pay).filter(|(quality, _)| **quality == 9);
        let (kept, all) = best.fold((0, 0), |(kept, all), (_, pay)| (kept + u32::from(*pay == 9), all + 1));
        (all > 0).then(|| f64::from(kept) / f64::from(all))
    })
}

/// The tenth each value is in, from 0; ties by place.
fn deciles(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|one, other| values[*one].total_cmp(&values[*other]));
    let mut deciles = vec![0; values.len()];
    for (place, at) in order.iter().enumerate() {
        deciles[*at] = place * 10 / values.len();
    }
    deciles
}

/// Pay per block of honest coldkeys of the first subnet, by counted interval.
pub(super) fn by_interval(worlds: &Worlds<'_>, seed: usize) -> Vec<Vec<f64>> {
    let cast = &worlds.lineup.cast;
    let honest: Vec<usize> =
        worlds.bystanders().into_iter().filter(|at| cast.coldkeys[*at].site == 0).collect();
    let intervals = super::dynamics::counted_intervals(worlds, seed);
    let pay = |at: usize| {
        let of = |(start, interval): &(u64, &IntervalTally)| {
            let blocks = interval.end_block.saturating_sub(*start).max(1);
            interval.income_tao.get(at).copied().unwrap_or(0.0) / blocks as f64
        };
        intervals.iter().map(of).collect()
    };
    honest.into_iter().map(pay).collect()
}

/// Share of the cases in which a difference that is there is to be seen.
const POWER: f64 = 0.8;

/// Tempos of pay that tell which of two miners is better: `2 (z_α + z_β)² σ² / δ²` (spec §2.2).
///
/// σ² is the variance of the pay of the miner at a rank from one counted tempo to the next, as written; δ what it is paid
/// more with answers better by a share, paired. α is what the run's confidence leaves, on one side; β a fifth. Both are
/// means over the seeds, and the interval is that of the formula's tangent.
pub(super) fn samples_to_rank(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    const NOBODY: &str = "there is no honest miner at that rank";
    let (subject, by) = (Subject::At(arguments.rank.ok_or(NOBODY)?), arguments.share.unwrap_or(PROBE));
    let gained = worlds.gained(subject, by).ok_or(NOBODY)?;
    let pairs = gained.pay_before.iter().zip(&gained.pay_after);
    let more: Vec<f64> = pairs.map(|(before, after)| after - before).collect();
    let confidence = worlds.scenario.run.confidence;
    // Of what may be luck it would take any number.
    let seen = crate::statistics::estimate(&more, confidence, 1);
    if seen.mean - seen.half_width.unwrap_or(0.0) <= 0.0 {
        return Err("better answers are not seen to be paid more".to_owned());
    }
    let of = |seed: usize| per_tempo(worlds, seed, worlds.contender(subject, seed)?.0);
    let noise: Option<Vec<f64>> = (0..worlds.seeds.len()).map(of).collect();
    let noise = noise.ok_or("it needs two counted intervals")?;
    let z = inverse_normal(confidence) + inverse_normal(POWER);
    let needed = Needed::of(2.0 * z * z, &noise, &more);
    let n = contenders(&worlds.lineup.cast, worlds.seed(0)).len();
    Ok(Measured { linear: Some(needed.linear), ..Measured::of(needed.per_seed, n) })
}

/// Variance of a miner's pay from one counted tempo to the next, (τ/day)²; as if tempos were independent.
fn per_tempo(worlds: &Worlds<'_>, seed: usize, at: usize) -> Option<f64> {
    let tempo = worlds.scenario.subnets.first().map_or(1, |subnet| u64::from(subnet.tempo.max(1)));
    let intervals = super::dynamics::counted_intervals(worlds, seed);
    let pay = |(start, interval): &(u64, &IntervalTally)| {
        let blocks = interval.end_block.saturating_sub(*start).max(1);
        BLOCKS_PER_DAY * interval.income_tao.get(at).copied().unwrap_or(0.0) / blocks as f64
    };
    let tempos = intervals.first().map(|(start, interval)| (interval.end_block - start).div_ceil(tempo))?;
    let between = variance(&intervals.iter().map(pay).collect::<Vec<f64>>())?;
    // The mean of several tempos moves so much less.
    Some(between * tempos as f64)
}

/// A factor times the mean of some numbers, over the square of the mean of others.
#[derive(Clone, Debug, PartialEq)]
struct Needed {
    /// With the numbers of a single seed above.
    per_seed: Vec<f64>,
    /// What has the same mean, and its spread to first order.
    linear: Vec<f64>,
}

impl Needed {
    fn of(factor: f64, above: &[f64], below: &[f64]) -> Self {
        let (over, under) = (mean(above), mean(below));
        let scale = factor / (under * under);
        let tangent = |(above, below): (&f64, &f64)| scale * (above - 2.0 * over * (below - under) / under);
        Self {
            per_seed: above.iter().map(|above| scale * above).collect(),
            linear: above.iter().zip(below).map(tangent).collect(),
        }
    }
}

pub(super) fn snr(worlds: &Worlds<'_>, _: &Arguments) -> Result<Measured, String> {
    let mut n = 0;
    let of = |seed: usize| {
        let miners = by_interval(worlds, seed);
        n = miners.len();
        let means: Vec<f64> = miners.iter().map(|values| mean(values)).collect();
        let within: Option<Vec<f64>> = miners.iter().map(|values| variance(values)).collect();
        let noise = mean(&within?);
        (noise > 0.0).then(|| variance(&means).map(|signal| signal / noise)).flatten()
    };
    let values: Option<Vec<f64>> = (0..worlds.seeds.len()).map(of).collect();
    Ok(Measured::of(values.ok_or("it needs two honest miners whose pay moves over time")?, n))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2 · (1.6449 + 0.8416)² = 12.365, at a spread as large as the difference; four times that at twice the spread.
    #[test]
    fn samples_grow_with_the_square_of_noise_over_difference() {
        let z = inverse_normal(0.95) + inverse_normal(POWER);
        let factor = 2.0 * z * z;
        assert!((factor - 12.365).abs() < 1e-3, "{factor}");
        for (noise, more, expected) in [(9.0, 3.0, 1.0), (36.0, 3.0, 4.0), (9.0, 6.0, 0.25)] {
            let needed = Needed::of(factor, &[noise; 3], &[more; 3]);
            assert!(
                needed.linear.iter().chain(&needed.per_seed).all(|n| (n / factor - expected).abs() < 1e-12)
            );
        }
    }

    #[test]
    fn a_tangent_has_the_value_of_the_formula_in_the_middle() {
        let needed = Needed::of(2.0, &[1.0, 3.0], &[4.0, 4.0]);
        assert_eq!(
            (needed.per_seed.as_slice(), needed.linear.as_slice()),
            (&[0.125, 0.375][..], &[0.125, 0.375][..])
        );
        // Twice the difference to first order: 2 · 2/16 less twice its tenth, and more.
        let needed = Needed::of(2.0, &[2.0, 2.0], &[3.6, 4.4]);
        assert_eq!(needed.per_seed, [0.25; 2]);
        assert!(
            (needed.linear[0] - 0.3).abs() < 1e-12 && (needed.linear[1] - 0.2).abs() < 1e-12,
            "{needed:?}"
        );
    }

    #[test]
    fn deciles_are_tenths_of_the_order() {
        let values: Vec<f64> = (0..20).rev().map(f64::from).collect();
        assert_eq!(deciles(&values), [9, 9, 8, 8, 7, 7, 6, 6, 5, 5, 4, 4, 3, 3, 2, 2, 1, 1, 0, 0]);
        assert_eq!(deciles(&[5.0, 1.0, 9.0]), [3, 0, 6]);
    }
}
