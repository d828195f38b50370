//! How often an owner may set a parameter, and close to which blocks nobody may.

use crate::{NETUID, OWNER, STRANGER, genesis, key, ledger, set, subnet, until};
use incentor_ledger::{Action, GlobalParameter, Ledger, Network, Origin, Parameter, Receipt, RuleError};
use incentor_primitives::{BlockNumber, NetUid, Tempo};

fn set_global(ledger: &mut Ledger, parameter: GlobalParameter) {
    ledger.apply(Action::SetGlobal { origin: Origin::Root, parameter }).unwrap();
}

/// The owner sets it in block 2; again a block before its pace is over, and then.
fn check_pace(tempo: u16, parameter: &Parameter, pace_blocks: u64) {
    let mut ledger = ledger(tempo);
    set_global(&mut ledger, GlobalParameter::AdminFreezeWindowBlocks(0));
    until(&mut ledger, 2);
    set(&mut ledger, OWNER, parameter.clone()).unwrap();
    // Only the owner waits, and only for this parameter.
    let again = |ledger: &mut Ledger, origin| set(ledger, origin, parameter.clone());
    assert_eq!(again(&mut ledger, OWNER), Err(RuleError::TxRateLimitExceeded));
    set(&mut ledger, OWNER, Parameter::ServingRateLimitBlocks(1)).unwrap();
    until(&mut ledger, 1 + pace_blocks);
    assert_eq!(again(&mut ledger, OWNER), Err(RuleError::TxRateLimitExceeded));
    until(&mut ledger, 2 + pace_blocks);
    assert_eq!(again(&mut ledger, OWNER), Ok(()));
}

#[test]
fn an_owner_waits_two_tempos_or_what_the_parameter_asks() {
    check_pace(50, &Parameter::ImmunityPeriodBlocks(7), 100);
    check_pace(50, &Parameter::Rho(7), 100);
    check_pace(50, &Parameter::ActivityCutoffFactorMilli(2_000), 100);
    check_pace(50, &Parameter::WeightsVersionKey(7), 250);
    check_pace(50, &Parameter::MechanismCount(1), 7_200);
    check_pace(50, &Parameter::MechanismSplitU16(None), 7_200);
    check_pace(360, &Parameter::OwnersTempo(Tempo(360)), 360);
}

#[test]
fn the_privileged_origin_neither_waits_nor_makes_the_owner_wait() {
    let mut ledger = ledger(50);
    until(&mut ledger, 2);
    for _ in 0..3 {
        set(&mut ledger, Origin::Root, Parameter::Rho(7)).unwrap();
    }
    set(&mut ledger, OWNER, Parameter::Rho(8)).unwrap();
    set(&mut ledger, Origin::Root, Parameter::Rho(9)).unwrap();
    assert_eq!(set(&mut ledger, OWNER, Parameter::Rho(10)), Err(RuleError::TxRateLimitExceeded));
    set_global(&mut ledger, GlobalParameter::OwnerRateLimitTempos(0));
    set(&mut ledger, OWNER, Parameter::Rho(10)).unwrap();
    // A refusal does not count as a setting.
    set_global(&mut ledger, GlobalParameter::OwnerRateLimitTempos(2));
    let negative = Parameter::AlphaSigmoidSteepness(-1);
    assert_eq!(set(&mut ledger, OWNER, negative), Err(RuleError::NegativeSigmoidSteepness));
    set(&mut ledger, OWNER, Parameter::AlphaSigmoidSteepness(1)).unwrap();
    // What has no pace has none.
    for enabled in [false, true, false] {
        set(&mut ledger, OWNER, Parameter::OwnerCutEnabled(enabled)).unwrap();
    }
}

#[test]
fn parameters_stand_still_for_the_last_blocks_of_a_tempo() {
    let mut genesis = genesis(20);
    genesis.globals.network.owner_rate_limit_tempos = 0;
    let mut ledger = Ledger::new(&genesis).unwrap();
    set_global(&mut ledger, GlobalParameter::AdminFreezeWindowBlocks(3));
    let mut frozen = Vec::new();
    for block in 2..45 {
        ledger.step().unwrap();
        let owners = set(&mut ledger, OWNER, Parameter::Rho(u16::try_from(block).unwrap()));
        assert_eq!(set(&mut ledger, Origin::Root, Parameter::MaxAllowedValidators(9)), owners);
        // What never stands still, and what does so for the owner alone.
        set(&mut ledger, Origin::Root, Parameter::KappaU16(3)).unwrap();
        set(&mut ledger, Origin::Root, Parameter::ActivityCutoffFactorMilli(1_000)).unwrap();
        let factor = Parameter::ActivityCutoffFactorMilli(2_000);
        assert_eq!(set(&mut ledger, OWNER, factor), owners);
        match owners {
            Ok(()) => (),
            Err(error) => {
                assert_eq!(error, RuleError::AdminActionProhibitedDuringWeightsWindow);
                frozen.push(block);
            }
        }
    }
    // The epochs run in blocks 21 and 41.
    assert_eq!(frozen, [19, 20, 39, 40]);
}

#[test]
fn a_triggered_epoch_runs_when_it_is_due_and_freezes_until_then() {
    let mut ledger = ledger(100);
    set_global(&mut ledger, GlobalParameter::AdminFreezeWindowBlocks(5));
    until(&mut ledger, 30);
    let ask = |ledger: &mut Ledger| ledger.apply(Action::TriggerEpoch { origin: OWNER, netuid: NETUID });
    assert_eq!(ask(&mut ledger), Ok(Receipt::EpochTriggered { due: BlockNumber(35) }));
    assert_eq!(ask(&mut ledger), Err(RuleError::EpochTriggerAlreadyPending));
    assert_eq!(ledger.view().next_epoch_block(), Some(BlockNumber(35)));
    let frozen = Err(RuleError::AdminActionProhibitedDuringWeightsWindow);
    assert_eq!(set(&mut ledger, OWNER, Parameter::Rho(1)), frozen);
    until(&mut ledger, 34);
    assert_eq!(set(&mut ledger, Origin::Root, Parameter::Rho(1)), frozen);
    assert_eq!(ledger.step().unwrap().epochs.len(), 1);
    set(&mut ledger, OWNER, Parameter::Rho(1)).unwrap();
    assert_eq!(subnet(&ledger).next_epoch_block(), Some(BlockNumber(135)));
    // Too close to the next epoch counts before too soon after the last trigger.
    until(&mut ledger, 131);
    assert_eq!(ask(&mut ledger), Err(RuleError::AutoEpochAlreadyImminent));
    // Two tempos after the last one, and not a block sooner.
    until(&mut ledger, 229);
    assert_eq!(ask(&mut ledger), Err(RuleError::TxRateLimitExceeded));
    until(&mut ledger, 230);
    assert_eq!(ask(&mut ledger), Ok(Receipt::EpochTriggered { due: BlockNumber(235) }));
}

#[test]
fn the_owner_hotkey_changes_once_a_week_whoever_asks() {
    let mut ledger = ledger(0);
    until(&mut ledger, 2);
    let ask = |ledger: &mut Ledger, origin, netuid, name| {
        ledger.apply(Action::SetOwnerHotkey { origin, netuid, hotkey: key(name) })
    };
    assert_eq!(ask(&mut ledger, STRANGER, NETUID, 9), Err(RuleError::BadOrigin));
    assert_eq!(ask(&mut ledger, OWNER, NetUid(7), 9), Err(RuleError::BadOrigin));
    assert_eq!(ask(&mut ledger, Origin::Root, NetUid(7), 9), Err(RuleError::SubnetNotExists));
    assert_eq!(ask(&mut ledger, OWNER, NETUID, 11), Ok(Receipt::OwnerHotkeySet));
    assert_eq!(subnet(&ledger).owner_hotkey(), key(11));
    assert_eq!(ask(&mut ledger, Origin::Root, NETUID, 2), Err(RuleError::TxRateLimitExceeded));
    until(&mut ledger, 50_401);
    assert_eq!(ask(&mut ledger, OWNER, NETUID, 2), Err(RuleError::TxRateLimitExceeded));
    until(&mut ledger, 50_402);
    assert_eq!(ask(&mut ledger, Origin::Root, NETUID, 2), Ok(Receipt::OwnerHotkeySet));
    assert_eq!(subnet(&ledger).owner_hotkey(), key(2));
}
