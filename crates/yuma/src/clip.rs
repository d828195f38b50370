//! Weights above consensus are cut to it; what is left ranks miners and shows validators' trust (spec §1.7).
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "rank and trust are sums of at most n fractions; slots index lists of one entry per slot"
)]

use crate::columns::ColumnCell;
use crate::fixed::{mul, mul_below_one};
use crate::slots::Slots;

/// Clips one column; adds to its rows' trust and gives its rank.
///
/// `SOLE` says that one validator may hold all active stake, which takes wider products.
pub(crate) fn clip_column<const SOLE: bool>(
    consensus: u64,
    cells: &[ColumnCell],
    shares: &[u64],
    slots: &mut Slots,
) -> u64 {
    let mut rank = 0;
    for (cell, &share) in cells.iter().zip(shares) {
        let slot = usize::from(cell.slot);
        let clipped = share.min(consensus);
        let stake = slots.active_stake[slot];
        rank += if SOLE { mul(stake, clipped) } else { mul_below_one(stake, clipped) };
        slots.trust[slot] += clipped;
    }
    rank
}
