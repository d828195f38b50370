//! Putting stake down, taking it up, and moving it (spec §3.14).

use super::root_stakes;
use super::trading::{FeeTo, buy, quote_buy, quote_sell, sell};
use crate::rules::staking::{
    AddStakeFacts, MoveStakeFacts, OrderLimit, RemoveStakeFacts, StakeSubnet, check_add_stake,
    check_move_stake, check_remove_stake,
};
use crate::stakes::Holder;
use crate::state::State;
use crate::{Limit, Receipt, RuleError, StakePosition};
use alloc::vec::Vec;
use incentor_emission::{FeeRate, PriceLimit, SwapError, SwapTerms};
use incentor_primitives::{AccountId, Alpha, NetUid, RAO_PER_TAO, Tao};

/// Buys stake, for no more than a limit takes.
pub(super) fn add(
    state: &mut State,
    position: StakePosition,
    amount: Tao,
    limit: Option<Limit>,
) -> Result<Receipt, RuleError> {
    let StakePosition { netuid, coldkey, hotkey } = position;
    let fee = fee_of(state, netuid);
    let terms = terms(fee, limit, PriceLimit::HIGHEST);
    let quote = quote_bought(state, netuid, amount.rao, &terms);
    let order = order_limit(state, netuid, limit, quote, |limit| limit.0 >= RAO_PER_TAO)?;
    let least_rao = state.globals.min_stake_rao;
    let swap = check_add_stake(&AddStakeFacts {
        subnet: subnet_facts(state, netuid),
        amount_rao: amount.rao,
        most_rao: most_rao(state, netuid),
        least_rao: least_rao.saturating_add(fee.of_gross_floor(least_rao)),
        limit: order,
        balance_rao: state.balances.of_rao(&coldkey),
        hotkey_exists: state.owners.contains_key(&hotkey),
        quote,
    })?;
    let alpha = put_down(state, position, Tao::from_rao(swap.gross_in_rao), &terms)?;
    Ok(Receipt::StakeAdded { tao: Tao::from_rao(swap.gross_in_rao), alpha })
}

/// Sells stake; without a limit what is there when more is asked for.
pub(super) fn remove(
    state: &mut State,
    position: StakePosition,
    amount: Alpha,
    limit: Option<Limit>,
) -> Result<Receipt, RuleError> {
    let StakePosition { netuid, hotkey, .. } = position;
    let available_rao = stake_rao(state, &position);
    let amount_rao = if limit.is_none() { amount.rao.min(available_rao) } else { amount.rao };
    let terms = terms(fee_of(state, netuid), limit, PriceLimit::LOWEST);
    let quote = quote_sold(state, netuid, amount_rao, &terms);
    let order = order_limit(state, netuid, limit, quote, |limit| limit.0 <= RAO_PER_TAO)?;
    let swap = check_remove_stake(&RemoveStakeFacts {
        subnet: subnet_facts(state, netuid),
        amount_rao,
        available_rao,
        least_rao: state.globals.min_stake_rao,
        limit: order,
        hotkey_exists: state.owners.contains_key(&hotkey),
        quote,
    })?;
    let tao = take_up(state, position, Alpha::from_rao(swap.gross_in_rao), &terms)?;
    credit(state, position.coldkey, tao)?;
    Ok(Receipt::StakeRemoved { alpha: Alpha::from_rao(swap.gross_in_rao), tao })
}

/// Sells the whole stake on a hotkey, at no worse a price than the limit.
pub(super) fn remove_full(
    state: &mut State,
    position: StakePosition,
    limit_price: Option<Tao>,
) -> Result<Receipt, RuleError> {
    let amount = Alpha::from_rao(stake_rao(state, &position));
    let limit = limit_price.map(|price| Limit { price, allow_partial: false });
    remove(state, position, amount, limit)
}

/// Sells everything a coldkey has on a hotkey, wherever that is possible.
pub(super) fn remove_all(
    state: &mut State,
    coldkey: AccountId,
    hotkey: AccountId,
) -> Result<Receipt, RuleError> {
    if !state.owners.contains_key(&hotkey) {
        return Err(RuleError::HotKeyAccountNotExists);
    }
    let netuids: Vec<NetUid> =
        [NetUid::ROOT].into_iter().chain(state.subnets.iter().map(|subnet| subnet.netuid)).collect();
    let mut received = Tao::ZERO;
    let mut sold = Alpha::ZERO;
    for netuid in netuids {
        let position = StakePosition { netuid, coldkey, hotkey };
        let amount = Alpha::from_rao(stake_rao(state, &position));
        // Where there is nothing, or the pool does not take it, the stake stays.
        if let Ok(Receipt::StakeRemoved { alpha, tao }) = remove(state, position, amount, None) {
            sold = Alpha::from_rao(sold.rao.saturating_add(alpha.rao));
            received = Tao::from_rao(received.rao.saturating_add(tao.rao));
        }
    }
    Ok(Receipt::StakeRemoved { alpha: sold, tao: received })
}

/// Sells everything a coldkey has on a hotkey's subnets and puts what it brings down on root.
pub(super) fn remove_all_alpha(
    state: &mut State,
    coldkey: AccountId,
    hotkey: AccountId,
) -> Result<Receipt, RuleError> {
    if !state.owners.contains_key(&hotkey) {
        return Err(RuleError::HotKeyAccountNotExists);
    }
    let netuids: Vec<NetUid> = state.subnets.iter().map(|subnet| subnet.netuid).collect();
    let mut received = Tao::ZERO;
    for netuid in netuids {
        let position = StakePosition { netuid, coldkey, hotkey };
        let amount = Alpha::from_rao(stake_rao(state, &position));
        if let Ok(Receipt::StakeRemoved { tao, .. }) = remove(state, position, amount, None) {
            received = Tao::from_rao(received.rao.saturating_add(tao.rao));
        }
    }
    let root = StakePosition { netuid: NetUid::ROOT, coldkey, hotkey };
    let alpha = put_down(state, root, received, &SwapTerms::buy(FeeRate::NONE))?;
    Ok(Receipt::StakeAdded { tao: received, alpha })
}

/// Moves stake to another subnet, hotkey or coldkey.
///
/// Within a subnet nothing is sold. Between two, the alpha is sold with a fee and the TAO buys without.
pub(super) fn transfer(
    state: &mut State,
    from: StakePosition,
    to: StakePosition,
    amount: Alpha,
    limit: Option<Limit>,
) -> Result<Receipt, RuleError> {
    let available_rao = stake_rao(state, &from);
    let amount_rao = amount.rao.min(available_rao);
    // The fee is paid once: where there is a pool to sell to, there.
    let origin_fee = fee_of(state, from.netuid);
    let destination_fee = if from.netuid == NetUid::ROOT { fee_of(state, to.netuid) } else { FeeRate::NONE };
    let selling = terms(origin_fee, limit, PriceLimit::LOWEST);
    let quote = quote_sold(state, from.netuid, amount_rao, &selling);
    let order = order_limit(state, from.netuid, limit, quote, |_| true)?;
    let disallows = |netuid| state.network(netuid).is_some_and(|subnet| !subnet.parameters.transfers_enabled);
    check_move_stake(&MoveStakeFacts {
        origin: subnet_facts(state, from.netuid),
        destination: subnet_facts(state, to.netuid),
        goes_nowhere: from == to,
        hotkeys_exist: [from, to].iter().all(|position| state.owners.contains_key(&position.hotkey)),
        amount_rao,
        available_rao,
        least_rao: state.globals.min_stake_rao,
        limit: order,
        transfer_disallowed: from.coldkey != to.coldkey && (disallows(from.netuid) || disallows(to.netuid)),
        quote,
    })?;
    if from.netuid == to.netuid {
        let alpha = Alpha::from_rao(amount_rao);
        withdraw(state, &from, alpha)?;
        deposit(state, &to, alpha);
        if to.netuid == NetUid::ROOT {
            root_stakes::handed_over(state, &to.hotkey, &to.coldkey);
        }
        return Ok(Receipt::StakeMoved { alpha_out: alpha, alpha_in: alpha });
    }
    let sold = quote?;
    let buying = SwapTerms::buy(destination_fee);
    // What the destination refuses must not have left the origin; the sale does not touch its pool.
    quote_bought(state, to.netuid, sold.out_rao, &buying)?;
    let alpha_out = Alpha::from_rao(sold.gross_in_rao);
    let tao = take_up(state, from, alpha_out, &selling)?;
    credit(state, to.coldkey, tao)?;
    let alpha_in = put_down(state, to, tao, &buying)?;
    Ok(Receipt::StakeMoved { alpha_out, alpha_in })
}

/// Buys alpha for a coldkey's TAO and lays it on the hotkey.
fn put_down(
    state: &mut State,
    position: StakePosition,
    tao: Tao,
    terms: &SwapTerms,
) -> Result<Alpha, RuleError> {
    state.balances.debit(&position.coldkey, tao.rao).ok_or(RuleError::NotEnoughBalanceToStake)?;
    match buy(state, position.netuid, tao.rao, terms, FeeTo::Author) {
        Ok(swap) => {
            let alpha = Alpha::from_rao(swap.out_rao);
            deposit(state, &position, alpha);
            if position.netuid == NetUid::ROOT {
                state.root_dividends.list(position.coldkey);
            }
            Ok(alpha)
        }
        Err(error) => {
            credit(state, position.coldkey, tao)?;
            Err(error.into())
        }
    }
}

/// Takes alpha off a hotkey and sells it; the TAO is the caller's to book.
fn take_up(
    state: &mut State,
    position: StakePosition,
    alpha: Alpha,
    terms: &SwapTerms,
) -> Result<Tao, RuleError> {
    let swap = sell(state, position.netuid, alpha.rao, terms)?;
    withdraw(state, &position, alpha)?;
    if position.netuid == NetUid::ROOT {
        root_stakes::unlist_without_stake(state, &position.coldkey);
    }
    Ok(Tao::from_rao(swap.out_rao))
}

pub(super) fn deposit(state: &mut State, position: &StakePosition, alpha: Alpha) {
    let StakePosition { netuid, coldkey, hotkey } = *position;
    let Some(subnet) = state.network_mut(netuid) else {
        return;
    };
    if subnet.alpha.stakes.deposit(hotkey, coldkey, alpha.rao) == Holder::New {
        state.staking_hotkeys.add(coldkey, hotkey);
    }
    if netuid == NetUid::ROOT {
        root_stakes::added(state, &hotkey, &coldkey, alpha.rao);
    }
}

fn withdraw(state: &mut State, position: &StakePosition, alpha: Alpha) -> Result<(), RuleError> {
    let StakePosition { netuid, coldkey, hotkey } = *position;
    let subnet = state.network_mut(netuid).ok_or(RuleError::SubnetNotExists)?;
    let withdrawn = subnet.alpha.stakes.withdraw(&hotkey, &coldkey, alpha.rao);
    withdrawn.ok_or(RuleError::NotEnoughStakeToWithdraw)?;
    if netuid == NetUid::ROOT {
        root_stakes::removed(state, &hotkey, &coldkey, alpha.rao);
    }
    Ok(())
}

fn credit(state: &mut State, coldkey: AccountId, tao: Tao) -> Result<(), RuleError> {
    state.balances.credit(coldkey, tao.rao).ok_or(RuleError::SupplyExceeded)
}

fn subnet_facts(state: &State, netuid: NetUid) -> StakeSubnet {
    let subnet = state.network(netuid);
    StakeSubnet {
        exists: subnet.is_some(),
        subtoken_enabled: subnet.is_some_and(|subnet| subnet.parameters.subtoken_enabled),
    }
}

fn stake_rao(state: &State, position: &StakePosition) -> u64 {
    let subnet = state.network(position.netuid);
    subnet.map_or(0, |subnet| subnet.alpha.stakes.of_rao(&position.hotkey, &position.coldkey))
}

fn fee_of(state: &State, netuid: NetUid) -> FeeRate {
    let subnet = state.subnet(netuid);
    subnet.map_or(FeeRate::NONE, |subnet| FeeRate(subnet.parameters.fee_rate_u16))
}

/// More than the pool takes at once; root takes everything.
fn most_rao(state: &State, netuid: NetUid) -> u64 {
    let multiple = state.rules.pool.max_input_multiple;
    state.subnet(netuid).map_or(u64::MAX, |subnet| subnet.pool.tao_rao.saturating_mul(multiple))
}

fn terms(fee: FeeRate, limit: Option<Limit>, without: PriceLimit) -> SwapTerms {
    SwapTerms { fee, limit: limit.map_or(without, |limit| PriceLimit(limit.price.rao)) }
}

type Quote = Result<incentor_emission::Swap, SwapError>;

fn quote_bought(state: &State, netuid: NetUid, tao_rao: u64, terms: &SwapTerms) -> Quote {
    let missing = Err(SwapError::ReservesTooLow { reserve_rao: 0 });
    state.network(netuid).map_or(missing, |subnet| quote_buy(subnet, tao_rao, terms, &state.rules.pool))
}

fn quote_sold(state: &State, netuid: NetUid, alpha_rao: u64, terms: &SwapTerms) -> Quote {
    let missing = Err(SwapError::ReservesTooLow { reserve_rao: 0 });
    state.network(netuid).map_or(missing, |subnet| quote_sell(subnet, alpha_rao, terms, &state.rules.pool))
}

/// What a limit leaves of an order; a price beyond it already is answered before anything else.
fn order_limit(
    state: &State,
    netuid: NetUid,
    limit: Option<Limit>,
    quote: Quote,
    root_is_within: impl Fn(PriceLimit) -> bool,
) -> Result<OrderLimit, RuleError> {
    let Some(limit) = limit.filter(|_| state.network(netuid).is_some()) else {
        return Ok(OrderLimit::NONE);
    };
    if netuid == NetUid::ROOT && !root_is_within(PriceLimit(limit.price.rao)) {
        return Err(RuleError::PriceLimitExceeded);
    }
    let max_rao = match quote {
        Err(SwapError::PriceLimitExceeded { .. }) => return Err(RuleError::PriceLimitExceeded),
        Ok(swap) if swap.unused_rao > 0 => swap.gross_in_rao,
        _ => u64::MAX,
    };
    Ok(OrderLimit { max_rao, allow_partial: limit.allow_partial })
}
