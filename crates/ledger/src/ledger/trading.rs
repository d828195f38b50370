//! Swapping TAO and alpha in a subnet's pool, and keeping the books of it (spec §3.13).

use crate::state::State;
use crate::subnet::Subnet;
use incentor_emission::{FeeRate, Swap, SwapError, SwapTerms};
use incentor_primitives::{NetUid, PoolRules};

/// Where the fee of a purchase goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FeeTo {
    /// To the author of the block; without one it is destroyed.
    Author,
    /// It stays with the subnet, outside the pool.
    Subnet,
}

/// What a purchase would do.
pub(super) fn quote_buy(
    subnet: &Subnet,
    tao_rao: u64,
    terms: &SwapTerms,
    rules: &PoolRules,
) -> Result<Swap, SwapError> {
    if subnet.is_root() { Ok(at_par(tao_rao)) } else { subnet.pool.buy(tao_rao, terms, rules) }
}

/// What a sale would do.
pub(super) fn quote_sell(
    subnet: &Subnet,
    alpha_rao: u64,
    terms: &SwapTerms,
    rules: &PoolRules,
) -> Result<Swap, SwapError> {
    if subnet.is_root() { Ok(at_par(alpha_rao)) } else { subnet.pool.sell(alpha_rao, terms, rules) }
}

/// On root TAO is TAO.
const fn at_par(rao: u64) -> Swap {
    Swap { gross_in_rao: rao, fee_rao: 0, net_in_rao: rao, out_rao: rao, unused_rao: 0 }
}

/// Buys alpha for TAO that its owner has already parted with; the alpha is the caller's to book.
pub(super) fn buy(
    state: &mut State,
    netuid: NetUid,
    tao_rao: u64,
    terms: &SwapTerms,
    fee_to: FeeTo,
) -> Result<Swap, SwapError> {
    let rules = state.rules.pool;
    let Some(subnet) = state.network_mut(netuid) else {
        return Err(SwapError::ReservesTooLow { reserve_rao: 0 });
    };
    let swap = quote_buy(subnet, tao_rao, terms, &rules)?;
    if subnet.is_root() {
        subnet.pool.tao_rao = subnet.pool.tao_rao.saturating_add(swap.net_in_rao);
    } else {
        subnet.pool = subnet.pool.after_buy(&swap);
    }
    subnet.alpha.out_rao = subnet.alpha.out_rao.saturating_add(swap.out_rao);
    // All of it, whatever the pool took: a rao that a limit leaves stays with the subnet.
    subnet.volume_rao = subnet.volume_rao.saturating_add(u128::from(tao_rao));
    subnet.account_rao = subnet.account_rao.saturating_add(tao_rao);
    state.total_stake_rao = state.total_stake_rao.saturating_add(tao_rao);
    if fee_to == FeeTo::Author {
        pay_author(state, netuid, swap.fee_rao);
    }
    Ok(swap)
}

/// Sells alpha that its owner has already parted with; the TAO is the caller's to book.
///
/// The fee is alpha: it is sold on its own, without a fee, for the author of the block. Where a fee buys
/// nothing, the whole sale is refused.
pub(super) fn sell(
    state: &mut State,
    netuid: NetUid,
    alpha_rao: u64,
    terms: &SwapTerms,
) -> Result<Swap, SwapError> {
    let without_fee = SwapTerms::sell(FeeRate::NONE);
    if let Some(subnet) = state.subnet(netuid) {
        let swap = subnet.pool.sell(alpha_rao, terms, &state.rules.pool)?;
        subnet.pool.after_sell(&swap).sell(swap.fee_rao, &without_fee, &state.rules.pool)?;
    }
    let swap = sell_once(state, netuid, alpha_rao, terms)?;
    let fee = sell_once(state, netuid, swap.fee_rao, &without_fee)?;
    credit_author(state, fee.out_rao);
    Ok(swap)
}

fn sell_once(
    state: &mut State,
    netuid: NetUid,
    alpha_rao: u64,
    terms: &SwapTerms,
) -> Result<Swap, SwapError> {
    let rules = state.rules.pool;
    let Some(subnet) = state.network_mut(netuid) else {
        return Err(SwapError::ReservesTooLow { reserve_rao: 0 });
    };
    let swap = quote_sell(subnet, alpha_rao, terms, &rules)?;
    if subnet.is_root() {
        subnet.pool.tao_rao = subnet.pool.tao_rao.saturating_sub(swap.out_rao);
        subnet.pool.alpha_rao = subnet.pool.alpha_rao.saturating_add(swap.net_in_rao);
    } else {
        subnet.pool = subnet.pool.after_sell(&swap);
    }
    subnet.alpha.take_out(swap.net_in_rao);
    subnet.volume_rao = subnet.volume_rao.saturating_add(u128::from(swap.out_rao));
    subnet.account_rao = subnet.account_rao.saturating_sub(swap.out_rao);
    state.total_stake_rao = state.total_stake_rao.saturating_sub(swap.out_rao);
    Ok(swap)
}

/// Pays a fee that lies with a subnet.
fn pay_author(state: &mut State, netuid: NetUid, tao_rao: u64) {
    if let Some(subnet) = state.network_mut(netuid) {
        subnet.account_rao = subnet.account_rao.saturating_sub(tao_rao);
    }
    credit_author(state, tao_rao);
}

/// Gives TAO to the author of the block; without one it is destroyed.
fn credit_author(state: &mut State, tao_rao: u64) {
    let paid = state.author.and_then(|author| state.balances.credit(author, tao_rao));
    if paid.is_none() {
        state.tao_issuance_rao = state.tao_issuance_rao.saturating_sub(tao_rao);
    }
}
