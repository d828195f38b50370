//! What it costs to settle from epoch to epoch instead of block by block, measured.

use incentor_ledger::{
    Action, Genesis, GenesisNeuron, GenesisPool, GenesisStake, GenesisSubnet, Granularity, Hyperparameters,
    Ledger, Network, Pools,
};
use incentor_primitives::{AccountId, Alpha, BlockNumber, MechId, NetUid, RuleSet, Tao, Uid, Weight};

const TEMPO: u64 = 360;
const SUBNETS: u16 = 3;

fn key(kind: u8, number: u8) -> AccountId {
    let mut bytes = [kind; 32];
    bytes[31] = number;
    AccountId(bytes)
}

/// Three subnets with live pools, root stake, and weights that are set once.
fn network(granularity: Granularity) -> Ledger {
    let rules = RuleSet::SUBTENSOR_2026_06;
    let mut genesis = Genesis::new(rules);
    genesis.globals.pools = Pools::Live;
    genesis.globals.granularity = granularity;
    genesis.root.parameters.subtoken_enabled = true;
    genesis.root.pool = GenesisPool::of(Tao::from_rao(90_000_000_000_000), Alpha::ZERO);
    for netuid in 1..=SUBNETS {
        let mut parameters = Hyperparameters::new(&rules);
        parameters.commit_reveal_weights_enabled = false;
        let mut subnet = GenesisSubnet::new(NetUid(netuid), key(0, 0), key(0, 1), parameters);
        subnet.pool = GenesisPool::of(
            Tao::from_rao(10_000_000_000_000 * u64::from(netuid)),
            Alpha::from_rao(400_000_000_000_000),
        );
        subnet.pool.moving_price_bits = (i128::from(netuid) << 32) / 40;
        for uid in 0..6 {
            subnet.neurons.push(GenesisNeuron { hotkey: key(1, uid), coldkey: key(2, uid), take: None });
        }
        for validator in 0..2 {
            let alpha = Alpha::from_rao(300_000_000_000_000 / (u64::from(validator) + 2));
            let (hotkey, coldkey) = (key(1, validator), key(2, validator));
            subnet.stakes.push(GenesisStake { hotkey, coldkey, alpha });
        }
        genesis.subnets.push(subnet);
    }
    for validator in 0..2 {
        let alpha = Alpha::from_rao(45_000_000_000_000);
        let (hotkey, coldkey) = (key(1, validator), key(3, validator));
        genesis.root.stakes.push(GenesisStake { hotkey, coldkey, alpha });
    }
    let mut ledger = Ledger::new(&genesis).unwrap();
    // At most two epochs run in a block.
    ledger.advance(BlockNumber(TEMPO + 1), &mut |_| ()).unwrap();
    for (netuid, validator) in (1..=SUBNETS).flat_map(|netuid| [(netuid, 0), (netuid, 1)]) {
        ledger
            .apply(Action::SetWeights {
                netuid: NetUid(netuid),
                mechid: MechId::MAIN,
                hotkey: key(1, validator),
                uids: (2..6).map(Uid).collect(),
                values: [40_000, 30_000, 20_000, 10_000].map(Weight).to_vec(),
                version_key: 0,
            })
            .unwrap();
    }
    ledger
}

/// The largest difference of a number that both have, in parts of a million million.
fn difference(exact: u64, settled: u64) -> u64 {
    let parts = u128::from(exact.abs_diff(settled)) * 1_000_000_000_000;
    u64::try_from(parts / u128::from(exact.max(1))).unwrap()
}

#[test]
fn a_tempo_at_once_is_close_to_its_blocks() {
    let (mut exact, mut settled) = (network(Granularity::Block), network(Granularity::Tempo));
    let until = BlockNumber(11 * TEMPO);
    for ledger in [&mut exact, &mut settled] {
        ledger.advance(until, &mut |_| ()).unwrap();
        ledger.audit().unwrap();
    }
    let views = [exact.view(), settled.view()];
    let [issued, issued_settled] = views.map(|view| view.issuance().rao);
    println!("TAO issued: {issued} and {issued_settled}");
    assert!(difference(issued, issued_settled) < 1_000);
    for netuid in (1..=SUBNETS).map(NetUid) {
        let [a, b] = views.map(|view| view.subnet(netuid).unwrap());
        let worst_stake = a
            .stakes()
            .zip(b.stakes())
            .map(|((.., exact), (.., settled))| difference(exact.rao, settled.rao))
            .max()
            .unwrap();
        let pools = [
            difference(a.pool_tao().rao, b.pool_tao().rao),
            difference(a.pool_alpha().rao, b.pool_alpha().rao),
            difference(a.alpha_out().rao, b.alpha_out().rao),
        ];
        println!("subnet {netuid}: stakes {worst_stake}, pool and alpha out {pools:?} parts of 10^12");
        assert!(worst_stake < 5_000_000, "a stake differs by {worst_stake} parts of 10^12");
        assert!(pools.iter().all(|parts| *parts < 5_000_000), "{pools:?}");
    }
}

#[test]
fn with_fixed_pools_the_granularity_makes_no_difference() {
    let fixed = |granularity| {
        let mut genesis = Genesis::new(RuleSet::SUBTENSOR_2026_06);
        genesis.globals.pools = Pools::Fixed;
        genesis.globals.granularity = granularity;
        let parameters = Hyperparameters::new(&genesis.rules);
        let mut subnet = GenesisSubnet::new(NetUid(1), key(0, 0), key(0, 1), parameters);
        subnet.neurons.push(GenesisNeuron { hotkey: key(1, 0), coldkey: key(2, 0), take: None });
        genesis.subnets.push(subnet);
        let mut ledger = Ledger::new(&genesis).unwrap();
        ledger.advance(BlockNumber(3 * TEMPO), &mut |_| ()).unwrap();
        let pending = ledger.view().subnet(NetUid(1)).unwrap().pending();
        (ledger.view().issuance(), pending)
    };
    assert_eq!(fixed(Granularity::Block), fixed(Granularity::Tempo));
}
