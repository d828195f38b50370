//! Putting stake down, taking it up, and moving it (spec §3.14).

use super::trading::{FeeTo, buy, quote_buy, quote_sell, sell};
use super::{children, root_stakes};
use crate::rules::staking::{
    AddStakeFacts, MoveStakeFacts, MoveWorth, OrderLimit, RemoveStakeFacts, StakeSubnet, check_add_stake,
    check_move_stake, check_remove_stake,
};
use crate::stakes::Holder;
use crate::state::State;
use crate::{Limit, Receipt, RuleError, StakePosition};
use alloc::vec::Vec;
use incentor_emission::{FeeRate, Fixed64, PriceLimit, Swap, SwapError, SwapTerms, alpha_movable};
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
    let order = limit.map_or(Ok(OrderLimit::NONE), |limit| limit_of_buy(state, netuid, limit));
    let traded_rao = order.map_or(0, |order| order.traded_rao(amount.rao));
    let min_stake_rao = state.globals.network.min_stake_rao;
    let traded_rao = check_add_stake(&AddStakeFacts {
        subnet: subnet_facts(state, netuid),
        amount_rao: amount.rao,
        most_rao: most_tao_rao(state, netuid),
        min_stake_rao,
        min_stake_fee_rao: fee.of_gross_floor(min_stake_rao),
        limit: order,
        balance_rao: state.balances.of_rao(&coldkey),
        hotkey_exists: state.owners.contains_key(&hotkey),
        quote: quote_bought(state, netuid, traded_rao, &SwapTerms::buy(fee)),
    })?;
    let terms = SwapTerms { fee, limit: limit.map_or(PriceLimit::HIGHEST, price_limit) };
    let Bought { tao, alpha } = put_down(state, position, Tao::from_rao(traded_rao), &terms)?;
    Ok(Receipt::StakeAdded { tao, alpha })
}

/// Sells stake; without a limit what is there when more is asked for.
pub(super) fn remove(
    state: &mut State,
    position: StakePosition,
    amount: Alpha,
    limit: Option<Limit>,
) -> Result<Receipt, RuleError> {
    let receipt = remove_one(state, position, amount, limit)?;
    children::give_up_waiting(state, &position.hotkey);
    Ok(receipt)
}

/// One sale; of several in a call none makes children given up.
fn remove_one(
    state: &mut State,
    position: StakePosition,
    amount: Alpha,
    limit: Option<Limit>,
) -> Result<Receipt, RuleError> {
    let StakePosition { netuid, hotkey, .. } = position;
    let available_rao = stake_rao(state, &position);
    let amount_rao = if limit.is_none() { amount.rao.min(available_rao) } else { amount.rao };
    let fee = fee_of(state, netuid);
    let traded_rao = check_remove_stake(&RemoveStakeFacts {
        subnet: subnet_facts(state, netuid),
        amount_rao,
        most_rao: most_alpha_rao(state, netuid),
        available_rao,
        least_rao: state.globals.network.min_stake_rao,
        limit: limit.map(|limit| limit_of_sale(state, netuid, limit)),
        hotkey_exists: state.owners.contains_key(&hotkey),
        quote: quote_sold(state, netuid, amount_rao, &SwapTerms::sell(fee)),
    })?;
    let terms = SwapTerms { fee, limit: limit.map_or(PriceLimit::LOWEST, price_limit) };
    let Sold { alpha, tao } = take_up(state, position, Alpha::from_rao(traded_rao), &terms)?;
    credit(state, position.coldkey, tao)?;
    Ok(Receipt::StakeRemoved { alpha, tao })
}

/// Sells the whole stake on a hotkey, at no worse a price than the limit.
pub(super) fn remove_full(
    state: &mut State,
    position: StakePosition,
    limit_price: Option<Tao>,
) -> Result<Receipt, RuleError> {
    if state.network(position.netuid).is_none() {
        return Err(RuleError::SubnetNotExists);
    }
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
        if let Ok(Receipt::StakeRemoved { alpha, tao }) = remove_one(state, position, amount, None) {
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
    let before = state.clone();
    let mut received = Tao::ZERO;
    for netuid in netuids {
        let position = StakePosition { netuid, coldkey, hotkey };
        let amount = Alpha::from_rao(stake_rao(state, &position));
        if let Ok(Receipt::StakeRemoved { tao, .. }) = remove_one(state, position, amount, None) {
            received = Tao::from_rao(received.rao.saturating_add(tao.rao));
        }
    }
    let root = StakePosition { netuid: NetUid::ROOT, coldkey, hotkey };
    match put_down(state, root, received, &SwapTerms::buy(FeeRate::NONE)) {
        Ok(Bought { tao, alpha }) => Ok(Receipt::StakeAdded { tao, alpha }),
        Err(error) => {
            *state = before;
            Err(error)
        }
    }
}

/// Moves stake to another subnet, hotkey or coldkey; what is there when more is asked for.
///
/// Within a subnet nothing is sold. Between two, the alpha is sold with a fee and the TAO buys without.
pub(super) fn transfer(
    state: &mut State,
    from: StakePosition,
    to: StakePosition,
    amount: Alpha,
    limit: Option<Limit>,
) -> Result<Receipt, RuleError> {
    let amount_rao = amount.rao.min(stake_rao(state, &from));
    let is_within = from.netuid == to.netuid;
    // The fee is paid once: where there is a pool to sell to, there.
    let selling = SwapTerms::sell(fee_of(state, from.netuid));
    let buying_fee = if from.netuid == NetUid::ROOT { fee_of(state, to.netuid) } else { FeeRate::NONE };
    let buying = SwapTerms::buy(buying_fee);
    let limit = limit.filter(|_| !is_within);
    let disallows = |netuid| state.network(netuid).is_some_and(|subnet| !subnet.parameters.transfers_enabled);
    let moved_rao = check_move_stake(&MoveStakeFacts {
        origin: subnet_facts(state, from.netuid),
        destination: subnet_facts(state, to.netuid),
        goes_nowhere: from == to,
        hotkeys_exist: [from, to].iter().all(|position| state.owners.contains_key(&position.hotkey)),
        amount_rao,
        least_rao: state.globals.network.min_stake_rao,
        limit: limit
            .map_or(Ok(OrderLimit::NONE), |limit| limit_of_move(state, (from.netuid, to.netuid), limit)),
        transfer_disallowed: from.coldkey != to.coldkey && (disallows(from.netuid) || disallows(to.netuid)),
        worth: if is_within {
            MoveWorth::Within(worth_rao(state, from.netuid, amount_rao))
        } else {
            MoveWorth::Across(quote_sold(state, from.netuid, amount_rao, &selling).map(|swap| swap.out_rao))
        },
    })?;
    let moved = Alpha::from_rao(moved_rao);
    if is_within {
        withdraw(state, &from, moved)?;
        deposit(state, &to, moved);
        if to.netuid == NetUid::ROOT {
            root_stakes::handed_over(state, &to.hotkey, &to.coldkey);
        }
        return Ok(Receipt::StakeMoved { alpha_out: moved, alpha_in: moved });
    }
    // Two pools: the sale changes nothing about the purchase, so both are known before either is made.
    let sale = quote_sold(state, from.netuid, moved_rao, &selling)?;
    let is_restaked = sale.out_rao >= state.globals.network.min_stake_rao;
    if is_restaked {
        quote_bought(state, to.netuid, sale.out_rao, &buying)?;
    }
    let Sold { alpha, tao } = take_up(state, from, moved, &selling)?;
    credit(state, to.coldkey, tao)?;
    // What a limit leaves of an order may be too little to stake; it stays TAO.
    let alpha_in = if is_restaked { put_down(state, to, tao, &buying)?.alpha } else { Alpha::ZERO };
    Ok(Receipt::StakeMoved { alpha_out: alpha, alpha_in })
}

/// What a purchase of stake came to.
struct Bought {
    tao: Tao,
    alpha: Alpha,
}

/// Buys alpha for a coldkey's TAO and lays it on the hotkey.
///
/// What keeps the coldkey's account in existence stays with it, and so much less is staked.
fn put_down(
    state: &mut State,
    position: StakePosition,
    tao: Tao,
    terms: &SwapTerms,
) -> Result<Bought, RuleError> {
    let kept_rao = state.globals.network.existential_deposit_rao;
    let free_rao = state.balances.of_rao(&position.coldkey).saturating_sub(kept_rao);
    let tao = Tao::from_rao(tao.rao.min(free_rao));
    if tao == Tao::ZERO {
        return Err(RuleError::InsufficientBalance);
    }
    if quote_bought(state, position.netuid, tao.rao, terms)?.out_rao == 0 {
        return Err(RuleError::AmountTooLow);
    }
    state.balances.debit(&position.coldkey, tao.rao).ok_or(RuleError::NotEnoughBalanceToStake)?;
    let alpha = Alpha::from_rao(buy(state, position.netuid, tao.rao, terms, FeeTo::Author)?.out_rao);
    deposit(state, &position, alpha);
    if position.netuid == NetUid::ROOT {
        state.root_dividends.list(position.coldkey);
    }
    Ok(Bought { tao, alpha })
}

/// What a sale of stake came to.
struct Sold {
    alpha: Alpha,
    tao: Tao,
}

/// Takes alpha off a hotkey and sells it; the TAO is the caller's to book.
fn take_up(
    state: &mut State,
    position: StakePosition,
    alpha: Alpha,
    terms: &SwapTerms,
) -> Result<Sold, RuleError> {
    let swap = sell(state, position.netuid, alpha.rao, terms)?;
    withdraw(state, &position, alpha)?;
    // The chain takes the whole of it off and lays down again what the limit left: the shares differ.
    deposit(state, &position, Alpha::from_rao(swap.unused_rao));
    if position.netuid == NetUid::ROOT {
        root_stakes::unlist_without_stake(state, &position.coldkey);
    }
    Ok(Sold { alpha: Alpha::from_rao(swap.gross_in_rao), tao: Tao::from_rao(swap.out_rao) })
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

/// More TAO the pool does not take at once; root takes everything.
fn most_tao_rao(state: &State, netuid: NetUid) -> u64 {
    let multiple = state.rules.pool.max_input_multiple;
    state.subnet(netuid).map_or(u64::MAX, |subnet| subnet.pool.tao_rao.saturating_mul(multiple))
}

/// More alpha the pool does not take at once; root takes everything.
fn most_alpha_rao(state: &State, netuid: NetUid) -> u64 {
    let multiple = state.rules.pool.max_input_multiple;
    state.subnet(netuid).map_or(u64::MAX, |subnet| subnet.pool.alpha_rao.saturating_mul(multiple))
}

const fn price_limit(limit: Limit) -> PriceLimit {
    PriceLimit(limit.price.rao)
}

type Quote = Result<Swap, SwapError>;

fn quote_bought(state: &State, netuid: NetUid, tao_rao: u64, terms: &SwapTerms) -> Quote {
    let missing = Err(SwapError::ReservesTooLow { reserve_rao: 0 });
    state.network(netuid).map_or(missing, |subnet| quote_buy(subnet, tao_rao, terms, &state.rules.pool))
}

fn quote_sold(state: &State, netuid: NetUid, alpha_rao: u64, terms: &SwapTerms) -> Quote {
    let missing = Err(SwapError::ReservesTooLow { reserve_rao: 0 });
    state.network(netuid).map_or(missing, |subnet| quote_sell(subnet, alpha_rao, terms, &state.rules.pool))
}

/// What alpha is worth at the price as it is, rounded down; on root TAO is TAO.
fn worth_rao(state: &State, netuid: NetUid, alpha_rao: u64) -> u64 {
    let price = state.subnet(netuid).map_or(Fixed64::ONE, |subnet| subnet.pool.price());
    price.mul_floor(Fixed64::from_whole(alpha_rao)).to_whole_floor()
}

/// The most TAO that a limit lets a pool take: as much as it can take at once, cut at the limit.
///
/// Outside pools the price is always one.
fn limit_of_buy(state: &State, netuid: NetUid, limit: Limit) -> Result<OrderLimit, RuleError> {
    let max_rao = if state.subnet(netuid).is_some() {
        let terms = SwapTerms { fee: fee_of(state, netuid), limit: price_limit(limit) };
        quote_bought(state, netuid, most_tao_rao(state, netuid), &terms)?.gross_in_rao
    } else {
        at_par(limit.price.rao >= RAO_PER_TAO)
    };
    Ok(OrderLimit { max_rao, allow_partial: limit.allow_partial })
}

/// The most alpha that a limit lets a pool take, as [`limit_of_buy`].
fn limit_of_sale(state: &State, netuid: NetUid, limit: Limit) -> Result<OrderLimit, RuleError> {
    let max_rao = if state.subnet(netuid).is_some() {
        let terms = SwapTerms { fee: fee_of(state, netuid), limit: price_limit(limit) };
        quote_sold(state, netuid, most_alpha_rao(state, netuid), &terms)?.gross_in_rao
    } else {
        at_par(limit.price.rao <= RAO_PER_TAO)
    };
    Ok(OrderLimit { max_rao, allow_partial: limit.allow_partial })
}

/// The most that a limit lets move; it is on the origin's alpha in the destination's, per 10^9.
fn limit_of_move(state: &State, (from, to): (NetUid, NetUid), limit: Limit) -> Result<OrderLimit, RuleError> {
    let order = |max_rao| Ok(OrderLimit { max_rao, allow_partial: limit.allow_partial });
    match (state.subnet(from), state.subnet(to)) {
        (None, None) => order(at_par(limit.price.rao <= RAO_PER_TAO)),
        (None, Some(_)) if limit.price == Tao::ZERO => order(u64::MAX),
        (None, Some(_)) => {
            let unit = Fixed64::from_whole(RAO_PER_TAO);
            let inverse = unit.div_floor(Fixed64::from_whole(limit.price.rao)).mul_floor(unit);
            let price = Tao::from_rao(inverse.to_whole_floor());
            limit_of_buy(state, to, Limit { price, ..limit })
        }
        (Some(_), None) => limit_of_sale(state, from, limit),
        (Some(origin), Some(destination)) => {
            order(alpha_movable(&origin.pool, &destination.pool, price_limit(limit)))
        }
    }
}

/// The most of an order where the price is always one.
const fn at_par(is_within: bool) -> u64 {
    if is_within { u64::MAX } else { 0 }
}
