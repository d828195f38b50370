//! Parameters, each set by a call of its own.

use super::Call;
use crate::trace::{flag, list, parsed, unsigned, unsigned_u16};
use incentor_ledger::{Action, Furnishing, GlobalParameter, Origin, OwnerIncentive, Parameter};
use incentor_primitives::{Tao, Tempo};
use serde_json::Value;

pub(super) fn action(call: &Call<'_>) -> Option<Action> {
    let origin = match call.fields["who"].as_str() {
        Some("root") => Origin::Root,
        _ => Origin::Signed(call.account("who")),
    };
    if call.name() == "trigger_epoch" {
        return Some(Action::TriggerEpoch { origin, netuid: call.netuid() });
    }
    if let "sudo_set_sn_owner_hotkey" | "sudo_set_subnet_owner_hotkey" = call.name() {
        let hotkey = call.account("hotkey");
        return Some(Action::SetOwnerHotkey { origin, netuid: call.netuid(), hotkey });
    }
    if let Some(parameter) = parameter(call) {
        return Some(Action::SetParameter { origin, netuid: call.netuid(), parameter });
    }
    global(call).map(|parameter| Action::SetGlobal { origin, parameter }).or_else(|| furnishing(call))
}

fn parameter(call: &Call<'_>) -> Option<Parameter> {
    let value = &call.fields["value"];
    let (short, long) = (|| unsigned_u16(value), || unsigned(value));
    Some(match call.name() {
        "sudo_set_tempo" => Parameter::Tempo(Tempo(short())),
        "set_tempo" => Parameter::OwnersTempo(Tempo(short())),
        "set_activity_cutoff_factor" => {
            Parameter::ActivityCutoffFactorMilli(u32::try_from(long()).unwrap_or(u32::MAX))
        }
        "sudo_set_activity_cutoff" => Parameter::ActivityCutoffBlocks(short()),
        "sudo_set_adjustment_alpha" => Parameter::AdjustmentAlpha(long()),
        "sudo_set_adjustment_interval" => Parameter::AdjustmentIntervalBlocks(short()),
        "sudo_set_alpha_sigmoid_steepness" => {
            Parameter::AlphaSigmoidSteepness(value.as_i64().and_then(|value| value.try_into().ok())?)
        }
        "sudo_set_alpha_values" => Parameter::AlphaValuesU16((
            unsigned_u16(&call.fields["alpha_low"]),
            unsigned_u16(&call.fields["alpha_high"]),
        )),
        "sudo_set_bonds_moving_average" => Parameter::BondsMovingAverage(long()),
        "sudo_set_bonds_penalty" => Parameter::BondsPenaltyU16(short()),
        "sudo_set_bonds_reset_enabled" => Parameter::BondsResetOn(flag(value)),
        "sudo_set_burn_half_life" => Parameter::BurnHalfLifeBlocks(short()),
        "sudo_set_burn_increase_mult" => Parameter::BurnIncreaseBits(parsed(&call.fields["bits"])),
        "sudo_set_commit_reveal_weights_enabled" => Parameter::CommitRevealWeightsEnabled(flag(value)),
        "sudo_set_commit_reveal_weights_interval" => Parameter::RevealPeriodEpochs(long()),
        "sudo_set_difficulty" => Parameter::Difficulty(long()),
        "sudo_set_ema_price_halving_period" => Parameter::PriceHalvingBlocks(long()),
        "set_fee_rate" => Parameter::FeeRateU16(short()),
        "sudo_set_immunity_period" => Parameter::ImmunityPeriodBlocks(short()),
        "sudo_set_kappa" => Parameter::KappaU16(short()),
        "sudo_set_liquid_alpha_enabled" => Parameter::LiquidAlphaOn(flag(value)),
        "sudo_set_max_allowed_uids" => Parameter::MaxAllowedUids(short()),
        "sudo_set_max_allowed_validators" => Parameter::MaxAllowedValidators(short()),
        "sudo_set_max_burn" => Parameter::MaxBurnRao(long()),
        "sudo_set_max_difficulty" => Parameter::MaxDifficulty(long()),
        "sudo_set_max_registrations_per_block" => Parameter::MaxRegistrationsPerBlock(short()),
        "sudo_set_mechanism_count" => Parameter::MechanismCount(u8_of(value)),
        "sudo_set_mechanism_emission_split" => {
            let parts = value.as_array().map(|_| list(value).iter().map(unsigned_u16).collect());
            Parameter::MechanismSplitU16(parts)
        }
        "sudo_set_min_allowed_uids" => Parameter::MinAllowedUids(short()),
        "sudo_set_min_allowed_weights" => Parameter::MinAllowedWeights(short()),
        "sudo_set_min_burn" => Parameter::MinBurnRao(long()),
        "sudo_set_min_childkey_take_per_subnet" => Parameter::MinChildkeyTakeU16(short()),
        "sudo_set_min_difficulty" => Parameter::MinDifficulty(long()),
        "sudo_set_min_non_immune_uids" => Parameter::MinNonImmuneUids(short()),
        "sudo_set_network_registration_allowed" => Parameter::RegistrationAllowed(flag(value)),
        "sudo_set_owner_cut_auto_lock_enabled" => Parameter::OwnerCutAutoLock(flag(value)),
        "sudo_set_owner_cut_enabled" => Parameter::OwnerCutEnabled(flag(value)),
        "sudo_set_owner_immune_neuron_limit" => Parameter::ImmuneOwnerUidsLimit(short()),
        "sudo_set_recycle_or_burn" => Parameter::OwnerIncentive(match value.as_str()? {
            "Recycle" => OwnerIncentive::Recycled,
            _ => OwnerIncentive::Burned,
        }),
        "sudo_set_rho" => Parameter::Rho(short()),
        "sudo_set_root_claim_threshold" => Parameter::RootClaimThresholdBits(i128::from(long()) << 32),
        "sudo_set_serving_rate_limit" => Parameter::ServingRateLimitBlocks(long()),
        "sudo_set_subnet_emission_enabled" => Parameter::SubnetEmissionEnabled(flag(value)),
        "sudo_set_subtoken_enabled" => Parameter::SubtokenEnabled(flag(value)),
        "sudo_set_target_registrations_per_interval" => Parameter::TargetRegistrationsPerInterval(short()),
        "sudo_set_toggle_transfer" => Parameter::TransfersEnabled(flag(value)),
        "sudo_set_weights_set_rate_limit" => Parameter::WeightsRateLimitBlocks(long()),
        "sudo_set_weights_version_key" => Parameter::WeightsVersionKey(long()),
        "sudo_set_yuma3_enabled" => Parameter::Yuma3On(flag(value)),
        _ => return None,
    })
}

fn global(call: &Call<'_>) -> Option<GlobalParameter> {
    let value = &call.fields["value"];
    let (short, long) = (|| unsigned_u16(value), || unsigned(value));
    Some(match call.name() {
        "set_pending_childkey_cooldown" => {
            GlobalParameter::ChildkeyCooldownBlocks(unsigned(&call.fields["cooldown"]))
        }
        "sudo_set_admin_freeze_window" => GlobalParameter::AdminFreezeWindowBlocks(short()),
        "sudo_set_ck_burn" => GlobalParameter::ChildkeyBurnU64(long()),
        "sudo_set_commit_reveal_version" => GlobalParameter::CommitRevealVersion(short()),
        "sudo_set_default_take" => GlobalParameter::MaxDelegateTakeU16(short()),
        "sudo_set_lock_reduction_interval" => GlobalParameter::NetworkLockReductionBlocks(long()),
        "sudo_set_max_childkey_take" => GlobalParameter::MaxChildkeyTakeU16(short()),
        "sudo_set_max_epochs_per_block" => GlobalParameter::MaxEpochsPerBlock(u8_of(value)),
        "sudo_set_max_mechanism_count" => GlobalParameter::MaxMechanismCount(u8_of(value)),
        "sudo_set_min_childkey_take" => GlobalParameter::MinChildkeyTakeU16(short()),
        "sudo_set_min_delegate_take" => GlobalParameter::MinDelegateTakeU16(short()),
        "sudo_set_network_min_lock_cost" => GlobalParameter::NetworkMinLockRao(long()),
        "sudo_set_network_rate_limit" => GlobalParameter::NetworkRateLimitBlocks(long()),
        "sudo_set_num_root_claims" => GlobalParameter::RootClaimsPerBlock(long()),
        "sudo_set_owner_hparam_rate_limit" => GlobalParameter::OwnerRateLimitTempos(short()),
        "sudo_set_stake_threshold" => GlobalParameter::StakeThresholdRao(long()),
        "sudo_set_start_call_delay" => GlobalParameter::StartCallDelayBlocks(long()),
        "sudo_set_subnet_limit" => GlobalParameter::SubnetLimit(short()),
        "sudo_set_subnet_moving_alpha" => GlobalParameter::MovingAlphaBits(parsed(&call.fields["bits"])),
        "sudo_set_subnet_owner_cut" => GlobalParameter::OwnerCutU16(short()),
        "sudo_set_tx_childkey_take_rate_limit" => GlobalParameter::ChildkeyTakeRateLimitBlocks(long()),
        "sudo_set_tx_delegate_take_rate_limit" => GlobalParameter::DelegateTakeRateLimitBlocks(long()),
        "sudo_set_tx_rate_limit" => GlobalParameter::TxRateLimitBlocks(long()),
        _ => return None,
    })
}

/// What only a setup does.
fn furnishing(call: &Call<'_>) -> Option<Action> {
    Some(Action::Furnish(match call.name() {
        "mint" => Furnishing::Mint {
            account: call.account("who"),
            tao: Tao::from_rao(unsigned(&call.fields["amount"])),
        },
        "raw_moving_price" => {
            Furnishing::MovingPrice { netuid: call.netuid(), bits: parsed(&call.fields["bits"]) }
        }
        "raw_issuance_floor" => {
            Furnishing::IssuedElsewhere { tao: Tao::from_rao(unsigned(only(call, ["amount", "value"]))) }
        }
        "raw_tao_weight" => Furnishing::TaoWeight { weight_u64: unsigned(only(call, ["value", "bits"])) },
        _ => return None,
    }))
}

/// The one of two fields that is there.
fn only<'a>(call: &'a Call<'_>, names: [&str; 2]) -> &'a Value {
    let [first, second] = names.map(|name| &call.fields[name]);
    if first.is_null() { second } else { first }
}

fn u8_of(value: &Value) -> u8 {
    u8::try_from(unsigned(value)).unwrap_or(u8::MAX)
}
