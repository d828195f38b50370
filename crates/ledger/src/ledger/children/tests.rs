//! Children from the call to the stake weight.

use super::*;
use crate::ledger::{Ledger, stake_weights::Weighing};
use crate::{Action, Genesis, GenesisError, GenesisNeuron, GenesisStake, GenesisSubnet};
use crate::{Hyperparameters, Network as _, Pools, Receipt, StakePosition};
use incentor_primitives::{Alpha, RuleSet, Tempo};
use proptest::prelude::*;

const RULES: RuleSet = RuleSet::SUBTENSOR_2026_06;
const NETUID: NetUid = NetUid(1);
const TEMPO: u16 = 10;

const fn key(name: u8) -> AccountId {
    AccountId([name; 32])
}

/// Every hotkey's coldkey.
const fn coldkey(name: u8) -> AccountId {
    key(100 + name)
}

/// Hotkeys 1 to 6 with seats on subnet 1 and on root, and a stake on each; 1 is the owner's.
fn genesis() -> Genesis {
    let mut parameters = Hyperparameters::new(&RULES);
    parameters.tempo = Tempo(TEMPO);
    let mut subnet = GenesisSubnet::new(NETUID, coldkey(1), key(1), parameters);
    subnet.schedule.last_epoch_block = Some(BlockNumber(0));
    let mut genesis = Genesis::new(RULES);
    genesis.globals.pools = Pools::Fixed;
    genesis.globals.network.childkey_cooldown_blocks = 7;
    for name in 1..=6 {
        let neuron = GenesisNeuron { hotkey: key(name), coldkey: coldkey(name), take: None };
        let stake =
            |rao| GenesisStake { hotkey: key(name), coldkey: coldkey(name), alpha: Alpha::from_rao(rao) };
        subnet.neurons.push(neuron);
        subnet.stakes.push(stake(1_000_000_007 * u64::from(name)));
        genesis.root.neurons.push(neuron);
        genesis.root.stakes.push(stake(3_000_000_019 * u64::from(name)));
    }
    genesis.root.pool.account = incentor_primitives::Tao::from_rao(3_000_000_019 * 21);
    genesis.subnets.push(subnet);
    genesis
}

fn ledger() -> Ledger {
    Ledger::new(&genesis()).unwrap()
}

fn set_children(ledger: &mut Ledger, parent: u8, children: &[(u8, u64)]) -> Result<Receipt, RuleError> {
    let child =
        |(name, proportion_u64): &(u8, u64)| Child { proportion_u64: *proportion_u64, hotkey: key(*name) };
    ledger.apply(Action::SetChildren {
        netuid: NETUID,
        coldkey: coldkey(parent),
        hotkey: key(parent),
        children: children.iter().map(child).collect(),
    })
}

fn in_force(ledger: &Ledger) -> Vec<(u8, Vec<u8>)> {
    let children = &ledger.state.subnets[0].children.by_parent;
    let names = |children: &[Child]| children.iter().map(|child| child.hotkey.0[0]).collect();
    children.iter().map(|(parent, children)| (parent.0[0], names(children))).collect()
}

fn advance_to(ledger: &mut Ledger, block: u64) {
    ledger.advance(BlockNumber(block), &mut |_| ()).unwrap();
}

#[test]
fn children_come_into_force_with_the_first_epoch_after_their_block() {
    let mut ledger = ledger();
    advance_to(&mut ledger, 3);
    let accepted = Receipt::ChildrenSet { cooldown_block: Some(BlockNumber(10)) };
    assert_eq!(set_children(&mut ledger, 2, &[(4, 5), (3, 5)]), Ok(accepted));
    advance_to(&mut ledger, 10);
    assert_eq!(in_force(&ledger), []);
    advance_to(&mut ledger, 19);
    assert_eq!(in_force(&ledger), []);
    advance_to(&mut ledger, 20);
    assert_eq!(in_force(&ledger), [(2, vec![3, 4])]);
    assert!(ledger.state.subnets[0].children.pending.is_empty());
}

#[test]
fn a_later_list_takes_the_place_of_one_that_waits() {
    let mut ledger = ledger();
    set_children(&mut ledger, 2, &[(3, 5)]).unwrap();
    ledger.state.last_transactions = crate::state::LastTransactions::default().into();
    set_children(&mut ledger, 2, &[(4, 5)]).unwrap();
    advance_to(&mut ledger, 10);
    assert_eq!(in_force(&ledger), [(2, vec![4])]);
}

#[test]
fn of_two_lists_that_exclude_each_other_the_one_whose_hash_is_lower_wins() {
    let mut ledger = ledger();
    // Blake2b-128 of hotkey 4 is below that of hotkey 2.
    set_children(&mut ledger, 2, &[(4, 5)]).unwrap();
    set_children(&mut ledger, 4, &[(2, 5)]).unwrap();
    advance_to(&mut ledger, 10);
    assert_eq!(in_force(&ledger), [(4, vec![2])]);
    assert!(ledger.state.subnets[0].children.pending.is_empty());
}

#[test]
fn on_a_subnet_that_has_not_started_children_count_at_once() {
    let mut ledger = ledger();
    ledger.state.subnets[0].parameters.subtoken_enabled = false;
    let accepted = Receipt::ChildrenSet { cooldown_block: None };
    assert_eq!(set_children(&mut ledger, 2, &[(3, 5)]), Ok(accepted));
    assert_eq!(in_force(&ledger), [(2, vec![3])]);
}

#[test]
fn an_accepted_list_is_the_last_for_150_blocks_and_a_refused_one_is_not() {
    let mut ledger = ledger();
    advance_to(&mut ledger, 1);
    assert_eq!(set_children(&mut ledger, 2, &[(2, 5)]), Err(RuleError::InvalidChild));
    set_children(&mut ledger, 2, &[(3, 5)]).unwrap();
    assert_eq!(set_children(&mut ledger, 2, &[]), Err(RuleError::TxRateLimitExceeded));
    advance_to(&mut ledger, 150);
    assert_eq!(set_children(&mut ledger, 2, &[]), Err(RuleError::TxRateLimitExceeded));
    advance_to(&mut ledger, 151);
    set_children(&mut ledger, 2, &[]).unwrap();
    advance_to(&mut ledger, 160);
    assert_eq!(in_force(&ledger), []);
    assert!(ledger.state.subnets[0].children.by_child.is_empty());
}

#[test]
fn the_threshold_counts_all_of_a_hotkeys_stake_in_tao() {
    let mut ledger = ledger();
    let subnet = &mut ledger.state.subnets[0];
    (subnet.pool.tao_rao, subnet.pool.alpha_rao) = (1_000, 3_000);
    // The third of the alpha, floor(2 * 1000000007 / 3), and the root stake.
    let worth_rao = 666_666_671 + 6_000_000_038;
    assert_eq!(total_stake_rao(&ledger.state, &key(2)), worth_rao);
    ledger.state.globals.network.stake_threshold_rao = worth_rao + 1;
    assert_eq!(set_children(&mut ledger, 2, &[(3, 5)]), Err(RuleError::NotEnoughStakeToSetChildkeys));
    ledger.state.globals.network.stake_threshold_rao = worth_rao;
    set_children(&mut ledger, 2, &[(3, 5)]).unwrap();
    set_children(&mut ledger, 1, &[(3, 5)]).unwrap();
}

#[test]
fn who_sells_below_the_threshold_gives_up_the_children_that_wait() {
    let sell = |ledger: &mut Ledger, rao: u64| {
        let position = StakePosition { netuid: NetUid::ROOT, coldkey: coldkey(2), hotkey: key(2) };
        let amount = Alpha::from_rao(rao);
        ledger.apply(Action::RemoveStake { position, amount, limit: None }).unwrap();
    };
    let mut ledger = ledger();
    set_children(&mut ledger, 2, &[(3, 5)]).unwrap();
    set_children(&mut ledger, 4, &[(3, 5)]).unwrap();
    let waiting = |ledger: &Ledger| ledger.state.subnets[0].children.pending.len();
    ledger.state.globals.network.stake_threshold_rao = total_stake_rao(&ledger.state, &key(2)) - 2_000_000;
    sell(&mut ledger, 2_000_000);
    assert_eq!(waiting(&ledger), 2, "just enough is left");
    sell(&mut ledger, 2_000_000);
    assert_eq!(waiting(&ledger), 1, "the other parent's stay");
}

#[test]
fn a_take_of_zero_is_as_none() {
    let mut ledger = ledger();
    let mut set = |coldkey: AccountId, netuid: u16, take: u16| {
        let (netuid, take) = (NetUid(netuid), Take(take));
        let result = ledger.apply(Action::SetChildkeyTake { netuid, coldkey, hotkey: key(2), take });
        (result, ledger.state.subnets[0].children.takes.get(&key(2)).copied())
    };
    assert_eq!(set(coldkey(2), 1, 11_796), (Ok(Receipt::TakeSet), Some(Take(11_796))));
    assert_eq!(set(coldkey(3), 1, 5), (Err(RuleError::NonAssociatedColdKey), Some(Take(11_796))));
    assert_eq!(set(coldkey(2), 1, 11_797), (Err(RuleError::InvalidChildkeyTake), Some(Take(11_796))));
    assert_eq!(set(coldkey(2), 1, 0), (Ok(Receipt::TakeSet), None));
    assert_eq!(set(coldkey(2), 9, 5), (Err(RuleError::OutsideThisLedger), None));
    assert_eq!(set(coldkey(2), 0, 5), (Ok(Receipt::TakeSet), None));
}

#[test]
fn the_least_take_of_the_subnet_or_the_network_holds() {
    let mut ledger = ledger();
    ledger.state.globals.network.min_childkey_take_u16 = 50;
    ledger.state.subnets[0].parameters.min_childkey_take_u16 = 70;
    advance_to(&mut ledger, 1);
    let mut set = |take: u16| {
        let take = Take(take);
        ledger.apply(Action::SetChildkeyTake { netuid: NETUID, coldkey: coldkey(2), hotkey: key(2), take })
    };
    assert_eq!(set(69), Err(RuleError::InvalidChildkeyTake));
    // It is in force unsaid, so saying it raises nothing.
    assert_eq!(set(70), Ok(Receipt::TakeSet));
    assert_eq!(set(70), Ok(Receipt::TakeSet));
    assert_eq!(set(71), Err(RuleError::TxChildkeyTakeRateLimitExceeded));
}

#[test]
fn members_of_root_become_parents_of_a_new_subnets_owner() {
    let mut ledger = ledger();
    let mut choose = |name: u8, enabled| {
        let (coldkey, hotkey) = (coldkey(name), key(name));
        ledger.apply(Action::SetAutoParentDelegation { coldkey, hotkey, enabled })
    };
    assert_eq!(choose(3, false), Ok(Receipt::AutoParentDelegationSet));
    assert_eq!(choose(4, false), Ok(Receipt::AutoParentDelegationSet));
    assert_eq!(choose(4, true), Ok(Receipt::AutoParentDelegationSet));
    assert_eq!(choose(50, true), Err(RuleError::NonAssociatedColdKey));
    ledger.state.owners.insert(key(50), coldkey(50));
    let stranger = Action::SetAutoParentDelegation { coldkey: coldkey(50), hotkey: key(50), enabled: true };
    assert_eq!(ledger.apply(stranger), Err(RuleError::HotKeyNotRegisteredInSubNet));

    ledger.state.subnets[0].parameters.subtoken_enabled = false;
    // More than hotkey 2 has.
    ledger.state.globals.network.stake_threshold_rao = 9_000_000_057;
    delegate_root_to_owner(&mut ledger.state, NETUID);
    assert_eq!(in_force(&ledger), [(4, vec![1]), (5, vec![1]), (6, vec![1])]);
    let lent = ledger.state.subnets[0].children.parents_of(&key(1));
    assert!(lent.iter().all(|parent| parent.proportion_u64 == u64::MAX));
}

#[test]
fn an_epoch_weighs_with_what_was_lent_before_it() {
    let mut ledger = ledger();
    for parent in 2..=6 {
        set_children(&mut ledger, parent, &[(1, u64::MAX)]).unwrap();
    }
    advance_to(&mut ledger, 10);
    let weights = |ledger: &Ledger| ledger.state.subnets[0].published.stake_weight.clone();
    assert_eq!(weights(&ledger).len(), 6);
    assert!(weights(&ledger).iter().all(|weight| *weight > 0));
    advance_to(&mut ledger, 20);
    assert_eq!(weights(&ledger), [65_535, 0, 0, 0, 0, 0]);
}

#[test]
fn root_stake_is_lent_with_alpha_and_weighs_its_part() {
    let mut ledger = ledger();
    set_children(&mut ledger, 2, &[(3, u64::MAX / 2)]).unwrap();
    advance_to(&mut ledger, 10);
    let state = &ledger.state;
    let subnet = &state.subnets[0];
    let weighing = |tao_weight_u64| {
        Weighing::new(&subnet.children, &subnet.alpha.stakes, &state.root.alpha.stakes, tao_weight_u64)
    };
    let alpha = |name: u8| subnet.alpha.stakes.on_hotkey_rao(&key(name));
    let of = |weighing: Weighing<'_>, name: u8| weighing.of(&key(name)).to_rao_floor();
    // A half that the chain writes as (2^31 - 1) / 2^32.
    let half = |rao: u64| u64::try_from((u128::from(rao) * 0x7FFF_FFFF) >> 32).unwrap();
    assert_eq!(of(weighing(0), 3), alpha(3) + half(alpha(2)));
    assert!(of(weighing(0), 2).abs_diff(alpha(2) - half(alpha(2))) <= 1);
    let with_tao = alpha(3) + half(alpha(2)) + 9_000_000_057 + half(6_000_000_038);
    assert_eq!(of(weighing(u64::MAX), 3), with_tao);
    // Nobody lends on a subnet that is not there.
    let nowhere = crate::ledger::stake_weights::stake_weight(state, NetUid(9), &key(3));
    let expected = (9_000_000_057_u128 * 226_245_882) >> 32;
    assert_eq!(u128::from(nowhere.to_rao_floor()), expected);
}

#[test]
fn weights_need_stake_that_may_be_borrowed() {
    let mut ledger = ledger();
    let set_weights = |ledger: &mut Ledger, hotkey: u8| {
        ledger.apply(Action::SetWeights {
            netuid: NETUID,
            mechid: incentor_primitives::MechId::MAIN,
            hotkey: key(hotkey),
            uids: vec![incentor_primitives::Uid(1)],
            values: vec![incentor_primitives::Weight(1)],
            version_key: 0,
        })
    };
    ledger.state.subnets[0].parameters.commit_reveal_weights_enabled = false;
    set_children(&mut ledger, 6, &[(2, u64::MAX)]).unwrap();
    advance_to(&mut ledger, 110);
    ledger.state.globals.network.stake_threshold_rao = 7_000_000_000;
    assert_eq!(set_weights(&mut ledger, 6), Err(RuleError::NotEnoughStakeToSetWeights));
    assert_eq!(set_weights(&mut ledger, 2).map(|_| ()), Ok(()));
}

#[test]
fn a_genesis_with_impossible_children_is_none() {
    let refused = |children: Vec<(u8, Vec<(u8, u64)>)>| {
        let mut genesis = genesis();
        let list = |list: Vec<(u8, u64)>| {
            list.into_iter().map(|(name, proportion_u64)| Child { proportion_u64, hotkey: key(name) })
        };
        genesis.subnets[0].children =
            children.into_iter().map(|(parent, children)| (key(parent), list(children).collect())).collect();
        Ledger::new(&genesis).err()
    };
    let error = GenesisError::Parameter { netuid: NETUID, parameter: "children" };
    assert_eq!(refused(vec![(2, vec![(3, 5)]), (3, vec![(4, u64::MAX)])]), None);
    assert_eq!(refused(vec![(2, vec![(3, 5)]), (3, vec![(2, 5)])]), Some(error.clone()));
    assert_eq!(refused(vec![(2, vec![(2, 5)])]), Some(error.clone()));
    // Nobody owns hotkey 9, so nobody can have lent its stake.
    assert_eq!(refused(vec![(9, vec![(2, 5)])]), Some(error.clone()));
    assert_eq!(refused(vec![(2, vec![(9, 5)])]), None);
    assert_eq!(refused(vec![(2, vec![(3, 5), (3, 5)])]), Some(error.clone()));
    assert_eq!(refused(vec![(2, vec![(3, u64::MAX), (4, 1)])]), Some(error));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn relations_mirror_each_other_and_nobody_lends_more_than_everything(
        calls in prop::collection::vec(
            (1_u8..=6, prop::collection::vec((1_u8..=6, any::<u64>(), 0_u32..3), 0..4), 0_u64..15),
            1..30,
        ),
    ) {
        let mut ledger = ledger();
        let mut block = 1;
        advance_to(&mut ledger, block);
        for (parent, children, blocks) in calls {
            // Forgets when it was called last, so that more of the calls pass.
            ledger.state.last_transactions = crate::state::LastTransactions::default().into();
            let children: Vec<(u8, u64)> =
                children.into_iter().map(|(name, part, shift)| (name, part >> shift)).collect();
            // Refused where the list is none, or contradicts what is in force.
            set_children(&mut ledger, parent, &children).ok();
            block += blocks;
            advance_to(&mut ledger, block);
            check(&ledger)?;
        }
    }
}

fn check(ledger: &Ledger) -> Result<(), TestCaseError> {
    let subnet = &ledger.state.subnets[0];
    let children = &subnet.children;
    let mut relations = 0;
    for (parent, list) in &children.by_parent {
        prop_assert!(!list.is_empty() && list.is_sorted_by(|a, b| a.hotkey < b.hotkey));
        let lent: u128 = list.iter().map(|child| u128::from(child.proportion_u64)).sum();
        prop_assert!(lent <= u128::from(u64::MAX));
        for child in list {
            let mirrored = Child { proportion_u64: child.proportion_u64, hotkey: *parent };
            prop_assert!(children.parents_of(&child.hotkey).contains(&mirrored));
            let backwards = children.children_of(&child.hotkey);
            prop_assert!(backwards.iter().all(|other| other.hotkey != *parent));
        }
        relations += list.len();
    }
    prop_assert!(children.by_child.values().all(|parents| !parents.is_empty()));
    prop_assert_eq!(children.by_child.values().map(Vec::len).sum::<usize>(), relations);

    let (alpha, root) = (&subnet.alpha.stakes, &ledger.state.root.alpha.stakes);
    let weighing = Weighing::new(children, alpha, root, u64::MAX);
    let weighed: u64 = (1..=6).map(|name| weighing.of(&key(name)).to_rao_floor()).sum();
    let own = alpha.total_rao() + root.total_rao();
    // Alpha and TAO of each hotkey are rounded down once.
    prop_assert!(weighed <= own && own - weighed <= 12, "{} of {}", weighed, own);
    Ok(())
}
