//! What follows from a new value.

use crate::{OWNER, genesis, key, ledger, set, subnet, until};
use incentor_ledger::{Action, Furnishing, GlobalParameter, Ledger, Network, Origin, Parameter, RuleError};
use incentor_primitives::{BlockNumber, NetUid, Tao, Tempo};

#[test]
fn a_new_tempo_starts_a_new_cycle() {
    let mut ledger = ledger(400);
    // Without it parameters would stand still through the whole of a short tempo.
    let parameter = GlobalParameter::AdminFreezeWindowBlocks(0);
    ledger.apply(Action::SetGlobal { origin: Origin::Root, parameter }).unwrap();
    until(&mut ledger, 150);
    set(&mut ledger, OWNER, Parameter::OwnersTempo(Tempo(500))).unwrap();
    let now = subnet(&ledger);
    assert_eq!((now.parameters().tempo, now.schedule().tempo), (Tempo(500), Tempo(500)));
    assert_eq!(now.next_epoch_block(), Some(BlockNumber(650)));
    set(&mut ledger, Origin::Root, Parameter::Tempo(Tempo(7))).unwrap();
    assert_eq!(subnet(&ledger).next_epoch_block(), Some(BlockNumber(157)));
    let mut epochs = Vec::new();
    ledger.advance(BlockNumber(170), &mut |epoch| epochs.push(epoch.block.0)).unwrap();
    assert_eq!(epochs, [157, 164]);
    set(&mut ledger, Origin::Root, Parameter::Tempo(Tempo(0))).unwrap();
    assert_eq!(subnet(&ledger).next_epoch_block(), None);
}

#[test]
fn the_price_of_a_seat_follows_its_limits_in_the_next_block() {
    let mut genesis = genesis(360);
    genesis.subnets[0].burn = Tao::from_rao(10_000_000_000);
    let mut ledger = Ledger::new(&genesis).unwrap();
    let price = |ledger: &Ledger| subnet(ledger).burn().rao;
    set(&mut ledger, Origin::Root, Parameter::BurnHalfLifeBlocks(1)).unwrap();
    ledger.step().unwrap();
    assert_eq!(price(&ledger), 5_000_000_000);
    set(&mut ledger, Origin::Root, Parameter::MaxBurnRao(2_000_000_000)).unwrap();
    assert_eq!(price(&ledger), 5_000_000_000);
    ledger.step().unwrap();
    assert_eq!(price(&ledger), 2_000_000_000);
    set(&mut ledger, Origin::Root, Parameter::MinBurnRao(900_000_000)).unwrap();
    until(&mut ledger, 20);
    assert_eq!(price(&ledger), 900_000_000);
    set(&mut ledger, Origin::Root, Parameter::BurnIncreaseBits(2 << 64)).unwrap();
    ledger.apply(Action::Register { netuid: crate::NETUID, coldkey: key(50), hotkey: key(60) }).unwrap();
    assert_eq!(price(&ledger), 1_800_000_000);
}

#[test]
fn seats_may_fall_below_permits() {
    let mut lowered = ledger(10);
    let parameter = GlobalParameter::AdminFreezeWindowBlocks(0);
    lowered.apply(Action::SetGlobal { origin: Origin::Root, parameter }).unwrap();
    set(&mut lowered, OWNER, Parameter::MaxAllowedUids(3)).unwrap();
    assert_eq!(subnet(&lowered).parameters().max_allowed_validators, 64);
    until(&mut lowered, 25);
    assert_eq!(subnet(&lowered).published().validator_permit, [true, true, false]);
    // So a network may begin like this, too.
    let mut begun = genesis(10);
    begun.subnets[0].parameters.max_allowed_uids = 3;
    let mut begun = Ledger::new(&begun).unwrap();
    until(&mut begun, 25);
    assert_eq!(subnet(&begun).published(), subnet(&lowered).published());
}

#[test]
fn the_owners_cut_changes_with_the_next_block() {
    let mut ledger = ledger(360);
    let cut = |ledger: &Ledger| subnet(ledger).pending().owner_cut.rao;
    ledger.step().unwrap();
    let per_block = cut(&ledger);
    assert_eq!(per_block, 179_995_422);
    set(&mut ledger, OWNER, Parameter::OwnerCutEnabled(false)).unwrap();
    ledger.step().unwrap();
    assert_eq!(cut(&ledger), per_block);
    set(&mut ledger, OWNER, Parameter::OwnerCutEnabled(true)).unwrap();
    let parameter = GlobalParameter::OwnerCutU16(65_535);
    ledger.apply(Action::SetGlobal { origin: Origin::Root, parameter }).unwrap();
    ledger.step().unwrap();
    assert_eq!(cut(&ledger), per_block + 1_000_000_000);
    ledger.audit().unwrap();
}

#[test]
fn a_network_is_furnished_without_a_call() {
    let mut ledger = ledger(360);
    let issuance = ledger.view().issuance().rao;
    let mint = |rao| Action::Furnish(Furnishing::Mint { account: key(77), tao: Tao::from_rao(rao) });
    ledger.apply(mint(1_234)).unwrap();
    assert_eq!(ledger.view().balance(&key(77)), Tao::from_rao(1_234));
    assert_eq!(ledger.view().issuance().rao, issuance + 1_234);
    assert_eq!(ledger.apply(mint(u64::MAX)), Err(RuleError::SupplyExceeded));
    let price = |netuid| Action::Furnish(Furnishing::MovingPrice { netuid: NetUid(netuid), bits: 5 << 32 });
    ledger.apply(price(1)).unwrap();
    assert_eq!(subnet(&ledger).moving_price_bits(), 5 << 32);
    assert_eq!(ledger.apply(price(9)), Err(RuleError::SubnetNotExists));
    ledger.apply(Action::Furnish(Furnishing::TaoWeight { weight_u64: 9 })).unwrap();
    assert_eq!(ledger.view().globals().network.tao_weight_u64, 9);
    ledger.audit().unwrap();
}
