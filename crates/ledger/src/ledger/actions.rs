//! Executing an action: load, call the rule, store.

use super::{children, furnishing, networks, parameters, staking, takes, triggers};
use super::{registering::register, stake_weights::stake_weight};
use crate::rules::{children::ChildrenCall, upscale, weights};
use crate::state::State;
use crate::subnet::{Keys, Subnet};
use crate::{Action, Receipt, RuleError};
use alloc::vec::Vec;
use incentor_primitives::{AccountId, Alpha, MechId, NetUid, Uid, Weight};

/// Executes one action in the current block.
pub(super) fn apply(state: &mut State, action: Action) -> Result<Receipt, RuleError> {
    match action {
        Action::Register { netuid, coldkey, hotkey } => {
            register(state, netuid, Keys { hotkey, coldkey }, None)
        }
        Action::RegisterLimit { netuid, coldkey, hotkey, limit_price } => {
            register(state, netuid, Keys { hotkey, coldkey }, Some(limit_price))
        }
        Action::RegisterNetwork { coldkey, hotkey } => networks::register(state, Keys { hotkey, coldkey }),
        Action::Start { netuid, coldkey } => networks::start(state, netuid, coldkey),
        Action::AddStake { position, amount, limit } => staking::add(state, position, amount, limit),
        Action::RemoveStake { position, amount, limit } => staking::remove(state, position, amount, limit),
        Action::RemoveStakeFull { position, limit_price } => {
            staking::remove_full(state, position, limit_price)
        }
        Action::UnstakeAll { coldkey, hotkey } => staking::remove_all(state, coldkey, hotkey),
        Action::UnstakeAllAlpha { coldkey, hotkey } => staking::remove_all_alpha(state, coldkey, hotkey),
        Action::MoveStake { from, to, amount, limit } => staking::transfer(state, from, to, amount, limit),
        Action::SetParameter { origin, netuid, parameter } => {
            parameters::set(state, origin, netuid, parameter).map(|()| Receipt::ParameterSet)
        }
        Action::SetGlobal { origin, parameter } => {
            parameters::set_global(state, origin, parameter).map(|()| Receipt::ParameterSet)
        }
        Action::TriggerEpoch { origin, netuid } => triggers::trigger(state, origin, netuid),
        Action::Furnish(furnishing) => furnishing::furnish(state, furnishing).map(|()| Receipt::Furnished),
        Action::Endow { netuid, hotkey, coldkey, alpha } => {
            endow(state, netuid, hotkey, coldkey, alpha).map(|stake| Receipt::Endowed { stake })
        }
        Action::ChangeTake { coldkey, hotkey, change, take } => {
            takes::change(state, coldkey, hotkey, change, take)
        }
        Action::SetChildren { netuid, coldkey, hotkey, children } => {
            let call = ChildrenCall { netuid, coldkey, hotkey, children: &children };
            children::set(state, &call).map(|cooldown_block| Receipt::ChildrenSet { cooldown_block })
        }
        Action::SetChildkeyTake { netuid, coldkey, hotkey, take } => {
            children::set_take(state, netuid, coldkey, hotkey, take).map(|()| Receipt::TakeSet)
        }
        Action::SetAutoParentDelegation { coldkey, hotkey, enabled } => {
            children::set_auto_delegation(state, coldkey, hotkey, enabled)
                .map(|()| Receipt::AutoParentDelegationSet)
        }
        Action::SetWeights { netuid, mechid, hotkey, uids, values, version_key } => {
            let call = weights::WeightCall { netuid, uids: &uids, values: &values, version_key };
            set_weights(state, &call, mechid, &hotkey).map(|uid| Receipt::WeightsSet { uid })
        }
    }
}

/// Makes a coldkey the owner of a hotkey, unless another one is.
pub(super) fn own(state: &mut State, hotkey: AccountId, coldkey: AccountId) -> Result<(), RuleError> {
    let owner = *state.owners.entry(hotkey).or_insert(coldkey);
    if owner == coldkey { Ok(()) } else { Err(RuleError::NonAssociatedColdKey) }
}

/// New alpha as a stake; gives what the whole stake is worth.
pub(super) fn endow(
    state: &mut State,
    netuid: NetUid,
    hotkey: AccountId,
    coldkey: AccountId,
    alpha: Alpha,
) -> Result<Alpha, RuleError> {
    let supply_rao = state.rules.emission.total_supply_rao;
    let hotkey_exists = state.owners.contains_key(&hotkey);
    let subnet = state.network_mut(netuid).ok_or(RuleError::SubnetNotExists)?;
    if !hotkey_exists {
        return Err(RuleError::HotKeyAccountNotExists);
    }
    if alpha == Alpha::ZERO {
        return Err(RuleError::AmountTooLow);
    }
    if alpha.rao > supply_rao.saturating_sub(subnet.alpha_issuance_rao()) {
        return Err(RuleError::SupplyExceeded);
    }
    subnet.alpha.endow(hotkey, coldkey, alpha.rao);
    Ok(Alpha::from_rao(subnet.alpha.stakes.of_rao(&hotkey, &coldkey)))
}

fn set_weights(
    state: &mut State,
    call: &weights::WeightCall<'_>,
    mechid: MechId,
    hotkey: &AccountId,
) -> Result<Uid, RuleError> {
    let (facts, caller) = weight_facts(state, call.netuid, mechid, hotkey);
    let seat = weights::check_weights(call, &facts, &caller)?;

    let mut values: Vec<Weight> = call.values.to_vec();
    upscale::max_upscale(&mut values);
    let block = state.block;
    let subnet = state.subnet_mut(call.netuid).ok_or(RuleError::MechanismDoesNotExist)?;
    let n = subnet.seats.len();
    let mechanism =
        subnet.mechanisms.get_mut(usize::from(mechid.0)).ok_or(RuleError::MechanismDoesNotExist)?;
    if let Some(row) = mechanism.weights.get_mut(seat.uid.index()) {
        row.clear();
        row.extend(call.uids.iter().zip(&values).map(|(uid, weight)| (uid.0, weight.0)));
    }
    mechanism.touch(seat.uid, n, block);
    Ok(seat.uid)
}

/// What the weight checks look at; an unknown subnet has the chain's defaults.
fn weight_facts(
    state: &State,
    netuid: NetUid,
    mechid: MechId,
    hotkey: &AccountId,
) -> (weights::WeightSubnet, weights::WeightCaller) {
    let subnet = state.subnet(netuid);
    let parameters = subnet.map(|subnet| &subnet.parameters);
    let commit_reveal_without_subnet = if netuid == NetUid::ROOT {
        state.root.parameters.commit_reveal_weights_enabled
    } else {
        state.rules.subnet.commit_reveal_weights_enabled
    };
    let facts = weights::WeightSubnet {
        mechanism_exists: subnet.is_some_and(|subnet| subnet.mechanism(mechid).is_some()),
        commit_reveal_enabled: parameters
            .map_or(commit_reveal_without_subnet, |p| p.commit_reveal_weights_enabled),
        n: subnet.map_or(0, |subnet| subnet.seats.len()),
        weights_version_key: parameters.map_or(0, |p| p.weights_version_key),
        rate_limit_blocks: parameters.map_or(0, |p| p.weights_rate_limit_blocks),
        min_allowed_weights: parameters.map_or(0, |p| p.min_allowed_weights),
        stake_threshold_rao: state.globals.stake_threshold_rao,
        block: state.block,
    };
    let caller = weights::WeightCaller {
        stake_weight_rao: stake_weight(state, netuid, hotkey).to_rao_floor(),
        seat: subnet.and_then(|subnet| caller_seat(subnet, mechid, hotkey)),
    };
    (facts, caller)
}

fn caller_seat(subnet: &Subnet, mechid: MechId, hotkey: &AccountId) -> Option<weights::CallerSeat> {
    let uid = subnet.seats.uid_of(hotkey)?;
    Some(weights::CallerSeat {
        uid,
        is_owner: *hotkey == subnet.owner_hotkey,
        has_permit: subnet.published.validator_permit.get(uid.index()).copied().unwrap_or(false),
        last_update: subnet.mechanism(mechid).map(|mechanism| mechanism.last_update(uid)),
    })
}
