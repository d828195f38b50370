//! Who becomes a member, and who has to go.

use crate::{TAO, VALIDATORS, key, network, pass, refused};
use incentor_ledger::rules::root_registration::{RootRegistrationFacts, check_root_registration};
use incentor_ledger::rules::uids::SeatChoice;
use incentor_ledger::{Action, Genesis, Ledger, Network, Receipt, RuleError};
use incentor_primitives::{Alpha, NetUid, RuleSet, Take, Tao, Uid};

const GOOD: RootRegistrationFacts<'_> = RootRegistrationFacts {
    this_block: 0,
    max_per_block: 1,
    this_interval: 2,
    target_per_interval: 1,
    already_registered: false,
    hotkey_is_foreign: false,
    stake_rao: 6,
    max_allowed_uids: 3,
    members_rao: &[9, 5, 5],
};

type Fault = (RuleError, fn(&mut RootRegistrationFacts<'_>));

/// Everything a newcomer is refused for, in the chain's order.
const FAULTS: [Fault; 5] = [
    (RuleError::TooManyRegistrationsThisBlock, |facts| facts.this_block = 1),
    (RuleError::TooManyRegistrationsThisInterval, |facts| facts.this_interval = 3),
    (RuleError::HotKeyAlreadyRegisteredInSubNet, |facts| facts.already_registered = true),
    (RuleError::NonAssociatedColdKey, |facts| facts.hotkey_is_foreign = true),
    (RuleError::StakeTooLowForRoot, |facts| facts.stake_rao = 5),
];

#[test]
fn of_two_faults_the_chain_names_the_first() {
    assert_eq!(check_root_registration(&GOOD), Ok(SeatChoice::Replace(Uid(1))));
    for (first, (error, break_first)) in FAULTS.into_iter().enumerate() {
        for (_, break_second) in FAULTS.into_iter().skip(first) {
            let mut facts = GOOD;
            break_second(&mut facts);
            break_first(&mut facts);
            assert_eq!(check_root_registration(&facts), Err(error));
        }
    }
}

#[test]
fn a_seat_is_free_or_the_least_members() {
    let check = |members_rao: &[u64], seats, stake_rao, expected| {
        let facts = RootRegistrationFacts { members_rao, max_allowed_uids: seats, stake_rao, ..GOOD };
        assert_eq!(check_root_registration(&facts).ok(), expected, "{members_rao:?}, {seats} seats");
    };
    check(&[], 1, 0, Some(SeatChoice::Append));
    check(&[7, 8], 3, 0, Some(SeatChoice::Append));
    check(&[0], 1, 0, None);
    check(&[0], 1, 1, Some(SeatChoice::Replace(Uid(0))));
    check(&[9, 3, 3, 4], 4, 4, Some(SeatChoice::Replace(Uid(1))));
    check(&[9, 3, 3, 4], 4, 3, None);
    check(&[u64::MAX, u64::MAX], 2, u64::MAX, None);
    // Fewer seats than members, as after a cut: somebody goes all the same.
    check(&[9, 3], 1, 4, Some(SeatChoice::Replace(Uid(1))));
    check(&[], 0, 4, None);
}

#[test]
fn no_limit_means_no_members() {
    for target in [0, u16::MAX] {
        let facts = RootRegistrationFacts { target_per_interval: target, this_interval: 0, ..GOOD };
        let expected = if target == 0 { Err(RuleError::TooManyRegistrationsThisInterval) } else { Ok(()) };
        assert_eq!(check_root_registration(&facts).map(drop), expected);
    }
}

fn register(name: u8) -> Action {
    Action::RootRegister { coldkey: key(name + 30), hotkey: key(name) }
}

#[test]
fn three_in_the_first_interval_one_in_a_block_and_then_as_blocks_come() {
    let mut ledger = network();
    for (uid, name) in (0..).map(Uid).zip([10, 11, 12]) {
        let receipt = Receipt::Registered { uid, price: Tao::ZERO, replaced: None };
        assert_eq!(ledger.apply(register(name)), Ok(receipt));
        refused(&mut ledger, register(name), RuleError::TooManyRegistrationsThisBlock);
        pass(&mut ledger, 1);
    }
    refused(&mut ledger, register(13), RuleError::TooManyRegistrationsThisInterval);
    pass(&mut ledger, 95);
    assert_eq!(ledger.view().block().0, 99);
    refused(&mut ledger, register(13), RuleError::TooManyRegistrationsThisInterval);
    // No epoch of root ever begins its next tempo.
    for name in 13..23 {
        pass(&mut ledger, 1);
        ledger.apply(register(name)).unwrap();
    }
    let root = ledger.view().root();
    assert_eq!(root.n(), 13);
    assert_eq!(root.neuron(Uid(3)).unwrap().registered_at.0, 100);
    ledger.audit().unwrap();
}

#[test]
fn a_member_is_a_delegate_with_the_take_it_has() {
    let mut genesis = crate::genesis();
    genesis.takes = vec![(key(VALIDATORS[1]), Take(77))];
    let mut ledger = Ledger::new(&genesis).unwrap();
    for name in VALIDATORS {
        ledger.apply(register(name)).unwrap();
        pass(&mut ledger, 1);
    }
    let takes: Vec<_> = ledger.view().takes().collect();
    assert_eq!(takes, [(key(VALIDATORS[0]), Take(11_796)), (key(VALIDATORS[1]), Take(77))]);
}

#[test]
fn in_a_full_network_more_stake_takes_the_seat_of_the_least() {
    let mut genesis = Genesis::new(RuleSet::SUBTENSOR_2026_06);
    genesis.root.parameters.max_allowed_uids = 2;
    genesis.root.parameters.max_allowed_validators = 2;
    genesis.root.parameters.target_registrations_per_interval = 100;
    genesis.hotkeys = (10..14).map(|name| (key(name), key(name + 30))).collect();
    let mut ledger = Ledger::new(&genesis).unwrap();
    for (name, tao) in [(10, 5), (11, 3), (12, 3), (13, 4)] {
        let (hotkey, coldkey, alpha) = (key(name), key(name + 30), Alpha::from_rao(tao * TAO));
        ledger.apply(Action::Endow { netuid: NetUid::ROOT, hotkey, coldkey, alpha }).unwrap();
    }
    let foreign = Action::RootRegister { coldkey: key(50), hotkey: key(10) };
    refused(&mut ledger, foreign, RuleError::NonAssociatedColdKey);
    for name in [10, 11] {
        ledger.apply(register(name)).unwrap();
        pass(&mut ledger, 1);
    }
    refused(&mut ledger, register(10), RuleError::HotKeyAlreadyRegisteredInSubNet);
    refused(&mut ledger, register(12), RuleError::StakeTooLowForRoot);
    let receipt = Receipt::Registered { uid: Uid(1), price: Tao::ZERO, replaced: Some(key(11)) };
    assert_eq!(ledger.apply(register(13)), Ok(receipt));
    let root = ledger.view().root();
    assert_eq!(root.uid_of(&key(11)), None);
    assert_eq!(root.neuron(Uid(1)).unwrap().hotkey, key(13));
    // The stake stays, and may come back with more.
    assert_eq!(crate::stake(&ledger, 0, 41, 11), 3 * TAO);
    assert_eq!(root.pool_tao().rao, 15 * TAO);
    ledger.audit().unwrap();
}
