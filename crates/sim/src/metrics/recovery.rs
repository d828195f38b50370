//! How long an outage is felt after its end (metrics §2.6).

use super::{Arguments, Measured};
use crate::behaviour::is_called;
use crate::worlds::Worlds;
use incentor_scenario::Happening;

/// Tempos over which pay is averaged.
const TEMPOS: usize = 5;
/// Share of the pay before that counts as being back.
const BACK: f64 = 0.9;

/// An outage of some coldkeys.
#[derive(Clone, Debug, PartialEq)]
struct Outage {
    begins: u64,
    ends: u64,
    coldkeys: Vec<usize>,
}

/// A stretch of time with what some coldkeys were paid in it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stretch {
    start: u64,
    end: u64,
    tao: f64,
}

/// Tempos from the end of an outage on until whoever was out is paid as before; of several outages the slowest.
pub(super) fn recovery_tempos(worlds: &Worlds<'_>, arguments: &Arguments) -> Result<Measured, String> {
    let outages = outages(worlds, arguments.population);
    if outages.is_empty() {
        return Err("nobody it is about has an outage, and there is nothing to recover from".to_owned());
    }
    let slowest = |seed: usize| {
        outages.iter().enumerate().try_fold(0.0_f64, |slowest, (at, outage)| {
            let took = recovery(worlds, seed, outage, settled_from(worlds, &outages[..at], outage))?;
            Ok::<f64, String>(slowest.max(took))
        })
    };
    let values: Result<Vec<f64>, String> = (0..worlds.seeds.len()).map(slowest).collect();
    Ok(Measured::of(values?, outages.len()))
}

/// Populations with an outage.
pub(super) fn populations(worlds: &Worlds<'_>) -> Vec<usize> {
    let all = 0..worlds.lineup.cast.populations.len();
    all.filter(|population| !outages(worlds, Some(*population)).is_empty()).collect()
}

/// The outages of a population's coldkeys, or of all, in order of time.
fn outages(worlds: &Worlds<'_>, population: Option<usize>) -> Vec<Outage> {
    let of = |event: &incentor_scenario::Event| {
        let Happening::Outage { who, lasts } = &event.what else { return None };
        let is_hit = |coldkey: &crate::cast::Coldkey| {
            is_called(&coldkey.name, who) && population.is_none_or(|at| at == coldkey.population)
        };
        let coldkeys = worlds.coldkeys(is_hit);
        let ends = event.at.0.saturating_add(lasts.0);
        (!coldkeys.is_empty()).then_some(Outage { begins: event.at.0, ends, coldkeys })
    };
    let mut outages: Vec<Outage> = worlds.scenario.events.iter().filter_map(of).collect();
    outages.sort_by_key(|outage| outage.begins);
    outages
}

/// The block from which on nothing but luck moves the pay of whom an outage hits.
fn settled_from(worlds: &Worlds<'_>, earlier: &[Outage], outage: &Outage) -> u64 {
    let cast = &worlds.lineup.cast;
    let tempo = worlds.scenario.subnets.first().map_or(0, |subnet| u64::from(subnet.tempo));
    let counted = u64::from(worlds.scenario.run.warmup.0) * tempo;
    let joined = outage.coldkeys.iter().filter_map(|at| {
        let coldkey = cast.coldkeys.get(*at)?;
        cast.populations.get(coldkey.population)?.joins_at
    });
    let out = earlier
        .iter()
        .filter(|other| other.coldkeys.iter().any(|at| outage.coldkeys.contains(at)))
        .map(|other| other.ends);
    joined.chain(out).fold(counted, u64::max)
}

fn recovery(worlds: &Worlds<'_>, seed: usize, outage: &Outage, settled: u64) -> Result<f64, String> {
    let mut start = 0;
    let mut stretches = Vec::new();
    for interval in &worlds.written(seed).series {
        let paid = outage.coldkeys.iter().filter_map(|at| interval.income_tao.get(*at));
        stretches.push(Stretch { start, end: interval.end_block, tao: paid.sum() });
        start = interval.end_block;
    }
    let tempo = worlds.scenario.subnets.first().map_or(1, |subnet| u64::from(subnet.tempo.max(1)));
    recovered(&stretches, (settled, outage.begins, outage.ends), tempo)
}

/// Tempos from the first stretch after an outage to the first from which on pay is back; infinite if it never is.
///
/// Times are blocks: from when on pay before the outage counts, its beginning, its end.
fn recovered(
    stretches: &[Stretch],
    (settled, begins, ends): (u64, u64, u64),
    tempo: u64,
) -> Result<f64, String> {
    let rate = |stretches: &[Stretch]| {
        let blocks: u64 = stretches.iter().map(|one| one.end - one.start).sum();
        stretches.iter().map(|one| one.tao).sum::<f64>() / blocks.max(1) as f64
    };
    let before: Vec<Stretch> =
        stretches.iter().filter(|one| one.start >= settled && one.end <= begins).copied().collect();
    if rate(&before) <= 0.0 {
        return Err("whoever is out was paid nothing in counted tempos before".to_owned());
    }
    let after: Vec<Stretch> = stretches.iter().filter(|one| one.start >= ends).copied().collect();
    let Some(first) = after.first() else {
        return Err("the outage does not end before the run".to_owned());
    };
    let tempos = (first.end - first.start).div_ceil(tempo) as usize;
    let wide = TEMPOS.div_ceil(tempos.max(1));
    if after.len() < wide {
        return Err(format!("the run ends before {TEMPOS} tempos have passed after the outage"));
    }
    let back = after.windows(wide).position(|five| rate(five) >= BACK * rate(&before));
    Ok(back.map_or(f64::INFINITY, |at| (at * tempos) as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stretches of a tempo of 100 blocks.
    fn paid(tao: impl IntoIterator<Item = f64>) -> Vec<Stretch> {
        let stretch = |(at, tao): (u64, f64)| Stretch { start: at * 100, end: (at + 1) * 100, tao };
        (0..).zip(tao).map(stretch).collect()
    }

    /// Out for three tempos from the 11th on, and back by a rise of a tenth a tempo.
    #[test]
    fn pay_is_back_when_five_tempos_are_at_nine_tenths() {
        let ramp = (1..=20).map(|tempo| f64::min(f64::from(tempo) / 10.0, 1.0));
        let pay: Vec<f64> =
            [2.0; 10].into_iter().chain([0.0; 3]).chain(ramp.map(|share| 2.0 * share)).collect();
        // 0.7 to 1.1 capped: 0.7, 0.8, 0.9, 1, 1 have a mean of 0.88; a tempo later it is 0.94.
        assert_eq!(recovered(&paid(pay.clone()), (0, 1000, 1300), 100), Ok(7.0));
        // In stretches of five tempos one is enough: the first that begins after the end is back by half.
        let fives: Vec<f64> = pay.chunks(5).map(|five| five.iter().sum()).collect();
        let stretch = |(at, tao): (u64, &f64)| Stretch { start: at * 500, end: (at + 1) * 500, tao: *tao };
        let fives: Vec<Stretch> = (0..).zip(&fives).map(stretch).collect();
        assert_eq!(recovered(&fives, (0, 1000, 1300), 100), Ok(5.0));
    }

    #[test]
    fn who_never_lost_anything_is_back_at_once_and_who_lost_all_never() {
        assert_eq!(recovered(&paid([1.0; 30]), (0, 1000, 1300), 100), Ok(0.0));
        let gone = [1.0; 10].into_iter().chain([0.0; 20]);
        assert_eq!(recovered(&paid(gone), (0, 1000, 1300), 100), Ok(f64::INFINITY));
    }

    #[test]
    fn what_cannot_be_told_has_its_reason() {
        let why = |times| recovered(&paid([1.0; 30]), times, 100).unwrap_err();
        assert!(why((1000, 1000, 1300)).contains("paid nothing"), "no counted tempo before");
        assert!(why((0, 1000, 3000)).contains("does not end"));
        assert!(why((0, 1000, 2600)).contains("five tempos") || why((0, 1000, 2600)).contains("5 tempos"));
        assert_eq!(recovered(&paid([1.0; 30]), (0, 1000, 2500), 100), Ok(0.0), "five are left");
        // Pay before counting begins is no measure.
        let dear = [9.0; 5].into_iter().chain([1.0; 25]);
        assert_eq!(recovered(&paid(dear), (500, 1000, 1300), 100), Ok(0.0));
    }
}
