//! The root network: who is a member, what root stake earns, and who may have it.

mod claims;
mod laws;
mod members;
mod stakers;

use incentor_ledger::{
    Action, Genesis, GenesisNeuron, GenesisPool, GenesisStake, GenesisSubnet, Hyperparameters, Ledger,
    Network, RuleError, StakePosition,
};
use incentor_primitives::{AccountId, Alpha, BlockNumber, NetUid, RuleSet, Tao, Tempo};
use std::collections::BTreeSet;

pub(crate) const TAO: u64 = 1_000_000_000;

/// The threshold of claims, in rao: roundings leave less than this of what was claimed.
pub(crate) const CRUMBS: u64 = 10;

/// Two validators' hotkeys; their coldkeys are thirty higher.
pub(crate) const VALIDATORS: [u8; 2] = [10, 11];

/// Coldkeys with TAO and nothing else.
pub(crate) const STAKERS: [u8; 4] = [60, 61, 62, 63];

pub(crate) const fn key(name: u8) -> AccountId {
    AccountId([name; 32])
}

/// Two subnets whose validators have alpha, and enough demand for root to be paid; nobody is claimed for.
pub(crate) fn genesis() -> Genesis {
    let rules = RuleSet::SUBTENSOR_2026_06;
    let mut genesis = Genesis::new(rules);
    genesis.block = BlockNumber(1);
    genesis.globals.network.root_claims_per_block = 0;
    genesis.balances = STAKERS.map(|name| (key(name), Tao::from_rao(5_000 * TAO))).to_vec();
    genesis.hotkeys = VALIDATORS.map(|name| (key(name), key(name + 30))).to_vec();
    for netuid in 1..=2 {
        let mut parameters = Hyperparameters::new(&rules);
        parameters.tempo = Tempo(10);
        parameters.root_claim_threshold_bits = i128::from(CRUMBS) << 32;
        let mut subnet = GenesisSubnet::new(NetUid(netuid), key(1), key(2), parameters);
        subnet.pool = GenesisPool::of(Tao::from_rao(2_000 * TAO), Alpha::from_rao(1_500 * TAO));
        subnet.pool.moving_price_bits = 3 << 32;
        for (name, alpha) in VALIDATORS.into_iter().zip([70, 40]) {
            let (hotkey, coldkey) = (key(name), key(name + 30));
            subnet.neurons.push(GenesisNeuron { hotkey, coldkey, take: None });
            subnet.stakes.push(GenesisStake { hotkey, coldkey, alpha: Alpha::from_rao(alpha * TAO) });
        }
        genesis.subnets.push(subnet);
    }
    genesis
}

pub(crate) fn network() -> Ledger {
    Ledger::new(&genesis()).unwrap()
}

/// A stake of a coldkey on a validator.
pub(crate) const fn position(netuid: u16, coldkey: u8, hotkey: u8) -> StakePosition {
    StakePosition { netuid: NetUid(netuid), coldkey: key(coldkey), hotkey: key(hotkey) }
}

pub(crate) const fn add(coldkey: u8, hotkey: u8, rao: u64) -> Action {
    Action::AddStake { position: position(0, coldkey, hotkey), amount: Tao::from_rao(rao), limit: None }
}

pub(crate) const fn remove(coldkey: u8, hotkey: u8, rao: u64) -> Action {
    Action::RemoveStake { position: position(0, coldkey, hotkey), amount: Alpha::from_rao(rao), limit: None }
}

pub(crate) fn claim(coldkey: u8, netuids: &[u16]) -> Action {
    Action::ClaimRoot { coldkey: key(coldkey), subnets: netuids.iter().copied().map(NetUid).collect() }
}

/// All subnets of [`genesis`].
pub(crate) const BOTH: [u16; 2] = [1, 2];

pub(crate) fn pass(ledger: &mut Ledger, blocks: u64) {
    for _ in 0..blocks {
        ledger.step().unwrap();
    }
}

pub(crate) fn owed(ledger: &Ledger, netuid: u16, coldkey: u8, hotkey: u8) -> u64 {
    ledger.view().root_owed(NetUid(netuid), &key(hotkey), &key(coldkey)).rao
}

pub(crate) fn stake(ledger: &Ledger, netuid: u16, coldkey: u8, hotkey: u8) -> u64 {
    let view = ledger.view();
    let network = if netuid == 0 { Some(view.root()) } else { view.subnet(NetUid(netuid)) };
    let held = network.unwrap().stakes().find(|(on, of, _)| (*on, *of) == (key(hotkey), key(coldkey)));
    held.map_or(0, |(.., alpha)| alpha.rao)
}

pub(crate) fn stakers(ledger: &Ledger) -> Vec<AccountId> {
    ledger.view().root_stakers().to_vec()
}

pub(crate) fn netuids(numbers: &[u16]) -> BTreeSet<NetUid> {
    numbers.iter().copied().map(NetUid).collect()
}

/// A refusal, and that it changed nothing.
pub(crate) fn refused(ledger: &mut Ledger, action: Action, expected: RuleError) {
    let before = ledger.clone();
    assert_eq!(ledger.apply(action), Err(expected));
    assert!(*ledger == before, "{expected} changed something");
}
