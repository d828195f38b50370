//! Who is active, and the stake that counts (spec §1.1, §1.4).

use crate::EpochInput;
use crate::divider::normalize;
use alloc::vec::Vec;

/// Whether each uid set weights within the cutoff.
pub(crate) fn active(input: &EpochInput<'_>, active: &mut Vec<bool>) {
    active.clear();
    active.extend((0..input.n).map(|uid| {
        let last_update = input.last_update.get(uid).copied().unwrap_or(0);
        last_update.saturating_add(input.params.activity_cutoff_blocks) >= input.current_block
    }));
}

/// Stake of those who are active and hold a permit, normalised.
///
/// As on the chain a missing permit entry is no permit, except that an empty list masks nobody here.
pub(crate) fn active_stake(
    stake: &[u64],
    active: &[bool],
    permits_are_listed: bool,
    permit: impl Fn(usize) -> bool,
    active_stake: &mut Vec<u64>,
) {
    active_stake.clear();
    active_stake.extend(stake.iter().zip(active).enumerate().map(|(uid, (&stake, &active))| {
        let counts = active && (!permits_are_listed || permit(uid));
        if counts { stake } else { 0 }
    }));
    normalize(active_stake);
}
