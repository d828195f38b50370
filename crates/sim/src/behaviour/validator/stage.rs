//! A validator's outlook for the tests of behaviours.

use crate::behaviour::{Answered, Outlook};
use incentor_primitives::{BlockNumber, Uid};
use incentor_sdk::{AccountId, Luck, Peer, Policy, Rng, Score, WeightVector};

/// The validator's own seat.
pub(super) const ME: Uid = Uid(63);

/// Miners by uid from 0: the coldkey's name and the validator's average of its scores.
pub(super) struct Stage<'a> {
    miners: Vec<Answered<'a>>,
    honest: WeightVector,
}

impl<'a> Stage<'a> {
    pub(super) fn of(miners: &[(&'a str, f64)]) -> Self {
        let miner = |(uid, (coldkey, score)): (u16, &(&'a str, f64))| Answered {
            peer: Peer { uid: Uid(uid), hotkey: AccountId([1; 32]), coldkey: AccountId([2; 32]) },
            coldkey,
            population: coldkey.split_once('#').map_or(*coldkey, |(population, _)| population),
            score: Score::saturating(*score),
        };
        let miners: Vec<Answered<'a>> = (0..).zip(miners).map(miner).collect();
        let scores: Vec<(Uid, Score)> = miners.iter().map(|miner| (miner.peer.uid, miner.score)).collect();
        Self { miners, honest: WeightVector::from_scores(&scores, &Policy::default()) }
    }

    /// The first tempo, κ ½, nothing revealed.
    pub(super) fn outlook(&self) -> Outlook<'_> {
        let (block, miners, honest) = (BlockNumber(120), self.miners.as_slice(), &self.honest);
        Outlook { block, tempo: 0, me: ME, kappa: 0.5, miners, honest, revealed: &[] }
    }
}

/// Uids and weights of a row; nothing for none.
pub(super) fn pairs(row: Option<WeightVector>) -> Vec<(u16, u16)> {
    let row = row.unwrap_or_default();
    row.entries().iter().map(|(uid, weight)| (uid.0, weight.0)).collect()
}

pub(super) const fn luck() -> Rng {
    Luck::of_seed(6).at(0, 0)
}
