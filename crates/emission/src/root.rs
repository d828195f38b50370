//! How much of a subnet's alpha is root's (spec §3.6).

use crate::{Fixed, Fixed64};

/// Root's stake against a subnet's alpha, each as the epoch weighs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RootStake {
    /// TAO staked on root, in rao.
    pub root_tao_rao: u64,
    /// What root's TAO counts beside alpha ([`Fixed::from_u64_ratio_floor`] of the stored weight).
    pub tao_weight: Fixed,
    /// The subnet's alpha, in and out of its pool, in rao.
    pub alpha_issuance_rao: u64,
}

/// Root's part of both together, rounded down; zero where both are nothing.
#[must_use]
pub const fn root_proportion(stake: &RootStake) -> Fixed {
    let root = Fixed::from_whole(stake.root_tao_rao).mul_floor(stake.tao_weight);
    root.div_floor(root.plus(Fixed::from_whole(stake.alpha_issuance_rao)))
}

/// Whether root's part of the alpha is paid at all, or recycled.
///
/// It is paid while alpha is dear: the moving prices of the emitting subnets sum to more than 1.
#[must_use]
pub fn root_sells(moving_prices: impl IntoIterator<Item = Fixed64>) -> bool {
    let sum = |sum: Fixed64, price| sum.plus(price);
    moving_prices.into_iter().fold(Fixed64::ZERO, sum) > Fixed64::ONE
}
