//! Weights above consensus are cut to it; what is left ranks miners and shows validators' trust (spec §1.7).
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "rank and trust are sums of at most n fractions; slots index lists of one entry per slot"
)]

use crate::columns::Column;
use crate::fixed::{mul, narrow, widen};
use crate::slots::Slots;

/// Clips one column; adds to its rows' trust and gives its rank.
///
/// `whole` says that a weight or a stake may be exactly 1.0, which takes wider products.
pub(crate) fn clip_column(column: Column<'_>, consensus: u64, whole: bool, slots: &mut Slots) -> u64 {
    let mut rank = 0;
    if whole {
        for (&slot, &share) in column.slots.iter().zip(column.values) {
            let slot = usize::from(slot);
            let clipped = widen(share).min(consensus);
            slots.trust[slot] += clipped;
            rank += mul(slots.active_stake[slot], clipped);
        }
        return rank;
    }
    let consensus = narrow(consensus);
    let clip = |share: u32, stake: u32, trust: &mut u64| {
        let clipped = u64::from(share.min(consensus));
        *trust += clipped;
        (u64::from(stake) * clipped) >> 32
    };
    if column.slots.len() == slots.uids.len() {
        let rows = slots.active_stake_below_one.iter().zip(&mut slots.trust);
        for (&share, (&stake, trust)) in column.values.iter().zip(rows) {
            rank += clip(share, stake, trust);
        }
    } else {
        for (&share, &slot) in column.values.iter().zip(column.slots) {
            let slot = usize::from(slot);
            rank += clip(share, slots.active_stake_below_one[slot], &mut slots.trust[slot]);
        }
    }
    rank
}
