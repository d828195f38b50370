//! Who is claimed for by turns, under which index, and where incentive is staked.

use crate::{TAO, add, claim, key, network, pass, position, refused, remove, stakers};
use incentor_ledger::rules::auto_stake::{AutoStakeFacts, check_auto_stake};
use incentor_ledger::{
    Action, GenesisPool, GenesisStake, Ledger, Network, Receipt, RootClaimType, RuleError,
};
use incentor_primitives::{Alpha, NetUid, Tao};

#[test]
fn buying_root_stake_lists_selling_the_last_of_it_unlists() {
    let mut ledger = network();
    for coldkey in [60, 61, 62, 60] {
        ledger.apply(add(coldkey, 10, TAO)).unwrap();
    }
    ledger.apply(add(60, 11, TAO)).unwrap();
    assert_eq!(stakers(&ledger), [60, 61, 62].map(key));
    ledger.apply(remove(60, 10, 2 * TAO)).unwrap();
    assert_eq!(stakers(&ledger), [60, 61, 62].map(key), "there is more on the other hotkey");
    ledger.apply(remove(60, 11, TAO)).unwrap();
    assert_eq!(stakers(&ledger), [62, 61].map(key), "the last one takes the index that is free");
    ledger.apply(add(60, 10, TAO)).unwrap();
    assert_eq!(stakers(&ledger), [62, 61, 60].map(key));
}

#[test]
fn an_heir_is_listed_at_the_end_of_the_next_block_who_gave_stays() {
    let mut ledger = network();
    ledger.apply(add(60, 10, 9 * TAO)).unwrap();
    for (coldkey, amount) in [(61, 4), (62, 5)] {
        let [from, to] = [position(0, 60, 10), position(0, coldkey, 10)];
        let amount = Alpha::from_rao(amount * TAO);
        ledger.apply(Action::MoveStake { from, to, amount, limit: None }).unwrap();
    }
    assert_eq!(stakers(&ledger), [key(60)]);
    pass(&mut ledger, 1);
    // In the order of Blake2b-128 of the coldkeys.
    assert_eq!(stakers(&ledger), [60, 62, 61].map(key));
    ledger.apply(remove(61, 10, 4 * TAO)).unwrap();
    assert_eq!(stakers(&ledger), [60, 62].map(key));
}

#[test]
fn an_heir_that_sells_in_the_same_block_is_not_listed() {
    let mut ledger = network();
    ledger.apply(add(60, 10, 9 * TAO)).unwrap();
    let [from, to] = [position(0, 60, 10), position(0, 61, 10)];
    let amount = Alpha::from_rao(4 * TAO);
    ledger.apply(Action::MoveStake { from, to, amount, limit: None }).unwrap();
    ledger.apply(remove(61, 10, 4 * TAO)).unwrap();
    pass(&mut ledger, 1);
    assert_eq!(stakers(&ledger), [key(60)]);
}

#[test]
fn whoever_claims_or_chooses_is_listed() {
    let mut ledger = network();
    ledger.apply(claim(61, &[1])).unwrap();
    ledger.apply(Action::SetRootClaimType { coldkey: key(60), kind: RootClaimType::Swap }).unwrap();
    assert_eq!(stakers(&ledger), [61, 60].map(key));
    let chosen: Vec<_> = ledger.view().root_claim_types().collect();
    assert_eq!(chosen, [(key(60), &RootClaimType::Swap)], "the default is a choice, too");
}

#[test]
fn root_stake_of_the_genesis_is_listed_as_told_then_in_the_first_block() {
    let mut genesis = crate::genesis();
    let alpha = Alpha::from_rao(TAO);
    genesis.root.stakes =
        [60, 61, 62].map(|name| GenesisStake { hotkey: key(10), coldkey: key(name), alpha }).to_vec();
    genesis.root.pool = GenesisPool::of(Tao::from_rao(3 * TAO), Alpha::ZERO);
    genesis.root_dividends.stakers = vec![key(61), key(61)];
    let mut ledger = Ledger::new(&genesis).unwrap();
    assert_eq!(stakers(&ledger), [key(61)]);
    pass(&mut ledger, 1);
    assert_eq!(stakers(&ledger), [61, 60, 62].map(key));
}

#[test]
fn a_destination_needs_a_seat_and_must_be_new() {
    let good = AutoStakeFacts { subnet_exists: true, hotkey_registered: true, is_destination: false };
    assert_eq!(check_auto_stake(good), Ok(()));
    let nowhere = AutoStakeFacts { subnet_exists: false, hotkey_registered: false, is_destination: true };
    assert_eq!(check_auto_stake(nowhere), Err(RuleError::SubnetNotExists));
    let seatless = AutoStakeFacts { hotkey_registered: false, is_destination: true, ..good };
    assert_eq!(check_auto_stake(seatless), Err(RuleError::HotKeyNotRegisteredInSubNet));
    let same = AutoStakeFacts { is_destination: true, ..good };
    assert_eq!(check_auto_stake(same), Err(RuleError::SameAutoStakeHotkeyAlreadySet));
}

#[test]
fn incentive_is_staked_where_the_coldkey_wants_it() {
    let set = |netuid, hotkey| Action::SetAutoStake {
        coldkey: key(60),
        netuid: NetUid(netuid),
        hotkey: key(hotkey),
    };
    let mut ledger = network();
    refused(&mut ledger, set(9, 10), RuleError::SubnetNotExists);
    refused(&mut ledger, set(0, 10), RuleError::HotKeyNotRegisteredInSubNet);
    refused(&mut ledger, set(1, 12), RuleError::HotKeyNotRegisteredInSubNet);
    assert_eq!(ledger.apply(set(1, 10)), Ok(Receipt::AutoStakeSet));
    refused(&mut ledger, set(1, 10), RuleError::SameAutoStakeHotkeyAlreadySet);
    assert_eq!(ledger.apply(set(1, 11)), Ok(Receipt::AutoStakeSet));
    let kept: Vec<_> = ledger.view().auto_stakes().collect();
    assert_eq!(kept, [(key(60), NetUid(1), key(11))]);
}

#[test]
fn stake_that_the_destination_does_not_take_stays() {
    for (tao, alpha, expected) in [
        (2_000, 900_000, RuleError::ReservesTooLow),
        (20_000_000_000_000_000, 2_000_000, RuleError::PriceLimitExceeded),
    ] {
        let mut genesis = crate::genesis();
        genesis.subnets[0].pool = GenesisPool::of(Tao::from_rao(tao), Alpha::from_rao(alpha));
        genesis.subnets[0].pool.account = Tao::from_rao(tao);
        let mut ledger = Ledger::new(&genesis).unwrap();
        ledger.apply(add(60, 10, TAO)).unwrap();
        let [from, to] = [position(0, 60, 10), position(1, 60, 10)];
        let amount = Alpha::from_rao(2_000_001);
        refused(&mut ledger, Action::MoveStake { from, to, amount, limit: None }, expected);
    }
}
