//! Whom a newcomer may not push out, or not before others (spec §2.11, §2.13).

use alloc::vec::Vec;
use incentor_primitives::{BlockNumber, Uid};

/// Whether a neuron is still too young to be pruned before the others.
#[must_use]
pub fn is_immune(registered_at: BlockNumber, block: BlockNumber, period_blocks: u16) -> bool {
    block.0.saturating_sub(registered_at.0) < u64::from(period_blocks)
}

/// A seat that the owner of its subnet holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnerSeat {
    /// The seat.
    pub uid: Uid,
    /// Block at which its hotkey took it.
    pub registered_at: BlockNumber,
    /// It is the subnet's configured owner hotkey; the others only share its coldkey.
    pub is_owner_hotkey: bool,
}

/// The owner's seats that are never pruned, at most `limit` of them.
///
/// The owner hotkey first, whenever it registered, then the oldest; of equal age the lower uid.
#[must_use]
pub fn immortal_uids(mut seats: Vec<OwnerSeat>, limit: u16) -> Vec<Uid> {
    seats.sort_unstable_by_key(|seat| (!seat.is_owner_hotkey, seat.registered_at, seat.uid));
    seats.into_iter().map(|seat| seat.uid).take(usize::from(limit)).collect()
}
