//! An honest validator: it asks, scores, keeps the book and weighs.

use crate::cast::Player;
use incentor_scenario::{AbstractMechanism, Sample};
use incentor_sdk::{Caller, Luck, Notes, Peer, Policy, Rng, ScoreBook, WeightVector};

pub(crate) struct Validator {
    pub(crate) peer: Peer,
    /// Number among the validators, from 1: the counterpart in the keys of other people's luck.
    pub(crate) ordinal: u32,
    pub(crate) caller: Caller,
    pub(crate) notes: Notes,
    pub(crate) book: ScoreBook,
    policy: Policy,
    sample: Sample,
    sampling: Luck,
    tasks: Luck,
}

impl Validator {
    pub(crate) fn new(
        player: &Player,
        ordinal: u32,
        stake_rao: u64,
        plan: &AbstractMechanism,
        world: Luck,
    ) -> Self {
        let peer = player.peer;
        Self {
            peer,
            ordinal,
            caller: Caller {
                hotkey: peer.hotkey,
                uid: Some(peer.uid),
                stake_weight_rao: stake_rao,
                permit: true,
            },
            notes: Notes::default(),
            book: ScoreBook::new(plan.book_alpha),
            policy: Policy::Proportional { power: plan.weights_power, positive_floor: plan.positive_floor },
            sample: plan.sample,
            sampling: player.luck(world, "sample"),
            tasks: player.luck(world, "task"),
        }
    }

    /// Whom it asks in a round.
    pub(crate) fn choose(&self, miners: &[Peer], round: u64) -> Vec<Peer> {
        match self.sample {
            Sample::All => miners.to_vec(),
            Sample::Of(count) => self.sampling.at(0, round).sample(miners, count as usize),
        }
    }

    /// Its private luck for the tasks of a round.
    pub(crate) fn task_luck(&self, round: u64) -> Rng {
        self.tasks.at(0, round)
    }

    /// Its row as the scores stand.
    pub(crate) fn weigh(&self, miners: &[Peer]) -> WeightVector {
        WeightVector::from_scores(&self.book.scores(miners), &self.policy)
    }
}
