//! All worlds of one variant, played: what every analysis starts from.

use crate::cast::Coldkey;
use crate::lineup::{self, Lineup, Subject, WorldPlan};
use crate::tally::Outcome;
use incentor_scenario::run::{Estimate, Rank};
use incentor_scenario::{Part, Scenario};

use crate::statistics::{estimate, mean};

/// All worlds of one variant in all seeds.
pub(crate) struct Worlds<'a> {
    /// The variant.
    pub(crate) scenario: &'a Scenario,
    /// Who takes part, and which worlds there are.
    pub(crate) lineup: Lineup,
    /// By seed, then by world as the lineup has them.
    pub(crate) seeds: Vec<Vec<Outcome>>,
    /// Verdicts that hold together: deviations, over all variants.
    pub(crate) comparisons: usize,
}

impl Worlds<'_> {
    /// A world in a seed.
    pub(crate) fn outcome(&self, world: usize, seed: usize) -> &Outcome {
        &self.seeds[seed][world]
    }

    /// The world as written in a seed.
    pub(crate) fn written(&self, seed: usize) -> &Outcome {
        self.outcome(0, seed)
    }

    /// The world as written in all seeds.
    pub(crate) fn all_written(&self) -> impl Iterator<Item = &Outcome> {
        (0..self.seeds.len()).map(|seed| self.written(seed))
    }

    /// A number of each seed.
    pub(crate) fn per_seed(&self, of: impl Fn(usize) -> f64) -> Vec<f64> {
        (0..self.seeds.len()).map(of).collect()
    }

    /// A number of each seed's world as written, averaged.
    pub(crate) fn mean(&self, of: impl Fn(&Outcome) -> f64) -> f64 {
        mean(&self.per_seed(|seed| of(self.written(seed))))
    }

    /// Mean of a number of each seed with its interval.
    pub(crate) fn estimate(&self, values: &[f64]) -> Estimate {
        estimate(values, self.scenario.run.confidence, 1)
    }

    /// The number of a seed by its place.
    pub(crate) const fn seed(&self, place: usize) -> u32 {
        self.scenario.run.first_seed.wrapping_add(place as u32)
    }

    /// The honest miner at a rank in a seed, with its quality.
    pub(crate) fn contender(&self, subject: Subject, seed: usize) -> Option<(usize, f64)> {
        lineup::contender(&self.lineup.cast, subject, self.seed(seed))
    }

    /// The coldkeys for which something holds.
    pub(crate) fn coldkeys(&self, which: impl Fn(&Coldkey) -> bool) -> Vec<usize> {
        let all = self.lineup.cast.coldkeys.iter().enumerate();
        all.filter(|(_, coldkey)| which(coldkey)).map(|(at, _)| at).collect()
    }

    /// The coldkeys of a population, on all subnets.
    pub(crate) fn members(&self, population: usize) -> Vec<usize> {
        self.coldkeys(|coldkey| coldkey.population == population)
    }

    /// Honest miners that are not on trial, on all subnets.
    pub(crate) fn bystanders(&self) -> Vec<usize> {
        self.coldkeys(|coldkey| lineup::is_bystander(&self.lineup.cast, coldkey))
    }

    /// Miners of the first subnet.
    pub(crate) fn miners(&self) -> Vec<usize> {
        self.coldkeys(|coldkey| coldkey.site == 0 && coldkey.is_miner())
    }

    /// Validators of the first subnet with stake.
    pub(crate) fn validators(&self) -> Vec<usize> {
        self.coldkeys(|coldkey| coldkey.site == 0 && !coldkey.is_miner() && stake(coldkey) > 0.0)
    }

    /// Validators of the first subnet that are honest and not on trial.
    pub(crate) fn honest_validators(&self) -> Vec<usize> {
        let tried = self.lineup.cast.deviating();
        let all = self.validators().into_iter();
        let honest = |at: &usize| {
            let coldkey = &self.lineup.cast.coldkeys[*at];
            coldkey.is_honest() && !tried.contains(&coldkey.population)
        };
        all.filter(honest).collect()
    }

    /// A coldkey's quality in the world as written, without drift.
    pub(crate) fn quality(&self, coldkey: usize, seed: usize) -> Option<f64> {
        let plan = self.lineup.cast.coldkeys.get(coldkey)?;
        let count = self.lineup.cast.populations.get(plan.population)?.plan.count;
        plan.quality(incentor_sdk::Luck::of_seed(self.seed(seed).into()), count)
    }

    /// Mean pay of an honest miner, τ/day.
    pub(crate) fn honest_pay(&self) -> f64 {
        let honest = self.bystanders();
        self.mean(|outcome| mean_of(&honest, |at| outcome.pay(at)))
    }

    /// Profit per coldkey of some coldkeys in a world, by seed, τ/day.
    pub(crate) fn profits(&self, coldkeys: &[usize], world: usize) -> Vec<f64> {
        self.per_seed(|seed| mean_of(coldkeys, |at| self.outcome(world, seed).profit(at)))
    }

    /// The place of a world that was played.
    pub(crate) fn find(&self, world: WorldPlan) -> Option<usize> {
        self.lineup.find(world)
    }

    /// Which ranks were probed by a share.
    pub(crate) fn probed(&self, by: f64) -> Vec<(Rank, usize)> {
        let ranks = [Rank::Best, Rank::Median, Rank::Worst].into_iter();
        ranks.filter_map(|rank| Some((rank, self.find(WorldPlan::Better(Subject::At(rank), by))?))).collect()
    }
}

/// Mean of a number over some coldkeys; 0 of none.
pub(crate) fn mean_of(coldkeys: &[usize], of: impl Fn(usize) -> f64) -> f64 {
    mean(&coldkeys.iter().map(|at| of(*at)).collect::<Vec<f64>>())
}

/// A coldkey's stake at the start, alpha; 0 for miners.
pub(crate) fn stake(coldkey: &Coldkey) -> f64 {
    match &coldkey.part {
        Part::Miner(_) => 0.0,
        Part::Validator(plan) => {
            plan.stakes.get(coldkey.number as usize).map_or(0.0, |stake| stake.0.rao as f64 / 1e9)
        }
    }
}
