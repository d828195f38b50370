//! Dividends: what validators earn by their bonds (spec §1.10 step 5, §1.11 steps 3 and 4).
#![expect(clippy::indexing_slicing, reason = "uids of slots are below n, the length of the list")]

use crate::Bonds;
use crate::divider::normalize;
use crate::fixed::mul;
use crate::slots::Slots;
use alloc::vec::Vec;

/// Normalises every row's part of incentive; Yuma 3 weighs it with active stake first.
pub(crate) fn dividends(n: usize, bonds: Bonds, slots: &Slots, dividends: &mut Vec<u64>) {
    dividends.clear();
    dividends.resize(n, 0);
    for ((&uid, &total), &stake) in slots.uids.iter().zip(&slots.total_bonds).zip(&slots.active_stake) {
        dividends[usize::from(uid)] = if bonds.is_yuma3() { mul(total, stake) } else { total };
    }
    normalize(dividends);
}
