//! What an author gives the checkers.

use crate::{Mechanism, Policy, Solver, Task};
use std::ops::RangeInclusive;

/// A task, a miner with an effort dial, and how hard to look.
///
/// More effort must mean better answers on average, and it is what a miner pays for: two hotkeys of one
/// worker have half of it each. A solver that says what an answer is worth ([`Work::value`](crate::Work))
/// makes the checks sharper: then every single pair of answers counts, not only averages.
#[derive(Clone)]
pub struct Trial<'a, T: Task> {
    pub(super) task: &'a T,
    pub(super) solver: &'a dyn Solver<T::Ask>,
    pub(super) seed: u64,
    pub(super) cases: u32,
    pub(super) draws: u32,
    pub(super) miners: usize,
    pub(super) rounds: u64,
    pub(super) efforts: RangeInclusive<f64>,
    pub(super) policy: Policy,
    pub(super) measured: Vec<String>,
}

impl<'a, T: Task> Trial<'a, T> {
    /// A trial of usual size.
    ///
    /// 24 cases per law, at most 4 miners and 3 rounds, efforts from 0.25 to 2, and 24 draws of luck where
    /// averages are compared.
    #[must_use]
    pub fn new(task: &'a T, solver: &'a dyn Solver<T::Ask>) -> Self {
        Self {
            task,
            solver,
            seed: 1,
            cases: 24,
            draws: 24,
            miners: 4,
            rounds: 3,
            efforts: 0.25..=2.0,
            policy: Policy::default(),
            measured: Vec::new(),
        }
    }

    /// The trial of a mechanism's own task and solver; `None` if its miner runs live only.
    #[must_use]
    pub fn of(mechanism: &'a Mechanism<T>) -> Option<Self> {
        Some(Self::new(mechanism.task(), mechanism.solver()?))
    }

    /// Another seed: other questions, other luck.
    #[must_use]
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// How many cases each law is tried on, at least 1.
    #[must_use]
    pub fn cases(mut self, cases: u32) -> Self {
        self.cases = cases.max(1);
        self
    }

    /// How often luck is drawn where averages are compared, at least 8.
    #[must_use]
    pub fn draws(mut self, draws: u32) -> Self {
        self.draws = draws.max(8);
        self
    }

    /// Most miners in a case, 2 to 64.
    #[must_use]
    pub fn miners(mut self, miners: usize) -> Self {
        self.miners = miners.clamp(2, 64);
        self
    }

    /// Most rounds in a case, at least 1; a task with a memory needs several.
    #[must_use]
    pub fn rounds(mut self, rounds: u64) -> Self {
        self.rounds = rounds.max(1);
        self
    }

    /// The efforts that matter: in this range better must always pay more.
    #[must_use]
    pub fn efforts(mut self, efforts: RangeInclusive<f64>) -> Self {
        self.efforts = efforts;
        self
    }

    /// How scores become weights; splitting and the u16 floor are judged by it.
    #[must_use]
    pub const fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// A field of the reply that is the work itself, not a claim about it.
    ///
    /// Changing it is no fraud. By its path, `"worth"` or `"result.worth"`; `""` for a reply that is one
    /// number.
    #[must_use]
    pub fn measured(mut self, field: impl Into<String>) -> Self {
        self.measured.push(field.into());
        self
    }

    /// The power by which weights go with scores; 1 for policies that are no power.
    pub(super) const fn power(&self) -> f64 {
        match self.policy {
            Policy::Proportional { power, .. } => power,
            _ => 1.0,
        }
    }

    /// Point `at` of five on the range of efforts; past the end the last.
    pub(super) fn effort(&self, at: usize) -> f64 {
        let (low, high) = (*self.efforts.start(), *self.efforts.end());
        low + (high - low) * at.min(4) as f64 / 4.0
    }
}

impl<T: Task> std::fmt::Debug for Trial<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Trial").field("seed", &self.seed).field("cases", &self.cases).finish_non_exhaustive()
    }
}

/// How a mechanism is tried that is held without its types: what [`Trial`] has, where a command line can say it.
#[derive(Clone, Debug, PartialEq)]
pub struct Depth {
    /// Seed of questions and luck.
    pub seed: u64,
    /// Cases per law.
    pub cases: u32,
    /// Fields of the reply that are the work itself; see [`Trial::measured`].
    pub measured: Vec<String>,
}

impl Default for Depth {
    fn default() -> Self {
        Self { seed: 1, cases: 24, measured: Vec::new() }
    }
}
