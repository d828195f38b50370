//! The moving price of a subnet's alpha (spec §3.5).

use crate::{Fixed, Fixed64};

/// How fast a subnet's moving price follows its pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceSmoothing {
    /// Weight of the newest price in the long run; a negative one counts as zero.
    pub moving_alpha: Fixed,
    /// Blocks after the start at which that weight is halfway reached.
    pub halving_blocks: u64,
}

impl PriceSmoothing {
    /// The weight of the newest price so many blocks after emission started, rounded down.
    #[must_use]
    pub const fn weight_after(&self, blocks: u64) -> Fixed64 {
        let blocks = Fixed64::from_whole(blocks);
        let grown = blocks.div_floor(blocks.plus(Fixed64::from_whole(self.halving_blocks)));
        Fixed64::from_fixed(self.moving_alpha).mul_floor(grown)
    }
}

/// The moving price after a block, rounded down to 32 fraction bits.
///
/// A pool price above 1 counts as 1. `weight` is [`PriceSmoothing::weight_after`] of the blocks since
/// emission started, the current one included.
#[must_use]
pub fn moving_price(before: Fixed, pool_price: Fixed64, weight: Fixed64) -> Fixed {
    let newest = weight.mul_floor(pool_price.min(Fixed64::ONE));
    let kept = Fixed64::ONE.minus(weight).mul_floor(Fixed64::from_fixed(before));
    newest.plus(kept).to_fixed_floor()
}
