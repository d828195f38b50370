//! Mechanisms that come and go, and what each keeps by uid (spec §1.17).
//!
//! A mechanism that comes after its neurons knows nothing of them: its lists are empty, and shorter than the
//! others' until an epoch, a weight or a registration fills them. What is missing at the end counts as zero.

use super::{Mechanism, Subnet};
use alloc::{vec, vec::Vec};
use incentor_primitives::{BlockNumber, Uid};

impl Subnet {
    /// Gives the subnet so many mechanisms; another number makes their split even.
    ///
    /// What the mechanisms that go have kept is gone for good.
    pub(crate) fn set_mechanism_count(&mut self, count: u8) {
        if usize::from(count) == self.mechanisms.len() {
            return;
        }
        self.resize_mechanisms(count);
        self.parameters.mechanism_count = count;
        self.parameters.mechanism_split_u16 = None;
    }

    /// Makes room for so many mechanisms, or drops what is too many, whatever the parameters say.
    pub(crate) fn resize_mechanisms(&mut self, count: u8) {
        let newcomer = Mechanism { weights: vec![vec![]; self.seats.len()], ..Mechanism::default() };
        self.mechanisms.resize(usize::from(count), newcomer);
    }
}

impl Mechanism {
    /// When a uid last set weights; `BlockNumber(0)` = never.
    pub(crate) fn last_update(&self, uid: Uid) -> BlockNumber {
        BlockNumber(self.last_update.get(uid.index()).copied().unwrap_or(0))
    }

    /// Records that a uid of `n` set weights in this block, or came.
    pub(crate) fn touch(&mut self, uid: Uid, n: usize, block: BlockNumber) {
        if self.last_update.len() < n {
            self.last_update.resize(n, 0);
        }
        if let Some(last) = self.last_update.get_mut(uid.index()) {
            *last = block.0;
        }
    }

    /// Makes room for a newcomer after the last uid.
    ///
    /// The incentive gets one more entry wherever it ends, as on the chain.
    pub(crate) fn append(&mut self, uid: Uid, block: BlockNumber) {
        self.touch(uid, uid.index().saturating_add(1), block);
        self.weights.push(Vec::new());
        self.incentive.push(0);
    }

    /// Empties the rows of a uid and zeroes the weights on it.
    ///
    /// Others' bonds on the uid stay, as on the chain: the mask of the next epoch takes them out.
    pub(crate) fn replace(&mut self, uid: Uid, n: usize, block: BlockNumber) {
        self.touch(uid, n, block);
        if let Some(incentive) = self.incentive.get_mut(uid.index()) {
            *incentive = 0;
        }
        if let Some(row) = self.weights.get_mut(uid.index()) {
            row.clear();
        }
        self.bonds.clear_row(uid.index());
        for (_, weight) in self.weights.iter_mut().flatten().filter(|(target, _)| *target == uid.0) {
            *weight = 0;
        }
    }
}
