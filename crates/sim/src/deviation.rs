//! Does cheating pay? A population's gain over playing straight, all others the same.

use crate::describe::{behaviour, part_in_words};
use crate::lineup::WorldPlan;
use crate::statistics::estimate;
use crate::verdict::{Judged, epsilon, judge};
use crate::worlds::{Worlds, mean_of};
use incentor_scenario::Part;
use incentor_scenario::run::{Deviation, Estimate, PriceSensitivity, RoleName};

impl Worlds<'_> {
    /// What every population with an `otherwise` gains.
    pub(crate) fn deviations(&self) -> Vec<Deviation> {
        let deviating = self.lineup.cast.deviating();
        deviating.into_iter().filter_map(|population| self.deviation(population)).collect()
    }

    fn deviation(&self, population: usize) -> Option<Deviation> {
        let plan = &self.lineup.cast.populations.get(population)?.plan;
        let otherwise = plan.otherwise.as_ref()?;
        let twin = self.find(WorldPlan::Straight(population))?;
        let (members, judged) = (self.members(population), self.judged(population)?);
        let cheating = self.profits(&members, 0);
        let straight = self.profits(&members, twin);
        let straight_pay = self.per_seed(|seed| mean_of(&members, |at| self.outcome(twin, seed).pay(at)));
        let straight_cast = self.lineup.cast.straight(&[population]);
        let luck = incentor_sdk::Luck::of_seed(self.seed(0).into());
        let first = members.first().and_then(|at| straight_cast.coldkeys.get(*at));
        let played = members.first().and_then(|at| self.lineup.cast.coldkeys.get(*at));
        let straight_profit = crate::statistics::mean(&straight);
        let entry_profit = self.estimate(&cheating);
        Some(Deviation {
            population: plan.name.clone(),
            role: match plan.part {
                Part::Miner(_) => RoleName::Miner,
                Part::Validator(_) => RoleName::Validator,
            },
            behaviour: behaviour(&plan.part),
            otherwise: part_in_words(otherwise),
            is_cheat: played.is_some_and(|coldkey| !coldkey.is_honest()),
            verdict: judged.verdict,
            reading: Deviation::reading(judged.verdict, entry_profit.mean, straight_profit),
            gain: judged.gain,
            epsilon: epsilon(self.honest_pay()),
            straight_quality: first.and_then(|coldkey| coldkey.quality(luck, plan.count)),
            straight_pay: crate::statistics::mean(&straight_pay),
            straight_profit,
            entry_profit,
            gain_per_seed: cheating.iter().zip(&straight).map(|(cheat, honest)| cheat - honest).collect(),
            harm: self.harm(WorldPlan::Straight(population)).map(|harm| harm.ratio),
            pairing_ratio: judged.pairing_ratio,
            seeds_needed: judged.seeds_needed,
            dividend_ratio: match plan.part {
                Part::Miner(_) => None,
                Part::Validator(_) => self.dividend_ratio(&members),
            },
        })
    }

    /// The verdict on a population.
    pub(crate) fn judged(&self, population: usize) -> Option<Judged> {
        let twin = self.find(WorldPlan::Straight(population))?;
        let members = self.members(population);
        let judged = judge(
            &self.profits(&members, 0),
            &self.profits(&members, twin),
            epsilon(self.honest_pay()),
            self.scenario.run.confidence,
            self.comparisons,
        );
        Some(if self.any_miner_is_paid(twin) { judged } else { judged.without_evidence() })
    }

    fn any_miner_is_paid(&self, twin: usize) -> bool {
        let miners = self.coldkeys(crate::cast::Coldkey::is_miner);
        let paid = |world, seed| miners.iter().any(|at| self.outcome(world, seed).coldkeys[*at].paid_rao > 0);
        // A game of validators alone has no miners that could be paid.
        miners.is_empty() || (0..self.seeds.len()).any(|seed| paid(0, seed) || paid(twin, seed))
    }

    /// Share by which honest miners' profit is lower in the world as written than in another one.
    ///
    /// A ratio of sums over all seeds; `None` if there are no honest miners, or without profit in the other world.
    pub(crate) fn harm(&self, other: WorldPlan) -> Option<Ratio> {
        let world = self.find(other)?;
        let honest = self.bystanders();
        let without = self.profits(&honest, world);
        let ratio = Ratio::of(&self.profits(&honest, 0), &without)?;
        (crate::statistics::mean(&without) > 0.0).then(|| Ratio {
            ratio: 1.0 - ratio.ratio,
            per_seed: ratio.per_seed.iter().map(|share| 1.0 - share).collect(),
            linear: ratio.linear.iter().map(|share| 1.0 - share).collect(),
        })
    }

    /// Dividends per stake of some validators over the median of the honest others, mean over seeds.
    pub(crate) fn dividend_ratio(&self, validators: &[usize]) -> Option<f64> {
        let ratios: Vec<f64> =
            (0..self.seeds.len()).filter_map(|seed| self.dividend_ratio_in(seed, validators)).collect();
        (ratios.len() == self.seeds.len()).then(|| crate::statistics::mean(&ratios))
    }

    /// The same in one seed; against all others where no other is honest.
    pub(crate) fn dividend_ratio_in(&self, seed: usize, validators: &[usize]) -> Option<f64> {
        let outcome = self.written(seed);
        let without = |all: Vec<usize>| -> Vec<usize> {
            all.into_iter().filter(|at| !validators.contains(at)).collect()
        };
        let honest = without(self.honest_validators());
        let others = if honest.is_empty() { without(self.validators()) } else { honest };
        let rates: Vec<f64> = others.iter().filter_map(|at| outcome.dividend_rate(&[*at])).collect();
        let median = crate::order::median(&rates);
        let own = outcome.dividend_rate(validators)?;
        (median > 0.0).then(|| own / median)
    }

    /// Gains at half and at twice the price of alpha.
    ///
    /// What is paid scales with the price and what is spent does not; that a behaviour might play otherwise at another
    /// price is left out.
    pub(crate) fn sensitivity(&self) -> Vec<PriceSensitivity> {
        let of = |population: usize| {
            let twin = self.find(WorldPlan::Straight(population))?;
            let members = self.members(population);
            let gain = |price: f64| -> Estimate {
                let gains = self.per_seed(|seed| {
                    let profit =
                        |world| mean_of(&members, |at| self.outcome(world, seed).profit_at(at, price));
                    profit(0) - profit(twin)
                });
                estimate(&gains, self.scenario.run.confidence, self.comparisons)
            };
            let name = self.lineup.cast.populations.get(population)?.plan.name.clone();
            Some(PriceSensitivity { population: name, at_half: gain(0.5), at_twice: gain(2.0) })
        };
        self.lineup.cast.deviating().into_iter().filter_map(of).collect()
    }
}

/// A ratio of two sums over the seeds.
pub(crate) struct Ratio {
    /// Σ numerator / Σ denominator.
    pub(crate) ratio: f64,
    /// The ratio of each seed alone.
    pub(crate) per_seed: Vec<f64>,
    /// Values whose mean is the ratio and whose spread is, to first order, that of the ratio of sums.
    pub(crate) linear: Vec<f64>,
}

impl Ratio {
    /// Of paired values; `None` if the denominators' sum is 0.
    pub(crate) fn of(numerators: &[f64], denominators: &[f64]) -> Option<Self> {
        let below = crate::statistics::mean(denominators);
        if below == 0.0 {
            return None;
        }
        let ratio = crate::statistics::mean(numerators) / below;
        let pairs = || numerators.iter().zip(denominators);
        Some(Self {
            ratio,
            per_seed: pairs().map(|(above, below)| above / below).collect(),
            linear: pairs().map(|(above, under)| ratio + (above - ratio * under) / below).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_of_sums_has_the_spread_of_its_residuals() {
        let ratio = Ratio::of(&[1.0, 2.0, 6.0], &[2.0, 4.0, 12.0]).unwrap();
        assert_eq!((ratio.ratio, ratio.linear), (0.5, vec![0.5; 3]));
        let ratio = Ratio::of(&[1.0, 3.0], &[1.0, 1.0]).unwrap();
        assert_eq!((ratio.ratio, ratio.linear, ratio.per_seed), (2.0, vec![1.0, 3.0], vec![1.0, 3.0]));
        let ratio = Ratio::of(&[1.0, 1.0], &[1.0, 3.0]).unwrap();
        assert_eq!((ratio.ratio, ratio.linear), (0.5, vec![0.75, 0.25]));
        assert!(Ratio::of(&[1.0], &[0.0]).is_none());
    }
}
