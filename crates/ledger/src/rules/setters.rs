//! Who may set which hyperparameter, when and how often (spec §2.9, §4 with the corrections of §9).

use crate::{ParameterKind, RuleError};
use incentor_primitives::ParameterLimits;

/// Who may set a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setter {
    /// The privileged origin.
    Root,
    /// The subnet's owner.
    Owner,
    /// Either.
    OwnerOrRoot,
}

/// For whom a parameter stands still close to an epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freeze {
    /// For nobody.
    Never,
    /// For the owner.
    Owner,
    /// For the owner and the privileged origin.
    All,
}

/// How long an owner waits between two settings of one parameter; the privileged origin never waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnerPace {
    /// Not at all.
    Free,
    /// [`Globals::owner_rate_limit_tempos`](incentor_primitives::NetworkParameters::owner_rate_limit_tempos).
    Tempos,
    /// [`Globals::version_key_rate_limit_tempos`](incentor_primitives::NetworkParameters::version_key_rate_limit_tempos).
    VersionKey,
    /// [`ParameterLimits::tempo_rate_limit_blocks`].
    Tempo,
    /// [`ParameterLimits::mechanism_rate_limit_blocks`].
    Mechanisms,
}

impl OwnerPace {
    /// Blocks between two settings.
    #[must_use]
    pub fn blocks(self, tempo: u16, limits: &ParameterLimits, tempos: &PaceTempos) -> u64 {
        let tempo = u64::from(tempo);
        match self {
            Self::Free => 0,
            Self::Tempos => tempo.saturating_mul(u64::from(tempos.owner)),
            Self::VersionKey => tempo.saturating_mul(tempos.version_key),
            Self::Tempo => limits.tempo_rate_limit_blocks,
            Self::Mechanisms => limits.mechanism_rate_limit_blocks,
        }
    }
}

/// The two paces that count in tempos.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaceTempos {
    /// Of a parameter.
    pub owner: u16,
    /// Of the version key.
    pub version_key: u64,
}

/// At which point the range is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeCheck {
    /// After pace and window, as in the calls of the admin module.
    Last,
    /// Before window and pace, as in the calls of the main module.
    First,
}

/// The terms on which a hyperparameter is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Who may.
    pub setter: Setter,
    /// For whom it stands still.
    pub freeze: Freeze,
    /// How long the owner waits.
    pub pace: OwnerPace,
    /// When the range is checked.
    pub range: RangeCheck,
    /// The root network has it, too.
    pub on_root: bool,
    /// Answer for a subnet that does not exist.
    pub no_subnet: RuleError,
}

impl Terms {
    const ROOT: Self = Self {
        setter: Setter::Root,
        freeze: Freeze::Never,
        pace: OwnerPace::Free,
        range: RangeCheck::Last,
        on_root: true,
        no_subnet: RuleError::SubnetDoesNotExist,
    };
    const ROOT_OUTSIDE_WINDOW: Self = Self { freeze: Freeze::All, ..Self::ROOT };
    const OWNER: Self =
        Self { setter: Setter::OwnerOrRoot, freeze: Freeze::All, pace: OwnerPace::Tempos, ..Self::ROOT };

    /// The table of spec §4.
    ///
    /// Where the chain would write down a value for a subnet that does not exist, this ledger refuses it.
    #[must_use]
    pub const fn of(kind: ParameterKind) -> Self {
        use ParameterKind as P;
        match kind {
            P::KappaU16
            | P::WeightsRateLimitBlocks
            | P::AdjustmentIntervalBlocks
            | P::RegistrationAllowed
            | P::MinNonImmuneUids
            | P::FeeRateU16
            | P::PriceHalvingBlocks => Self::ROOT,
            P::SubnetEmissionEnabled => Self { on_root: false, ..Self::ROOT },

            P::Tempo
            | P::MaxAllowedValidators
            | P::MinAllowedUids
            | P::MaxRegistrationsPerBlock
            | P::TargetRegistrationsPerInterval
            | P::Difficulty
            | P::MinDifficulty
            | P::SubtokenEnabled => Self::ROOT_OUTSIDE_WINDOW,

            P::ServingRateLimitBlocks
            | P::ImmunityPeriodBlocks
            | P::MinAllowedWeights
            | P::MaxAllowedUids
            | P::Rho
            | P::ActivityCutoffBlocks
            | P::MinBurnRao
            | P::MaxBurnRao
            | P::BondsMovingAverage
            | P::BondsPenaltyU16
            | P::BondsResetOn
            | P::Yuma3On
            | P::LiquidAlphaOn
            | P::AlphaValuesU16
            | P::AlphaSigmoidSteepness
            | P::CommitRevealWeightsEnabled
            | P::RevealPeriodEpochs
            | P::ImmuneOwnerUidsLimit
            | P::OwnerIncentive
            | P::TransfersEnabled
            | P::AdjustmentAlpha
            | P::MaxDifficulty
            | P::MinChildkeyTakeU16 => Self::OWNER,
            P::BurnHalfLifeBlocks | P::BurnIncreaseBits => Self { on_root: false, ..Self::OWNER },
            P::OwnerCutEnabled | P::OwnerCutAutoLock => {
                Self { pace: OwnerPace::Free, on_root: false, ..Self::OWNER }
            }
            P::WeightsVersionKey => Self { pace: OwnerPace::VersionKey, ..Self::OWNER },
            P::MechanismCount | P::MechanismSplitU16 => Self {
                pace: OwnerPace::Mechanisms,
                no_subnet: RuleError::MechanismDoesNotExist,
                ..Self::OWNER
            },

            P::OwnersTempo => Self {
                setter: Setter::Owner,
                pace: OwnerPace::Tempo,
                range: RangeCheck::First,
                no_subnet: RuleError::SubnetNotExists,
                ..Self::OWNER
            },
            P::ActivityCutoffFactorMilli => Self {
                freeze: Freeze::Owner,
                range: RangeCheck::First,
                no_subnet: RuleError::SubnetNotExists,
                ..Self::OWNER
            },
            P::RootClaimThresholdBits => Self {
                freeze: Freeze::Never,
                pace: OwnerPace::Free,
                no_subnet: RuleError::SubnetNotExists,
                ..Self::OWNER
            },
        }
    }
}

/// Who asks, seen from the subnet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// The privileged origin.
    Root,
    /// The subnet's owner.
    Owner,
    /// Somebody else.
    Stranger,
}

/// What the checks look at besides the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetterFacts {
    /// Who asks.
    pub caller: Caller,
    /// The subnet exists, or is the root network.
    pub subnet_exists: bool,
    /// The subnet is the root network.
    pub is_root: bool,
    /// The subnet's parameters stand still, see [`super::freeze_window`].
    pub frozen: bool,
    /// The owner set this parameter less than its pace ago.
    pub too_soon: bool,
}

/// Checks a setting in the chain's order; `range` is asked only when its turn comes.
///
/// # Errors
/// The first check that fails.
pub fn check_setting(
    terms: &Terms,
    facts: &SetterFacts,
    range: impl FnOnce() -> Result<(), RuleError>,
) -> Result<(), RuleError> {
    let require = |holds: bool, error: RuleError| if holds { Ok(()) } else { Err(error) };
    let may = match facts.caller {
        Caller::Root => terms.setter != Setter::Owner,
        Caller::Owner => terms.setter != Setter::Root,
        Caller::Stranger => false,
    };
    require(may, RuleError::BadOrigin)?;

    let is_owner = facts.caller == Caller::Owner;
    let rested = !(is_owner && facts.too_soon);
    let moves = match terms.freeze {
        Freeze::Never => true,
        Freeze::Owner => !(is_owner && facts.frozen),
        Freeze::All => !facts.frozen,
    };
    let is_there = || {
        require(facts.subnet_exists, terms.no_subnet)?;
        require(terms.on_root || !facts.is_root, RuleError::NotPermittedOnRootSubnet)
    };
    match terms.range {
        RangeCheck::Last => {
            require(rested, RuleError::TxRateLimitExceeded)?;
            require(moves, RuleError::AdminActionProhibitedDuringWeightsWindow)?;
            is_there()?;
            range()
        }
        RangeCheck::First => {
            is_there()?;
            range()?;
            require(moves, RuleError::AdminActionProhibitedDuringWeightsWindow)?;
            require(rested, RuleError::TxRateLimitExceeded)
        }
    }
}
