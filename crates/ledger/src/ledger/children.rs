//! Setting children, and putting them in force (spec §2.8, §2.10 step 7).

use crate::RuleError;
use crate::rules::children::{
    Child, ChildkeyTakeFacts, ChildrenCall, ChildrenFacts, applicable, check_childkey_take, check_children,
    cooldown_block, is_ripe, sort_for_application,
};
use crate::state::{State, Transaction};
use crate::subnet::{PendingChildren, Subnet};
use alloc::{vec, vec::Vec};
use incentor_emission::{Fixed64, childkey_take};
use incentor_primitives::{AccountId, BlockNumber, NetUid, Take};

/// Sets a hotkey's children; gives the block after which they count, unless they do at once.
pub(super) fn set(state: &mut State, call: &ChildrenCall<'_>) -> Result<Option<BlockNumber>, RuleError> {
    let (hotkey, netuid, block) = (call.hotkey, call.netuid, state.block);
    let subnet = state.subnet(netuid);
    let transaction = Transaction::SetChildren(hotkey, netuid);
    check_children(
        call,
        &ChildrenFacts {
            block,
            last_set: state.last_transactions.last(transaction),
            rate_limit_blocks: state.rules.children.rate_limit_blocks,
            most_children: state.rules.children.most,
            subnet_exists: subnet.is_some(),
            owner: state.owners.get(&hotkey).copied(),
            parents: subnet.map_or(&[], |subnet| subnet.children.parents_of(&hotkey)),
            is_subnet_owner: subnet.is_some_and(|subnet| subnet.owner_hotkey == hotkey),
            total_stake_rao: total_stake_rao(state, &hotkey),
            stake_threshold_rao: state.globals.network.stake_threshold_rao,
        },
    )?;
    state.last_transactions.record(transaction, block);
    let cooldown_blocks = state.globals.network.childkey_cooldown_blocks;
    let subnet = state.subnet_mut(netuid).ok_or(RuleError::SubnetNotExists)?;
    if !subnet.parameters.subtoken_enabled {
        put_in_force(subnet, hotkey, call.children);
        return Ok(None);
    }
    let cooldown_block = cooldown_block(block, cooldown_blocks);
    let pending = PendingChildren { children: call.children.to_vec(), cooldown_block };
    subnet.children.pending.insert(hotkey, pending);
    Ok(Some(cooldown_block))
}

/// Sets what a hotkey keeps of its parents' dividends.
///
/// The chain takes it for any number, also of a subnet that is not there; this ledger has no place for that.
pub(super) fn set_take(
    state: &mut State,
    netuid: NetUid,
    coldkey: AccountId,
    hotkey: AccountId,
    take: Take,
) -> Result<(), RuleError> {
    let (globals, block) = (&state.globals, state.block);
    let subnet = state.network(netuid);
    let subnet_min = subnet.map_or(0, |subnet| subnet.parameters.min_childkey_take_u16);
    let chosen = subnet.and_then(|subnet| subnet.children.takes.get(&hotkey)).copied().unwrap_or_default();
    let at_least = |take| childkey_take(take, Take(globals.network.min_childkey_take_u16), Take(subnet_min));
    let transaction = Transaction::SetChildkeyTake(hotkey, netuid);
    check_childkey_take(
        coldkey,
        take,
        &ChildkeyTakeFacts {
            block,
            owner: state.owners.get(&hotkey).copied(),
            least: at_least(Take(0)),
            most: Take(globals.network.max_childkey_take_u16),
            current: at_least(chosen),
            last_set: state.last_transactions.last(transaction),
            rate_limit_blocks: globals.network.childkey_take_rate_limit_blocks,
        },
    )?;
    let subnet = state.network_mut(netuid).ok_or(RuleError::OutsideThisLedger)?;
    if take == Take(0) {
        subnet.children.takes.remove(&hotkey);
    } else {
        subnet.children.takes.insert(hotkey, take);
    }
    state.last_transactions.record(transaction, block);
    Ok(())
}

/// Sets whether a member of root lends its stake to the owners of new subnets.
pub(super) fn set_auto_delegation(
    state: &mut State,
    coldkey: AccountId,
    hotkey: AccountId,
    enabled: bool,
) -> Result<(), RuleError> {
    if state.owners.get(&hotkey) != Some(&coldkey) {
        return Err(RuleError::NonAssociatedColdKey);
    }
    if state.root.seats.uid_of(&hotkey).is_none() {
        return Err(RuleError::HotKeyNotRegisteredInSubNet);
    }
    if enabled {
        state.not_auto_delegating.remove(&hotkey);
    } else {
        state.not_auto_delegating.insert(hotkey);
    }
    Ok(())
}

/// Makes the members of root parents of a new subnet's owner, with all of their stake.
///
/// Each as if its coldkey had asked for it; what is refused is left out.
pub(super) fn delegate_root_to_owner(state: &mut State, netuid: NetUid) {
    let Some(owner_hotkey) = state.subnet(netuid).map(|subnet| subnet.owner_hotkey) else {
        return;
    };
    let members: Vec<AccountId> = state.root.seats.keys.iter().map(|keys| keys.hotkey).collect();
    let children = vec![Child { proportion_u64: u64::MAX, hotkey: owner_hotkey }];
    for hotkey in members {
        let takes_part = hotkey != owner_hotkey && !state.not_auto_delegating.contains(&hotkey);
        if let (true, Some(coldkey)) = (takes_part, state.owners.get(&hotkey).copied()) {
            let call = ChildrenCall { netuid, coldkey, hotkey, children: &children };
            // Refused, for instance for too little stake: the others are asked all the same.
            set(state, &call).ok();
        }
    }
}

/// Puts waiting children in force on every subnet whose epoch was in this block.
pub(super) fn apply_pending(state: &mut State) {
    let block = state.block;
    let subnets = state.subnets.iter_mut().filter(|subnet| {
        // Nothing waits on most subnets.
        subnet.schedule.last_epoch_block == block && !subnet.children.pending.is_empty()
    });
    for subnet in subnets {
        let has_started = subnet.parameters.subtoken_enabled;
        let pending = &subnet.children.pending;
        let ripe = |pending: &PendingChildren| is_ripe(pending.cooldown_block, block, has_started);
        let mut parents: Vec<AccountId> =
            pending.iter().filter(|(_, pending)| ripe(pending)).map(|(parent, _)| *parent).collect();
        sort_for_application(&mut parents);
        for parent in parents {
            if let Some(pending) = subnet.children.pending.remove(&parent) {
                put_in_force(subnet, parent, &pending.children);
            }
        }
    }
}

/// Replaces a hotkey's children, unless the list contradicts its parents by now.
fn put_in_force(subnet: &mut Subnet, parent: AccountId, children: &[Child]) {
    if let Some(children) = applicable(parent, children, subnet.children.parents_of(&parent)) {
        subnet.children.set(parent, children);
    }
}

/// Gives up the children that wait, on every subnet, when too little is left on a hotkey to have any.
///
/// Only those that wait: children in force stay. The chain looks at it when stake is sold, not when it is moved.
pub(super) fn give_up_waiting(state: &mut State, hotkey: &AccountId) {
    if total_stake_rao(state, hotkey) < state.globals.network.stake_threshold_rao {
        for subnet in &mut state.subnets {
            subnet.children.pending.remove(hotkey);
        }
    }
}

/// Everything that lies on a hotkey, in TAO: root stake, and alpha at the price of its pool, rounded down at the
/// end.
fn total_stake_rao(state: &State, hotkey: &AccountId) -> u64 {
    let worth = |subnet: &Subnet| {
        Fixed64::from_whole(subnet.alpha.stakes.on_hotkey_rao(hotkey)).mul_floor(subnet.price())
    };
    let sum = state.subnets.iter().fold(worth(&state.root), |sum, subnet| sum.plus(worth(subnet)));
    sum.to_whole_floor()
}

#[cfg(test)]
mod tests;
