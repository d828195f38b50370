//! Who may set what, when, how often and how far, and what follows from it.

mod effects;
mod order;
mod pace;
mod ranges;
mod takes;

use incentor_ledger::{
    Action, Genesis, GenesisNeuron, GenesisStake, GenesisSubnet, Hyperparameters, Ledger, Network, Origin,
    Parameter, Pools, Receipt, RuleError, SubnetView,
};
use incentor_primitives::{AccountId, Alpha, BlockNumber, NetUid, RuleSet, Tao, Tempo};

const RULES: RuleSet = RuleSet::SUBTENSOR_2026_06;
const NETUID: NetUid = NetUid(1);
const OWNER: Origin = Origin::Signed(AccountId([1; 32]));
const STRANGER: Origin = Origin::Signed(AccountId([9; 32]));

fn key(name: u8) -> AccountId {
    AccountId([name; 32])
}

/// A subnet of three neurons in block 1, whose parameters stand still before an epoch as on the chain.
fn genesis(tempo: u16) -> Genesis {
    let mut parameters = Hyperparameters::new(&RULES);
    parameters.tempo = Tempo(tempo);
    parameters.commit_reveal_weights_enabled = false;
    parameters.weights_rate_limit_blocks = 0;
    parameters.min_allowed_uids = 2;
    let mut subnet = GenesisSubnet::new(NETUID, key(1), key(2), parameters);
    subnet.schedule.last_epoch_block = Some(BlockNumber(1));
    for hotkey in [2, 10, 11] {
        let coldkey = if hotkey == 2 { key(1) } else { key(hotkey + 30) };
        subnet.neurons.push(GenesisNeuron { hotkey: key(hotkey), coldkey, take: None });
    }
    let alpha = Alpha::from_rao(9_000_000_000_000);
    subnet.stakes.push(GenesisStake { hotkey: key(10), coldkey: key(40), alpha });
    let mut genesis = Genesis::new(RULES);
    genesis.block = BlockNumber(1);
    genesis.globals.pools = Pools::Fixed;
    genesis.balances = vec![(key(50), Tao::from_rao(100_000_000_000))];
    genesis.subnets.push(subnet);
    genesis
}

fn ledger(tempo: u16) -> Ledger {
    Ledger::new(&genesis(tempo)).unwrap()
}

fn until(ledger: &mut Ledger, block: u64) {
    ledger.advance(BlockNumber(block), &mut |_| ()).unwrap();
}

/// Sets a parameter; a refusal must change nothing.
fn set(ledger: &mut Ledger, origin: Origin, parameter: Parameter) -> Result<(), RuleError> {
    let before = ledger.clone();
    match ledger.apply(Action::SetParameter { origin, netuid: NETUID, parameter }) {
        Ok(receipt) => {
            assert_eq!(receipt, Receipt::ParameterSet);
            Ok(())
        }
        Err(error) => {
            assert!(*ledger == before, "a refused call changed something");
            Err(error)
        }
    }
}

fn subnet(ledger: &Ledger) -> SubnetView<'_> {
    ledger.view().subnet(NETUID).unwrap()
}
