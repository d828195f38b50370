//! What random runs have found, each as small as it goes.

use crate::cast::{COLDKEY, OWNER, OWNER_HOTKEY, key};
use incentor_ledger::{
    Action, Genesis, GenesisNeuron, GenesisPool, GenesisStake, GenesisSubnet, Hyperparameters, Ledger,
    Network, RuleError, StakePosition,
};
use incentor_primitives::{AccountId, Alpha, NetUid, RuleSet, Tao};

const TAO: u64 = 1_000_000_000;
const HOTKEY: AccountId = key(10);
const HOLDER: AccountId = key(10 + COLDKEY);

/// Subnets with these reserves of TAO and alpha, and a hotkey with a stake of ten alpha on each.
fn genesis(pools: &[(u64, u64)]) -> Genesis {
    let rules = RuleSet::SUBTENSOR_2026_06;
    let mut genesis = Genesis::new(rules);
    genesis.balances = vec![(HOLDER, Tao::from_rao(1_000 * TAO))];
    for (netuid, (tao, alpha)) in (1..).map(NetUid).zip(pools) {
        let mut parameters = Hyperparameters::new(&rules);
        parameters.commit_reveal_weights_enabled = false;
        let mut subnet = GenesisSubnet::new(netuid, OWNER, OWNER_HOTKEY, parameters);
        subnet.pool = GenesisPool::of(Tao::from_rao(*tao), Alpha::from_rao(*alpha));
        subnet.neurons.push(GenesisNeuron { hotkey: HOTKEY, coldkey: HOLDER, take: None });
        let alpha = Alpha::from_rao(10 * TAO);
        subnet.stakes.push(GenesisStake { hotkey: HOTKEY, coldkey: HOLDER, alpha });
        genesis.subnets.push(subnet);
    }
    genesis
}

const fn stake_on(netuid: NetUid) -> StakePosition {
    StakePosition { netuid, coldkey: HOLDER, hotkey: HOTKEY }
}

#[test]
fn a_move_into_an_empty_pool_sells_nothing() {
    let mut ledger = Ledger::new(&genesis(&[(1_000 * TAO, 1_000 * TAO), (0, 0)])).unwrap();
    let before = ledger.clone();
    let (from, to) = (stake_on(NetUid(1)), stake_on(NetUid(2)));
    let moved = ledger.apply(Action::MoveStake { from, to, amount: Alpha::from_rao(TAO), limit: None });
    assert_eq!(moved, Err(RuleError::ReservesTooLow));
    assert!(ledger == before, "a refused move changed something");
}

#[test]
fn more_alpha_is_sold_than_there_is_outside_the_pool() {
    let mut genesis = genesis(&[(1_000 * TAO, 1_000 * TAO)]);
    genesis.subnets[0].alpha_out = Some(Alpha::from_rao(3 * TAO));
    let mut ledger = Ledger::new(&genesis).unwrap();
    ledger.apply(Action::RemoveStakeFull { position: stake_on(NetUid(1)), limit_price: None }).unwrap();
    assert_eq!(ledger.view().subnet(NetUid(1)).unwrap().alpha_out(), Alpha::ZERO);
    ledger.audit().unwrap();
    ledger.step().unwrap();
}

/// A pool of next to no alpha, whose price reaches the highest there is, 2^64 rao for 10^9.
const ALMOST_EMPTY: (u64, u64) = (100 * TAO, 1_000_000);

#[test]
fn what_the_highest_price_leaves_of_a_purchase_stays_with_the_subnet() {
    let mut ledger = Ledger::new(&genesis(&[(200_000 * TAO, 10 * TAO), ALMOST_EMPTY])).unwrap();
    let (from, to) = (stake_on(NetUid(1)), stake_on(NetUid(2)));
    ledger.apply(Action::MoveStake { from, to, amount: Alpha::from_rao(5 * TAO), limit: None }).unwrap();
    ledger.audit().unwrap();
    let subnet = ledger.view().subnet(NetUid(2)).unwrap();
    assert!(subnet.account().rao - subnet.pool_tao().rao > 60_000 * TAO, "{subnet:?}");

    let mut genesis = genesis(&[ALMOST_EMPTY]);
    genesis.balances = vec![(HOLDER, Tao::from_rao(60_001 * TAO))];
    genesis.subnets[0].parameters.max_burn_rao = 60_000 * TAO;
    genesis.subnets[0].burn = Tao::from_rao(60_000 * TAO);
    let mut ledger = Ledger::new(&genesis).unwrap();
    ledger.apply(Action::Register { netuid: NetUid(1), coldkey: HOLDER, hotkey: key(11) }).unwrap();
    ledger.audit().unwrap();
    assert_eq!(ledger.view().balance(&HOLDER).rao, TAO);
}
