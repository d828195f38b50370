//! How a validator's coldkey plays.

mod cabal;
mod friends_only;
mod honest;
mod insider;
mod late;
mod lazy;
mod scripted;
mod under_weighter;
mod weight_copier;
mod winner_takes_all;

#[cfg(test)]
mod stage;

use cabal::Cabal;
use friends_only::FriendsOnly;
use honest::Honest;
use incentor_primitives::{BlockNumber, Uid};
use incentor_scenario::{ValidatorBehaviour as Named, ValidatorPlan};
use incentor_sdk::{Peer, Policy, Rng, Score, WeightVector};
use insider::Insider;
use late::Late;
use lazy::Lazy;
use scripted::Scripted;
use under_weighter::UnderWeighter;
use weight_copier::WeightCopier;
use winner_takes_all::WinnerTakesAll;

/// Whom a validator asks in a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asking {
    /// As the mechanism says.
    Everybody,
    /// As the mechanism says, among the coldkeys of these populations.
    Only(Vec<String>),
    /// Nobody: no round, no cost.
    Nobody,
}

/// What a validator can see when its weights are due.
#[derive(Clone, Copy, Debug)]
pub struct Outlook<'a> {
    /// The present block.
    pub block: BlockNumber,
    /// Tempos that are over.
    pub tempo: u32,
    /// Its own seat.
    pub me: Uid,
    /// κ: the share of stake that decides the chain's consensus.
    pub kappa: f64,
    /// The miners there are, by uid, with their own book's averages.
    pub miners: &'a [Answered<'a>],
    /// The row an honest validator would send now, by its book and the mechanism's policy.
    pub honest: &'a WeightVector,
    /// Rows in force on the chain, its own among them, by uid: revealed, and public.
    pub revealed: &'a [Revealed<'a>],
}

impl Outlook<'_> {
    /// Seats of the miners of these populations.
    fn of_populations(&self, names: &[String]) -> impl Iterator<Item = Uid> {
        self.miners.iter().filter(|miner| miner.is_of(names)).map(|miner| miner.peer.uid)
    }
}

/// A miner as a validator sees it.
#[derive(Clone, Copy, Debug)]
pub struct Answered<'a> {
    /// Who.
    pub peer: Peer,
    /// The coldkey's name.
    pub coldkey: &'a str,
    /// Its population.
    pub population: &'a str,
    /// The validator's moving average of its scores.
    pub score: Score,
}

impl Answered<'_> {
    /// Whether it is of one of these populations.
    fn is_of(&self, names: &[String]) -> bool {
        names.iter().any(|name| name == self.population)
    }
}

/// A row of weights in force.
#[derive(Clone, Copy, Debug)]
pub struct Revealed<'a> {
    /// Whose.
    pub uid: Uid,
    /// Stake weight behind it, in rao.
    pub stake_rao: u64,
    /// Its weights, by uid, normalised to a sum of 1.
    pub row: &'a [(Uid, f64)],
}

/// A way to validate.
pub trait ValidatorBehaviour: Send {
    /// Whom it asks in a round; as the mechanism says by default.
    fn asks(&mut self, _round: u64) -> Asking {
        Asking::Everybody
    }

    /// The row it sends; `None` = it leaves the one in force.
    ///
    /// `rng` is its own luck with these weights.
    fn weigh(&mut self, outlook: &Outlook<'_>, rng: &mut Rng) -> Option<WeightVector>;
}

/// The behaviour a plan names.
pub(crate) fn named(plan: &ValidatorPlan) -> Box<dyn ValidatorBehaviour> {
    match &plan.behaviour {
        Named::Honest => Box::new(Honest),
        Named::Lazy { one_in } => Box::new(Lazy { one_in: *one_in }),
        Named::Late { by } => Box::new(Late::new(by.0)),
        Named::WeightCopier { source } => Box::new(WeightCopier { source: *source }),
        Named::Cabal { own, share } => Box::new(Cabal { own: own.clone(), share: *share }),
        Named::UnderWeighter { own } => Box::new(UnderWeighter { own: own.clone() }),
        Named::Insider { .. } => Box::new(Insider),
        Named::WinnerTakesAll { winners } => Box::new(WinnerTakesAll { winners: *winners }),
        Named::FriendsOnly { friends } => Box::new(FriendsOnly { friends: friends.clone() }),
        Named::Scripted { rows } => Box::new(Scripted { rows: rows.clone() }),
    }
}

/// The row in proportion to these weights; `None` if none is positive, since an empty row is not sent.
fn row(weights: &[(Uid, f64)]) -> Option<WeightVector> {
    let scores: Vec<(Uid, Score)> =
        weights.iter().map(|(uid, weight)| (*uid, Score::saturating(*weight))).collect();
    let row = WeightVector::from_scores(&scores, &Policy::default());
    (!row.is_empty()).then_some(row)
}
