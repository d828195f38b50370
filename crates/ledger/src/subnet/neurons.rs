//! Neurons that come and go (spec §2.13).

use super::{Keys, Subnet};
use crate::rules::pruning::{Holder, PruneCandidate, PruneLimits, uid_to_prune};
use crate::rules::uids::{SeatChoice, choose_seat};
use alloc::vec::Vec;
use incentor_primitives::{BlockNumber, Uid};
use incentor_yuma::SubnetEpoch;

/// A seat taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seated {
    pub(crate) uid: Uid,
    /// Who had to go for it.
    pub(crate) replaced: Option<Keys>,
}

impl Subnet {
    /// The seat a newcomer would get in this block.
    pub(crate) fn seat_for_newcomer(&self, block: BlockNumber) -> Option<SeatChoice> {
        choose_seat(self.seats.len(), self.parameters.max_allowed_uids, || self.uid_to_prune(block))
    }

    fn uid_to_prune(&self, block: BlockNumber) -> Option<Uid> {
        let by_uid = self.seats.keys.iter().zip(&self.seats.block_at_registration);
        let candidates: Vec<PruneCandidate> = by_uid
            .zip(&self.published.emission)
            .map(|((keys, registered_at), emission_rao)| PruneCandidate {
                registered_at: BlockNumber(*registered_at),
                emission_rao: *emission_rao,
                holder: self.holder(*keys),
            })
            .collect();
        let parameters = &self.parameters;
        let limits = PruneLimits {
            block,
            immunity_period_blocks: parameters.immunity_period_blocks,
            immune_owner_uids_limit: parameters.immune_owner_uids_limit,
            min_non_immune_uids: parameters.min_non_immune_uids,
        };
        uid_to_prune(&candidates, &limits)
    }

    fn holder(&self, keys: Keys) -> Holder {
        if keys.hotkey == self.owner_hotkey {
            Holder::OwnerHotkey
        } else if keys.coldkey == self.owner {
            Holder::Owner
        } else {
            Holder::Other
        }
    }

    /// Gives a newcomer its seat; `None` when there are more than the type of a uid can name.
    pub(crate) fn take_seat(&mut self, choice: SeatChoice, keys: Keys, block: BlockNumber) -> Option<Seated> {
        match choice {
            SeatChoice::Append => {
                let uid = self.seats.append(keys, block)?;
                self.mechanisms.iter_mut().for_each(|mechanism| mechanism.append(uid, block));
                append_zeros(&mut self.published);
                Some(Seated { uid, replaced: None })
            }
            SeatChoice::Replace(uid) => {
                let replaced = self.seats.replace(uid, keys, block)?;
                let n = self.seats.len();
                self.mechanisms.iter_mut().for_each(|mechanism| mechanism.replace(uid, n, block));
                zero(&mut self.published, uid);
                Some(Seated { uid, replaced: Some(replaced) })
            }
        }
    }
}

/// A newcomer counts as active and has nothing else.
fn append_zeros(published: &mut SubnetEpoch) {
    published.active.push(true);
    published.validator_permit.push(false);
    for list in u16_lists(published) {
        list.push(0);
    }
    for list in rao_lists(published) {
        list.push(0);
    }
}

fn zero(published: &mut SubnetEpoch, uid: Uid) {
    set(&mut published.active, uid, true);
    set(&mut published.validator_permit, uid, false);
    set(&mut published.stake_weight, uid, 0);
    for list in u16_lists(published) {
        set(list, uid, 0);
    }
    for list in rao_lists(published) {
        set(list, uid, 0);
    }
}

/// Of the stake weights the chain appends none; the next epoch writes them.
const fn u16_lists(published: &mut SubnetEpoch) -> [&mut Vec<u16>; 4] {
    [
        &mut published.consensus,
        &mut published.incentive,
        &mut published.dividends,
        &mut published.validator_trust,
    ]
}

const fn rao_lists(published: &mut SubnetEpoch) -> [&mut Vec<u64>; 3] {
    [&mut published.server_emission, &mut published.validator_emission, &mut published.emission]
}

fn set<T>(list: &mut [T], uid: Uid, value: T) {
    if let Some(slot) = list.get_mut(uid.index()) {
        *slot = value;
    }
}
