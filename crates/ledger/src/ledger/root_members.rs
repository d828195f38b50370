//! Becoming a member of the root network (spec §2.14).

use super::registering::take_seat;
use crate::rules::root_registration::{RootRegistrationFacts, check_root_registration};
use crate::state::State;
use crate::subnet::{Keys, Seated};
use crate::{Receipt, RuleError};
use alloc::vec::Vec;
use incentor_primitives::{NetUid, Take, Tao};

/// Seats a hotkey on root, free of charge; a member has a take from then on.
pub(super) fn register(state: &mut State, keys: Keys) -> Result<Receipt, RuleError> {
    let root = &state.root;
    let stakes = &root.alpha.stakes;
    let members_rao: Vec<u64> =
        root.seats.keys.iter().map(|member| stakes.on_hotkey_rao(&member.hotkey)).collect();
    let choice = check_root_registration(&RootRegistrationFacts {
        this_block: root.registrations_this_block,
        max_per_block: root.parameters.max_registrations_per_block,
        this_interval: root.registrations_this_interval,
        target_per_interval: root.parameters.target_registrations_per_interval,
        already_registered: root.seats.uid_of(&keys.hotkey).is_some(),
        hotkey_is_foreign: state.owners.get(&keys.hotkey).is_some_and(|owner| *owner != keys.coldkey),
        stake_rao: stakes.on_hotkey_rao(&keys.hotkey),
        max_allowed_uids: root.parameters.max_allowed_uids,
        members_rao: &members_rao,
    })?;
    let Seated { uid, replaced } = take_seat(state, NetUid::ROOT, keys, choice)?;
    let take = Take(state.rules.neuron.delegate_take_u16);
    state.takes.entry(keys.hotkey).or_insert(take);
    let root = &mut state.root;
    root.registrations_this_block = root.registrations_this_block.saturating_add(1);
    root.registrations_this_interval = root.registrations_this_interval.saturating_add(1);
    Ok(Receipt::Registered { uid, price: Tao::ZERO, replaced: replaced.map(|keys| keys.hotkey) })
}
