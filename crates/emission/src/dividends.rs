//! The validators' pot, shared out to hotkeys and their nominators (spec §3.10).

use crate::Fixed;
use incentor_primitives::Take;

/// A hotkey's part of the validators' pot, with its fraction of a rao.
///
/// `floor(pot * floor(dividend / sum))`, each with 32 fraction bits; nothing when the sum is zero.
#[must_use]
pub fn alpha_of_dividend(pot_rao: u64, dividend_rao: u64, dividend_sum_rao: u64) -> Fixed {
    let share = Fixed::from_whole(dividend_rao).div_floor(Fixed::from_whole(dividend_sum_rao));
    Fixed::from_whole(pot_rao).mul_floor(share)
}

/// A hotkey's dividend between its owner and everybody who stakes on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TakeSplit {
    /// The owner's take, in rao.
    pub take_rao: u64,
    /// For the hotkey's pool, in rao.
    pub nominators_rao: u64,
}

impl TakeSplit {
    /// Both together; up to two rao less than the dividend.
    #[must_use]
    pub const fn paid_rao(self) -> u64 {
        self.take_rao.saturating_add(self.nominators_rao)
    }
}

/// Splits a hotkey's dividend by its take; both parts are rounded down on their own.
#[must_use]
pub fn split_take(dividend: Fixed, take: Take) -> TakeSplit {
    let taken = Fixed::from_u16_ratio_floor(take.0).mul_floor(dividend);
    TakeSplit { take_rao: taken.to_whole_floor(), nominators_rao: dividend.minus(taken).to_whole_floor() }
}
