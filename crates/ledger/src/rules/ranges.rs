//! How far parameters may be set (spec §4).

use super::mechanisms::{MechanismLimits, check_mechanism_count, is_split};
use super::seat_limits::{SeatLimits, check_max_allowed_uids, check_min_allowed_uids};
use crate::{GlobalParameter, Globals, Hyperparameters, Parameter, RuleError};
use incentor_primitives::RuleSet;

/// What a range depends on besides the value.
#[derive(Clone, Copy, Debug)]
pub struct RangeFacts<'a> {
    /// The privileged origin asks.
    pub by_root: bool,
    /// Constants.
    pub rules: &'a RuleSet,
    /// The network's parameters.
    pub globals: &'a Globals,
    /// The subnet's parameters as they are.
    pub parameters: &'a Hyperparameters,
    /// Uids in the subnet.
    pub n: usize,
}

/// Checks a hyperparameter's value.
///
/// # Errors
/// The first check that fails.
pub fn check_range(parameter: &Parameter, facts: &RangeFacts<'_>) -> Result<(), RuleError> {
    use Parameter as P;
    let (limits, now) = (&facts.rules.limits, facts.parameters);
    let globals = facts.globals;
    match *parameter {
        P::OwnersTempo(tempo) => within(limits.tempo.contains(&tempo.0), RuleError::TempoOutOfBounds),
        P::ActivityCutoffFactorMilli(factor) => {
            let fits = limits.activity_cutoff_factor_milli.contains(&factor);
            within(fits, RuleError::ActivityCutoffFactorMilliOutOfBounds)
        }
        P::ActivityCutoffBlocks(blocks) => {
            within(blocks >= limits.min_activity_cutoff_blocks, RuleError::ActivityCutoffTooLow)
        }
        P::MaxAllowedValidators(validators) => {
            within(validators <= now.max_allowed_uids, RuleError::MaxValidatorsLargerThanMaxUIds)
        }
        P::MaxAllowedUids(uids) => check_max_allowed_uids(uids, &seat_limits(facts)),
        P::MinAllowedUids(uids) => check_min_allowed_uids(uids, &seat_limits(facts)),
        P::ImmuneOwnerUidsLimit(uids) => {
            within(limits.immune_owner_uids.contains(&uids), RuleError::InvalidValue)
        }
        P::BondsMovingAverage(average) => {
            let fits = facts.by_root || average <= limits.max_owner_bonds_moving_average;
            within(fits, RuleError::BondsMovingAverageMaxReached)
        }
        P::AlphaValuesU16((low, high)) => {
            within(now.liquid_alpha_on, RuleError::LiquidAlphaDisabled)?;
            within(high >= limits.min_alpha_u16, RuleError::AlphaHighTooLow)?;
            within((limits.min_alpha_u16..=high).contains(&low), RuleError::AlphaLowOutOfRange)
        }
        P::AlphaSigmoidSteepness(steepness) => {
            within(facts.by_root || steepness >= 0, RuleError::NegativeSigmoidSteepness)
        }
        P::RevealPeriodEpochs(epochs) => {
            within(epochs <= limits.reveal_period_epochs.most, RuleError::RevealPeriodTooLarge)?;
            within(epochs >= limits.reveal_period_epochs.least, RuleError::RevealPeriodTooSmall)
        }
        P::MechanismCount(count) => {
            let limits = MechanismLimits {
                max_mechanism_count: globals.network.max_mechanism_count,
                max_mechanisms: facts.rules.yuma.max_mechanisms,
                max_allowed_uids: now.max_allowed_uids,
                max_uids: limits.max_uids,
            };
            check_mechanism_count(count, &limits)
        }
        P::MechanismSplitU16(ref split) => {
            within(is_split(split.as_deref(), now.mechanism_count), RuleError::InvalidValue)
        }
        P::MinBurnRao(rao) => {
            let fits = rao < limits.min_burn_below_rao && rao < now.max_burn_rao;
            within(fits, RuleError::ValueNotInBounds)
        }
        P::MaxBurnRao(rao) => {
            let fits = rao > limits.max_burn_above_rao && rao > now.min_burn_rao;
            within(fits, RuleError::ValueNotInBounds)
        }
        P::BurnHalfLifeBlocks(blocks) => {
            within(limits.burn_half_life_blocks.contains(&blocks), RuleError::AdminInvalidValue)
        }
        P::BurnIncreaseBits(bits) => {
            within(limits.burn_increase_bits.contains(&bits), RuleError::AdminInvalidValue)
        }
        P::FeeRateU16(rate) => within(rate <= limits.max_fee_rate_u16, RuleError::FeeRateTooHigh),
        P::RootClaimThresholdBits(bits) => {
            let fits = limits.root_claim_threshold_bits.contains(&bits);
            within(fits, RuleError::InvalidRootClaimThreshold)
        }
        P::MinChildkeyTakeU16(take) => {
            let fits = (globals.network.min_childkey_take_u16..=globals.network.max_childkey_take_u16)
                .contains(&take);
            within(fits, RuleError::AdminInvalidValue)
        }
        // Any value will do.
        P::Tempo(_)
        | P::KappaU16(_)
        | P::ImmunityPeriodBlocks(_)
        | P::MinNonImmuneUids(_)
        | P::BondsPenaltyU16(_)
        | P::BondsResetOn(_)
        | P::Yuma3On(_)
        | P::LiquidAlphaOn(_)
        | P::CommitRevealWeightsEnabled(_)
        | P::WeightsVersionKey(_)
        | P::WeightsRateLimitBlocks(_)
        | P::MinAllowedWeights(_)
        | P::RegistrationAllowed(_)
        | P::MaxRegistrationsPerBlock(_)
        | P::TargetRegistrationsPerInterval(_)
        | P::SubnetEmissionEnabled(_)
        | P::SubtokenEnabled(_)
        | P::OwnerCutEnabled(_)
        | P::OwnerIncentive(_)
        | P::PriceHalvingBlocks(_)
        | P::TransfersEnabled(_)
        | P::ServingRateLimitBlocks(_)
        | P::Rho(_)
        | P::AdjustmentIntervalBlocks(_)
        | P::AdjustmentAlpha(_)
        | P::Difficulty(_)
        | P::MinDifficulty(_)
        | P::MaxDifficulty(_)
        | P::OwnerCutAutoLock(_) => Ok(()),
    }
}

/// Checks a global parameter's value.
///
/// # Errors
/// The check that fails.
pub fn check_global_range(parameter: GlobalParameter, rules: &RuleSet) -> Result<(), RuleError> {
    match parameter {
        GlobalParameter::MaxEpochsPerBlock(epochs) => within(epochs >= 1, RuleError::ValueNotInBounds),
        GlobalParameter::MaxMechanismCount(count) => {
            within((1..=rules.yuma.max_mechanisms).contains(&count), RuleError::InvalidValue)
        }
        GlobalParameter::RootClaimsPerBlock(claims) => {
            within(claims <= rules.limits.max_root_claims_per_block, RuleError::InvalidNumRootClaim)
        }
        _ => Ok(()),
    }
}

const fn seat_limits(facts: &RangeFacts<'_>) -> SeatLimits {
    SeatLimits {
        n: facts.n,
        min_allowed_uids: facts.parameters.min_allowed_uids,
        max_allowed_uids: facts.parameters.max_allowed_uids,
        mechanism_count: facts.parameters.mechanism_count,
        max_uids: facts.rules.limits.max_uids,
    }
}

const fn within(fits: bool, error: RuleError) -> Result<(), RuleError> {
    if fits { Ok(()) } else { Err(error) }
}
