//! One case: who is there, and what the law plays with.

use super::Trial;
use crate::{Luck, Task};

/// The numbers a law's worlds are made of.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Case {
    /// Of questions and luck.
    pub(super) seed: u64,
    pub(super) rounds: u64,
    /// Effort of every miner.
    pub(super) efforts: Vec<f64>,
    /// The miner the law looks at.
    pub(super) target: usize,
    /// A second effort the law needs, above or below the target's.
    pub(super) other: f64,
}

impl Case {
    /// Case number `at`: small ones first.
    pub(super) fn draw<T: Task>(trial: &Trial<'_, T>, law: &str, at: u32) -> Self {
        let mut rng = Luck::of_seed(trial.seed).branch("check", 0).branch(law, 0).at(0, at.into());
        let miners = 1 + at as usize % trial.miners;
        let rounds = 1 + (u64::from(at) / trial.miners as u64) % trial.rounds;
        let efforts: Vec<f64> = (0..miners).map(|_| trial.effort(rng.below(5))).collect();
        let target = rng.below(miners);
        Self { seed: 1 + rng.next_u64() % 1_000, rounds, efforts, target, other: trial.effort(rng.below(5)) }
    }

    /// The effort of the miner the law looks at.
    pub(super) fn effort(&self) -> f64 {
        self.efforts.get(self.target).copied().unwrap_or(1.0)
    }

    /// The same case with another effort of the target.
    pub(super) fn with_effort(&self, effort: f64) -> Self {
        let mut case = self.clone();
        if let Some(own) = case.efforts.get_mut(self.target) {
            *own = effort;
        }
        case
    }

    /// The same case with other luck, one of many.
    pub(super) fn redrawn(&self, draw: u32) -> Self {
        Self { seed: self.seed * 1_000 + u64::from(draw), ..self.clone() }
    }

    /// Simpler cases, the simplest first.
    pub(super) fn simpler(&self) -> Vec<Self> {
        let mut simpler = Vec::new();
        let fewer_rounds = (1..self.rounds).map(|rounds| Self { rounds, ..self.clone() });
        simpler.extend(fewer_rounds);
        for at in (0..self.efforts.len()).filter(|at| *at != self.target) {
            let mut case = self.clone();
            case.efforts.remove(at);
            case.target -= usize::from(at < self.target);
            simpler.push(case);
        }
        for at in 0..self.efforts.len() {
            let mut case = self.clone();
            if let Some(effort) = case.efforts.get_mut(at).filter(|effort| **effort != 1.0) {
                *effort = 1.0;
                simpler.push(case);
            }
        }
        simpler.extend((1..self.seed.min(9)).map(|seed| Self { seed, ..self.clone() }));
        simpler
    }
}
