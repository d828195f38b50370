//! The owner's own incentive, which is withheld (spec §3.9).

use crate::Fixed;
use incentor_primitives::AccountId;

/// A hotkey and the coldkey it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HotkeyOwner {
    /// The hotkey.
    pub hotkey: AccountId,
    /// Its coldkey.
    pub coldkey: AccountId,
}

/// Whether a miner's incentive is withheld: it mines for the subnet's owner.
///
/// That is every hotkey of the owner's coldkey, however many, and the owner hotkey, whoever holds it.
#[must_use]
pub fn is_withheld(miner: &HotkeyOwner, subnet_owner: &HotkeyOwner) -> bool {
    miner.coldkey == subnet_owner.coldkey || miner.hotkey == subnet_owner.hotkey
}

/// The share of an epoch's incentive that was withheld from the owner's hotkeys, rounded down.
///
/// Burned and recycled incentive both count; zero when nobody earned anything. It lowers the subnet's share
/// of TAO until the next epoch.
#[must_use]
pub const fn miner_burned(withheld_rao: u64, incentive_sum_rao: u64) -> Fixed {
    Fixed::from_whole(withheld_rao).div_floor(Fixed::from_whole(incentive_sum_rao))
}
