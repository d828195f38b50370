//! New subnets (spec §2.15).

use super::children::delegate_root_to_owner;
use super::registering::seat;
use crate::rules::networks::{
    NetworkFacts, NetworkPrice, StartFacts, check_network, check_start, network_price_rao,
};
use crate::state::{State, Transaction, chain_order};
use crate::subnet::{Keys, Subnet};
use crate::{GenesisSubnet, Hyperparameters, Receipt, RuleError};
use alloc::vec::Vec;
use incentor_emission::Fixed64;
use incentor_primitives::{AccountId, Alpha, BlockNumber, NetUid, Tao};

/// Registers a subnet: its price becomes the pool's TAO, at the alpha price of the others.
pub(super) fn register(state: &mut State, keys: Keys) -> Result<Receipt, RuleError> {
    let price_rao = price_rao(state);
    let globals = &state.globals;
    check_network(&NetworkFacts {
        passes_rate_limit: state.last_transactions.passes(
            Transaction::RegisterNetwork,
            state.block,
            globals.network.network_rate_limit_blocks,
        ),
        hotkey_is_foreign: state.owners.get(&keys.hotkey).is_some_and(|owner| *owner != keys.coldkey),
        subnets: state.subnets.len(),
        subnet_limit: globals.network.subnet_limit,
        balance_rao: state.balances.of_rao(&keys.coldkey),
        price_rao,
    })?;
    let alpha_rao = alpha_for(state, price_rao);
    state.balances.debit(&keys.coldkey, price_rao).ok_or(RuleError::CannotAffordLockCost)?;

    let netuid = free_netuid(state).ok_or(RuleError::SubnetLimitReached)?;
    let mut parameters = Hyperparameters::new(&state.rules);
    parameters.subnet_emission_enabled = false;
    parameters.subtoken_enabled = false;
    let mut founded = GenesisSubnet::new(netuid, keys.coldkey, keys.hotkey, parameters);
    founded.registered_at = state.block;
    founded.first_emission_block = None;
    founded.burn = Tao::from_rao(state.rules.subnet.burn_rao);
    founded.pool.tao = Tao::from_rao(price_rao);
    founded.pool.account = Tao::from_rao(price_rao);
    founded.pool.alpha = Alpha::from_rao(alpha_rao);
    let subnet = Subnet::founded(&founded, state.block, &state.rules);
    let at = state.subnets.partition_point(|other| chain_order(other.netuid) < chain_order(netuid));
    state.subnets.insert(at, subnet);
    state.total_stake_rao = state.total_stake_rao.saturating_add(price_rao);
    state.last_network_lock_rao = price_rao;
    state.last_transactions.record(Transaction::RegisterNetwork, state.block);
    seat(state, netuid, keys)?;
    delegate_root_to_owner(state, netuid);
    Ok(Receipt::NetworkRegistered { netuid, price: Tao::from_rao(price_rao) })
}

/// Starts a subnet: from the next block on it takes part in emission.
pub(super) fn start(state: &mut State, netuid: NetUid, coldkey: AccountId) -> Result<Receipt, RuleError> {
    let (block, delay_blocks) = (state.block, state.globals.network.start_call_delay_blocks);
    let subnet = state.subnet(netuid);
    check_start(&StartFacts {
        exists: subnet.is_some(),
        is_owner: subnet.is_some_and(|subnet| subnet.owner == coldkey),
        started: subnet.is_some_and(|subnet| subnet.first_emission_block.is_some()),
        registered_at: subnet.map_or(BlockNumber(0), |subnet| subnet.registered_at),
        delay_blocks,
        block,
    })?;
    let subnet = state.subnet_mut(netuid).ok_or(RuleError::SubnetNotExists)?;
    let first = BlockNumber(block.0.saturating_add(1));
    subnet.first_emission_block = Some(first);
    subnet.parameters.subtoken_enabled = true;
    Ok(Receipt::Started { first_emission_block: first })
}

/// What a new subnet costs now.
fn price_rao(state: &State) -> u64 {
    let last = state.last_transactions.last(Transaction::RegisterNetwork);
    network_price_rao(&NetworkPrice {
        min_lock_rao: state.globals.network.network_min_lock_rao,
        last_lock_rao: state.last_network_lock_rao,
        last_lock_block: last.unwrap_or(BlockNumber(0)),
        reduction_blocks: state.globals.network.network_lock_reduction_blocks,
        block_emission_rao: state.block_emission_rao,
        full_emission_rao: state.rules.emission.initial_block_emission_rao,
        block: state.block,
    })
}

/// The alpha of a new pool: as much as its TAO is worth at the median price of the others, 1 without others.
fn alpha_for(state: &State, tao_rao: u64) -> u64 {
    let mut prices: Vec<Fixed64> = state.subnets.iter().map(Subnet::price).collect();
    prices.sort_unstable();
    let median = prices.get(prices.len().checked_div(2).unwrap_or(0)).copied();
    let price = median.filter(|price| *price > Fixed64::ZERO).unwrap_or(Fixed64::ONE);
    Fixed64::from_whole(tao_rao).div_floor(price).to_whole_floor()
}

/// The lowest number without a subnet.
fn free_netuid(state: &State) -> Option<NetUid> {
    (1..=u16::MAX).map(NetUid).find(|netuid| state.subnet(*netuid).is_none())
}
