//! Setting weights: plain ones, and what commits reveal (spec §2.1).

use super::stake_weights::stake_weight;
use crate::rules::upscale::max_upscale;
use crate::rules::weights::{
    CallerSeat, WeightCall, WeightCaller, WeightSubnet, check_batched_weights, check_row, check_stake,
    check_weights,
};
use crate::state::State;
use crate::subnet::Subnet;
use crate::{Receipt, RuleError};
use alloc::vec::Vec;
use incentor_primitives::{AccountId, BlockNumber, MechId, NetUid, Uid, Weight};

/// Executes a signed plain call.
pub(super) fn set(
    state: &mut State,
    call: &WeightCall<'_>,
    mechid: MechId,
    hotkey: &AccountId,
) -> Result<Uid, RuleError> {
    let (subnet, caller) = facts(state, call.netuid, mechid, hotkey, state.block);
    let seat = check_weights(call, &subnet, &caller)?;
    store(state, call, mechid, seat, state.block)
}

/// Executes a signed call of several plain ones.
pub(super) fn set_batch(
    state: &mut State,
    hotkey: &AccountId,
    netuids: &[NetUid],
    weights: &[Vec<(Uid, Weight)>],
    version_keys: &[u64],
) -> Result<Receipt, RuleError> {
    if netuids.len() != weights.len() || netuids.len() != version_keys.len() {
        return Err(RuleError::InputLengthsUnequal);
    }
    check_stakes(state, hotkey, netuids)?;
    let entries = netuids.iter().zip(weights).zip(version_keys);
    Ok(one_by_one(entries.map(|((netuid, row), version_key)| {
        let (uids, values): (Vec<Uid>, Vec<Weight>) = row.iter().copied().unzip();
        let call = WeightCall { netuid: *netuid, uids: &uids, values: &values, version_key: *version_key };
        let (subnet, caller) = facts(state, *netuid, MechId::MAIN, hotkey, state.block);
        let seat = check_batched_weights(&call, &subnet, &caller)?;
        store(state, &call, MechId::MAIN, seat, state.block)
    })))
}

/// Executes what a commit revealed in this block, which need not be the current one yet.
pub(super) fn set_revealed(
    state: &mut State,
    call: &WeightCall<'_>,
    mechid: MechId,
    hotkey: &AccountId,
    block: BlockNumber,
) -> Result<Uid, RuleError> {
    let (subnet, caller) = facts(state, call.netuid, mechid, hotkey, block);
    let seat = check_row(call, &subnet, &caller)?;
    store(state, call, mechid, seat, block)
}

/// The guard of a batch: the stake on every subnet that it names.
pub(super) fn check_stakes(state: &State, hotkey: &AccountId, netuids: &[NetUid]) -> Result<(), RuleError> {
    netuids.iter().try_for_each(|netuid| {
        let (subnet, caller) = facts(state, *netuid, MechId::MAIN, hotkey, state.block);
        check_stake(&subnet, &caller)
    })
}

/// Goes through a batch whose entries do not stop each other.
pub(super) fn one_by_one(entries: impl Iterator<Item = Result<Uid, RuleError>>) -> Receipt {
    let (mut accepted, mut refused, mut first_refusal) = (0_usize, 0_usize, None);
    for (position, entry) in entries.enumerate() {
        match entry {
            Ok(_) => accepted = accepted.saturating_add(1),
            Err(error) => {
                refused = refused.saturating_add(1);
                first_refusal.get_or_insert((position, error));
            }
        }
    }
    Receipt::BatchDone { accepted, refused, first_refusal }
}

/// Stores weights that were checked; with commit-reveal on, the time of the commit stays the last update.
fn store(
    state: &mut State,
    call: &WeightCall<'_>,
    mechid: MechId,
    seat: CallerSeat,
    block: BlockNumber,
) -> Result<Uid, RuleError> {
    let mut values: Vec<Weight> = call.values.to_vec();
    max_upscale(&mut values);
    let subnet = state.subnet_mut(call.netuid).ok_or(RuleError::MechanismDoesNotExist)?;
    let n = subnet.seats.len();
    let mechanism =
        subnet.mechanisms.get_mut(usize::from(mechid.0)).ok_or(RuleError::MechanismDoesNotExist)?;
    if let Some(row) = mechanism.weights.get_mut(seat.uid.index()) {
        row.clear();
        row.extend(call.uids.iter().zip(&values).map(|(uid, weight)| (uid.0, weight.0)));
    }
    if !subnet.parameters.commit_reveal_weights_enabled {
        mechanism.touch(seat.uid, n, block);
    }
    Ok(seat.uid)
}

/// What the checks look at; an unknown subnet has the chain's defaults.
pub(super) fn facts(
    state: &State,
    netuid: NetUid,
    mechid: MechId,
    hotkey: &AccountId,
    block: BlockNumber,
) -> (WeightSubnet, WeightCaller) {
    let subnet = state.subnet(netuid);
    let parameters = subnet.map(|subnet| &subnet.parameters);
    let commit_reveal_without_subnet = if netuid == NetUid::ROOT {
        state.root.parameters.commit_reveal_weights_enabled
    } else {
        state.rules.subnet.commit_reveal_weights_enabled
    };
    let facts = WeightSubnet {
        mechanism_exists: subnet.is_some_and(|subnet| subnet.mechanism(mechid).is_some()),
        commit_reveal_enabled: parameters
            .map_or(commit_reveal_without_subnet, |p| p.commit_reveal_weights_enabled),
        n: subnet.map_or(0, |subnet| subnet.seats.len()),
        weights_version_key: parameters.map_or(0, |p| p.weights_version_key),
        rate_limit_blocks: parameters.map_or(0, |p| p.weights_rate_limit_blocks),
        min_allowed_weights: parameters.map_or(0, |p| p.min_allowed_weights),
        stake_threshold_rao: state.globals.network.stake_threshold_rao,
        block,
    };
    let caller = WeightCaller {
        stake_weight_rao: stake_weight(state, netuid, hotkey).to_rao_floor(),
        seat: subnet.and_then(|subnet| caller_seat(subnet, mechid, hotkey)),
    };
    (facts, caller)
}

fn caller_seat(subnet: &Subnet, mechid: MechId, hotkey: &AccountId) -> Option<CallerSeat> {
    let uid = subnet.seats.uid_of(hotkey)?;
    Some(CallerSeat {
        uid,
        is_owner: *hotkey == subnet.owner_hotkey,
        has_permit: subnet.published.validator_permit.get(uid.index()).copied().unwrap_or(false),
        last_update: subnet.mechanism(mechid).map(|mechanism| mechanism.last_update(uid)),
    })
}
