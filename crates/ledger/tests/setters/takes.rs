//! Delegates' shares.

use crate::{genesis, key, until};
use incentor_ledger::rules::delegate_take::{TakeChange, TakeFacts, check_take};
use incentor_ledger::{Action, GlobalParameter, Ledger, Network, Origin, Receipt, RuleError};
use incentor_primitives::{BlockNumber, Take};

const FACTS: TakeFacts = TakeFacts {
    take: Take(5_000),
    least_u16: 100,
    most_u16: 11_796,
    hotkey_exists: true,
    is_owner: true,
    present: Some(Take(5_001)),
    last_change: Some(BlockNumber(10)),
    rate_limit_blocks: 50,
    block: BlockNumber(61),
};

#[test]
fn of_several_refusals_the_chains_comes_first() {
    let check =
        |change, facts: TakeFacts, expected| assert_eq!(check_take(change, &facts), expected, "{facts:?}");
    for change in [TakeChange::Increase, TakeChange::Decrease] {
        let nobodys = TakeFacts { hotkey_exists: false, is_owner: false, block: BlockNumber(11), ..FACTS };
        check(change, TakeFacts { take: Take(99), ..nobodys }, Err(RuleError::DelegateTakeTooLow));
        check(change, TakeFacts { take: Take(11_797), ..nobodys }, Err(RuleError::DelegateTakeTooHigh));
        check(change, nobodys, Err(RuleError::HotKeyAccountNotExists));
        let foreign = TakeFacts { hotkey_exists: true, ..nobodys };
        check(change, foreign, Err(RuleError::NonAssociatedColdKey));
        let same = TakeFacts { present: Some(Take(5_000)), is_owner: true, ..foreign };
        check(change, same, Err(RuleError::DelegateTakeTooLow));
        check(change, TakeFacts { present: None, ..FACTS }, Ok(()));
    }
    check(TakeChange::Increase, FACTS, Err(RuleError::DelegateTakeTooLow));
    check(TakeChange::Decrease, FACTS, Ok(()));
    let higher = TakeFacts { present: Some(Take(4_999)), ..FACTS };
    check(TakeChange::Decrease, higher, Err(RuleError::DelegateTakeTooLow));
    check(TakeChange::Increase, higher, Ok(()));
    // A rise rests longer than the limit; a fall does not rest.
    let soon = TakeFacts { block: BlockNumber(60), ..higher };
    check(TakeChange::Increase, soon, Err(RuleError::DelegateTxRateLimitExceeded));
    check(TakeChange::Increase, TakeFacts { rate_limit_blocks: 0, ..soon }, Ok(()));
    check(TakeChange::Increase, TakeFacts { last_change: None, ..soon }, Ok(()));
    check(TakeChange::Decrease, TakeFacts { block: BlockNumber(10), ..FACTS }, Ok(()));
}

#[test]
fn a_change_in_either_direction_makes_a_rise_wait() {
    let mut genesis = genesis(360);
    genesis.globals.network.delegate_take_rate_limit_blocks = 20;
    let mut ledger = Ledger::new(&genesis).unwrap();
    let ask = |ledger: &mut Ledger, change, take| {
        let (coldkey, hotkey) = (key(40), key(10));
        ledger.apply(Action::ChangeTake { coldkey, hotkey, change, take: Take(take) })
    };
    assert_eq!(ask(&mut ledger, TakeChange::Decrease, 9_000), Ok(Receipt::TakeSet));
    assert_eq!(ledger.view().take_of(&key(10)), Take(9_000));
    let too_soon = Err(RuleError::DelegateTxRateLimitExceeded);
    assert_eq!(ask(&mut ledger, TakeChange::Increase, 9_001), too_soon);
    until(&mut ledger, 15);
    assert_eq!(ask(&mut ledger, TakeChange::Decrease, 8_000), Ok(Receipt::TakeSet));
    until(&mut ledger, 35);
    assert_eq!(ask(&mut ledger, TakeChange::Increase, 9_001), too_soon);
    until(&mut ledger, 36);
    assert_eq!(ask(&mut ledger, TakeChange::Increase, 9_001), Ok(Receipt::TakeSet));
    let parameter = GlobalParameter::MaxDelegateTakeU16(9_001);
    ledger.apply(Action::SetGlobal { origin: Origin::Root, parameter }).unwrap();
    until(&mut ledger, 60);
    assert_eq!(ask(&mut ledger, TakeChange::Increase, 9_002), Err(RuleError::DelegateTakeTooHigh));
}
