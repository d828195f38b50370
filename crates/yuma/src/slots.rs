//! The rows that take part in an epoch, numbered without gaps.
#![expect(clippy::indexing_slicing, reason = "every list has one entry per slot and slots come from it")]

use crate::divider::Divider;
use alloc::vec::Vec;

/// Per row that has weights which count or stored bonds: what the columns need of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slots {
    /// The uid behind each slot, ascending.
    pub(crate) uids: Vec<u16>,
    /// Active stake (spec §1.4).
    pub(crate) active_stake: Vec<u64>,
    /// The same, normalised again among the rows of the median (§1.6).
    pub(crate) median_stake: Vec<u64>,
    /// Sum of the row's clipped weights (§1.7).
    pub(crate) trust: Vec<u64>,
    /// The row's bonds' part of incentive (§1.10, §1.11).
    pub(crate) total_bonds: Vec<u64>,
}

impl Slots {
    /// Numbers the uids for which `takes_part` holds.
    pub(crate) fn number(&mut self, n: usize, takes_part: impl Fn(usize) -> bool) {
        self.uids.clear();
        self.uids.extend((0..n).filter(|&uid| takes_part(uid)).map(|uid| uid as u16));
        for sums in [&mut self.trust, &mut self.total_bonds] {
            sums.clear();
            sums.resize(self.uids.len(), 0);
        }
    }

    /// Fetches each row's active stake, and what it is of all rows' that vote.
    pub(crate) fn fetch_stake(&mut self, active_stake: &[u64], voting: Divider) {
        self.active_stake.clear();
        self.active_stake.extend(self.uids.iter().map(|&uid| active_stake[usize::from(uid)]));
        self.median_stake.clear();
        self.median_stake.extend(self.active_stake.iter().map(|&stake| voting.ratio(stake)));
    }

    /// The uid of a slot.
    #[inline]
    pub(crate) fn uid(&self, slot: u16) -> u16 {
        self.uids[usize::from(slot)]
    }
}
