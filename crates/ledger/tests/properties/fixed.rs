//! Three subnets, most often with pools that stand still: the short way through time is the long way.

use crate::cast::key;
use crate::root::{staking, with_root_stake};
use crate::settings::setting;
use crate::shape::{check_seated, check_shape};
use incentor_ledger::{
    Action, Child, Genesis, GenesisNeuron, GenesisPool, GenesisStake, GenesisSubnet, Hyperparameters, Ledger,
    Network, OwnerIncentive, Pools, Receipt,
};
use incentor_primitives::{Alpha, BlockNumber, MechId, NetUid, RuleSet, Take, Tao, Tempo, Uid, Weight};
use proptest::prelude::*;

/// What happens next to the network.
#[derive(Clone, Debug)]
enum Event {
    Act(Action),
    Pass(u64),
}

pub(crate) fn amount() -> impl Strategy<Value = u64> {
    prop_oneof![0_u64..3, 1_u64..1_000_000_000_000, Just(20_000_000_000_000_000)]
}

fn action() -> impl Strategy<Value = Action> {
    let netuid = || (0_u16..4).prop_map(NetUid);
    let hotkey = || (10_u8..24).prop_map(key);
    let coldkey = || (40_u8..54).prop_map(key);
    prop_oneof![
        1 => (netuid(), hotkey(), coldkey()).prop_map(|(netuid, hotkey, coldkey)| Action::Register {
            netuid,
            coldkey,
            hotkey,
        }),
        // The coldkey that owns the hotkey, so that subnets fill up.
        6 => (netuid(), 10_u8..24, 0_u64..4_000_000_000).prop_map(|(netuid, name, limit)| {
            let limit_price = Tao::from_rao(limit);
            Action::RegisterLimit { netuid, coldkey: key(name + 30), hotkey: key(name), limit_price }
        }),
        4 => setting(),
        5 => staking(),
        3 => (netuid(), hotkey(), coldkey(), amount()).prop_map(|(netuid, hotkey, coldkey, rao)| {
            Action::Endow { netuid, hotkey, coldkey, alpha: Alpha::from_rao(rao) }
        }),
        2 => (netuid(), 10_u8..18, prop::collection::vec((any::<u64>(), hotkey()), 0..3)).prop_map(
            |(netuid, name, children)| Action::SetChildren {
                netuid,
                coldkey: key(name + 30),
                hotkey: key(name),
                children: children
                    .into_iter()
                    .map(|(part, hotkey)| Child { proportion_u64: part / 2, hotkey })
                    .collect(),
            }
        ),
        1 => (netuid(), 10_u8..24, 0_u16..12_000).prop_map(|(netuid, name, take)| Action::SetChildkeyTake {
            netuid,
            coldkey: key(name + 30),
            hotkey: key(name),
            take: Take(take),
        }),
        8 => (netuid(), 0_u8..3, hotkey(), prop::collection::vec((0_u16..7, any::<u16>()), 0..4)).prop_map(
            |(netuid, mechid, hotkey, row)| Action::SetWeights {
                netuid,
                mechid: MechId(mechid),
                hotkey,
                uids: row.iter().map(|(uid, _)| Uid(*uid)).collect(),
                values: row.iter().map(|(_, weight)| Weight(*weight)).collect(),
                version_key: row.len() as u64,
            }
        ),
    ]
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let pass = prop_oneof![0_u64..4, 0_u64..200];
    let event = prop_oneof![2 => action().prop_map(Event::Act), 1 => pass.prop_map(Event::Pass)];
    prop::collection::vec(event, 1..120)
}

/// Three subnets that differ in everything that time does to them.
fn genesis(pool: u64, tempos: [u16; 3], cap: u8) -> Genesis {
    let rules = RuleSet::SUBTENSOR_2026_06;
    let mut genesis = Genesis::new(rules);
    genesis.globals.pools = Pools::Fixed;
    genesis.globals.network.max_epochs_per_block = cap;
    genesis.globals.network.childkey_cooldown_blocks = 5;
    genesis.globals.network.childkey_burn_u64 = u64::MAX / 7;
    genesis.balances = (40..54).map(|name| (key(name), Tao::from_rao(50_000_000_000))).collect();
    for (netuid, tempo) in (1_u16..).zip(tempos) {
        let mut parameters = Hyperparameters::new(&rules);
        parameters.tempo = Tempo(tempo);
        parameters.commit_reveal_weights_enabled = false;
        parameters.weights_rate_limit_blocks = u64::from(netuid) * 2;
        parameters.max_allowed_uids = 8;
        parameters.min_allowed_uids = 2;
        parameters.immunity_period_blocks = 40 * (netuid - 1);
        parameters.min_non_immune_uids = 2;
        parameters.max_allowed_validators = 4;
        parameters.yuma3_on = netuid != 2;
        parameters.liquid_alpha_on = netuid == 3;
        parameters.owner_cut_enabled = netuid != 3;
        if netuid == 2 {
            parameters.owner_incentive = OwnerIncentive::Recycled;
        }
        if netuid == 1 {
            parameters.mechanism_count = 2;
            parameters.mechanism_split_u16 = Some(vec![20_000, 45_535]);
        }
        let mut subnet = GenesisSubnet::new(NetUid(netuid), key(1), key(2), parameters);
        subnet.pool.alpha = Alpha::from_rao(pool);
        subnet.burn = Tao::from_rao(1_000_000_000);
        for hotkey in 10..16 {
            subnet.neurons.push(GenesisNeuron { hotkey: key(hotkey), coldkey: key(hotkey + 30), take: None });
        }
        for (hotkey, coldkey, rao) in [(10, 40, 7_000_000_000_000), (10, 50, 1), (11, 41, 3_000_000_000_001)]
        {
            let alpha = Alpha::from_rao(rao);
            subnet.stakes.push(GenesisStake { hotkey: key(hotkey), coldkey: key(coldkey), alpha });
        }
        if netuid < 3 {
            subnet.neurons.push(GenesisNeuron { hotkey: key(2), coldkey: key(1), take: None });
        }
        genesis.subnets.push(subnet);
    }
    genesis
}

fn start() -> impl Strategy<Value = Genesis> {
    // On one stretch of the curve, just before its end, and where a block emits a few rao.
    let pool = prop_oneof![
        Just(0_u64),
        10_489_990_000_000_000_u64..10_490_000_000_000_000,
        20_989_990_000_000_000_u64..20_989_999_800_000_000,
    ];
    let network = (pool, [0_u16..40, 1_u16..40, 1_u16..40], 1_u8..4)
        .prop_map(|(pool, tempos, cap)| genesis(pool, tempos, cap));
    (network, any::<bool>())
        .prop_map(|(genesis, staked)| if staked { with_root_stake(genesis) } else { genesis })
}

/// The same subnets with pools that move, and root stake that is paid.
fn live() -> impl Strategy<Value = Genesis> {
    let reserve = || prop_oneof![2_000_000_u64..9_000_000, 500_000_000_000_u64..3_000_000_000_000];
    ([0_u16..40, 1_u16..40, 1_u16..40], [reserve(), reserve(), reserve()], 0_u64..4).prop_map(
        |(tempos, reserves, picks)| {
            let mut genesis = with_root_stake(genesis(0, tempos, 2));
            genesis.globals.pools = Pools::Live;
            genesis.globals.network.root_claims_per_block = picks;
            for (subnet, tao) in genesis.subnets.iter_mut().zip(reserves) {
                subnet.pool = GenesisPool::of(Tao::from_rao(tao), Alpha::from_rao(1_000_000_000_000));
                subnet.pool.moving_price_bits = 1 << 32;
                subnet.parameters.root_claim_threshold_bits = 0;
            }
            genesis
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn at_once_is_one_at_a_time_and_nothing_is_lost(genesis in start(), events in events()) {
        let mut at_once = Ledger::new(&genesis).unwrap();
        let mut one_by_one = at_once.clone();
        for event in events {
            match event {
                Event::Act(action) => {
                    let before = at_once.clone();
                    let result = at_once.apply(action.clone());
                    let netuid = match action {
                        Action::Register { netuid, .. } | Action::RegisterLimit { netuid, .. } => netuid,
                        _ => NetUid::ROOT,
                    };
                    prop_assert_eq!(&result, &one_by_one.apply(action));
                    match result {
                        Ok(receipt) => check_seated(&before, &at_once, netuid, receipt),
                        Err(_) => prop_assert!(at_once == before, "a refused action changed something"),
                    }
                }
                Event::Pass(blocks) => {
                    let until = BlockNumber(at_once.view().block().0 + blocks);
                    let (mut quick, mut slow) = (Vec::new(), Vec::new());
                    at_once.advance(until, &mut |epoch| quick.push(epoch.clone())).unwrap();
                    for _ in 0..blocks {
                        slow.extend(one_by_one.step().unwrap().epochs);
                    }
                    prop_assert_eq!(&quick, &slow);
                    for epoch in quick {
                        let settled = epoch.settlement;
                        let [pending, paid] = [settled.pending_rao(), settled.paid_rao()].map(i128::from);
                        let unpaid = i128::from(settled.withheld.rao) + i128::from(settled.dust_rao);
                        prop_assert_eq!(pending, paid + unpaid);
                    }
                }
            }
            prop_assert!(at_once == one_by_one);
            at_once.audit().unwrap();
            check_shape(&at_once);
        }
        prop_assert_eq!(at_once.state_hash(), one_by_one.state_hash());
        prop_assert_eq!(at_once.audit_hash(), one_by_one.audit_hash());
    }
}

#[test]
fn hashes_tell_states_and_histories_apart() {
    let first = Ledger::new(&genesis(0, [10, 10, 10], 2)).unwrap();
    let mut second = first.clone();
    // A refused action changes no state; that it was tried is history.
    let nobody = Action::Register { netuid: NetUid(9), coldkey: key(1), hotkey: key(2) };
    assert!(second.apply(nobody).is_err());
    assert_eq!(first.state_hash(), second.state_hash());
    assert_ne!(first.audit_hash(), second.audit_hash());
    second.step().unwrap();
    assert_ne!(first.state_hash(), second.state_hash());
    assert_eq!(first.state_hash().to_string().len(), 64);
    // A snapshot is not changed by what happens to its origin.
    let kept = second.clone();
    let before = second.state_hash();
    second.advance(BlockNumber(50), &mut |_| ()).unwrap();
    assert_eq!(kept.state_hash(), before);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_network_that_trades_and_is_claimed_from_loses_nothing(genesis in live(), events in events()) {
        let mut ledger = Ledger::new(&genesis).unwrap();
        for event in events {
            match event {
                Event::Act(action) => {
                    let before = ledger.clone();
                    if ledger.apply(action).is_err() {
                        prop_assert!(ledger == before, "a refused action changed something");
                    }
                }
                Event::Pass(blocks) => {
                    for _ in 0..blocks.min(30) {
                        ledger.step().unwrap();
                    }
                }
            }
            ledger.audit().unwrap();
            check_shape(&ledger);
        }
    }
}

#[test]
fn thousands_of_blocks_across_a_halving_are_the_same_at_once() {
    let mut at_once = Ledger::new(&genesis(10_488_000_000_000_000, [360, 99, 7], 2)).unwrap();
    let mut one_by_one = at_once.clone();
    let mut epochs = 0;
    at_once.advance(BlockNumber(8_000), &mut |_| epochs += 1).unwrap();
    for _ in 0..8_000 {
        one_by_one.step().unwrap();
    }
    assert!(at_once == one_by_one);
    assert!(epochs > 8_000 / 360 + 8_000 / 99 + 8_000 / 8, "{epochs}");
    at_once.audit().unwrap();
    let issued = at_once.view().subnet(NetUid(1)).unwrap().issuance().rao;
    let at_start = 10_488_000_000_000_000 + 10_000_000_000_002;
    assert_eq!(issued - at_start, 2_000 * 1_000_000_000 + 6_000 * 500_000_000);
}

#[test]
fn more_epochs_than_the_cap_wait_a_block_each() {
    let ran = |cap| {
        let mut ledger = Ledger::new(&genesis(0, [10, 10, 10], cap)).unwrap();
        let mut ran = Vec::new();
        ledger.advance(BlockNumber(25), &mut |epoch| ran.push((epoch.block.0, epoch.netuid.0))).unwrap();
        ran
    };
    assert_eq!(ran(3), [(10, 1), (10, 2), (10, 3), (20, 1), (20, 2), (20, 3)]);
    assert_eq!(ran(2), [(10, 1), (10, 2), (11, 3), (20, 1), (20, 2), (21, 3)]);
    assert_eq!(ran(1), [(10, 1), (11, 2), (12, 3), (20, 1), (21, 2), (22, 3)]);
}

#[test]
fn a_seat_costs_its_price_and_raises_it() {
    let mut genesis = genesis(0, [360; 3], 2);
    genesis.block = BlockNumber(1);
    let mut ledger = Ledger::new(&genesis).unwrap();
    let buy = Action::Register { netuid: NetUid(2), coldkey: key(50), hotkey: key(20) };
    let price = Tao::from_rao(1_000_000_000);
    assert_eq!(ledger.apply(buy), Ok(Receipt::Registered { uid: Uid(7), price, replaced: None }));
    assert_eq!(ledger.view().balance(&key(50)), Tao::from_rao(49_000_000_000));
    let subnet = ledger.view().subnet(NetUid(2)).unwrap();
    assert_eq!((subnet.burn(), subnet.account()), (Tao::from_rao(1_260_000_000), price));
    ledger.step().unwrap();
    let subnet = ledger.view().subnet(NetUid(2)).unwrap();
    assert_eq!(subnet.burn(), Tao::from_rao(1_257_576_318));
}

#[test]
fn a_newcomer_inherits_nothing_from_whom_it_replaces() {
    let mut start = genesis(0, [10; 3], 3);
    let subnet = &mut start.subnets[0];
    subnet.neurons.retain(|neuron| [key(10), key(11), key(2)].contains(&neuron.hotkey));
    subnet.parameters.max_allowed_uids = 3;
    subnet.parameters.max_allowed_validators = 3;
    subnet.parameters.min_non_immune_uids = 0;
    // Without it the smaller validator's weights would be no bonds.
    subnet.parameters.bonds_penalty_u16 = 0;
    let mut ledger = Ledger::new(&start).unwrap();
    ledger.advance(BlockNumber(10), &mut |_| ()).unwrap();
    for (hotkey, target) in [(10, 1), (11, 0)] {
        for mechid in [MechId(0), MechId(1)] {
            let (uids, values) = (vec![Uid(target), Uid(2)], vec![Weight(3), Weight(1)]);
            let (netuid, hotkey) = (NetUid(1), key(hotkey));
            let set = Action::SetWeights { netuid, mechid, hotkey, uids, values, version_key: 0 };
            ledger.apply(set).unwrap();
        }
    }
    ledger.advance(BlockNumber(25), &mut |_| ()).unwrap();

    let before = ledger.clone();
    let buy = Action::Register { netuid: NetUid(1), coldkey: key(50), hotkey: key(20) };
    let receipt = ledger.apply(buy).unwrap();
    let Receipt::Registered { uid, replaced: Some(hotkey), .. } = receipt else {
        panic!("{receipt:?}");
    };
    let (old, other) = (before.view().subnet(NetUid(1)).unwrap(), Uid(1 - uid.0));
    assert_eq!(old.neuron(uid).unwrap().hotkey, hotkey);
    for mechid in [MechId(0), MechId(1)] {
        let targets = |row: &[(u16, u16)]| row.iter().any(|(target, value)| *target == uid.0 && *value > 0);
        assert!(targets(old.weights(mechid, other)) && targets(old.bonds(mechid, other)));
        assert!(!old.weights(mechid, uid).is_empty() && !old.bonds(mechid, uid).is_empty());
    }
    check_seated(&before, &ledger, NetUid(1), receipt);
    check_shape(&ledger);
    // The next epoch takes out what others still held of the old neuron.
    ledger.advance(BlockNumber(30), &mut |_| ()).unwrap();
    let bonds = ledger.view().subnet(NetUid(1)).unwrap().bonds(MechId(0), other);
    assert!(bonds.iter().all(|(target, _)| *target != uid.0), "{bonds:?}");
    ledger.audit().unwrap();
}

#[test]
fn a_subnet_without_registration_gets_no_emission_but_runs_its_epochs() {
    let mut genesis = genesis(0, [5; 3], 3);
    genesis.subnets[1].parameters.registration_allowed = false;
    let mut ledger = Ledger::new(&genesis).unwrap();
    let mut ran = Vec::new();
    ledger
        .advance(BlockNumber(5), &mut |epoch| ran.push((epoch.netuid.0, epoch.settlement.pending_rao())))
        .unwrap();
    assert_eq!(ran.iter().map(|(netuid, _)| *netuid).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(ran[1].1, 0);
    assert!(ran[0].1 > 0);
}

#[test]
fn a_mechanism_without_weights_keeps_its_miners_half_from_everybody() {
    let mut start = genesis(0, [10; 3], 3);
    start.globals.network.owner_cut_u16 = 0;
    let mut ledger = Ledger::new(&start).unwrap();
    ledger.advance(BlockNumber(10), &mut |_| ()).unwrap();
    let set = Action::SetWeights {
        netuid: NetUid(1),
        mechid: MechId(1),
        hotkey: key(10),
        uids: vec![Uid(4)],
        values: vec![Weight(1)],
        version_key: 0,
    };
    ledger.apply(set).unwrap();
    let mut dust = Vec::new();
    ledger
        .advance(BlockNumber(20), &mut |epoch| dust.push((epoch.netuid.0, epoch.settlement.dust_rao)))
        .unwrap();
    // The first mechanism has 20,000 parts of 65,535 of ten blocks' ten alpha, and no weights.
    let lost = 10_000_000_000 * 20_000 / 65_535 / 2;
    assert_eq!(dust[0].0, 1);
    assert!((dust[0].1 - lost).abs() < 100, "{dust:?}");
    assert!(dust[1..].iter().all(|(_, dust)| dust.abs() < 100), "{dust:?}");
    ledger.audit().unwrap();
}

#[test]
fn an_impossible_genesis_is_refused_with_its_place() {
    let check = |spoil: fn(&mut Genesis), expected: &str| {
        let mut genesis = genesis(0, [10; 3], 2);
        spoil(&mut genesis);
        assert_eq!(Ledger::new(&genesis).unwrap_err().to_string(), expected);
    };
    check(|genesis| genesis.subnets[1].netuid = NetUid(1), "subnet 1 is listed twice");
    check(
        |genesis| genesis.subnets[0].netuid = NetUid::ROOT,
        "subnet 0 is the root network, which is not part of this ledger",
    );
    check(
        |genesis| genesis.subnets[0].parameters.mechanism_split_u16 = Some(vec![65_534]),
        "subnet 1: `mechanism_split_u16` is out of range",
    );
    check(|genesis| genesis.subnets[2].burn = Tao::ZERO, "subnet 3: `burn` is out of range");
    check(
        |genesis| genesis.balances[0].1 = Tao::from_rao(u64::MAX),
        "the balances sum to more than the supply",
    );
    check(
        |genesis| genesis.subnets[0].neurons[1].hotkey = genesis.subnets[0].neurons[0].hotkey,
        &format!("subnet 1: {} cannot be seated", key(10)),
    );
    check(
        |genesis| genesis.subnets[0].stakes[0].hotkey = key(99),
        &format!("subnet 1: the stake of {} on {} cannot be endowed", key(40), key(99)),
    );
}
