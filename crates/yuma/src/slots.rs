//! The rows that take part in an epoch, numbered without gaps.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "every list has one entry per slot and slots come from it; a row's parts of incentive sum to 1.0"
)]

use crate::divider::Divider;
use crate::fixed::{mul, widen};
use alloc::vec::Vec;

/// Per row that has weights which count or stored bonds: what the columns need of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slots {
    /// The uid behind each slot, ascending.
    pub(crate) uids: Vec<u16>,
    /// Active stake (spec §1.4).
    pub(crate) active_stake: Vec<u64>,
    /// The same in 32 bits, for epochs in which no stake is 1.0.
    pub(crate) active_stake_below_one: Vec<u32>,
    /// The same, normalised again among the rows of the median (§1.6); below 1.0 as soon as two rows vote.
    pub(crate) median_stake: Vec<u32>,
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
        self.active_stake_below_one.clear();
        self.active_stake_below_one.extend(self.active_stake.iter().map(|&stake| stake as u32));
        self.median_stake.clear();
        self.median_stake.extend(self.active_stake.iter().map(|&stake| {
            let stake = voting.ratio(stake);
            stake.min(u64::from(u32::MAX)) as u32
        }));
    }

    /// Weights that stand in these slots, as `narrow` writes them, times the rows' active stake.
    ///
    /// `whole` says that a weight or a stake may be exactly 1.0, which takes wider products.
    pub(crate) fn weigh_by_stake(&self, weights: &[u32], at: &[u16], whole: bool, weighed: &mut Vec<u64>) {
        weighed.clear();
        let times = |(&weight, stake): (&u32, u32)| (u64::from(weight) * u64::from(stake)) >> 32;
        let below_one = &self.active_stake_below_one;
        if whole {
            let stakes = at.iter().map(|&slot| self.active_stake[usize::from(slot)]);
            weighed.extend(weights.iter().zip(stakes).map(|(&weight, stake)| mul(widen(weight), stake)));
        } else if at.len() == self.uids.len() {
            weighed.extend(weights.iter().zip(below_one.iter().copied()).map(times));
        } else {
            let stakes = at.iter().map(|&slot| below_one[usize::from(slot)]);
            weighed.extend(weights.iter().zip(stakes).map(times));
        }
    }

    /// Credits the rows in these slots with their shares of a column's incentive.
    ///
    /// `sole` says that a share may be exactly 1.0, which takes wider products.
    pub(crate) fn earn(&mut self, incentive: u64, at: &[u16], shares: &[u64], sole: bool) {
        match u32::try_from(incentive) {
            Ok(0) => {}
            Ok(incentive) if !sole && at.len() == self.uids.len() => {
                for (total, &share) in self.total_bonds.iter_mut().zip(shares) {
                    *total += (u64::from(incentive) * u64::from(share as u32)) >> 32;
                }
            }
            _ => {
                for (&slot, &share) in at.iter().zip(shares) {
                    self.total_bonds[usize::from(slot)] += mul(incentive, share);
                }
            }
        }
    }

    /// The uid of a slot.
    #[inline]
    pub(crate) fn uid(&self, slot: u16) -> u16 {
        self.uids[usize::from(slot)]
    }
}
