//! Weights that are committed and not revealed yet.

use super::{Mechanism, Seats};
use crate::rules::commit_reveal::{Listed, RevealPhase, RevealTime};
use alloc::vec::Vec;
use alloc::{collections::VecDeque, vec};
use incentor_primitives::{AccountId, BlockNumber};

/// A commit by hash (spec §2.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct HashCommit {
    pub(crate) hash: [u8; 32],
    /// The epoch it was made in.
    pub(crate) epoch: u64,
    pub(crate) block: BlockNumber,
}

/// A time-locked commit (spec §2.5).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct TimelockedCommit {
    pub(crate) hotkey: AccountId,
    pub(crate) block: BlockNumber,
    pub(crate) ciphertext: Vec<u8>,
    /// Round of the beacon that opens it.
    pub(crate) reveal_round: u64,
}

impl Mechanism {
    /// All that is listed of a hotkey, the expired too, oldest first.
    pub(crate) fn listed(&self, hotkey: &AccountId) -> Vec<Listed> {
        let listed = self.commits.get(hotkey).into_iter().flatten();
        listed.map(|commit| Listed { hash: commit.hash, epoch: commit.epoch }).collect()
    }

    /// How many of a hotkey's commits wait, once the expired ones at the front are gone.
    pub(crate) fn waiting(&self, hotkey: &AccountId, time: RevealTime) -> usize {
        let expired = |commit: &&HashCommit| time.phase(commit.epoch) == RevealPhase::Expired;
        self.commits.get(hotkey).map_or(0, |queue| queue.iter().skip_while(expired).count())
    }

    /// How many time-locked commits of a hotkey wait in an epoch's bucket.
    pub(crate) fn waiting_timelocked(&self, hotkey: &AccountId, epoch: u64) -> usize {
        let bucket = self.timelocked_commits.get(&epoch).into_iter().flatten();
        bucket.filter(|commit| commit.hotkey == *hotkey).count()
    }

    /// Lists a commit, and drops the expired ones at the front.
    pub(crate) fn push_commit(&mut self, hotkey: AccountId, time: RevealTime, commit: HashCommit) {
        let queue = self.commits.entry(hotkey).or_default();
        drop_expired(queue, time);
        queue.push_back(commit);
    }

    /// Takes a commit off the list, and all before it.
    pub(crate) fn remove_through(&mut self, hotkey: &AccountId, hash: &[u8; 32]) {
        let Some(queue) = self.commits.get_mut(hotkey) else { return };
        if let Some(position) = queue.iter().position(|commit| commit.hash == *hash) {
            queue.drain(..=position);
        }
        self.forget_if_empty(hotkey);
    }

    /// Lists these commits of a hotkey and no others.
    pub(crate) fn replace_queue(&mut self, hotkey: AccountId, queue: VecDeque<HashCommit>) {
        self.commits.insert(hotkey, queue);
        self.forget_if_empty(&hotkey);
    }

    fn forget_if_empty(&mut self, hotkey: &AccountId) {
        if self.commits.get(hotkey).is_some_and(VecDeque::is_empty) {
            self.commits.remove(hotkey);
        }
    }

    /// By uid: the block of its earliest commit that can still be revealed; `u64::MAX` = none.
    ///
    /// Of a queue of hashes the first that is not expired counts, of the time-locked each in a bucket that is
    /// not (spec §1.5, E4). `None` when nothing waits at all.
    pub(crate) fn commit_blocks(&self, seats: &Seats, time: RevealTime) -> Option<Vec<u64>> {
        if self.commits.is_empty() && self.timelocked_commits.is_empty() {
            return None;
        }
        let live = |epoch: u64| time.phase(epoch) != RevealPhase::Expired;
        let by_hash = self.commits.iter().filter_map(|(hotkey, queue)| {
            Some((hotkey, queue.iter().find(|commit| live(commit.epoch))?.block))
        });
        let buckets = self.timelocked_commits.iter().filter(|(epoch, _)| live(**epoch));
        let timelocked = buckets.flat_map(|(_, bucket)| bucket).map(|commit| (&commit.hotkey, commit.block));
        let mut blocks = vec![u64::MAX; seats.len()];
        for (hotkey, block) in by_hash.chain(timelocked) {
            let slot = seats.uid_of(hotkey).and_then(|uid| blocks.get_mut(uid.index()));
            if let Some(earliest) = slot {
                *earliest = block.0.min(*earliest);
            }
        }
        Some(blocks)
    }
}

/// Drops the expired commits at the front of a queue.
pub(crate) fn drop_expired(queue: &mut VecDeque<HashCommit>, time: RevealTime) {
    while queue.front().is_some_and(|commit| time.phase(commit.epoch) == RevealPhase::Expired) {
        queue.pop_front();
    }
}
