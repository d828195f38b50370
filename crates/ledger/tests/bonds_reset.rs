//! A neuron drops the bonds in itself.

use incentor_ledger::{
    Action, Genesis, GenesisNeuron, GenesisStake, GenesisSubnet, Hyperparameters, Ledger, Network, Origin,
    Parameter, Pools, Receipt, RuleError,
};
use incentor_primitives::{AccountId, Alpha, BlockNumber, MechId, NetUid, RuleSet, Uid, Weight};

const NETUID: NetUid = NetUid(1);

const fn key(name: u8) -> AccountId {
    AccountId([name; 32])
}

/// A validator that has bonds in two miners.
fn bonded() -> Ledger {
    let rules = RuleSet::SUBTENSOR_2026_06;
    let mut parameters = Hyperparameters::new(&rules);
    parameters.commit_reveal_weights_enabled = false;
    let mut subnet = GenesisSubnet::new(NETUID, key(1), key(2), parameters);
    for hotkey in [10, 11, 12] {
        subnet.neurons.push(GenesisNeuron { hotkey: key(hotkey), coldkey: key(hotkey + 10), take: None });
    }
    let alpha = Alpha::from_rao(400_000_000_000_000);
    subnet.stakes.push(GenesisStake { hotkey: key(10), coldkey: key(20), alpha });
    let mut genesis = Genesis::new(rules);
    genesis.globals.pools = Pools::Fixed;
    genesis.subnets.push(subnet);
    let mut ledger = Ledger::new(&genesis).unwrap();
    ledger.advance(BlockNumber(361), &mut |_| ()).unwrap();
    let (uids, values) = (vec![Uid(1), Uid(2)], vec![Weight(65_535), Weight(32_768)]);
    let hotkey = key(10);
    let action =
        Action::SetWeights { netuid: NETUID, mechid: MechId::MAIN, hotkey, uids, values, version_key: 0 };
    ledger.apply(action).unwrap();
    ledger.advance(BlockNumber(730), &mut |_| ()).unwrap();
    assert_eq!(columns(&ledger), [1, 2]);
    ledger
}

fn columns(ledger: &Ledger) -> Vec<u16> {
    let view = ledger.view();
    view.subnet(NETUID).unwrap().bonds(MechId::MAIN, Uid(0)).iter().map(|(column, _)| *column).collect()
}

#[test]
fn bonds_are_dropped_where_the_subnet_allows_it() {
    let mut ledger = bonded();
    let reset = |hotkey| Action::ResetBonds { netuid: NETUID, hotkey };
    assert_eq!(ledger.apply(reset(key(11))), Ok(Receipt::BondsReset { uid: None }));
    assert_eq!(columns(&ledger), [1, 2]);
    let (origin, netuid) = (Origin::Root, NETUID);
    ledger.apply(Action::SetParameter { origin, netuid, parameter: Parameter::BondsResetOn(true) }).unwrap();
    assert_eq!(ledger.apply(reset(key(11))), Ok(Receipt::BondsReset { uid: Some(Uid(1)) }));
    assert_eq!(columns(&ledger), [2]);
    assert_eq!(ledger.apply(reset(key(99))), Err(RuleError::AccountNotAllowedCommit));
    let nowhere = Action::ResetBonds { netuid: NetUid(9), hotkey: key(11) };
    assert_eq!(ledger.apply(nowhere), Err(RuleError::AccountNotAllowedCommit));
}
