//! What somebody gains, and at whose cost (metrics §2.5; simulation model §4, §5).

use super::{Arguments, Measured};
use crate::cast::Cast;
use crate::deviation::Ratio;
use crate::lineup::{PROBE, Subject, WorldPlan, contenders};
use crate::order::Interval;
use crate::worlds::{Worlds, mean_of};
use incentor_scenario::run::Rank;

/// Probes of all honest miners are worlds; more than these are too many.
const MOST_PROBED: usize = 64;

const NO_PROFIT: &str =
    "honest miners make no profit if it is played straight, and a share of nothing is nothing";
const NOT_PLAYED: &str = "the world it compares with was not played";

pub(super) fn gain(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    let population = arguments.population.ok_or(NOT_PLAYED)?;
    let twin = worlds.find(WorldPlan::Straight(population)).ok_or(NOT_PLAYED)?;
    let members = worlds.members(population);
    let (cheating, straight) = (worlds.profits(&members, 0), worlds.profits(&members, twin));
    let gains = cheating.iter().zip(&straight).map(|(cheat, honest)| cheat - honest).collect();
    Ok(Measured { simultaneous: true, ..Measured::of(gains, members.len()) })
}

pub(super) fn regret(worlds: &Worlds<'_>, _: &Arguments) -> Result<Measured, String> {
    let deviating = worlds.lineup.cast.deviating();
    let mut bounds = Interval::at(f64::NEG_INFINITY);
    let mut values = vec![f64::NEG_INFINITY; worlds.seeds.len()];
    for population in &deviating {
        let gain = gain(worlds, &Arguments { population: Some(*population), ..Arguments::default() })?;
        for (most, gain) in values.iter_mut().zip(&gain.values) {
            *most = most.max(*gain);
        }
        let estimate = gain.mean(worlds).ok_or(NOT_PLAYED)?;
        let half = estimate.half_width.unwrap_or(f64::INFINITY);
        bounds.low = bounds.low.max(estimate.mean - half);
        bounds.high = bounds.high.max(estimate.mean + half);
    }
    if deviating.is_empty() {
        return Err("no population has an `otherwise`, so nobody could regret anything".to_owned());
    }
    Ok(Measured { bounds: Some(bounds), simultaneous: true, ..Measured::of(values, deviating.len()) })
}

pub(super) fn harm(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    let other = arguments.population.map_or(WorldPlan::AllStraight, WorldPlan::Straight);
    worlds.find(other).ok_or("no population has an `otherwise`")?;
    let harm = worlds.harm(other).ok_or(NO_PROFIT)?;
    let n = worlds.bystanders().len();
    Ok(Measured { linear: Some(harm.linear), ..Measured::of(harm.per_seed, n) })
}

pub(super) fn improvement_pay(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    let (subject, by) = (Subject::At(arguments.rank.ok_or(NOT_PLAYED)?), arguments.share.unwrap_or(PROBE));
    let gained = worlds.gained(subject, by).ok_or(NOT_PLAYED)?;
    Ok(Measured::of(gained.profit, contenders(&worlds.lineup.cast, worlds.seed(0)).len()))
}

pub(super) fn needs_probe(arguments: &Arguments, cast: &Cast) -> Vec<WorldPlan> {
    let by = arguments.share.unwrap_or(PROBE);
    let honest = !contenders(cast, 0).is_empty();
    arguments
        .rank
        .filter(|_| honest)
        .map(|rank| WorldPlan::Better(Subject::At(rank), by))
        .into_iter()
        .collect()
}

pub(super) fn elasticity(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    let (subject, by) = (Subject::At(arguments.rank.ok_or(NOT_PLAYED)?), arguments.share.unwrap_or(PROBE));
    let gained = worlds.gained(subject, by).ok_or(NOT_PLAYED)?;
    let pairs = gained.pay_before.iter().zip(&gained.pay_after);
    let slopes = pairs.map(|(before, after)| {
        (*before > 0.0 && *after > 0.0).then(|| libm::log(after / before) / libm::log1p(by))
    });
    let n = contenders(&worlds.lineup.cast, worlds.seed(0)).len();
    Measured::each(slopes, n, "a miner without pay has no elasticity")
}

/// Worlds in which each honest miner in turn is better.
pub(super) fn needs_all_probes(_: &Arguments, cast: &Cast) -> Vec<WorldPlan> {
    let honest = contenders(cast, 0).len();
    if honest > MOST_PROBED {
        return Vec::new();
    }
    (0..honest).map(|place| WorldPlan::Better(Subject::Place(place), PROBE)).collect()
}

/// Over all honest miners where a gate had them probed, otherwise over the three that always are.
pub(super) fn saturation(worlds: &Worlds<'_>, _: &Arguments) -> Result<Measured, String> {
    let honest = contenders(&worlds.lineup.cast, worlds.seed(0)).len();
    let places = (0..honest).map(Subject::Place);
    let ranks = [Rank::Best, Rank::Median, Rank::Worst].map(Subject::At);
    let played = |subject: &Subject| worlds.find(WorldPlan::Better(*subject, PROBE)).is_some();
    let mut subjects: Vec<Subject> = places.filter(played).collect();
    if subjects.is_empty() {
        subjects = ranks.into_iter().filter(played).collect();
    }
    let gains: Vec<_> = subjects.iter().filter_map(|subject| worlds.gained(*subject, PROBE)).collect();
    let flat = |seed: usize| {
        let risen = gains.iter().map(|gained| (gained.pay_before[seed], gained.pay_after[seed]));
        let flat = risen.filter(|(before, after)| *after < before * (1.0 + PROBE / 10.0)).count();
        flat as f64 / gains.len() as f64
    };
    if gains.is_empty() {
        return Err(format!("it needs from 1 to {MOST_PROBED} honest miners on the first subnet"));
    }
    Ok(Measured::of(worlds.per_seed(flat), gains.len()))
}

pub(super) fn needs_splits(arguments: &Arguments, cast: &Cast) -> Vec<WorldPlan> {
    let hotkeys = arguments.count.unwrap_or(2);
    let honest = !contenders(cast, 0).is_empty();
    split_ranks(arguments)
        .into_iter()
        .filter(|_| honest)
        .map(|rank| WorldPlan::Split(rank, hotkeys))
        .collect()
}

fn split_ranks(arguments: &Arguments) -> Vec<Rank> {
    arguments.rank.map_or_else(|| vec![Rank::Median, Rank::Best], |rank| vec![rank])
}

/// Of the median and the best honest miner whoever gains more.
pub(super) fn sybil_gain(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    let hotkeys = arguments.count.unwrap_or(2);
    let mut most: Option<Ratio> = None;
    for rank in split_ranks(arguments) {
        let world = worlds.find(WorldPlan::Split(rank, hotkeys)).ok_or(NOT_PLAYED)?;
        let profit = |world: usize| {
            worlds.per_seed(|seed| {
                let at = worlds.contender(Subject::At(rank), seed);
                at.map_or(0.0, |(at, _)| worlds.outcome(world, seed).profit(at))
            })
        };
        let one = profit(0);
        if crate::statistics::mean(&one) <= 0.0 {
            return Err(
                "the miner makes no profit with one hotkey, and a ratio to that means nothing".to_owned()
            );
        }
        let ratio = Ratio::of(&profit(world), &one).ok_or(NOT_PLAYED)?;
        if most.as_ref().is_none_or(|most| ratio.ratio > most.ratio) {
            most = Some(ratio);
        }
    }
    let ratio = most.ok_or(NOT_PLAYED)?;
    Ok(Measured { linear: Some(ratio.linear), ..Measured::of(ratio.per_seed, hotkeys as usize) })
}

pub(super) fn pay(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    let members = worlds.members(arguments.population.ok_or(NOT_PLAYED)?);
    let values = worlds.per_seed(|seed| mean_of(&members, |at| worlds.written(seed).pay(at)));
    Ok(Measured::of(values, members.len()))
}

pub(super) fn profit(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    let members = worlds.members(arguments.population.ok_or(NOT_PLAYED)?);
    Ok(Measured::of(worlds.profits(&members, 0), members.len()))
}

pub(super) fn pay_share(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    let members = worlds.members(arguments.population.ok_or(NOT_PLAYED)?);
    let cast = &worlds.lineup.cast;
    let is_miner = members.first().is_some_and(|at| cast.coldkeys[*at].is_miner());
    let all = worlds.coldkeys(|coldkey| coldkey.is_miner() == is_miner);
    let share = |seed: usize| {
        let sum =
            |coldkeys: &[usize]| -> f64 { coldkeys.iter().map(|at| worlds.written(seed).pay(*at)).sum() };
        let whole = sum(&all);
        (whole > 0.0).then(|| sum(&members) / whole)
    };
    Measured::each((0..worlds.seeds.len()).map(share), members.len(), "nobody was paid")
}

pub(super) fn roi(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    let members = worlds.members(arguments.population.ok_or(NOT_PLAYED)?);
    let sum = |of: &dyn Fn(usize, usize) -> f64| worlds.per_seed(|seed| mean_of(&members, |at| of(seed, at)));
    let income = sum(&|seed, at| worlds.written(seed).pay(at));
    let cost = sum(&|seed, at| worlds.written(seed).cost(at));
    let ratio = Ratio::of(&income, &cost).ok_or("it costs nothing")?;
    Ok(Measured { linear: Some(ratio.linear), ..Measured::of(ratio.per_seed, members.len()) })
}

pub(super) fn needs_twin(arguments: &Arguments, _: &Cast) -> Vec<WorldPlan> {
    arguments.population.map(WorldPlan::Straight).into_iter().collect()
}
