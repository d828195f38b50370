//! Networks to begin with, from ordinary ones to the brink.

use crate::cast::{AUTHOR, COLDKEY, HOTKEYS, OWNER, OWNER_HOTKEY, key};
use crate::dice::Dice;
use incentor_ledger::{
    Genesis, GenesisNeuron, GenesisPool, GenesisStake, GenesisSubnet, Granularity, Hyperparameters,
    OwnerIncentive, Pools,
};
use incentor_primitives::{Alpha, BlockNumber, NetUid, RuleSet, Tao, Tempo};

const TAO: u64 = 1_000_000_000;
const HALF_THE_SUPPLY: u64 = 10_500_000 * TAO;

/// The network that these dice make.
pub(crate) fn genesis(dice: &mut Dice<'_>) -> Genesis {
    let mut rules = RuleSet::SUBTENSOR_2026_06;
    // A week is too long to wait for the second try.
    rules.children.rate_limit_blocks = dice.below(10);
    rules.limits.tempo_rate_limit_blocks = dice.below(20);
    rules.limits.mechanism_rate_limit_blocks = dice.below(20);
    rules.limits.owner_hotkey_rate_limit_blocks = dice.below(50);
    let mut genesis = Genesis::new(rules);
    globals(&mut genesis, dice);
    genesis.block = BlockNumber(dice.one_of(&[0, 1, 7_000]));
    genesis.author = dice.once_in(2).then_some(AUTHOR);
    genesis.hotkeys = HOTKEYS.map(|name| (key(name), key(name + COLDKEY))).collect();
    genesis.balances = HOTKEYS.map(|name| (key(name + COLDKEY), Tao::from_rao(2_000 * TAO))).collect();
    genesis.balances.push((OWNER, Tao::from_rao(500 * TAO)));
    root(&mut genesis, dice);
    for netuid in 1..=dice.between(1, 4) {
        let subnet = subnet(NetUid(netuid as u16), &rules, dice);
        genesis.subnets.push(subnet);
    }
    // The issuance of TAO: small, a few blocks before a halving, or a few blocks before the end.
    let there = genesis.balances.iter().map(|(_, tao)| tao.rao).sum::<u64>();
    let pools = genesis.subnets.iter().chain([&genesis.root]).map(|subnet| subnet.pool.account.rao);
    let there = there + pools.sum::<u64>();
    let rest = match dice.below(4) {
        0 => HALF_THE_SUPPLY - there - dice.between(1, 20 * TAO),
        1 => 2 * HALF_THE_SUPPLY - there - dice.between(0, 10 * TAO),
        _ => 1,
    };
    if dice.once_in(2) {
        genesis.balances.push((key(250), Tao::from_rao(rest)));
    } else {
        genesis.issued_elsewhere = Tao::from_rao(rest);
    }
    genesis
}

/// Limits that a short run meets.
fn globals(genesis: &mut Genesis, dice: &mut Dice<'_>) {
    let globals = &mut genesis.globals;
    globals.pools = if dice.once_in(4) { Pools::Fixed } else { Pools::Live };
    globals.granularity = if dice.once_in(4) { Granularity::Tempo } else { Granularity::Block };
    globals.network.max_epochs_per_block = dice.between(1, 4) as u8;
    globals.network.childkey_cooldown_blocks = dice.below(8);
    globals.network.childkey_burn_u64 = dice.one_of(&[0, u64::MAX / 7, u64::MAX]);
    globals.network.stake_threshold_rao = dice.one_of(&[0, 0, TAO]);
    globals.network.admin_freeze_window_blocks = dice.one_of(&[0, 0, 1, 3]);
    globals.network.owner_rate_limit_tempos = dice.below(2) as u16;
    globals.network.version_key_rate_limit_tempos = dice.below(2);
    globals.network.tx_rate_limit_blocks = dice.below(4);
    globals.network.delegate_take_rate_limit_blocks = dice.below(10);
    globals.network.childkey_take_rate_limit_blocks = dice.below(10);
    globals.network.network_rate_limit_blocks = dice.below(30);
    globals.network.network_min_lock_rao = dice.one_of(&[0, 1, TAO]);
    globals.network.network_lock_reduction_blocks = dice.one_of(&[1, 100]);
    globals.network.subnet_limit = dice.between(4, 7) as u16;
    globals.network.start_call_delay_blocks = dice.below(10);
    globals.network.root_claims_per_block = dice.below(6);
    globals.network.min_childkey_take_u16 = 0;
    globals.network.max_mechanism_count = dice.between(1, 4) as u8;
    globals.network.tao_weight_u64 = dice.one_of(&[0, u64::MAX / 6, u64::MAX]);
}

/// Members and their stakers.
fn root(genesis: &mut Genesis, dice: &mut Dice<'_>) {
    let root = &mut genesis.root;
    root.parameters.max_allowed_uids = dice.one_of(&[2, 5, 64]);
    let mut staked = 0;
    for name in HOTKEYS.start..HOTKEYS.start + dice.below(3) as u8 {
        root.neurons.push(GenesisNeuron { hotkey: key(name), coldkey: key(name + COLDKEY), take: None });
        for coldkey in [name + COLDKEY, name + COLDKEY + 1] {
            let rao = dice.one_of(&[1, TAO, 1_000 * TAO + 7]);
            staked += rao;
            let alpha = Alpha::from_rao(rao);
            root.stakes.push(GenesisStake { hotkey: key(name), coldkey: key(coldkey), alpha });
        }
    }
    root.pool = GenesisPool::of(Tao::from_rao(staked), Alpha::ZERO);
}

fn subnet(netuid: NetUid, rules: &RuleSet, dice: &mut Dice<'_>) -> GenesisSubnet {
    let mut subnet = GenesisSubnet::new(netuid, OWNER, OWNER_HOTKEY, parameters(rules, dice));
    let [tao, alpha] = match dice.below(8) {
        // Next to nothing, nothing, and a price far from 1.
        0 => [1_000, 1_000],
        1 => [0, 0],
        2 => [100_000 * TAO, 3],
        3 => [TAO, 1_000_000 * TAO],
        // The subnet's alpha just before a halving, and just before its end.
        4 => [10_000 * TAO, HALF_THE_SUPPLY - dice.between(1, 20_000 * TAO)],
        5 => [10_000 * TAO, 2 * HALF_THE_SUPPLY - dice.between(9_000 * TAO, 9_100 * TAO)],
        _ => [dice.between(1_000, 50_000) * TAO, dice.between(1_000, 100_000) * TAO],
    };
    subnet.pool = GenesisPool::of(Tao::from_rao(tao), Alpha::from_rao(alpha));
    subnet.pool.moving_price_bits = dice.one_of(&[0, 1 << 32, 1 << 28]);
    subnet.burn = Tao::from_rao(subnet.parameters.min_burn_rao);
    let first = u64::from(HOTKEYS.start);
    let last = dice.between(first, u64::from(HOTKEYS.end) - 6);
    for name in (first..last).map(|name| name as u8) {
        subnet.neurons.push(GenesisNeuron { hotkey: key(name), coldkey: key(name + COLDKEY), take: None });
        let stakes: &[u64] = dice.one_of(&[&[], &[7_000 * TAO], &[3_000 * TAO + 1, 1], &[1]]);
        for (coldkey, rao) in (name + COLDKEY..).zip(stakes) {
            // Not more than is left of the least supply above.
            let alpha = Alpha::from_rao(rao / 10 + 1);
            subnet.stakes.push(GenesisStake { hotkey: key(name), coldkey: key(coldkey), alpha });
        }
    }
    if dice.once_in(2) {
        subnet.neurons.push(GenesisNeuron { hotkey: OWNER_HOTKEY, coldkey: OWNER, take: None });
    }
    subnet
}

fn parameters(rules: &RuleSet, dice: &mut Dice<'_>) -> Hyperparameters {
    let mut parameters = Hyperparameters::new(rules);
    parameters.tempo = Tempo(dice.one_of(&[0, 1, 2, 7, 20, 50, 360]));
    parameters.commit_reveal_weights_enabled = dice.once_in(2);
    parameters.reveal_period_epochs = dice.between(1, 2);
    parameters.weights_rate_limit_blocks = dice.below(4);
    parameters.max_allowed_uids = dice.between(12, 16) as u16;
    parameters.min_allowed_uids = 2;
    parameters.immunity_period_blocks = dice.one_of(&[0, 40]);
    parameters.min_non_immune_uids = 2;
    parameters.max_allowed_validators = dice.between(1, 6) as u16;
    parameters.yuma3_on = dice.once_in(2);
    parameters.liquid_alpha_on = dice.once_in(2);
    parameters.owner_cut_enabled = dice.once_in(2);
    parameters.owner_incentive = dice.one_of(&[OwnerIncentive::Burned, OwnerIncentive::Recycled]);
    parameters.root_claim_threshold_bits = 0;
    parameters.fee_rate_u16 = dice.one_of(&[0, 33, 1_000]);
    if dice.once_in(3) {
        parameters.mechanism_count = 2;
        parameters.mechanism_split_u16 = dice.once_in(2).then(|| vec![20_000, 45_535]);
    }
    parameters
}
