//! What time costs: quiet blocks, tempos, a day of a whole network, snapshots.
//!
//! Prints nanoseconds per operation.

use incentor_ledger::{
    Action, Genesis, GenesisNeuron, GenesisPool, GenesisStake, GenesisSubnet, Hyperparameters, Ledger,
    Network, Pools,
};
use incentor_primitives::{AccountId, Alpha, BlockNumber, MechId, NetUid, RuleSet, Tao, Uid, Weight};
use std::hint::black_box;
use std::time::Instant;

const TEMPO: u64 = 360;

/// Subnets of so many validators and miners, every validator with a nominator.
fn network(pools: Pools, subnets: u16, validators: u16, miners: u16) -> Ledger {
    let rules = RuleSet::SUBTENSOR_2026_06;
    let mut genesis = Genesis::new(rules);
    genesis.globals.pools = pools;
    genesis.root.parameters.subtoken_enabled = true;
    for netuid in 1..=subnets {
        let mut parameters = Hyperparameters::new(&rules);
        parameters.commit_reveal_weights_enabled = false;
        let mut subnet = GenesisSubnet::new(NetUid(netuid), key(0, 0), key(0, 1), parameters);
        subnet.schedule.last_epoch_block = Some(BlockNumber(u64::from(netuid - 1) * TEMPO / 128));
        subnet.pool =
            GenesisPool::of(Tao::from_rao(20_000_000_000_000), Alpha::from_rao(1_000_000_000_000_000));
        subnet.pool.moving_price_bits = (1 << 32) / 50;
        for uid in 0..validators + miners {
            subnet.neurons.push(GenesisNeuron { hotkey: key(1, uid), coldkey: key(2, uid), take: None });
        }
        for uid in 0..validators {
            for holder in [2, 3] {
                let alpha = Alpha::from_rao(100_000_000_000_000 + u64::from(uid) * 7_000_000_007);
                subnet.stakes.push(GenesisStake { hotkey: key(1, uid), coldkey: key(holder, uid), alpha });
            }
        }
        genesis.subnets.push(subnet);
    }
    if pools == Pools::Live {
        for uid in 0..validators {
            let alpha = Alpha::from_rao(2_000_000_000_000);
            genesis.root.stakes.push(GenesisStake { hotkey: key(1, uid), coldkey: key(3, uid), alpha });
        }
        genesis.root.pool =
            GenesisPool::of(Tao::from_rao(2_000_000_000_000 * u64::from(validators)), Alpha::ZERO);
    }
    Ledger::new(&genesis).unwrap()
}

fn key(kind: u8, number: u16) -> AccountId {
    let mut bytes = [kind; 32];
    let [high, low] = number.to_be_bytes();
    (bytes[0], bytes[31]) = (high ^ low.wrapping_mul(37), low);
    bytes[1] = high;
    AccountId(bytes)
}

/// Every validator weighs every miner, in every tempo a little differently.
fn set_weights(ledger: &mut Ledger, netuid: u16, validators: u16, miners: u16, round: u64) {
    for validator in 0..validators {
        let uids: Vec<Uid> = (validators..validators + miners).map(Uid).collect();
        let weigh = |uid: &Uid| {
            Weight(1000 + (u64::from(uid.0) * 977 + round * 31 + u64::from(validator)) as u16 % 50_000)
        };
        let values = uids.iter().map(weigh).collect();
        let hotkey = key(1, validator);
        let action = Action::SetWeights {
            netuid: NetUid(netuid),
            mechid: MechId::MAIN,
            hotkey,
            uids,
            values,
            version_key: 0,
        };
        ledger.apply(action).unwrap();
    }
}

fn report(name: &str, operations: u64, start: Instant) {
    let nanoseconds = start.elapsed().as_nanos() / u128::from(operations);
    println!("{name:<56} {nanoseconds:>12} ns");
}

fn main() {
    let mut ledger = network(Pools::Fixed, 1, 4, 20);
    ledger.advance(BlockNumber(TEMPO), &mut |_| ()).unwrap();

    let mut quiet = ledger.clone();
    let start = Instant::now();
    for _ in 0..TEMPO - 1 {
        black_box(quiet.step().unwrap());
    }
    report("ledger::step/quiet/subnets=1", TEMPO - 1, start);

    let mut many = network(Pools::Fixed, 128, 1, 1);
    let start = Instant::now();
    for _ in 0..TEMPO - 1 {
        black_box(many.step().unwrap());
    }
    report("ledger::step/quiet/subnets=128", TEMPO - 1, start);

    let start = Instant::now();
    for _ in 0..10_000 {
        black_box(ledger.clone());
    }
    report("ledger::clone/n=24", 10_000, start);

    let tempos = 20_000;
    let (mut weights, mut epochs) = (0, 0);
    let start = Instant::now();
    for round in 0..tempos {
        let set = Instant::now();
        set_weights(&mut ledger, 1, 4, 20, round);
        weights += set.elapsed().as_nanos();
        let until = BlockNumber(ledger.view().block().0 + TEMPO);
        ledger.advance(until, &mut |epoch| epochs += u64::from(!epoch.payouts.is_empty())).unwrap();
    }
    report("ledger::tempo/n=24 (4 weight calls, 360 blocks, 1 epoch)", tempos, start);
    println!("  of which weight calls {:>46} ns", weights / u128::from(tempos));
    assert_eq!(epochs, tempos);

    for subnets in [1, 128] {
        let mut live = network(Pools::Live, subnets, 1, 1);
        let start = Instant::now();
        for _ in 0..TEMPO {
            black_box(live.step().unwrap());
        }
        report(&format!("ledger::step/live/subnets={subnets}"), TEMPO, start);
    }
    day();

    let mut wide = network(Pools::Fixed, 1, 16, 240);
    wide.advance(BlockNumber(TEMPO), &mut |_| ()).unwrap();
    let start = Instant::now();
    for round in 0..300 {
        set_weights(&mut wide, 1, 16, 240, round);
        wide.advance(BlockNumber(TEMPO * (round + 2)), &mut |_| ()).unwrap();
    }
    report("ledger::tempo/n=256 (16 weight calls)", 300, start);
}

/// A day of 128 full subnets, block by block, every validator setting weights in every tempo.
fn day() {
    const BLOCKS: u64 = 7_200;
    let (subnets, validators, miners) = (128, 16, 240);
    let mut ledger = network(Pools::Live, subnets, validators, miners);
    let (mut epochs, mut quiet, mut weights) = (0, 0, 0);
    let start = Instant::now();
    for _ in 0..BLOCKS {
        let block = Instant::now();
        let outcome = ledger.step().unwrap();
        if outcome.epochs.is_empty() {
            quiet += block.elapsed().as_nanos();
        }
        epochs += outcome.epochs.len();
        let set = Instant::now();
        for epoch in &outcome.epochs {
            set_weights(&mut ledger, epoch.netuid.0, validators, miners, outcome.block.0);
        }
        weights += set.elapsed().as_nanos();
    }
    report("ledger::day/subnets=128/n=256 (7,200 blocks)", 1, start);
    println!(
        "  {epochs} epochs, weights {} ms, blocks without an epoch {} ms",
        weights / 1_000_000,
        quiet / 1_000_000
    );

    let start = Instant::now();
    for _ in 0..20 {
        black_box(ledger.clone());
    }
    report("ledger::clone/subnets=128/n=256", 20, start);
    let start = Instant::now();
    for _ in 0..20 {
        black_box(ledger.clone().step().unwrap());
    }
    report("ledger::clone_and_step/subnets=128/n=256", 20, start);
    let start = Instant::now();
    for _ in 0..20 {
        black_box(ledger.state_hash());
    }
    report("ledger::state_hash/subnets=128/n=256", 20, start);
}
