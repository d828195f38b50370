//! From a genesis to a state.

use super::{endowing::endow_alpha, registering::seat, root_stakes};
use crate::rules::{children::applicable, mechanisms::is_split};
use crate::shared::Shared;
use crate::state::{Balances, Beacon, RootDividends, StakingHotkeys, State, chain_order};
use crate::subnet::{Keys, Subnet};
use crate::{Genesis, GenesisError, GenesisSubnet, Hyperparameters};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};
use incentor_emission::{Fixed, QuoteWeight};
use incentor_primitives::{Alpha, NetUid, RuleSet};
use incentor_yuma::MAX_UIDS;

/// Builds the state, subnet by subnet, through the same doors as the actions.
pub(super) fn found(genesis: &Genesis) -> Result<State, GenesisError> {
    let mut balances = Balances::default();
    for (account, tao) in &genesis.balances {
        balances.credit(*account, tao.rao).ok_or(GenesisError::Balances)?;
    }
    let mut state = State {
        rules: genesis.rules,
        globals: genesis.globals,
        block: genesis.block,
        author: genesis.author,
        tao_issuance_rao: balances.total_rao().saturating_add(genesis.issued_elsewhere.rao),
        issued_elsewhere_rao: genesis.issued_elsewhere.rao,
        balances,
        total_stake_rao: 0,
        block_emission_rao: genesis.block_emission.rao,
        owners: Shared::default(),
        staking_hotkeys: StakingHotkeys::default().into(),
        takes: genesis.takes.iter().copied().collect::<BTreeMap<_, _>>().into(),
        auto_stakes: genesis
            .auto_stakes
            .iter()
            .map(|(coldkey, at, hotkey)| ((*coldkey, *at), *hotkey))
            .collect::<BTreeMap<_, _>>()
            .into(),
        not_auto_delegating: BTreeSet::new(),
        last_network_lock_rao: genesis.globals.network.network_min_lock_rao,
        beacon: Beacon::default(),
        last_transactions: Shared::default(),
        root: Subnet::founded(&genesis.root, genesis.block, &genesis.rules),
        root_dividends: root_dividends(genesis).into(),
        subnets: Vec::new(),
    };
    for (hotkey, coldkey) in &genesis.hotkeys {
        state.own(*hotkey, *coldkey).map_err(|source| GenesisError::Neuron {
            netuid: NetUid::ROOT,
            hotkey: *hotkey,
            source,
        })?;
    }
    let mut subnets: Vec<&GenesisSubnet> = genesis.subnets.iter().collect();
    subnets.sort_by_key(|subnet| chain_order(subnet.netuid));
    for subnet in &subnets {
        add_subnet(&mut state, subnet, genesis)?;
    }
    check_ranges(NetUid::ROOT, &genesis.root, &state.rules)?;
    furnish(&mut state, &genesis.root)?;
    for subnet in &subnets {
        set_aside_root_dividends(&mut state, subnet)?;
    }
    for stake in &genesis.root.stakes {
        root_stakes::handed_over(&mut state, &stake.hotkey, &stake.coldkey);
    }

    let accounts = subnets.into_iter().chain([&genesis.root]);
    for subnet in accounts.clone() {
        state.tao_issuance_rao =
            state.tao_issuance_rao.checked_add(subnet.pool.account.rao).ok_or(GenesisError::Balances)?;
    }
    if state.tao_issuance_rao > genesis.rules.emission.total_supply_rao {
        return Err(GenesisError::Balances);
    }
    let pooled_rao = accounts.fold(0, |sum: u64, subnet| sum.saturating_add(subnet.pool.tao.rao));
    state.total_stake_rao = genesis.total_stake.map_or(pooled_rao, |tao| tao.rao);
    Ok(state)
}

fn root_dividends(genesis: &Genesis) -> RootDividends {
    let dividends = &genesis.root_dividends;
    let mut kept = RootDividends {
        claimable_bits: dividends.claimable_bits.clone(),
        claimed: dividends
            .claimed
            .iter()
            .map(|(netuid, hotkey, coldkey, alpha)| ((*netuid, *hotkey, *coldkey), *alpha))
            .collect(),
        claim_types: dividends.claim_types.clone(),
        stakers: Vec::new(),
        handed_over: BTreeSet::new(),
    };
    dividends.stakers.iter().for_each(|coldkey| kept.list(*coldkey));
    kept
}

/// Counts what root stakers have earned on a subnet and not claimed as theirs.
fn set_aside_root_dividends(state: &mut State, genesis: &GenesisSubnet) -> Result<(), GenesisError> {
    let netuid = genesis.netuid;
    let out_of_range = || GenesisError::Parameter { netuid, parameter: "root_dividends" };
    let mut owed_rao = 0_u64;
    for (hotkey, pool) in state.root.alpha.stakes.pools() {
        for (coldkey, _) in pool.worths() {
            let rao = state.root_owed_rao(netuid, &hotkey, &coldkey, Fixed::ZERO).unwrap_or(0);
            owed_rao = owed_rao.checked_add(rao).ok_or_else(out_of_range)?;
        }
    }
    let supply_rao = state.rules.emission.total_supply_rao;
    let alpha = &mut state.subnet_mut(netuid).ok_or_else(out_of_range)?.alpha;
    alpha.claimable_rao = owed_rao;
    match genesis.alpha_out {
        // It is among what belonged to nobody.
        Some(_) => {
            let owed_rao = i64::try_from(owed_rao).map_err(|_| out_of_range())?;
            alpha.dust_rao = alpha.dust_rao.saturating_sub(owed_rao);
        }
        None => alpha.out_rao = alpha.out_rao.saturating_add(owed_rao),
    }
    if owed_rao <= supply_rao && alpha.out_rao <= supply_rao { Ok(()) } else { Err(out_of_range()) }
}

fn add_subnet(state: &mut State, subnet: &GenesisSubnet, genesis: &Genesis) -> Result<(), GenesisError> {
    let netuid = subnet.netuid;
    if netuid == NetUid::ROOT {
        return Err(GenesisError::RootSubnet);
    }
    if state.subnet(netuid).is_some() {
        return Err(GenesisError::DuplicateSubnet { netuid });
    }
    check_ranges(netuid, subnet, &state.rules)?;
    state.subnets.push(Subnet::founded(subnet, genesis.block, &genesis.rules));
    state.own(subnet.owner_hotkey, subnet.owner).map_err(|source| GenesisError::Neuron {
        netuid,
        hotkey: subnet.owner_hotkey,
        source,
    })?;
    furnish(state, subnet)
}

/// Seats the neurons and lays down the stakes.
fn furnish(state: &mut State, genesis: &GenesisSubnet) -> Result<(), GenesisError> {
    let netuid = genesis.netuid;
    for neuron in &genesis.neurons {
        let keys = Keys { hotkey: neuron.hotkey, coldkey: neuron.coldkey };
        let refused = |source| GenesisError::Neuron { netuid, hotkey: neuron.hotkey, source };
        seat(state, netuid, keys).map_err(refused)?;
        if let Some(take) = neuron.take {
            state.takes.insert(neuron.hotkey, take);
        }
    }
    if let Some(subnet) = state.network_mut(netuid) {
        subnet.resize_mechanisms(genesis.parameters.mechanism_count);
    }
    for stake in &genesis.stakes {
        endow_alpha(state, netuid, stake.hotkey, stake.coldkey, stake.alpha).map_err(|source| {
            GenesisError::Stake { netuid, hotkey: stake.hotkey, coldkey: stake.coldkey, source }
        })?;
    }
    if genesis.children.iter().any(|(parent, _)| !state.owners.contains_key(parent)) {
        return Err(GenesisError::Parameter { netuid, parameter: "children" });
    }
    let subnet = state.network_mut(netuid).ok_or(GenesisError::RootSubnet)?;
    for (parent, children) in &genesis.children {
        let whole = applicable(*parent, children, subnet.children.parents_of(parent))
            .filter(|applicable| applicable.len() == children.len())
            .ok_or(GenesisError::Parameter { netuid, parameter: "children" })?;
        subnet.children.set(*parent, whole);
    }
    subnet.children.takes = genesis.childkey_takes.iter().copied().collect();
    let alpha = &mut subnet.alpha;
    alpha.pending = genesis.pending;
    alpha.protocol_rao = genesis.protocol_alpha.rao;
    let held_rao = u64::try_from(alpha.held_rao()).unwrap_or(u64::MAX);
    let out = genesis.alpha_out.unwrap_or(Alpha::from_rao(held_rao));
    alpha.out_rao = out.rao;
    // What the stakes and the rest leave of it belongs to nobody.
    alpha.dust_rao = i64::try_from(i128::from(out.rao).saturating_sub(alpha.held_rao()))
        .map_err(|_| GenesisError::Parameter { netuid, parameter: "alpha_out" })?;
    Ok(())
}

/// The ranges of spec §4 that the rest of the ledger relies on.
fn check_ranges(netuid: NetUid, genesis: &GenesisSubnet, rules: &RuleSet) -> Result<(), GenesisError> {
    let parameters = &genesis.parameters;
    let Hyperparameters { mechanism_count, mechanism_split_u16, max_allowed_uids, .. } = parameters;
    let supply_rao = rules.emission.total_supply_rao;
    let pool = &genesis.pool;
    let ranges = [
        ("max_allowed_uids", (1..=MAX_UIDS).contains(&usize::from(*max_allowed_uids))),
        (
            "immune_owner_uids_limit",
            rules.limits.immune_owner_uids.contains(&parameters.immune_owner_uids_limit),
        ),
        ("mechanism_count", (1..=rules.yuma.max_mechanisms).contains(mechanism_count)),
        ("mechanism_split_u16", is_split(mechanism_split_u16.as_deref(), *mechanism_count)),
        (
            "mechanisms_at_seating",
            genesis.mechanisms_at_seating.is_none_or(|count| (1..=*mechanism_count).contains(&count)),
        ),
        (
            "reveal_period_epochs",
            rules.limits.reveal_period_epochs.contains(&parameters.reveal_period_epochs),
        ),
        ("max_burn_rao", parameters.min_burn_rao <= parameters.max_burn_rao),
        ("burn", (parameters.min_burn_rao..=parameters.max_burn_rao).contains(&genesis.burn.rao)),
        ("pool.alpha", pool.alpha.rao <= supply_rao),
        ("pool.tao", pool.tao <= pool.account && pool.account.rao <= supply_rao),
        ("pool.quote_weight", QuoteWeight::new(pool.quote_weight).is_ok()),
        ("alpha_out", genesis.alpha_out.is_none_or(|alpha| alpha.rao <= supply_rao)),
    ];
    match ranges.into_iter().find(|(_, fits)| !fits) {
        Some((parameter, _)) => Err(GenesisError::Parameter { netuid, parameter }),
        None => Ok(()),
    }
}
