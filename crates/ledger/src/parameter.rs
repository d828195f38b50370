//! What can be set while the network runs, and by whom.

use crate::{Hyperparameters, OwnerIncentive};
use alloc::vec::Vec;
use incentor_primitives::{AccountId, NetworkParameters, Tempo};

/// Who asks for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The privileged origin: the chain's governance.
    Root,
    /// A coldkey.
    Signed(AccountId),
}

/// A list of parameters with the fields they are kept in: the values, their kinds, and how they are stored.
macro_rules! parameters {
    ($($(#[$doc:meta])* $variant:ident($type:ty) => $($field:ident).+;)+) => {
        /// A hyperparameter that can be set while the network runs, with its new value (spec §4).
        ///
        /// Units are those of the field; who may set it, when and how far is
        /// [`rules::setters`](crate::rules::setters)' and [`rules::ranges`](crate::rules::ranges)' business.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Parameter {
            $($(#[$doc])* $variant($type),)+
        }

        /// Which hyperparameter, without a value.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum ParameterKind {
            $(#[doc = concat!("[`Parameter::", stringify!($variant), "`].")] $variant,)+
        }

        impl ParameterKind {
            /// Every kind there is.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];
        }

        impl Parameter {
            /// Which one it is.
            #[must_use]
            pub const fn kind(&self) -> ParameterKind {
                match self {
                    $(Self::$variant(_) => ParameterKind::$variant,)+
                }
            }

            /// Puts the value into its field, and does nothing else: for furnishing a network before it starts.
            pub fn store(self, parameters: &mut Hyperparameters) {
                match self {
                    $(Self::$variant(value) => parameters.$($field).+ = value,)+
                }
            }
        }
    };
}

parameters! {
    /// [`Hyperparameters::tempo`] by the privileged origin, which may set any; starts a new cycle.
    Tempo(Tempo) => tempo;
    /// [`Hyperparameters::tempo`] by the subnet's owner and nobody else; starts a new cycle.
    OwnersTempo(Tempo) => tempo;
    /// [`Hyperparameters::activity_cutoff_factor_milli`].
    ActivityCutoffFactorMilli(u32) => activity_cutoff_factor_milli;
    /// [`Hyperparameters::kappa_u16`].
    KappaU16(u16) => kappa_u16;
    /// [`Hyperparameters::max_allowed_validators`].
    MaxAllowedValidators(u16) => max_allowed_validators;
    /// [`Hyperparameters::max_allowed_uids`].
    MaxAllowedUids(u16) => max_allowed_uids;
    /// [`Hyperparameters::min_allowed_uids`].
    MinAllowedUids(u16) => min_allowed_uids;
    /// [`Hyperparameters::immunity_period_blocks`].
    ImmunityPeriodBlocks(u16) => immunity_period_blocks;
    /// [`Hyperparameters::immune_owner_uids_limit`].
    ImmuneOwnerUidsLimit(u16) => immune_owner_uids_limit;
    /// [`Hyperparameters::min_non_immune_uids`].
    MinNonImmuneUids(u16) => min_non_immune_uids;
    /// [`Hyperparameters::bonds_moving_average`].
    BondsMovingAverage(u64) => bonds_moving_average;
    /// [`Hyperparameters::bonds_penalty_u16`].
    BondsPenaltyU16(u16) => bonds_penalty_u16;
    /// [`Hyperparameters::bonds_reset_on`].
    BondsResetOn(bool) => bonds_reset_on;
    /// [`Hyperparameters::yuma3_on`].
    Yuma3On(bool) => yuma3_on;
    /// [`Hyperparameters::liquid_alpha_on`].
    LiquidAlphaOn(bool) => liquid_alpha_on;
    /// [`Hyperparameters::alpha_values_u16`]: the lower and the higher.
    AlphaValuesU16((u16, u16)) => alpha_values_u16;
    /// [`Hyperparameters::alpha_sigmoid_steepness`].
    AlphaSigmoidSteepness(i16) => alpha_sigmoid_steepness;
    /// [`Hyperparameters::commit_reveal_weights_enabled`].
    CommitRevealWeightsEnabled(bool) => commit_reveal_weights_enabled;
    /// [`Hyperparameters::reveal_period_epochs`].
    RevealPeriodEpochs(u64) => reveal_period_epochs;
    /// [`Hyperparameters::weights_version_key`].
    WeightsVersionKey(u64) => weights_version_key;
    /// [`Hyperparameters::weights_rate_limit_blocks`].
    WeightsRateLimitBlocks(u64) => weights_rate_limit_blocks;
    /// [`Hyperparameters::min_allowed_weights`].
    MinAllowedWeights(u16) => min_allowed_weights;
    /// [`Hyperparameters::registration_allowed`].
    RegistrationAllowed(bool) => registration_allowed;
    /// [`Hyperparameters::max_registrations_per_block`].
    MaxRegistrationsPerBlock(u16) => max_registrations_per_block;
    /// [`Hyperparameters::target_registrations_per_interval`].
    TargetRegistrationsPerInterval(u16) => target_registrations_per_interval;
    /// [`Hyperparameters::subnet_emission_enabled`].
    SubnetEmissionEnabled(bool) => subnet_emission_enabled;
    /// [`Hyperparameters::subtoken_enabled`].
    SubtokenEnabled(bool) => subtoken_enabled;
    /// [`Hyperparameters::owner_cut_enabled`].
    OwnerCutEnabled(bool) => owner_cut_enabled;
    /// [`Hyperparameters::owner_incentive`].
    OwnerIncentive(OwnerIncentive) => owner_incentive;
    /// [`Hyperparameters::mechanism_count`]; another count makes the split even, and a lower one erases
    /// everything of the mechanisms that go.
    MechanismCount(u8) => mechanism_count;
    /// [`Hyperparameters::mechanism_split_u16`].
    MechanismSplitU16(Option<Vec<u16>>) => mechanism_split_u16;
    /// [`Hyperparameters::min_burn_rao`]; the present price follows in the next block.
    MinBurnRao(u64) => min_burn_rao;
    /// [`Hyperparameters::max_burn_rao`]; the present price follows in the next block.
    MaxBurnRao(u64) => max_burn_rao;
    /// [`Hyperparameters::burn_half_life_blocks`].
    BurnHalfLifeBlocks(u16) => burn_half_life_blocks;
    /// [`Hyperparameters::burn_increase_bits`].
    BurnIncreaseBits(u128) => burn_increase_bits;
    /// [`Hyperparameters::fee_rate_u16`].
    FeeRateU16(u16) => fee_rate_u16;
    /// [`Hyperparameters::price_halving_blocks`].
    PriceHalvingBlocks(u64) => price_halving_blocks;
    /// [`Hyperparameters::root_claim_threshold_bits`].
    RootClaimThresholdBits(i128) => root_claim_threshold_bits;
    /// [`Hyperparameters::transfers_enabled`].
    TransfersEnabled(bool) => transfers_enabled;
    /// [`Hyperparameters::min_childkey_take_u16`].
    MinChildkeyTakeU16(u16) => min_childkey_take_u16;
    /// [`Hyperparameters::serving_rate_limit_blocks`].
    ServingRateLimitBlocks(u64) => serving_rate_limit_blocks;
    /// [`InertParameters::activity_cutoff_blocks`](crate::InertParameters::activity_cutoff_blocks).
    ActivityCutoffBlocks(u16) => inert.activity_cutoff_blocks;
    /// [`InertParameters::rho`](crate::InertParameters::rho).
    Rho(u16) => inert.rho;
    /// [`InertParameters::adjustment_interval_blocks`](crate::InertParameters::adjustment_interval_blocks).
    AdjustmentIntervalBlocks(u16) => inert.adjustment_interval_blocks;
    /// [`InertParameters::adjustment_alpha`](crate::InertParameters::adjustment_alpha).
    AdjustmentAlpha(u64) => inert.adjustment_alpha;
    /// [`InertParameters::difficulty`](crate::InertParameters::difficulty).
    Difficulty(u64) => inert.difficulty;
    /// [`InertParameters::min_difficulty`](crate::InertParameters::min_difficulty).
    MinDifficulty(u64) => inert.min_difficulty;
    /// [`InertParameters::max_difficulty`](crate::InertParameters::max_difficulty).
    MaxDifficulty(u64) => inert.max_difficulty;
    /// [`InertParameters::owner_cut_auto_lock`](crate::InertParameters::owner_cut_auto_lock).
    OwnerCutAutoLock(bool) => inert.owner_cut_auto_lock;
}

/// A list of global parameters with the fields they are kept in.
macro_rules! global_parameters {
    ($($variant:ident($type:ty) => $field:ident;)+) => {
        /// A parameter of the whole network that the privileged origin can set while it runs (spec §4).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum GlobalParameter {
            $(#[doc = concat!("[`NetworkParameters::", stringify!($field), "`].")] $variant($type),)+
        }

        impl GlobalParameter {
            /// Puts the value into its field, and does nothing else.
            pub(crate) const fn store(self, network: &mut NetworkParameters) {
                match self {
                    $(Self::$variant(value) => network.$field = value,)+
                }
            }
        }
    };
}

global_parameters! {
    StakeThresholdRao(u64) => stake_threshold_rao;
    MaxEpochsPerBlock(u8) => max_epochs_per_block;
    OwnerCutU16(u16) => owner_cut_u16;
    AdminFreezeWindowBlocks(u16) => admin_freeze_window_blocks;
    OwnerRateLimitTempos(u16) => owner_rate_limit_tempos;
    MovingAlphaBits(i128) => moving_alpha_bits;
    MinDelegateTakeU16(u16) => min_delegate_take_u16;
    MaxDelegateTakeU16(u16) => max_delegate_take_u16;
    MinChildkeyTakeU16(u16) => min_childkey_take_u16;
    MaxChildkeyTakeU16(u16) => max_childkey_take_u16;
    ChildkeyBurnU64(u64) => childkey_burn_u64;
    ChildkeyCooldownBlocks(u64) => childkey_cooldown_blocks;
    RootClaimsPerBlock(u64) => root_claims_per_block;
    MaxMechanismCount(u8) => max_mechanism_count;
    TxRateLimitBlocks(u64) => tx_rate_limit_blocks;
    DelegateTakeRateLimitBlocks(u64) => delegate_take_rate_limit_blocks;
    ChildkeyTakeRateLimitBlocks(u64) => childkey_take_rate_limit_blocks;
    NetworkRateLimitBlocks(u64) => network_rate_limit_blocks;
    NetworkMinLockRao(u64) => network_min_lock_rao;
    NetworkLockReductionBlocks(u64) => network_lock_reduction_blocks;
    SubnetLimit(u16) => subnet_limit;
    StartCallDelayBlocks(u64) => start_call_delay_blocks;
    CommitRevealVersion(u16) => commit_reveal_version;
}
