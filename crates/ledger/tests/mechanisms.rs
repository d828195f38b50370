//! Several mechanisms of a subnet: how they come and go, and what each keeps.

use incentor_ledger::{
    Action, Genesis, GenesisNeuron, GenesisStake, GenesisSubnet, GlobalParameter, Hyperparameters, Ledger,
    Network, Origin, Parameter, Pools, Receipt, RuleError, SubnetView,
};
use incentor_primitives::{AccountId, Alpha, BlockNumber, MechId, NetUid, RuleSet, Tao, Uid, Weight};

const RULES: RuleSet = RuleSet::SUBTENSOR_2026_06;
const NETUID: NetUid = NetUid(1);
const SECOND: MechId = MechId(1);

fn key(name: u8) -> AccountId {
    AccountId([name; 32])
}

/// The owner's hotkey, a validator and two miners in block 1, with one mechanism and a tempo of ten.
fn genesis() -> Genesis {
    let mut parameters = Hyperparameters::new(&RULES);
    parameters.tempo = incentor_primitives::Tempo(10);
    parameters.commit_reveal_weights_enabled = false;
    parameters.weights_rate_limit_blocks = 0;
    parameters.max_allowed_uids = 6;
    parameters.min_allowed_uids = 2;
    parameters.max_allowed_validators = 2;
    parameters.immunity_period_blocks = 0;
    parameters.min_non_immune_uids = 0;
    let mut subnet = GenesisSubnet::new(NETUID, key(1), key(2), parameters);
    subnet.schedule.last_epoch_block = Some(BlockNumber(1));
    for hotkey in [2, 10, 11, 12] {
        let coldkey = if hotkey == 2 { key(1) } else { key(hotkey + 30) };
        subnet.neurons.push(GenesisNeuron { hotkey: key(hotkey), coldkey, take: None });
    }
    let alpha = Alpha::from_rao(9_000_000_000_000);
    subnet.stakes.push(GenesisStake { hotkey: key(10), coldkey: key(40), alpha });
    let mut genesis = Genesis::new(RULES);
    genesis.block = BlockNumber(1);
    genesis.globals.pools = Pools::Fixed;
    genesis.globals.network.admin_freeze_window_blocks = 0;
    genesis.balances = vec![(key(50), Tao::from_rao(100_000_000_000))];
    genesis.subnets.push(subnet);
    genesis
}

fn set(ledger: &mut Ledger, parameter: Parameter) -> Result<Receipt, RuleError> {
    ledger.apply(Action::SetParameter { origin: Origin::Root, netuid: NETUID, parameter })
}

fn weigh(ledger: &mut Ledger, mechid: MechId, target: u16) -> Result<Receipt, RuleError> {
    let (uids, values) = (vec![Uid(target)], vec![Weight(1)]);
    ledger.apply(Action::SetWeights { netuid: NETUID, mechid, hotkey: key(10), uids, values, version_key: 0 })
}

fn until(ledger: &mut Ledger, block: u64) {
    ledger.advance(BlockNumber(block), &mut |_| ()).unwrap();
}

fn subnet(ledger: &Ledger) -> SubnetView<'_> {
    ledger.view().subnet(NETUID).unwrap()
}

fn buy(ledger: &mut Ledger, hotkey: u8) -> Receipt {
    ledger.apply(Action::Register { netuid: NETUID, coldkey: key(50), hotkey: key(hotkey) }).unwrap()
}

#[test]
fn a_mechanism_that_comes_later_has_heard_of_nobody() {
    let mut ledger = Ledger::new(&genesis()).unwrap();
    assert_eq!(weigh(&mut ledger, SECOND, 2), Err(RuleError::SettingWeightsTooFast), "unknown");
    set(&mut ledger, Parameter::MechanismCount(2)).unwrap();
    assert_eq!(subnet(&ledger).last_updates(SECOND), [0; 0]);
    assert_eq!(subnet(&ledger).incentive(SECOND), [0; 0]);
    // An epoch writes its incentive; its blocks stay unknown until somebody sets weights.
    until(&mut ledger, 11);
    assert_eq!(subnet(&ledger).incentive(SECOND), [0; 4]);
    assert_eq!(subnet(&ledger).last_updates(SECOND), [0; 0]);
    assert_eq!(subnet(&ledger).last_updates(MechId::MAIN), [1; 4]);
    weigh(&mut ledger, SECOND, 2).unwrap();
    assert_eq!(subnet(&ledger).last_updates(SECOND), [0, 11, 0, 0]);
    weigh(&mut ledger, MechId::MAIN, 3).unwrap();
    until(&mut ledger, 21);
    assert_eq!(subnet(&ledger).incentive(MechId::MAIN), [0, 0, 0, 65_535]);
    assert_eq!(subnet(&ledger).incentive(SECOND), [0, 0, 65_535, 0]);
    ledger.audit().unwrap();
}

#[test]
fn a_newcomer_lengthens_short_lists() {
    let mut ledger = Ledger::new(&genesis()).unwrap();
    set(&mut ledger, Parameter::MechanismCount(2)).unwrap();
    ledger.step().unwrap();
    buy(&mut ledger, 20);
    let now = subnet(&ledger);
    // The blocks are filled up to the newcomer; the incentive gets one entry wherever it ends.
    assert_eq!(now.last_updates(MechId::MAIN), [1, 1, 1, 1, 2]);
    assert_eq!(now.last_updates(SECOND), [0, 0, 0, 0, 2]);
    assert_eq!((now.incentive(MechId::MAIN).len(), now.incentive(SECOND).len()), (5, 1));
    until(&mut ledger, 11);
    assert_eq!(subnet(&ledger).incentive(SECOND).len(), 5);
    ledger.audit().unwrap();
}

#[test]
fn who_takes_a_seat_is_known_to_the_short_lists_too() {
    let mut genesis = genesis();
    genesis.subnets[0].parameters.max_allowed_uids = 4;
    let mut ledger = Ledger::new(&genesis).unwrap();
    set(&mut ledger, Parameter::MechanismCount(2)).unwrap();
    ledger.step().unwrap();
    let Receipt::Registered { uid, replaced: Some(_), .. } = buy(&mut ledger, 20) else {
        panic!("the subnet was full");
    };
    let now = subnet(&ledger);
    let expected: Vec<u64> = (0..4).map(|seat| if seat == uid.index() { 2 } else { 0 }).collect();
    assert_eq!(now.last_updates(SECOND), expected);
    assert_eq!(now.incentive(SECOND), [0; 0]);
}

#[test]
fn a_mechanism_that_goes_takes_everything_with_it() {
    let mut ledger = Ledger::new(&genesis()).unwrap();
    set(&mut ledger, Parameter::MechanismCount(2)).unwrap();
    set(&mut ledger, Parameter::MechanismSplitU16(Some(vec![1, 65_534]))).unwrap();
    until(&mut ledger, 11);
    weigh(&mut ledger, SECOND, 2).unwrap();
    weigh(&mut ledger, MechId::MAIN, 3).unwrap();
    until(&mut ledger, 21);
    assert!(!subnet(&ledger).bonds(SECOND, Uid(1)).is_empty());
    // The same number changes nothing, not even the split.
    set(&mut ledger, Parameter::MechanismCount(2)).unwrap();
    assert_eq!(subnet(&ledger).parameters().mechanism_split_u16, Some(vec![1, 65_534]));
    set(&mut ledger, Parameter::MechanismCount(1)).unwrap();
    assert_eq!(subnet(&ledger).parameters().mechanism_split_u16, None);
    let main = [subnet(&ledger).weights(MechId::MAIN, Uid(1)), subnet(&ledger).bonds(MechId::MAIN, Uid(1))];
    assert!(main.iter().all(|row| !row.is_empty()), "{main:?}");
    // What comes in its place is another one.
    set(&mut ledger, Parameter::MechanismCount(2)).unwrap();
    let now = subnet(&ledger);
    assert!(now.weights(SECOND, Uid(1)).is_empty() && now.bonds(SECOND, Uid(1)).is_empty());
    assert_eq!((now.last_updates(SECOND), now.incentive(SECOND)), ([0; 0].as_slice(), [0; 0].as_slice()));
    assert_eq!(now.parameters().mechanism_split_u16, None);
    until(&mut ledger, 31);
    assert_eq!(subnet(&ledger).incentive(SECOND), [0; 4]);
    ledger.audit().unwrap();
}

#[test]
fn the_network_says_how_many_there_may_be() {
    let mut ledger = Ledger::new(&genesis()).unwrap();
    assert_eq!(set(&mut ledger, Parameter::MechanismCount(3)), Err(RuleError::InvalidValue));
    let parameter = GlobalParameter::MaxMechanismCount(16);
    ledger.apply(Action::SetGlobal { origin: Origin::Root, parameter }).unwrap();
    set(&mut ledger, Parameter::MechanismCount(16)).unwrap();
    assert_eq!(set(&mut ledger, Parameter::MechanismCount(17)), Err(RuleError::InvalidValue));
    // Lowering what is allowed takes nobody's away.
    let parameter = GlobalParameter::MaxMechanismCount(1);
    ledger.apply(Action::SetGlobal { origin: Origin::Root, parameter }).unwrap();
    until(&mut ledger, 11);
    assert_eq!(subnet(&ledger).incentive(MechId(15)), [0; 4]);
}

#[test]
fn a_network_may_begin_with_a_mechanism_that_came_later() {
    let mut written = genesis();
    written.subnets[0].parameters.mechanism_count = 2;
    written.subnets[0].mechanisms_at_seating = Some(1);
    let begun = Ledger::new(&written).unwrap();
    let mut set_later = Ledger::new(&genesis()).unwrap();
    set(&mut set_later, Parameter::MechanismCount(2)).unwrap();
    assert!(begun == set_later);
    for impossible in [0, 3] {
        written.subnets[0].mechanisms_at_seating = Some(impossible);
        let error = Ledger::new(&written).unwrap_err().to_string();
        assert_eq!(error, "subnet 1: `mechanisms_at_seating` is out of range");
    }
}
