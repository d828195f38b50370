//! Does improving pay? What honest miners gain by better answers.

use crate::lineup::{PROBE, Subject, WorldPlan};
use crate::statistics::mean;
use crate::worlds::Worlds;
use incentor_scenario::run::{Improvement, Rank};

/// What a better honest miner gains, seed by seed.
pub(crate) struct Gained {
    /// Profit, τ/day.
    pub(crate) profit: Vec<f64>,
    /// Pay as written, τ/day.
    pub(crate) pay_before: Vec<f64>,
    /// Pay with better answers, τ/day.
    pub(crate) pay_after: Vec<f64>,
}

impl Gained {
    /// Gain in pay as a share of the pay before, ratio of sums; `None` if it had none.
    pub(crate) fn pay_share(&self) -> Option<f64> {
        let before = mean(&self.pay_before);
        (before > 0.0).then(|| mean(&self.pay_after) / before - 1.0)
    }
}

impl Worlds<'_> {
    /// The three probes, best first; none where there are too few honest miners.
    pub(crate) fn improvements(&self) -> Vec<Improvement> {
        let row = |(rank, _): (Rank, usize)| {
            let gained = self.gained(Subject::At(rank), PROBE)?;
            let subjects: Vec<(usize, f64)> =
                (0..self.seeds.len()).filter_map(|seed| self.contender(Subject::At(rank), seed)).collect();
            let (first, _) = *subjects.first()?;
            let alike = subjects.iter().all(|(at, _)| *at == first);
            let name = self.lineup.cast.coldkeys.get(first)?.name.clone();
            Some(Improvement {
                rank,
                coldkey: if alike { name } else { "another one in each seed".to_owned() },
                quality: mean(&subjects.iter().map(|(_, quality)| *quality).collect::<Vec<f64>>()),
                by: PROBE,
                profit: self.estimate(&gained.profit),
                pay_share: gained.pay_share(),
                profit_per_seed: gained.profit,
            })
        };
        self.probed(PROBE).into_iter().filter_map(row).collect()
    }

    /// What an honest miner gains by answers that are better by a share, if that world was played.
    pub(crate) fn gained(&self, subject: Subject, by: f64) -> Option<Gained> {
        let world = self.find(WorldPlan::Better(subject, by))?;
        let places: Vec<usize> = (0..self.seeds.len())
            .map(|seed| self.contender(subject, seed).map(|(at, _)| at))
            .collect::<Option<_>>()?;
        let of = |take: &dyn Fn(usize, usize) -> f64| self.per_seed(|seed| take(seed, places[seed]));
        Some(Gained {
            profit: of(&|seed, at| self.outcome(world, seed).profit(at) - self.written(seed).profit(at)),
            pay_before: of(&|seed, at| self.written(seed).pay(at)),
            pay_after: of(&|seed, at| self.outcome(world, seed).pay(at)),
        })
    }
}
