//! What a trace starts from: its first state, or the empty chain that its setup begins with.

use crate::trace::{Trace, entries, flag, list, netuid_of, parsed, unsigned, unsigned_u16};
use incentor_ledger::{
    Child, Genesis, GenesisNeuron, GenesisPool, GenesisStake, GenesisSubnet, Globals, Hyperparameters,
    InertParameters, OwnerIncentive, Pending, RootClaimType,
};
use incentor_primitives::{AccountId, Alpha, BlockNumber, NetUid, RuleSet, Take, Tao, Tempo};
use serde_json::Value;

const RULES: RuleSet = RuleSet::SUBTENSOR_2026_06;

/// The chain before any setup: block 1, nothing but a root network that has not started.
pub(crate) fn empty(trace: &Trace) -> Genesis {
    let mut genesis = Genesis::new(RULES);
    genesis.block = BlockNumber(1);
    genesis.author = trace.named("author");
    genesis.block_emission = Tao::from_rao(unsigned(&trace.genesis()["state"]["block_emission"]));
    genesis.root.parameters.subtoken_enabled = false;
    genesis
}

/// The network of the trace's first state.
pub(crate) fn genesis(trace: &Trace) -> Genesis {
    let (state, parameters) = (&trace.genesis()["state"], &trace.genesis()["parameters"]);
    let mut genesis = Genesis::new(RULES);
    genesis.block = BlockNumber(unsigned(&state["block"]));
    genesis.author = trace.named("author");
    genesis.globals = globals(&parameters["globals"]);
    genesis.total_stake = Some(Tao::from_rao(unsigned(&state["total_stake"])));
    genesis.block_emission = Tao::from_rao(unsigned(&state["block_emission"]));
    let [main, balances] = ["total_issuance", "balances_issuance"].map(|field| unsigned(&state[field]));
    genesis.issued_elsewhere = Tao::from_rao(main.saturating_sub(balances));
    genesis.balances = entries(&state["balances"])
        .filter_map(|(name, rao)| Some((trace.named(name)?, Tao::from_rao(unsigned(rao)))))
        .collect();
    genesis.hotkeys = entries(&state["owners"])
        .filter_map(|(hotkey, coldkey)| Some((trace.named(hotkey)?, trace.account(coldkey))))
        .collect();
    genesis.takes = takes(trace, &state["delegate_take"]);
    genesis.auto_stakes = list(&state["auto_stake"])
        .iter()
        .map(|entry| (trace.account(&entry[0]), NetUid(unsigned_u16(&entry[1])), trace.account(&entry[2])))
        .collect();
    root_dividends(trace, state, &mut genesis);
    for (key, subnet) in entries(&state["subnets"]) {
        let parameters = hyperparameters(&parameters["subnets"][key], subnet);
        let shown = self::subnet(trace, state, key, parameters);
        if shown.netuid == NetUid::ROOT {
            genesis.root = shown;
        } else {
            genesis.subnets.push(shown);
        }
    }
    genesis
}

fn root_dividends(trace: &Trace, state: &Value, genesis: &mut Genesis) {
    let dividends = &mut genesis.root_dividends;
    for (hotkey, rates) in entries(&state["root_claimable_bits"]) {
        let rates = list(rates).iter().map(|rate| (NetUid(unsigned_u16(&rate[0])), parsed(&rate[1])));
        if let Some(hotkey) = trace.named(hotkey) {
            dividends.claimable_bits.insert(hotkey, rates.collect());
        }
    }
    for entry in list(&state["root_claimed"]) {
        let netuid = NetUid(unsigned_u16(&entry[0]));
        let (hotkey, coldkey) = (trace.account(&entry[1]), trace.account(&entry[2]));
        dividends.claimed.push((netuid, hotkey, coldkey, parsed(&entry[3])));
    }
    for (coldkey, kind) in entries(&state["root_claim_type"]) {
        if let Some(coldkey) = trace.named(coldkey) {
            dividends.claim_types.insert(coldkey, claim_type(kind));
        }
    }
    dividends.stakers = list(&state["root_stakers"]).iter().map(|name| trace.account(name)).collect();
}

pub(crate) fn claim_type(kind: &Value) -> RootClaimType {
    match kind {
        Value::String(name) if name == "Keep" => RootClaimType::Keep,
        Value::Object(kinds) => RootClaimType::KeepSubnets(
            list(&kinds["KeepSubnets"]).iter().map(|netuid| NetUid(unsigned_u16(netuid))).collect(),
        ),
        _ => RootClaimType::Swap,
    }
}

fn subnet(trace: &Trace, state: &Value, key: &str, parameters: Hyperparameters) -> GenesisSubnet {
    let subnet = &state["subnets"][key];
    let netuid = netuid_of(key);
    let (owner, owner_hotkey) = (trace.account(&subnet["owner"]), trace.account(&subnet["owner_hotkey"]));
    let mut genesis = GenesisSubnet::new(netuid, owner, owner_hotkey, parameters);
    let shown_parameters = &trace.genesis()["parameters"]["subnets"][key];
    genesis.registered_at = BlockNumber(unsigned(&shown_parameters["registered_at"]));
    genesis.first_emission_block = subnet["first_emission_block"].as_u64().map(BlockNumber);
    genesis.pool = GenesisPool {
        tao: Tao::from_rao(unsigned(&subnet["tao"])),
        alpha: Alpha::from_rao(unsigned(&subnet["alpha_in"])),
        quote_weight: unsigned(&subnet["quote_weight"]),
        account: Tao::from_rao(unsigned(&state["balances"][format!("subnet:{key}")])),
        volume_rao: parsed(&subnet["volume"]),
        moving_price_bits: parsed(&subnet["moving_price_bits"]),
    };
    genesis.alpha_out = Some(Alpha::from_rao(unsigned(&subnet["alpha_out"])));
    genesis.protocol_alpha = Alpha::from_rao(unsigned(&subnet["protocol_alpha"]));
    let pending = |field: &str| Alpha::from_rao(unsigned(&subnet["pending"][field]));
    genesis.pending = Pending {
        owner_cut: pending("owner_cut"),
        server: pending("server"),
        validator: pending("validator"),
        root: pending("root"),
    };
    genesis.burn = Tao::from_rao(unsigned(&subnet["burn"]));
    genesis.recycled = Tao::from_rao(unsigned(&subnet["rao_recycled"]));
    genesis.registrations_this_block = unsigned_u16(&subnet["registrations_this_block"]);
    genesis.schedule.last_epoch_block = Some(BlockNumber(unsigned(&subnet["last_epoch_block"])));
    genesis.schedule.pending_epoch_at = BlockNumber(unsigned(&subnet["pending_epoch_at"]));
    genesis.schedule.epoch_index = unsigned(&subnet["epoch_index"]);
    genesis.schedule.blocks_since_last_step = unsigned(&subnet["blocks_since_last_step"]);
    genesis.schedule.last_step_block = BlockNumber(unsigned(&subnet["last_step_block"]));
    genesis.root_proportion_bits = parsed(&subnet["root_prop_bits"]);
    genesis.miner_burned_bits = parsed(&subnet["miner_burned_bits"]);
    genesis.neurons = list(&subnet["hotkeys"])
        .iter()
        .map(|hotkey| GenesisNeuron {
            hotkey: trace.account(hotkey),
            coldkey: trace.account(&state["owners"][hotkey.as_str().unwrap_or_default()]),
            take: None,
        })
        .collect();
    // One that came later has not heard of them.
    let mechanisms = list(&subnet["mechanisms"]);
    let seated =
        mechanisms.iter().take_while(|kept| list(&kept["last_update"]).len() == genesis.neurons.len());
    genesis.mechanisms_at_seating = u8::try_from(seated.count()).ok().filter(|count| *count > 0);
    let stakes = list(&state["stake"]).iter().filter(|stake| unsigned_u16(&stake[2]) == netuid.0);
    genesis.stakes = stakes
        .map(|stake| GenesisStake {
            hotkey: trace.account(&stake[0]),
            coldkey: trace.account(&stake[1]),
            alpha: Alpha::from_rao(unsigned(&stake[3])),
        })
        .collect();
    genesis.children = entries(&subnet["children"])
        .filter_map(|(parent, list)| Some((trace.named(parent)?, children(trace, list))))
        .collect();
    genesis.childkey_takes = takes(trace, &subnet["childkey_take"]);
    genesis
}

pub(crate) fn children(trace: &Trace, children: &Value) -> Vec<Child> {
    let child = |pair: &Value| Child { proportion_u64: unsigned(&pair[0]), hotkey: trace.account(&pair[1]) };
    list(children).iter().map(child).collect()
}

fn takes(trace: &Trace, takes: &Value) -> Vec<(AccountId, Take)> {
    let take = |(name, take): (&String, &Value)| Some((trace.named(name)?, Take(unsigned_u16(take))));
    entries(takes).filter_map(take).collect()
}

fn globals(shown: &Value) -> Globals {
    let mut globals = Globals::new(&RULES);
    let ours = &mut globals.network;
    let u8_of = |field: &str| u8::try_from(unsigned(&shown[field])).unwrap_or(u8::MAX);
    ours.tao_weight_u64 = unsigned(&shown["tao_weight"]);
    ours.stake_threshold_rao = unsigned(&shown["stake_threshold"]);
    ours.owner_cut_u16 = unsigned_u16(&shown["subnet_owner_cut"]);
    ours.max_epochs_per_block = u8_of("max_epochs_per_block");
    ours.admin_freeze_window_blocks = unsigned_u16(&shown["admin_freeze_window"]);
    ours.owner_rate_limit_tempos = unsigned_u16(&shown["owner_hparam_rate_limit"]);
    ours.moving_alpha_bits = parsed(&shown["subnet_moving_alpha_bits"]);
    ours.min_delegate_take_u16 = unsigned_u16(&shown["min_delegate_take"]);
    ours.max_delegate_take_u16 = unsigned_u16(&shown["max_delegate_take"]);
    ours.max_childkey_take_u16 = unsigned_u16(&shown["max_childkey_take"]);
    ours.min_childkey_take_u16 = unsigned_u16(&shown["min_childkey_take"]);
    ours.childkey_burn_u64 = unsigned(&shown["ck_burn"]);
    ours.childkey_cooldown_blocks = unsigned(&shown["pending_childkey_cooldown"]);
    ours.root_claims_per_block = unsigned(&shown["num_root_claim"]);
    ours.nominator_min_stake_rao = unsigned(&shown["nominator_min_required_stake"]);
    ours.max_mechanism_count = u8_of("max_mechanism_count");
    ours.tx_rate_limit_blocks = unsigned(&shown["tx_rate_limit"]);
    ours.delegate_take_rate_limit_blocks = unsigned(&shown["tx_delegate_take_rate_limit"]);
    ours.childkey_take_rate_limit_blocks = unsigned(&shown["tx_childkey_take_rate_limit"]);
    ours.network_rate_limit_blocks = unsigned(&shown["network_rate_limit"]);
    ours.network_min_lock_rao = unsigned(&shown["network_min_lock_cost"]);
    ours.version_key_rate_limit_tempos = unsigned(&shown["weights_version_key_rate_limit"]);
    ours.commit_reveal_version = unsigned_u16(&shown["commit_reveal_version"]);
    ours.existential_deposit_rao = unsigned(&shown["existential_deposit"]);
    ours.min_stake_rao = unsigned(&shown["min_stake"]);
    globals
}

fn hyperparameters(shown: &Value, subnet: &Value) -> Hyperparameters {
    let alphas = &shown["alpha_values"];
    let cutoff_factor = unsigned(&shown["activity_cutoff_factor_milli"]);
    let steepness = shown["alpha_sigmoid_steepness"].as_i64().unwrap_or_default();
    let split = shown["mechanism_emission_split"].as_array();
    Hyperparameters {
        tempo: Tempo(unsigned_u16(&subnet["tempo"])),
        activity_cutoff_factor_milli: u32::try_from(cutoff_factor).unwrap_or(u32::MAX),
        kappa_u16: unsigned_u16(&shown["kappa"]),
        max_allowed_validators: unsigned_u16(&shown["max_allowed_validators"]),
        max_allowed_uids: unsigned_u16(&shown["max_allowed_uids"]),
        min_allowed_uids: unsigned_u16(&shown["min_allowed_uids"]),
        immunity_period_blocks: unsigned_u16(&shown["immunity_period"]),
        immune_owner_uids_limit: unsigned_u16(&shown["immune_owner_uids_limit"]),
        min_non_immune_uids: unsigned_u16(&shown["min_non_immune_uids"]),
        bonds_moving_average: unsigned(&shown["bonds_moving_average"]),
        bonds_penalty_u16: unsigned_u16(&shown["bonds_penalty"]),
        bonds_reset_on: flag(&shown["bonds_reset_on"]),
        yuma3_on: flag(&shown["yuma3_on"]),
        liquid_alpha_on: flag(&shown["liquid_alpha_on"]),
        alpha_values_u16: (unsigned_u16(&alphas[0]), unsigned_u16(&alphas[1])),
        alpha_sigmoid_steepness: i16::try_from(steepness).unwrap_or_default(),
        commit_reveal_weights_enabled: flag(&shown["commit_reveal_enabled"]),
        reveal_period_epochs: unsigned(&shown["reveal_period_epochs"]),
        weights_version_key: unsigned(&shown["weights_version_key"]),
        weights_rate_limit_blocks: unsigned(&shown["weights_set_rate_limit"]),
        min_allowed_weights: unsigned_u16(&shown["min_allowed_weights"]),
        registration_allowed: flag(&shown["registration_allowed"]),
        max_registrations_per_block: unsigned_u16(&shown["max_registrations_per_block"]),
        target_registrations_per_interval: unsigned_u16(&shown["target_registrations_per_interval"]),
        subnet_emission_enabled: flag(&shown["emission_enabled"]),
        subtoken_enabled: flag(&shown["subtoken_enabled"]),
        owner_cut_enabled: flag(&shown["owner_cut_enabled"]),
        owner_incentive: match shown["recycle_or_burn"].as_str() {
            Some("Burn") => OwnerIncentive::Burned,
            _ => OwnerIncentive::Recycled,
        },
        mechanism_count: u8::try_from(unsigned(&shown["mechanism_count"])).unwrap_or(u8::MAX),
        mechanism_split_u16: split.map(|split| split.iter().map(unsigned_u16).collect()),
        min_burn_rao: unsigned(&shown["min_burn"]),
        max_burn_rao: unsigned(&shown["max_burn"]),
        burn_half_life_blocks: unsigned_u16(&shown["burn_half_life"]),
        burn_increase_bits: parsed(&shown["burn_increase_mult_bits"]),
        fee_rate_u16: unsigned_u16(&shown["fee_rate"]),
        price_halving_blocks: unsigned(&shown["ema_price_halving_blocks"]),
        root_claim_threshold_bits: parsed(&shown["root_claim_threshold_bits"]),
        transfers_enabled: flag(&shown["transfer_toggle"]),
        min_childkey_take_u16: unsigned_u16(&shown["min_childkey_take"]),
        serving_rate_limit_blocks: unsigned(&shown["serving_rate_limit"]),
        inert: InertParameters {
            activity_cutoff_blocks: unsigned_u16(&shown["activity_cutoff"]),
            rho: unsigned_u16(&shown["rho"]),
            adjustment_interval_blocks: unsigned_u16(&shown["adjustment_interval"]),
            ..Hyperparameters::new(&RULES).inert
        },
    }
}
