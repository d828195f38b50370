//! Hyperparameters by their btcli names, as the ledger keeps and sets them.

use crate::SimError;
use incentor_ledger::{Action, Hyperparameters, Ledger, Network as _, Origin, OwnerIncentive, Parameter};
use incentor_primitives::{NetUid, Tempo};
use incentor_scenario::{Setting, SettingValue};

/// Furnishes a subnet with what its scenario gives.
pub(crate) fn furnish(parameters: &mut Hyperparameters, settings: &[Setting]) -> Result<(), SimError> {
    settings.iter().try_for_each(|setting| {
        let parameter = parameter(setting, parameters).ok_or_else(|| unknown(setting))?;
        parameter.store(parameters);
        Ok(())
    })
}

/// Sets one while the network runs, as the chain's governance does.
pub(crate) fn set(ledger: &mut Ledger, netuid: NetUid, setting: &Setting) -> Result<(), SimError> {
    let Some(subnet) = ledger.view().subnet(netuid) else { return Ok(()) };
    let parameter = parameter(setting, subnet.parameters()).ok_or_else(|| unknown(setting))?;
    let action = Action::SetParameter { origin: Origin::Root, netuid, parameter };
    ledger.apply(action).map(drop).map_err(|source| SimError::Refused {
        name: setting.name.to_owned(),
        value: whole(setting.value),
        source,
    })
}

fn unknown(setting: &Setting) -> SimError {
    SimError::Setting { name: setting.name.to_owned() }
}

fn whole(value: SettingValue) -> i128 {
    match value {
        SettingValue::Switch(on) => i128::from(on),
        SettingValue::Whole(whole) => whole,
    }
}

/// The parameter that a setting means; numbers beyond its type are held to the type.
fn parameter(setting: &Setting, now: &Hyperparameters) -> Option<Parameter> {
    let value = whole(setting.value);
    let on = value != 0;
    let u16 = || u16::try_from(value.max(0)).unwrap_or(u16::MAX);
    let u32 = || u32::try_from(value.max(0)).unwrap_or(u32::MAX);
    let u64 = || u64::try_from(value.max(0)).unwrap_or(u64::MAX);
    Some(match setting.name {
        "tempo" => Parameter::Tempo(Tempo(u16())),
        "kappa" => Parameter::KappaU16(u16()),
        "max_allowed_uids" => Parameter::MaxAllowedUids(u16()),
        "min_allowed_uids" => Parameter::MinAllowedUids(u16()),
        "max_validators" => Parameter::MaxAllowedValidators(u16()),
        "immunity_period" => Parameter::ImmunityPeriodBlocks(u16()),
        "immune_owner_uids_limit" => Parameter::ImmuneOwnerUidsLimit(u16()),
        "min_non_immune_uids" => Parameter::MinNonImmuneUids(u16()),
        "min_allowed_weights" => Parameter::MinAllowedWeights(u16()),
        "weights_rate_limit" => Parameter::WeightsRateLimitBlocks(u64()),
        "weights_version" => Parameter::WeightsVersionKey(u64()),
        "activity_cutoff_factor" => Parameter::ActivityCutoffFactorMilli(u32()),
        "commit_reveal" => Parameter::CommitRevealWeightsEnabled(on),
        "reveal_period_epochs" => Parameter::RevealPeriodEpochs(u64()),
        "yuma3_on" => Parameter::Yuma3On(on),
        "bonds_moving_avg" => Parameter::BondsMovingAverage(u64()),
        "bonds_penalty" => Parameter::BondsPenaltyU16(u16()),
        "bonds_reset_on" => Parameter::BondsResetOn(on),
        "liquid_alpha_on" => Parameter::LiquidAlphaOn(on),
        "alpha_low" => Parameter::AlphaValuesU16((u16(), now.alpha_values_u16.1)),
        "alpha_high" => Parameter::AlphaValuesU16((now.alpha_values_u16.0, u16())),
        "alpha_sigmoid_steepness" => Parameter::AlphaSigmoidSteepness(i16::try_from(value).ok()?),
        "registration_allowed" => Parameter::RegistrationAllowed(on),
        "min_burn" => Parameter::MinBurnRao(u64()),
        "max_burn" => Parameter::MaxBurnRao(u64()),
        "burn_half_life" => Parameter::BurnHalfLifeBlocks(u16()),
        "burn_increase" => Parameter::BurnIncreaseBits(u128::try_from(value).ok()?),
        "subnet_emission_enabled" => Parameter::SubnetEmissionEnabled(on),
        "owner_cut_enabled" => Parameter::OwnerCutEnabled(on),
        "recycle_or_burn" => {
            Parameter::OwnerIncentive(if on { OwnerIncentive::Recycled } else { OwnerIncentive::Burned })
        }
        "transfers_enabled" => Parameter::TransfersEnabled(on),
        "fee_rate" => Parameter::FeeRateU16(u16()),
        "price_halving" => Parameter::PriceHalvingBlocks(u64()),
        "min_childkey_take" => Parameter::MinChildkeyTakeU16(u16()),
        "max_regs_per_block" => Parameter::MaxRegistrationsPerBlock(u16()),
        "target_regs_per_interval" => Parameter::TargetRegistrationsPerInterval(u16()),
        "serving_rate_limit" => Parameter::ServingRateLimitBlocks(u64()),
        "rho" => Parameter::Rho(u16()),
        "activity_cutoff" => Parameter::ActivityCutoffBlocks(u16()),
        "adjustment_interval" => Parameter::AdjustmentIntervalBlocks(u16()),
        "adjustment_alpha" => Parameter::AdjustmentAlpha(u64()),
        "difficulty" => Parameter::Difficulty(u64()),
        "min_difficulty" => Parameter::MinDifficulty(u64()),
        "max_difficulty" => Parameter::MaxDifficulty(u64()),
        _ => return None,
    })
}
