//! The stake an epoch weighs a hotkey by (spec §2.8).

use crate::{Fixed, Fixed64};

/// What a parent lends a hotkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loan {
    /// The parent's own stake, in rao; what it inherits itself does not count.
    pub parent_rao: u64,
    /// The part of it that goes to this child, 2^64 - 1 = 1.0.
    pub proportion_u64: u64,
}

/// Stake with what parents lend and without what children got, in rao, rounded down at the end.
///
/// `children` are the proportions of this hotkey's own stake that its children got, 2^64 - 1 = 1.0. Serves
/// alpha, and TAO on root by the relations of the subnet. Each product is rounded down; lending more than
/// everything leaves zero, and more than 64 bits hold is held to them.
#[must_use]
pub fn inherited_rao(
    own_rao: u64,
    children: impl IntoIterator<Item = u64>,
    parents: impl IntoIterator<Item = Loan>,
) -> u64 {
    let part = |rao, proportion| Fixed::from_whole(rao).mul_floor(Fixed::from_u64_ratio_floor(proportion));
    let lent = children.into_iter().fold(Fixed::ZERO, |sum, child| sum.plus(part(own_rao, child)));
    let borrowed = parents
        .into_iter()
        .fold(Fixed::ZERO, |sum, loan| sum.plus(part(loan.parent_rao, loan.proportion_u64)));
    Fixed::from_whole(own_rao).minus(lent).plus(borrowed).to_whole_floor()
}

/// Alpha and weighted TAO together, as the non-negative bits of an `I64F64`.
///
/// Both are inherited stakes in rao; the TAO's product is rounded down, and everything is held to the type's
/// range.
#[must_use]
pub fn stake_weight_bits(alpha_rao: u64, tao_rao: u64, tao_weight: Fixed) -> u128 {
    let tao = within(Fixed64::from_whole(tao_rao)).mul_floor(within(Fixed64::from_fixed(tao_weight)));
    within(within(Fixed64::from_whole(alpha_rao)).plus(within(tao))).to_bits()
}

/// Held to the range of an `I64F64`, which has the same fraction and one bit less before it.
fn within(number: Fixed64) -> Fixed64 {
    number.min(Fixed64::from_bits(i128::MAX.cast_unsigned()))
}
