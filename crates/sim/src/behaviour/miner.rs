//! How a miner's coldkey plays.

mod by_solver;
mod colocated;
mod copycat;
mod decoys;
mod honest;
mod improving;
mod insider;
mod noisy;
mod rotating;
mod sandbagger;
mod selective;
mod squatter;
mod tests_only;

#[cfg(test)]
mod stage;

use by_solver::BySolver;
use colocated::Colocated;
use copycat::Copycat;
use decoys::Decoys;
use honest::Honest;
use improving::Improving;
use incentor_primitives::{BlockNumber, Uid};
use incentor_scenario::{MinerBehaviour as Named, MinerPlan};
use incentor_sdk::Rng;
use insider::Insider;
use noisy::Noisy;
use rotating::Rotating;
use sandbagger::Sandbagger;
use selective::Selective;
use squatter::Squatter;
use std::time::Duration;
use tests_only::TestsOnly;

/// What a coldkey can see when one of its hotkeys is asked; never the truth.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// The present block.
    pub block: BlockNumber,
    /// The seat that is asked.
    pub me: Uid,
    /// Which of its hotkeys that is, from 0.
    pub hotkey: u32,
    /// Name of the validator that asks: its coldkey's.
    pub caller: &'a str,
    /// Stake on the validator that asks, in rao of alpha.
    pub caller_stake_rao: u64,
    /// Incentive of the last epoch by uid, 65535 = 1.0: public on the chain.
    pub incentive: &'a [u16],
    /// Answers to the same question that others have handed in so far, by uid; empty until it waited.
    pub answered: &'a [Visible<'a>],
    /// Whether the question was asked before.
    pub is_repeat: bool,
    /// Whether the question looks like a customer's: known where tests and customers can be told apart.
    pub is_organic: bool,
    /// Whether the validator told it the answer.
    pub is_told: bool,
}

/// Somebody else's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visible<'a> {
    /// Whose.
    pub uid: Uid,
    /// The coldkey behind it.
    pub coldkey: &'a str,
    /// When it was there, after the question.
    pub latency: Duration,
}

/// What a miner does with a question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Move {
    /// Works, and hands in the result.
    Work(Effort),
    /// Waits until those who work have answered, and is asked once more; a second wait is silence.
    Wait,
    /// Hands in somebody else's answer.
    Copy {
        /// Whose; one of [`Ask::answered`].
        of: Uid,
        /// How long after the original.
        delay: Duration,
        /// Changes it so that it is no longer the same.
        disguise: bool,
    },
    /// Hands in what the validator told it; silence if [`Ask::is_told`] is false.
    Told,
    /// Does not answer.
    Silence,
}

/// How a miner works.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effort {
    /// Share of its quality, 1 = as well as it can.
    pub share: f64,
    /// Which solver.
    pub solver: Solver,
    /// When the answer is there; `None` = when the work is done.
    pub latency: Option<Duration>,
}

/// Which solver a miner works with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Solver {
    /// The mechanism's own.
    #[default]
    Honest,
    /// The other one that its plan names: a cheat's.
    Other,
}

impl Effort {
    /// Honest work at a share of its quality.
    #[must_use]
    pub const fn of(share: f64) -> Self {
        Self { share, solver: Solver::Honest, latency: None }
    }
}

/// What a coldkey sees when a tempo is over.
#[derive(Clone, Copy, Debug)]
pub struct Tempo<'a> {
    /// Tempos that are over.
    pub number: u32,
    /// Days in a tempo.
    pub days: f64,
    /// Its income in this tempo, τ.
    pub income_tao: f64,
    /// Its quality now, drift included.
    pub quality: f64,
    /// Ages of its hotkeys in tempos, by ordinal.
    pub hotkey_ages: &'a [u32],
}

/// What a coldkey does between two tempos.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Upkeep {
    /// Its base quality is multiplied by e to this.
    pub log_quality: f64,
    /// What it spent on top of its running cost, τ.
    pub spent_tao: f64,
    /// Hotkeys it leaves for new ones, by ordinal; each registers anew at the price of the day.
    pub replaces: Vec<u32>,
}

/// A way to mine.
///
/// The same for scripted and for adaptive miners: they differ in what they remember.
///
/// ```
/// use incentor_sdk::Rng;
/// use incentor_sim::{Ask, Effort, MinerBehaviour, Move};
///
/// /// Works until it is paid well, then at half its strength.
/// struct Slacker { enough_u16: u16 }
///
/// impl MinerBehaviour for Slacker {
///     fn play(&mut self, ask: &Ask, _: &mut Rng) -> Move {
///         let paid = ask.incentive.get(ask.me.index()).copied().unwrap_or(0);
///         Move::Work(Effort::of(if paid > self.enough_u16 { 0.5 } else { 1.0 }))
///     }
/// }
/// ```
pub trait MinerBehaviour: Send {
    /// Decides what to do with a question.
    ///
    /// `rng` is the hotkey's own luck with this question, apart from that of its work.
    fn play(&mut self, ask: &Ask<'_>, rng: &mut Rng) -> Move;

    /// Looks back on a tempo; nothing by default.
    fn look_back(&mut self, _: &Tempo<'_>, _: &mut Rng) -> Upkeep {
        Upkeep::default()
    }
}

/// The behaviour a plan names.
pub(crate) fn named(plan: &MinerPlan) -> Box<dyn MinerBehaviour> {
    match &plan.behaviour {
        Named::Honest => Box::new(Honest),
        Named::Improving { every_days, step, reference, horizon_days } => {
            Box::new(Improving::new(*every_days, *step, reference.0, *horizon_days))
        }
        Named::Sandbagger { lead, effort } => Box::new(Sandbagger { lead: *lead, effort: *effort }),
        Named::Noisy { sd } => Box::new(Noisy { sd: *sd }),
        Named::Copycat { of, delay, disguise } => {
            Box::new(Copycat { of: of.clone(), delay: delay.0, disguise: *disguise })
        }
        Named::Selective { min_stake } => Box::new(Selective { min_stake_rao: min_stake.0.rao }),
        Named::Rotating { every } => Box::new(Rotating { every: every.0 }),
        Named::Colocated { with, latency } => Box::new(Colocated { with: with.clone(), latency: latency.0 }),
        Named::Decoys { weakness } => Box::new(Decoys { weakness: *weakness }),
        Named::Insider { of, share } => Box::new(Insider { of: of.clone(), share: *share }),
        Named::Squatter { at } => Box::new(Squatter { at: at.0 }),
        Named::TestsOnly { effort } => Box::new(TestsOnly { effort: *effort }),
        Named::Constant { .. } | Named::Memoriser { .. } | Named::Gaming { .. } | Named::Cheat { .. } => {
            Box::new(BySolver)
        }
    }
}

/// A solver of the mechanism other than the honest one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct OtherSolver<'a> {
    /// The name under which the mechanism registers it.
    pub(crate) name: &'a str,
    /// Its one dial; `None` = as the mechanism sets it.
    pub(crate) dial: Option<f64>,
}

/// The solver that [`Solver::Other`] means for a plan; `None` = its behaviour never plays one.
pub(crate) fn other_solver(plan: &MinerPlan) -> Option<OtherSolver<'_>> {
    match &plan.behaviour {
        Named::Constant { value } => Some(OtherSolver { name: "constant", dial: Some(*value) }),
        Named::Memoriser { value } => Some(OtherSolver { name: "memoriser", dial: Some(*value) }),
        Named::Gaming { share } => Some(OtherSolver { name: "gaming", dial: Some(*share) }),
        Named::Cheat { solver, share, .. } => Some(OtherSolver { name: solver, dial: *share }),
        _ => None,
    }
}
