//! Who loses the seat when a newcomer finds none free (spec §2.13).

use super::immunity::{OwnerSeat, immortal_uids, is_immune};
use alloc::vec::Vec;
use incentor_primitives::{BlockNumber, Uid};

/// What decides who is pruned, besides the neurons themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PruneLimits {
    /// Current block.
    pub block: BlockNumber,
    /// Blocks in which a newcomer is immune.
    pub immunity_period_blocks: u16,
    /// Seats of the owner that are never pruned.
    pub immune_owner_uids_limit: u16,
    /// Neurons past their immunity that stay while a younger one can go.
    pub min_non_immune_uids: u16,
}

/// Who holds a seat, seen from the subnet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// The subnet's configured owner hotkey.
    OwnerHotkey,
    /// Another hotkey of the owner's coldkey.
    Owner,
    /// Somebody else.
    Other,
}

/// A neuron that may lose its seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PruneCandidate {
    /// Block at which it took the seat.
    pub registered_at: BlockNumber,
    /// What the last epoch published as its emission.
    pub emission_rao: u64,
    /// Whose it is.
    pub holder: Holder,
}

/// The uid that a newcomer replaces; `None` when nobody has to go.
///
/// Of the neurons past their immunity the one with the lowest emission, then the oldest, then the lowest uid,
/// as long as more than `min_non_immune_uids` of them are left; else in the same order an immune one. So in a
/// subnet of few old neurons the young ones go, and without young ones nobody does. Candidates are by uid.
#[must_use]
pub fn uid_to_prune(candidates: &[PruneCandidate], limits: &PruneLimits) -> Option<Uid> {
    let by_uid = || (0..=u16::MAX).map(Uid).zip(candidates);
    let owners: Vec<OwnerSeat> = by_uid()
        .filter(|(_, candidate)| candidate.holder != Holder::Other)
        .map(|(uid, candidate)| OwnerSeat {
            uid,
            registered_at: candidate.registered_at,
            is_owner_hotkey: candidate.holder == Holder::OwnerHotkey,
        })
        .collect();
    let immortal = immortal_uids(owners, limits.immune_owner_uids_limit);

    let (mut non_immune, mut lowest, mut lowest_immune) = (0_usize, None, None);
    for (uid, candidate) in by_uid().filter(|(uid, _)| !immortal.contains(uid)) {
        let immune = is_immune(candidate.registered_at, limits.block, limits.immunity_period_blocks);
        let rank = (candidate.emission_rao, candidate.registered_at, uid);
        let lowest_of_kind = if immune { &mut lowest_immune } else { &mut lowest };
        if lowest_of_kind.is_none_or(|lowest| rank < lowest) {
            *lowest_of_kind = Some(rank);
        }
        non_immune = non_immune.saturating_add(usize::from(!immune));
    }
    let can_spare = non_immune > usize::from(limits.min_non_immune_uids);
    let pruned = if can_spare { lowest } else { lowest_immune };
    pruned.map(|(_, _, uid)| uid)
}
