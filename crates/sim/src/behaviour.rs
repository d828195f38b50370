//! How a miner plays: what it sees, what it does.

mod copycat;
mod honest;

pub use copycat::Copycat;
pub use honest::Honest;

use incentor_primitives::{BlockNumber, Uid};
use incentor_scenario::Behaviour as Named;
use std::time::Duration;

/// What a coldkey can see when it is asked; never the truth.
#[derive(Clone, Copy, Debug)]
pub struct Observation<'a> {
    /// The present block.
    pub block: BlockNumber,
    /// Its own seat.
    pub me: Uid,
    /// Incentive of the last epoch by uid, 65535 = 1.0: public on the chain.
    pub incentive: &'a [u16],
    /// Answers to the same question that others have handed in so far, by uid.
    pub answered: &'a [Visible],
}

/// Somebody else's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visible {
    /// Whose.
    pub uid: Uid,
    /// When it was there, after the question.
    pub latency: Duration,
}

/// What a miner does with a question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Move {
    /// Works at a share of its quality, and hands in the result.
    Work {
        /// 1 = as well as it can.
        effort: f64,
    },
    /// Waits until those who work have answered, and is asked once more.
    Wait,
    /// Hands in somebody else's answer.
    Copy {
        /// Whose; one of [`Observation::answered`].
        of: Uid,
        /// How long after the original.
        delay: Duration,
    },
    /// Does not answer.
    Silence,
}

/// A way to play.
///
/// The same for scripted and for adaptive miners: they differ in what they remember.
///
/// ```
/// use incentor_sim::{Behaviour, Move, Observation};
///
/// /// Works until it is paid well, then at half its strength.
/// struct Sandbagger { enough_u16: u16 }
///
/// impl Behaviour for Sandbagger {
///     fn play(&mut self, seen: &Observation) -> Move {
///         let paid = seen.incentive.get(seen.me.index()).copied().unwrap_or(0);
///         Move::Work { effort: if paid > self.enough_u16 { 0.5 } else { 1.0 } }
///     }
/// }
/// ```
pub trait Behaviour: Send {
    /// Decides what to do with a question.
    ///
    /// After [`Move::Wait`] it is asked again; a second wait is silence.
    fn play(&mut self, seen: &Observation<'_>) -> Move;
}

/// The behaviour a scenario names.
pub(crate) fn named(behaviour: Named) -> Box<dyn Behaviour> {
    match behaviour {
        Named::Honest => Box::new(Honest),
        Named::Copycat { of: incentor_scenario::CopyTarget::BestVisible, delay } => {
            Box::new(Copycat { delay: delay.0 })
        }
    }
}
