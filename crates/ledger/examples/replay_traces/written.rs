//! A ledger's state as a trace writes it.

use crate::trace::{Trace, entries};
use incentor_ledger::{Child, OwnerIncentive, RootClaimType, SubnetView, View};
use incentor_primitives::{AccountId, Alpha, BlockNumber, MechId};
use serde_json::{Map, Value, json};

/// The whole of `state`.
pub(crate) fn state(trace: &Trace, view: View<'_>) -> Value {
    let name = |account: AccountId| trace.name(account);
    let all = || std::iter::once(view.root()).chain(view.subnets());
    let mut balances: Map<String, Value> =
        view.balances().map(|(account, tao)| (name(account), text(tao.rao))).collect();
    balances.extend(all().map(|subnet| (format!("subnet:{}", subnet.netuid()), text(subnet.account().rao))));
    let mut by_hotkey: Map<String, Value> = Map::new();
    for (hotkey, netuid, bits) in view.root_claimable() {
        let rates = by_hotkey.entry(name(hotkey)).or_insert_with(|| json!([]));
        rates.as_array_mut().into_iter().for_each(|rates| rates.push(json!([netuid.0, text(bits)])));
    }
    let stakes = all().flat_map(|subnet| {
        let netuid = subnet.netuid().0;
        subnet.stakes().map(move |(hotkey, coldkey, alpha)| (hotkey, coldkey, netuid, alpha.rao))
    });
    let mut stakes: Vec<_> = stakes.filter(|(.., rao)| *rao > 0).collect();
    stakes.sort_unstable();
    let pools = all().flat_map(|subnet| {
        let netuid = subnet.netuid().0;
        subnet.hotkey_alpha().map(move |(hotkey, alpha)| (hotkey, netuid, alpha.rao))
    });
    let mut pools: Vec<_> = pools.filter(|(.., rao)| *rao > 0).collect();
    pools.sort_unstable();
    json!({
        "block": view.block().0,
        "total_issuance": text(view.issuance().rao),
        "balances_issuance": text(view.issuance().rao - view.issued_elsewhere().rao),
        "total_stake": text(view.total_stake().rao),
        "block_emission": text(view.block_emission().rao),
        "balances": balances,
        "owners": object(view.owners().map(|(hotkey, coldkey)| (name(hotkey), json!(name(coldkey))))),
        "delegate_take": object(view.takes().map(|(hotkey, take)| (name(hotkey), json!(take.0)))),
        "stake": stakes
            .iter()
            .map(|(hotkey, coldkey, netuid, rao)| json!([name(*hotkey), name(*coldkey), netuid, text(rao)]))
            .collect::<Vec<_>>(),
        "hotkey_alpha": pools
            .iter()
            .map(|(hotkey, netuid, rao)| json!([name(*hotkey), netuid, text(rao)]))
            .collect::<Vec<_>>(),
        "root_claimable_bits": by_hotkey,
        "root_claimed": view
            .root_claimed()
            .filter(|(.., alpha)| *alpha > 0)
            .map(|(netuid, hotkey, coldkey, alpha)| json!([netuid.0, name(hotkey), name(coldkey), text(alpha)]))
            .collect::<Vec<_>>(),
        "root_claim_type": object(view.root_claim_types().map(|(coldkey, kind)| (name(coldkey), claim(kind)))),
        "auto_stake": view
            .auto_stakes()
            .map(|(coldkey, netuid, hotkey)| json!([name(coldkey), netuid.0, name(hotkey)]))
            .collect::<Vec<_>>(),
        "root_stakers": view.root_stakers().iter().map(|coldkey| name(*coldkey)).collect::<Vec<_>>(),
        "subnets": object(all().map(|shown| (shown.netuid().to_string(), subnet(trace, shown)))),
    })
}

fn claim(kind: &RootClaimType) -> Value {
    match kind {
        RootClaimType::Swap => json!("Swap"),
        RootClaimType::Keep => json!("Keep"),
        RootClaimType::KeepSubnets(kept) => {
            json!({ "KeepSubnets": kept.iter().map(|netuid| netuid.0).collect::<Vec<_>>() })
        }
    }
}

fn subnet(trace: &Trace, subnet: SubnetView<'_>) -> Value {
    joined(&[place(trace, subnet), money(subnet), published(trace, subnet), relations(trace, subnet)])
}

fn place(trace: &Trace, subnet: SubnetView<'_>) -> Value {
    let schedule = subnet.schedule();
    json!({
        "owner": trace.name(subnet.owner()),
        "owner_hotkey": trace.name(subnet.owner_hotkey()),
        "tempo": schedule.tempo.0,
        "last_epoch_block": schedule.last_epoch_block.0,
        "pending_epoch_at": schedule.pending_epoch_at.0,
        "epoch_index": schedule.epoch_index,
        "blocks_since_last_step": schedule.blocks_since_last_step,
        "last_step_block": subnet.last_step_block().0,
        "first_emission_block": subnet.first_emission_block().map(|block| block.0),
        "n": subnet.n(),
        "hotkeys": subnet.neurons().map(|neuron| trace.name(neuron.hotkey)).collect::<Vec<_>>(),
        "block_at_registration": subnet.neurons().map(|neuron| neuron.registered_at.0).collect::<Vec<_>>(),
        "registrations_this_block": subnet.registrations_this_block(),
    })
}

fn money(subnet: SubnetView<'_>) -> Value {
    let (pending, injection) = (subnet.pending(), subnet.injection());
    json!({
        "burn": text(subnet.burn().rao),
        "moving_price_bits": text(subnet.moving_price_bits()),
        "price_bits": text(subnet.price_bits()),
        "tao": text(subnet.pool_tao().rao),
        "alpha_in": text(subnet.pool_alpha().rao),
        "alpha_out": text(subnet.alpha_out().rao),
        "protocol_alpha": text(subnet.protocol_alpha().rao),
        "quote_weight": text(subnet.quote_weight()),
        "volume": text(subnet.volume_rao()),
        "rao_recycled": text(subnet.recycled().rao),
        "pending": {
            "server": text(pending.server.rao),
            "validator": text(pending.validator.rao),
            "root": text(pending.root.rao),
            "owner_cut": text(pending.owner_cut.rao),
        },
        "last_block": {
            "tao_in": text(injection.tao.rao),
            "alpha_in": text(injection.alpha_in.rao),
            "alpha_out": text(injection.alpha_out.rao),
            "excess_tao": text(injection.excess_tao.rao),
        },
        "root_prop_bits": text(subnet.root_proportion_bits()),
        "miner_burned_bits": text(subnet.miner_burned_bits()),
    })
}

fn published(trace: &Trace, subnet: SubnetView<'_>) -> Value {
    let published = subnet.published();
    json!({
        "emission": published.emission.iter().map(text).collect::<Vec<_>>(),
        "stake_weight": published.stake_weight,
        "active": published.active,
        "consensus": published.consensus,
        "dividends": published.dividends,
        "validator_trust": published.validator_trust,
        "validator_permit": published.validator_permit,
        "mechanisms": (0..subnet.parameters().mechanism_count)
            .map(|mechid| mechanism(trace, subnet, MechId(mechid)))
            .collect::<Vec<_>>(),
    })
}

fn relations(trace: &Trace, subnet: SubnetView<'_>) -> Value {
    let name = |account: AccountId| trace.name(account);
    let alpha = |(hotkey, alpha): (AccountId, Alpha)| (name(hotkey), text(alpha.rao));
    let children = |list: &[Child]| {
        list.iter().map(|child| json!([text(child.proportion_u64), name(child.hotkey)])).collect::<Vec<_>>()
    };
    json!({
        "alpha_dividends": object(subnet.alpha_dividends().map(alpha)),
        "root_alpha_dividends": object(subnet.root_alpha_dividends().map(alpha)),
        "children": object(subnet.children().map(|(parent, list)| (name(parent), json!(children(list))))),
        "pending_children": object(subnet.pending_children().map(|(parent, list, block)| {
            (name(parent), json!({ "children": children(list), "cooldown_block": block.0 }))
        })),
        "childkey_take": object(subnet.childkey_takes().map(|(child, take)| (name(child), json!(take.0)))),
    })
}

fn mechanism(trace: &Trace, subnet: SubnetView<'_>, mechid: MechId) -> Value {
    let seats = || subnet.neurons().map(|neuron| neuron.uid);
    let mut commits: Map<String, Value> = Map::new();
    for (hotkey, hash, epoch, BlockNumber(block)) in subnet.commits(mechid) {
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        let queue = commits.entry(trace.name(hotkey)).or_insert_with(|| json!([]));
        let commit = json!([format!("0x{hash}"), epoch, block, 0]);
        queue.as_array_mut().into_iter().for_each(|queue| queue.push(commit.clone()));
    }
    json!({
        "incentive": subnet.incentive(mechid),
        "last_update": subnet.last_updates(mechid),
        "weights": seats().map(|uid| subnet.weights(mechid, uid)).collect::<Vec<_>>(),
        "bonds": seats().map(|uid| subnet.bonds(mechid, uid)).collect::<Vec<_>>(),
        "commits": commits,
    })
}

/// The whole of `parameters`.
pub(crate) fn parameters(view: View<'_>) -> Value {
    let globals = view.globals();
    let all = || std::iter::once(view.root()).chain(view.subnets());
    json!({
        "globals": {
            "tao_weight": text(globals.network.tao_weight_u64),
            "stake_threshold": text(globals.network.stake_threshold_rao),
            "subnet_owner_cut": globals.network.owner_cut_u16,
            "max_epochs_per_block": globals.network.max_epochs_per_block,
            "admin_freeze_window": globals.network.admin_freeze_window_blocks,
            "owner_hparam_rate_limit": globals.network.owner_rate_limit_tempos,
            "subnet_moving_alpha_bits": text(globals.network.moving_alpha_bits),
            "min_delegate_take": globals.network.min_delegate_take_u16,
            "max_delegate_take": globals.network.max_delegate_take_u16,
            "max_childkey_take": globals.network.max_childkey_take_u16,
            "min_childkey_take": globals.network.min_childkey_take_u16,
            "ck_burn": text(globals.network.childkey_burn_u64),
            "pending_childkey_cooldown": text(globals.network.childkey_cooldown_blocks),
            "num_root_claim": text(globals.network.root_claims_per_block),
            "nominator_min_required_stake": text(globals.network.nominator_min_stake_rao),
            "max_mechanism_count": globals.network.max_mechanism_count,
            "tx_rate_limit": text(globals.network.tx_rate_limit_blocks),
            "tx_delegate_take_rate_limit": text(globals.network.delegate_take_rate_limit_blocks),
            "tx_childkey_take_rate_limit": text(globals.network.childkey_take_rate_limit_blocks),
            "network_rate_limit": text(globals.network.network_rate_limit_blocks),
            "network_min_lock_cost": text(globals.network.network_min_lock_rao),
            "weights_version_key_rate_limit": text(globals.network.version_key_rate_limit_tempos),
            "commit_reveal_version": globals.network.commit_reveal_version,
            "existential_deposit": text(globals.network.existential_deposit_rao),
            "min_stake": text(globals.network.min_stake_rao),
        },
        "subnets": object(all().map(|shown| (shown.netuid().to_string(), hyperparameters(shown)))),
    })
}

fn hyperparameters(subnet: SubnetView<'_>) -> Value {
    joined(&[of_seats_and_epochs(subnet), of_weights_and_money(subnet)])
}

fn of_seats_and_epochs(subnet: SubnetView<'_>) -> Value {
    let ours = subnet.parameters();
    json!({
        "registration_allowed": ours.registration_allowed,
        "emission_enabled": ours.subnet_emission_enabled,
        "subtoken_enabled": ours.subtoken_enabled,
        "max_allowed_uids": ours.max_allowed_uids,
        "min_allowed_uids": ours.min_allowed_uids,
        "max_allowed_validators": ours.max_allowed_validators,
        "min_allowed_weights": ours.min_allowed_weights,
        "immunity_period": ours.immunity_period_blocks,
        "min_non_immune_uids": ours.min_non_immune_uids,
        "immune_owner_uids_limit": ours.immune_owner_uids_limit,
        "activity_cutoff_factor_milli": ours.activity_cutoff_factor_milli,
        "activity_cutoff": ours.inert.activity_cutoff_blocks,
        "kappa": ours.kappa_u16,
        "rho": ours.inert.rho,
        "bonds_moving_average": text(ours.bonds_moving_average),
        "bonds_penalty": ours.bonds_penalty_u16,
        "bonds_reset_on": ours.bonds_reset_on,
        "yuma3_on": ours.yuma3_on,
        "liquid_alpha_on": ours.liquid_alpha_on,
        "alpha_values": ours.alpha_values_u16,
        "alpha_sigmoid_steepness": ours.alpha_sigmoid_steepness,
    })
}

fn of_weights_and_money(subnet: SubnetView<'_>) -> Value {
    let ours = subnet.parameters();
    json!({
        "weights_version_key": text(ours.weights_version_key),
        "weights_set_rate_limit": text(ours.weights_rate_limit_blocks),
        "commit_reveal_enabled": ours.commit_reveal_weights_enabled,
        "reveal_period_epochs": text(ours.reveal_period_epochs),
        "min_burn": text(ours.min_burn_rao),
        "max_burn": text(ours.max_burn_rao),
        "burn_half_life": ours.burn_half_life_blocks,
        "burn_increase_mult_bits": text(ours.burn_increase_bits),
        "max_registrations_per_block": ours.max_registrations_per_block,
        "target_registrations_per_interval": ours.target_registrations_per_interval,
        "owner_cut_enabled": ours.owner_cut_enabled,
        "recycle_or_burn": match ours.owner_incentive {
            OwnerIncentive::Burned => "Burn",
            OwnerIncentive::Recycled => "Recycle",
        },
        "ema_price_halving_blocks": text(ours.price_halving_blocks),
        "fee_rate": ours.fee_rate_u16,
        "mechanism_count": ours.mechanism_count,
        "mechanism_emission_split": ours.mechanism_split_u16,
        "root_claim_threshold_bits": text(ours.root_claim_threshold_bits),
        "transfer_toggle": ours.transfers_enabled,
        "min_childkey_take": ours.min_childkey_take_u16,
        "registered_at": subnet.registered_at().0,
        "mechanism_id": u16::from(subnet.netuid().0 != 0),
        "serving_rate_limit": text(ours.serving_rate_limit_blocks),
        "adjustment_interval": ours.inert.adjustment_interval_blocks,
    })
}

#[expect(clippy::needless_pass_by_value, reason = "numbers and references to them alike")]
fn text(number: impl ToString) -> Value {
    Value::String(number.to_string())
}

fn object(entries: impl Iterator<Item = (String, Value)>) -> Value {
    Value::Object(entries.collect())
}

/// One object with the fields of several.
fn joined(parts: &[Value]) -> Value {
    parts.iter().flat_map(entries).map(|(name, field)| (name.clone(), field.clone())).collect()
}
