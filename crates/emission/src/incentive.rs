//! The owner's own incentive, which is withheld (spec §3.9).

use crate::Fixed;

/// The share of an epoch's incentive that was withheld from the owner's hotkeys, rounded down.
///
/// Burned and recycled incentive both count; zero when nobody earned anything. It lowers the subnet's share
/// of TAO until the next epoch.
#[must_use]
pub const fn miner_burned(withheld_rao: u64, incentive_sum_rao: u64) -> Fixed {
    Fixed::from_whole(withheld_rao).div_floor(Fixed::from_whole(incentive_sum_rao))
}
