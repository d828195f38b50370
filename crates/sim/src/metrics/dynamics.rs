//! What happens over time (metrics §2.6).

use super::{Arguments, Measured, Quality};
use crate::cast::Cast;
use crate::deviation::Ratio;
use crate::lineup::{WorldPlan, contenders, entrant_place};
use crate::order::theil_sen;
use crate::tally::{IntervalTally, SubnetTally};
use crate::worlds::Worlds;

/// Blocks of 12 seconds in a day.
pub(crate) const BLOCKS_PER_DAY: f64 = 7200.0;

/// The intervals of a seed's series that count whole, each with the block at its start.
pub(super) fn counted_intervals<'a>(worlds: &'a Worlds<'_>, seed: usize) -> Vec<(u64, &'a IntervalTally)> {
    let run = &worlds.scenario.run;
    let tempo = worlds.scenario.subnets.first().map_or(0, |subnet| u64::from(subnet.tempo));
    let counted_from = u64::from(run.warmup.0) * tempo;
    let mut start = 0;
    let mut counted = Vec::new();
    for interval in &worlds.written(seed).series {
        if start >= counted_from {
            counted.push((start, interval));
        }
        start = interval.end_block;
    }
    counted
}

/// Growth of quality by day: of what is paid for (model §5), or of the best, the middle or what is delivered (spec §2.6).
pub(super) fn slope(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    let quality = |interval: &IntervalTally| match arguments.quality {
        None => interval.paid_quality,
        Some(Quality::Best) => interval.best_quality,
        Some(Quality::Median) => interval.median_quality,
        Some(Quality::Delivered) => interval.delivered,
    };
    let of = |seed: usize| {
        let points: Vec<(f64, f64)> = counted_intervals(worlds, seed)
            .iter()
            .map(|(_, interval)| (interval.end_block as f64 / BLOCKS_PER_DAY, quality(interval)))
            .filter(|(_, quality)| *quality > 0.0)
            .map(|(day, quality)| (day, libm::log(quality)))
            .collect();
        theil_sen(&points)
    };
    let why = "it needs two intervals in which miners with a quality work and are paid";
    Measured::each((0..worlds.seeds.len()).map(of), worlds.miners().len(), why)
}

/// Share of pay that goes to others in the last interval than over the whole window.
pub(super) fn live_divergence(worlds: &Worlds<'_>, _: &Arguments) -> Result<Measured, String> {
    let miners = worlds.miners();
    let of = |seed: usize| {
        let outcome = worlds.written(seed);
        let last = outcome.series.last()?;
        let live = |at: usize| last.income_tao.get(at).copied().unwrap_or(0.0);
        let all_live: f64 = miners.iter().map(|at| live(*at)).sum();
        let all: f64 = miners.iter().map(|at| outcome.pay(*at)).sum();
        let apart = |at: &usize| libm::fabs(live(*at) / all_live - outcome.pay(*at) / all);
        (all_live > 0.0 && all > 0.0).then(|| miners.iter().map(apart).sum::<f64>() / 2.0)
    };
    Measured::each((0..worlds.seeds.len()).map(of), miners.len(), "no miner of the first subnet was paid")
}

pub(super) fn needs_entrant(arguments: &Arguments, cast: &Cast) -> Vec<WorldPlan> {
    let is_made = arguments.population.is_none() && !contenders(cast, 0).is_empty();
    if is_made { vec![WorldPlan::Entrant] } else { Vec::new() }
}

/// Tempos until an entrant is paid more than everybody older; infinite if it never is.
pub(super) fn overtake_epochs(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    let (world, entrants) = match arguments.population {
        Some(population) => (0, worlds.members(population)),
        None => {
            (worlds.find(WorldPlan::Entrant).ok_or(NO_ENTRANT)?, vec![entrant_place(&worlds.lineup.cast)])
        }
    };
    let after = |seed: usize, at: usize| {
        let tally = worlds.outcome(world, seed).coldkeys.get(at);
        tally.and_then(|tally| tally.overtook_after).map_or(f64::INFINITY, f64::from)
    };
    // Of several the last.
    let values = worlds.per_seed(|seed| entrants.iter().map(|at| after(seed, *at)).fold(0.0, f64::max));
    Ok(Measured::of(values, entrants.len()))
}

const NO_ENTRANT: &str = "there is no honest miner on the first subnet for an entrant to be better than";

pub(super) fn survival(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    let members = worlds.members(arguments.population.ok_or(NO_ENTRANT)?);
    let kept = |seed: usize| {
        let kept = |at: &&usize| {
            let tally = worlds.written(seed).coldkeys.get(**at);
            tally.is_some_and(|tally| tally.prunes == 0 && tally.seated_days > 0.0)
        };
        members.iter().filter(kept).count() as f64 / members.len().max(1) as f64
    };
    Ok(Measured::of(worlds.per_seed(kept), members.len()))
}

pub(super) fn false_prunes(worlds: &Worlds<'_>, _: &Arguments) -> Result<Measured, String> {
    let subnet = |seed: usize| worlds.written(seed).subnets.first();
    let count = |seed: usize| subnet(seed).map_or(0.0, |subnet| f64::from(subnet.false_prunes));
    let all: u32 = (0..worlds.seeds.len()).filter_map(subnet).map(|subnet| subnet.counted_prunes).sum();
    Ok(Measured::of(worlds.per_seed(count), all as usize))
}

/// Neurons pruned per tempo.
pub(super) fn churn(worlds: &Worlds<'_>, _: &Arguments) -> Result<Measured, String> {
    let of = |seed: usize| {
        let subnet = worlds.written(seed).subnets.first();
        subnet.map_or(0.0, |subnet| f64::from(subnet.counted_prunes) / f64::from(subnet.epochs.max(1)))
    };
    let seats = worlds.written(0).subnets.first().map_or(0, |subnet| subnet.seats.len());
    Ok(Measured::of(worlds.per_seed(of), seats))
}

/// ln 2 over the rate at which seats change hands: half-life of tenure (spec §2.6), in tempos.
///
/// The rate is prunes over tempos at risk, Σ seats by counted tempo: the estimate for a constant risk that also uses
/// the seats that nobody has lost by the end. A ratio of sums over seeds.
pub(super) fn tenure_half_life(worlds: &Worlds<'_>, _: &Arguments) -> Result<Measured, String> {
    let of = |take: fn(&SubnetTally) -> f64| {
        worlds.per_seed(|seed| worlds.written(seed).subnets.first().map_or(0.0, take))
    };
    let at_risk = of(|subnet| subnet.seat_epochs as f64 * core::f64::consts::LN_2);
    let prunes = of(|subnet| f64::from(subnet.counted_prunes));
    let ratio = Ratio::of(&at_risk, &prunes).ok_or("nobody is pruned in the counted window")?;
    let n = prunes.iter().sum::<f64>() as usize;
    Ok(Measured { linear: Some(ratio.linear), ..Measured::of(ratio.per_seed, n) })
}
