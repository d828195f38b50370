//! Stake that comes, goes and moves: its checks in their order, orders with a limit, and what an account keeps.

use incentor_emission::{FeeRate, Swap, SwapError};
use incentor_ledger::rules::staking::{
    AddStakeFacts, MoveStakeFacts, MoveWorth, OrderLimit, RemoveStakeFacts, StakeSubnet, check_add_stake,
    check_move_stake, check_remove_stake,
};
use incentor_ledger::{
    Action, Genesis, GenesisNeuron, GenesisPool, GenesisSubnet, Hyperparameters, Ledger, Limit, Network,
    Receipt, RuleError, StakePosition,
};
use incentor_primitives::{AccountId, Alpha, BlockNumber, NetUid, RuleSet, Tao};

const TAO: u64 = 1_000_000_000;
const AUTHOR: u8 = 99;
const HOTKEY: u8 = 10;
const RICH: u8 = 60;
const HEIR: u8 = 61;

const fn key(name: u8) -> AccountId {
    AccountId([name; 32])
}

const fn position(netuid: u16, coldkey: u8) -> StakePosition {
    StakePosition { netuid: NetUid(netuid), coldkey: key(coldkey), hotkey: key(HOTKEY) }
}

/// Two subnets of equal pools at a price of one, and one rich coldkey.
fn network() -> Ledger {
    network_with(1_000 * TAO)
}

/// As [`network`], with so much TAO to 1000 alpha.
fn network_with(tao_rao: u64) -> Ledger {
    let rules = RuleSet::SUBTENSOR_2026_06;
    let mut genesis = Genesis::new(rules);
    genesis.block = BlockNumber(1);
    genesis.author = Some(key(AUTHOR));
    genesis.balances = vec![(key(RICH), Tao::from_rao(500 * TAO)), (key(AUTHOR), Tao::from_rao(TAO))];
    for netuid in 1..=2 {
        let mut subnet = GenesisSubnet::new(NetUid(netuid), key(1), key(2), Hyperparameters::new(&rules));
        subnet.pool = GenesisPool::of(Tao::from_rao(tao_rao), Alpha::from_rao(1_000 * TAO));
        subnet.neurons.push(GenesisNeuron { hotkey: key(HOTKEY), coldkey: key(HOTKEY + 30), take: None });
        genesis.subnets.push(subnet);
    }
    Ledger::new(&genesis).unwrap()
}

fn buy(ledger: &mut Ledger, rao: u64, limit: Option<(u64, bool)>) -> Result<Receipt, RuleError> {
    let (position, amount) = (position(1, RICH), Tao::from_rao(rao));
    ledger.apply(Action::AddStake { position, amount, limit: limit.map(order) })
}

fn sell(ledger: &mut Ledger, rao: u64, limit: Option<(u64, bool)>) -> Result<Receipt, RuleError> {
    let (position, amount) = (position(1, RICH), Alpha::from_rao(rao));
    ledger.apply(Action::RemoveStake { position, amount, limit: limit.map(order) })
}

fn order((price, allow_partial): (u64, bool)) -> Limit {
    Limit { price: Tao::from_rao(price), allow_partial }
}

fn stake(ledger: &Ledger, netuid: u16, coldkey: u8) -> u64 {
    let subnet = ledger.view().subnet(NetUid(netuid)).unwrap();
    subnet.stake_of(&key(HOTKEY), &key(coldkey)).rao
}

fn balance(ledger: &Ledger, name: u8) -> u64 {
    ledger.view().balance(&key(name)).rao
}

fn swapped(net_in_rao: u64, out_rao: u64) -> Swap {
    Swap { gross_in_rao: net_in_rao, net_in_rao, out_rao, ..Swap::default() }
}

/// What breaks a check, and what it answers then.
type Break<F> = (RuleError, fn(&mut F));

/// Breaks more and more, from the last check to the first: each time the earlier one answers.
fn check_order<F: Copy>(good: F, answer: impl Fn(&F) -> Result<u64, RuleError>, breaks: &[Break<F>]) {
    let mut facts = good;
    assert!(answer(&facts).is_ok());
    for (error, spoil) in breaks {
        spoil(&mut facts);
        assert_eq!(answer(&facts), Err(*error));
    }
}

const STARTED: StakeSubnet = StakeSubnet { exists: true, subtoken_enabled: true };
const DRY: SwapError = SwapError::ReservesTooLow { reserve_rao: 0 };

#[test]
fn a_purchase_is_checked_in_the_chains_order() {
    let good = AddStakeFacts {
        subnet: STARTED,
        amount_rao: 500,
        most_rao: 1_000,
        min_stake_rao: 90,
        min_stake_fee_rao: 10,
        limit: Ok(OrderLimit::NONE),
        balance_rao: 500,
        hotkey_exists: true,
        quote: Ok(swapped(490, 7)),
    };
    let breaks: [Break<AddStakeFacts>; 11] = [
        (RuleError::InsufficientLiquidity, |facts| facts.quote = Ok(swapped(490, 0))),
        (RuleError::AmountTooLow, |facts| facts.quote = Ok(swapped(89, 0))),
        (RuleError::InsufficientLiquidity, |facts| facts.quote = Err(DRY)),
        (RuleError::HotKeyAccountNotExists, |facts| facts.hotkey_exists = false),
        (RuleError::NotEnoughBalanceToStake, |facts| facts.balance_rao = 499),
        (RuleError::SlippageTooHigh, |facts| {
            facts.limit = Ok(OrderLimit { max_rao: 499, allow_partial: false });
        }),
        (RuleError::AmountTooLow, |facts| facts.amount_rao = 99),
        (RuleError::SubtokenDisabled, |facts| facts.subnet.subtoken_enabled = false),
        (RuleError::SubnetNotExists, |facts| facts.subnet.exists = false),
        (RuleError::PriceLimitExceeded, |facts| facts.limit = Err(RuleError::PriceLimitExceeded)),
        (RuleError::InsufficientLiquidity, |facts| facts.most_rao = 98),
    ];
    check_order(good, check_add_stake, &breaks);
}

#[test]
fn a_partial_purchase_needs_no_more_than_it_trades() {
    let facts = AddStakeFacts {
        subnet: STARTED,
        amount_rao: 500,
        most_rao: 1_000,
        min_stake_rao: 90,
        min_stake_fee_rao: 10,
        limit: Ok(OrderLimit { max_rao: 300, allow_partial: true }),
        balance_rao: 300,
        hotkey_exists: true,
        quote: Ok(swapped(290, 7)),
    };
    assert_eq!(check_add_stake(&facts), Ok(300));
    let poor = AddStakeFacts { balance_rao: 299, ..facts };
    assert_eq!(check_add_stake(&poor), Err(RuleError::NotEnoughBalanceToStake));
}

#[test]
fn a_sale_is_checked_in_the_chains_order() {
    let good = RemoveStakeFacts {
        subnet: STARTED,
        amount_rao: 500,
        most_rao: 1_000,
        available_rao: 501,
        least_rao: 90,
        limit: Some(Ok(OrderLimit::NONE)),
        hotkey_exists: true,
        quote: Ok(swapped(500, 90)),
    };
    let breaks: [Break<RemoveStakeFacts>; 11] = [
        (RuleError::HotKeyAccountNotExists, |facts| facts.hotkey_exists = false),
        (RuleError::SlippageTooHigh, |facts| {
            facts.limit = Some(Ok(OrderLimit { max_rao: 499, allow_partial: false }));
        }),
        (RuleError::AmountTooLow, |facts| facts.quote = Ok(swapped(500, 89))),
        (RuleError::InsufficientLiquidity, |facts| facts.quote = Err(DRY)),
        (RuleError::NotEnoughStakeToWithdraw, |facts| facts.available_rao = 499),
        (RuleError::AmountTooLow, |facts| facts.amount_rao = 0),
        (RuleError::SubtokenDisabled, |facts| facts.subnet.subtoken_enabled = false),
        (RuleError::SubnetNotExists, |facts| facts.subnet.exists = false),
        (RuleError::PriceLimitExceeded, |facts| facts.limit = Some(Err(RuleError::PriceLimitExceeded))),
        (RuleError::InsufficientLiquidity, |facts| facts.amount_rao = 1_001),
        (RuleError::SubtokenDisabled, |facts| facts.limit = None),
    ];
    check_order(good, check_remove_stake, &breaks);
    // Whoever leaves nothing may sell for as little as it brings.
    let last = RemoveStakeFacts { available_rao: 500, quote: Ok(swapped(500, 1)), ..good };
    assert_eq!(check_remove_stake(&last), Ok(500));
}

#[test]
fn a_move_is_checked_in_the_chains_order() {
    let good = MoveStakeFacts {
        origin: STARTED,
        destination: STARTED,
        goes_nowhere: false,
        hotkeys_exist: true,
        amount_rao: 500,
        least_rao: 90,
        limit: Ok(OrderLimit::NONE),
        transfer_disallowed: false,
        worth: MoveWorth::Across(Ok(91)),
    };
    let breaks: [Break<MoveStakeFacts>; 10] = [
        (RuleError::TransferDisallowed, |facts| facts.transfer_disallowed = true),
        (RuleError::SlippageTooHigh, |facts| {
            facts.limit = Ok(OrderLimit { max_rao: 499, allow_partial: false });
        }),
        (RuleError::AmountTooLow, |facts| facts.worth = MoveWorth::Across(Ok(90))),
        (RuleError::InsufficientLiquidity, |facts| facts.worth = MoveWorth::Across(Err(DRY))),
        (RuleError::HotKeyAccountNotExists, |facts| facts.hotkeys_exist = false),
        (RuleError::SubtokenDisabled, |facts| facts.destination.subtoken_enabled = false),
        (RuleError::SubtokenDisabled, |facts| facts.origin.subtoken_enabled = false),
        (RuleError::SubnetNotExists, |facts| facts.destination.exists = false),
        (RuleError::SameNetuid, |facts| facts.goes_nowhere = true),
        (RuleError::PriceLimitExceeded, |facts| facts.limit = Err(RuleError::PriceLimitExceeded)),
    ];
    check_order(good, check_move_stake, &breaks);
    let within = MoveStakeFacts { worth: MoveWorth::Within(90), ..good };
    assert_eq!(check_move_stake(&within), Ok(500));
    let little = MoveStakeFacts { worth: MoveWorth::Within(89), ..good };
    assert_eq!(check_move_stake(&little), Err(RuleError::AmountTooLow));
    let disallowed = MoveStakeFacts { transfer_disallowed: true, ..little };
    assert_eq!(check_move_stake(&disallowed), Err(RuleError::TransferDisallowed));
}

/// At equal weights `1000 * (sqrt(1.01) - 1)` TAO lift the price by a hundredth, and the fee comes on top.
#[test]
fn a_purchase_ends_at_its_limit_when_it_may() {
    let net_rao = 4_987_562_112;
    let gross_rao = net_rao + FeeRate(33).on_net_floor(net_rao);
    let limit = 1_010_000_000;
    let mut ledger = network();
    assert_eq!(buy(&mut ledger, 100 * TAO, Some((limit, false))), Err(RuleError::SlippageTooHigh));
    assert_eq!(balance(&ledger, RICH), 500 * TAO);
    // More than the coldkey has, and still no more than the limit takes.
    let receipt = buy(&mut ledger, 600 * TAO, Some((limit, true))).unwrap();
    let Receipt::StakeAdded { tao, alpha } = receipt else { panic!("{receipt:?}") };
    assert!(tao.rao.abs_diff(gross_rao) < 20, "{tao} of {gross_rao}");
    assert_eq!(balance(&ledger, RICH), 500 * TAO - tao.rao);
    assert_eq!(stake(&ledger, 1, RICH), alpha.rao);
    assert_eq!(buy(&mut ledger, 100 * TAO, Some((1_000_000_000, true))), Err(RuleError::PriceLimitExceeded));
    ledger.audit().unwrap();
}

#[test]
fn a_sale_ends_at_its_limit_when_it_may() {
    let mut ledger = network();
    buy(&mut ledger, 100 * TAO, None).unwrap();
    let before = stake(&ledger, 1, RICH);
    let limit = 1_205_000_000;
    assert_eq!(sell(&mut ledger, before, Some((limit, false))), Err(RuleError::SlippageTooHigh));
    let receipt = sell(&mut ledger, before, Some((limit, true))).unwrap();
    let Receipt::StakeRemoved { alpha, .. } = receipt else { panic!("{receipt:?}") };
    assert!(0 < alpha.rao && alpha.rao < before / 10, "{alpha}");
    assert!(stake(&ledger, 1, RICH).abs_diff(before - alpha.rao) <= 1);
    ledger.audit().unwrap();
}

/// The minimum is asked of the whole order, not of the part that a limit leaves of it.
#[test]
fn a_small_part_of_a_large_sale_is_sold() {
    let mut ledger = network();
    buy(&mut ledger, 100 * TAO, None).unwrap();
    let whole = stake(&ledger, 1, RICH);
    let price = ledger.view().subnet(NetUid(1)).unwrap().price_bits();
    let just_below = u64::try_from((price * u128::from(TAO)) >> 64).unwrap();
    let receipt = sell(&mut ledger, whole, Some((just_below, true))).unwrap();
    let Receipt::StakeRemoved { alpha, tao } = receipt else { panic!("{receipt:?}") };
    assert!(alpha.rao > 0 && tao.rao < 2_000_000, "{alpha} {tao}");
}

#[test]
fn on_root_a_limit_is_met_or_missed() {
    let mut ledger = network();
    let at_root = |price, allow_partial| Action::AddStake {
        position: position(0, RICH),
        amount: Tao::from_rao(TAO),
        limit: Some(order((price, allow_partial))),
    };
    assert_eq!(ledger.apply(at_root(TAO - 1, false)), Err(RuleError::SlippageTooHigh));
    assert_eq!(ledger.apply(at_root(TAO - 1, true)), Err(RuleError::AmountTooLow));
    assert!(ledger.apply(at_root(TAO, false)).is_ok());
    let from_root = |price, allow_partial| Action::RemoveStake {
        position: position(0, RICH),
        amount: Alpha::from_rao(TAO),
        limit: Some(order((price, allow_partial))),
    };
    assert_eq!(ledger.apply(from_root(TAO + 1, false)), Err(RuleError::SlippageTooHigh));
    let nothing = Receipt::StakeRemoved { alpha: Alpha::ZERO, tao: Tao::ZERO };
    assert_eq!(ledger.apply(from_root(TAO + 1, true)), Ok(nothing));
    assert!(ledger.apply(from_root(TAO, false)).is_ok());
}

#[test]
fn what_keeps_an_account_in_existence_is_not_staked() {
    let mut ledger = network();
    buy(&mut ledger, 500 * TAO, None).unwrap();
    assert_eq!(balance(&ledger, RICH), 500);
    let from = position(1, RICH);
    let whole = Alpha::from_rao(stake(&ledger, 1, RICH));
    let to = StakePosition { netuid: NetUid(2), coldkey: key(HEIR), ..from };
    ledger.apply(Action::MoveStake { from, to, amount: whole, limit: None }).unwrap();
    assert_eq!(balance(&ledger, HEIR), 500, "of what it was given");
    ledger.audit().unwrap();
}

#[test]
fn a_sale_whose_fee_sells_for_nothing_is_refused() {
    let mut ledger = network_with(600 * TAO);
    buy(&mut ledger, TAO, None).unwrap();
    let rest = 3_000;
    let sold = stake(&ledger, 1, RICH) - rest;
    sell(&mut ledger, sold, None).unwrap();
    // Below a price of one, a fee of one rao buys nothing.
    let fee = FeeRate(33).of_gross_floor(rest);
    assert_eq!(fee, 1);
    let before = (balance(&ledger, RICH), stake(&ledger, 1, RICH));
    assert_eq!(sell(&mut ledger, rest, None), Err(RuleError::ReservesTooLow));
    assert_eq!((balance(&ledger, RICH), stake(&ledger, 1, RICH)), before);
}

#[test]
fn a_limit_on_a_swap_is_on_what_one_alpha_becomes() {
    for (price, allow_partial, expected) in [
        (1_050_000_000, false, Err(RuleError::SlippageTooHigh)),
        (1_050_000_000, true, Ok(0)),
        (1_020_000_000, false, Err(RuleError::SlippageTooHigh)),
        // 1000 * t1 / 1.02 - x1 * t2, where 20 TAO were bought at a fee of 33 / 65535.
        (1_020_000_000, true, Ok(9_697_221_450)),
        (990_000_000, false, Ok(19_598_163_155)),
        (0, false, Ok(19_598_163_155)),
    ] {
        let mut ledger = network();
        buy(&mut ledger, 20 * TAO, None).unwrap();
        let amount = Alpha::from_rao(stake(&ledger, 1, RICH));
        let (from, to) = (position(1, RICH), position(2, RICH));
        let limit = Some(order((price, allow_partial)));
        let answer = ledger.apply(Action::MoveStake { from, to, amount, limit });
        let moved = answer.map(|receipt| match receipt {
            Receipt::StakeMoved { alpha_out, .. } => alpha_out.rao,
            other => panic!("{other:?}"),
        });
        assert_eq!(moved, expected, "{price}");
    }
}

#[test]
fn everything_on_the_subnets_becomes_root_stake_and_nothing_becomes_none() {
    let all = Action::UnstakeAllAlpha { coldkey: key(RICH), hotkey: key(HOTKEY) };
    let mut ledger = network();
    let before = ledger.state_hash();
    assert_eq!(ledger.apply(all.clone()), Err(RuleError::InsufficientBalance));
    assert_eq!(ledger.state_hash(), before);
    buy(&mut ledger, TAO, None).unwrap();
    let free = balance(&ledger, RICH);
    let receipt = ledger.apply(all).unwrap();
    let Receipt::StakeAdded { tao, alpha } = receipt else { panic!("{receipt:?}") };
    assert_eq!((tao.rao, stake(&ledger, 1, RICH), balance(&ledger, RICH)), (alpha.rao, 0, free));
    ledger.audit().unwrap();
}
