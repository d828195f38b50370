//! From a genesis to a state.

use super::actions::{endow, own};
use super::registering::seat;
use crate::rules::schedule::Schedule;
use crate::state::{Balances, State, chain_order};
use crate::subnet::{AlphaBook, Keys, Mechanism, Seats, Subnet};
use crate::{Genesis, GenesisError, GenesisSubnet, Hyperparameters, Pending, stakes::Stakes};
use alloc::{collections::BTreeMap, vec, vec::Vec};
use incentor_emission::{BlockAlpha, BurnRules, CurveStep, decay_factor_q32};
use incentor_primitives::{BlockNumber, NetUid, RuleSet};
use incentor_yuma::MAX_UIDS;
use incentor_yuma::SubnetEpoch;

/// Builds the state, subnet by subnet, through the same doors as the actions.
pub(super) fn found(genesis: &Genesis) -> Result<State, GenesisError> {
    let mut balances = Balances::default();
    for (account, tao) in &genesis.balances {
        balances.credit(*account, tao.rao).ok_or(GenesisError::Balances)?;
    }
    if balances.total_rao() > genesis.rules.emission.total_supply_rao {
        return Err(GenesisError::Balances);
    }
    let mut state = State {
        rules: genesis.rules,
        globals: genesis.globals,
        block: genesis.block,
        tao_issuance_rao: balances.total_rao(),
        balances,
        owners: BTreeMap::new(),
        takes: BTreeMap::new(),
        root_commit_reveal_weights_enabled: genesis.rules.subnet.commit_reveal_weights_enabled,
        subnets: Vec::new(),
    };
    let mut subnets: Vec<&GenesisSubnet> = genesis.subnets.iter().collect();
    subnets.sort_by_key(|subnet| chain_order(subnet.netuid));
    for subnet in subnets {
        add_subnet(&mut state, subnet)?;
    }
    Ok(state)
}

fn add_subnet(state: &mut State, genesis: &GenesisSubnet) -> Result<(), GenesisError> {
    let netuid = genesis.netuid;
    if netuid == NetUid::ROOT {
        return Err(GenesisError::RootSubnet);
    }
    if state.subnet(netuid).is_some() {
        return Err(GenesisError::DuplicateSubnet { netuid });
    }
    check_ranges(netuid, genesis, &state.rules)?;
    let parameters = &genesis.parameters;
    let mut schedule = Schedule::staggered(parameters.tempo, netuid, state.block);
    if let Some(block) = genesis.last_epoch_block {
        schedule.last_epoch_block = block;
    }
    state.subnets.push(Subnet {
        netuid,
        owner: genesis.owner,
        owner_hotkey: genesis.owner_hotkey,
        schedule,
        last_mechanism_step_block: BlockNumber(0),
        seats: Seats::default(),
        mechanisms: vec![Mechanism::default(); usize::from(parameters.mechanism_count)],
        published: SubnetEpoch::default(),
        alpha: AlphaBook {
            issuance_rao: genesis.pool_alpha.rao,
            stakes: Stakes::default(),
            pool_rao: genesis.pool_alpha.rao,
            pending: Pending::default(),
            burned_rao: 0,
            dust_rao: 0,
            step: CurveStep { emission_rao: 0, until_rao: 0 },
            per_block: BlockAlpha::default(),
        },
        burn_rao: genesis.burn.rao,
        registrations_this_block: 0,
        burn_rules: BurnRules {
            min_rao: parameters.min_burn_rao,
            max_rao: parameters.max_burn_rao,
            increase_bits: parameters.burn_increase_bits,
            decay_q32: decay_factor_q32(parameters.burn_half_life_blocks),
        },
        account_rao: 0,
        parameters: parameters.clone(),
    });

    let refused = |hotkey, source| GenesisError::Neuron { netuid, hotkey, source };
    own(state, genesis.owner_hotkey, genesis.owner)
        .map_err(|source| refused(genesis.owner_hotkey, source))?;
    for neuron in &genesis.neurons {
        let keys = Keys { hotkey: neuron.hotkey, coldkey: neuron.coldkey };
        seat(state, netuid, keys).map_err(|source| refused(neuron.hotkey, source))?;
        if let Some(take) = neuron.take {
            state.takes.insert(neuron.hotkey, take);
        }
    }
    for stake in &genesis.stakes {
        endow(state, netuid, stake.hotkey, stake.coldkey, stake.alpha).map_err(|source| {
            GenesisError::Stake { netuid, hotkey: stake.hotkey, coldkey: stake.coldkey, source }
        })?;
    }
    Ok(())
}

/// The ranges of spec §4 that the rest of the ledger relies on.
fn check_ranges(netuid: NetUid, genesis: &GenesisSubnet, rules: &RuleSet) -> Result<(), GenesisError> {
    let parameters = &genesis.parameters;
    let split_fits = |split: &[u16]| {
        split.len() <= usize::from(parameters.mechanism_count)
            && split.iter().map(|part| u32::from(*part)).sum::<u32>() == u32::from(u16::MAX)
    };
    let Hyperparameters { mechanism_count, mechanism_split_u16, max_allowed_uids, .. } = parameters;
    let ranges = [
        ("max_allowed_uids", (1..=MAX_UIDS).contains(&usize::from(*max_allowed_uids))),
        ("max_allowed_validators", parameters.max_allowed_validators <= *max_allowed_uids),
        ("immune_owner_uids_limit", (1..=10).contains(&parameters.immune_owner_uids_limit)),
        ("mechanism_count", (1..=rules.yuma.max_mechanisms).contains(mechanism_count)),
        ("mechanism_split_u16", mechanism_split_u16.as_deref().is_none_or(split_fits)),
        ("max_burn_rao", parameters.min_burn_rao <= parameters.max_burn_rao),
        ("burn", (parameters.min_burn_rao..=parameters.max_burn_rao).contains(&genesis.burn.rao)),
        ("pool_alpha", genesis.pool_alpha.rao <= rules.emission.total_supply_rao),
    ];
    match ranges.into_iter().find(|(_, fits)| !fits) {
        Some((parameter, _)) => Err(GenesisError::Parameter { netuid, parameter }),
        None => Ok(()),
    }
}
