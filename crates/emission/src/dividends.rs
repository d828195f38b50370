//! The validators' pots, shared out to hotkeys and their nominators (spec §3.10).

use crate::{Fixed, HotkeyStake};
use incentor_primitives::Take;

/// A hotkey's dividend by where it came from, in rao with 32 fraction bits: proportions, not amounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DividendParts {
    /// Earned by alpha: its part of the validators' pot.
    pub alpha: Fixed,
    /// Earned by root stake: its part of root's pot.
    pub root: Fixed,
}

/// Splits a hotkey's dividend by its own alpha and its own weighed root stake.
///
/// `root = floor(dividend * floor(R / (A + R)))`, nothing without stake; the rest is alpha's.
#[must_use]
pub fn split_dividend(dividend_rao: u64, stake: HotkeyStake, tao_weight: Fixed) -> DividendParts {
    let weighed = Fixed::from_whole(stake.root_rao).mul_floor(tao_weight);
    let root_share = weighed.div_floor(Fixed::from_whole(stake.alpha_rao).plus(weighed));
    let dividend = Fixed::from_whole(dividend_rao);
    let root = dividend.mul_floor(root_share);
    DividendParts { alpha: dividend.minus(root), root }
}

/// A hotkey's part of a pot, with its fraction of a rao.
///
/// `floor(pot * floor(part / sum))`, each with 32 fraction bits; nothing when the sum is zero.
#[must_use]
pub const fn part_of_pot(pot_rao: u64, part: Fixed, sum: Fixed) -> Fixed {
    Fixed::from_whole(pot_rao).mul_floor(part.div_floor(sum))
}

/// A hotkey's part of the validators' pot where nobody stakes on root, with its fraction of a rao.
///
/// [`part_of_pot`] of whole dividends.
#[must_use]
pub const fn alpha_of_dividend(pot_rao: u64, dividend_rao: u64, dividend_sum_rao: u64) -> Fixed {
    part_of_pot(pot_rao, Fixed::from_whole(dividend_rao), Fixed::from_whole(dividend_sum_rao))
}

/// A hotkey's dividend between its owner and everybody who stakes on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TakeSplit {
    /// The owner's take, in rao.
    pub take_rao: u64,
    /// For those who stake on the hotkey, in rao: its pool, or its root stakers' claims.
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
