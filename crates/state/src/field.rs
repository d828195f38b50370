//! The fields of `input`, by name.

/// A field of the format's `input` object, in the order of the format's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    N,
    CurrentBlock,
    Tempo,
    ActivityCutoffBlocks,
    LastMechanismStepBlock,
    TotalStake,
    LastUpdate,
    BlockAtRegistration,
    ValidatorPermit,
    MaxAllowedValidators,
    KappaU16,
    BondsMovingAverage,
    BondsPenaltyU16,
    Yuma3On,
    LiquidAlphaOn,
    AlphaValuesU16,
    AlphaSigmoidSteepness,
    OwnerUid,
    StakeThreshold,
    CommitBlocks,
    Weights,
    Bonds,
    EmissionRao,
}

impl Field {
    pub(crate) const ALL: [(&'static str, Self); 23] = [
        ("n", Self::N),
        ("current_block", Self::CurrentBlock),
        ("tempo", Self::Tempo),
        ("activity_cutoff_blocks", Self::ActivityCutoffBlocks),
        ("last_mechanism_step_block", Self::LastMechanismStepBlock),
        ("total_stake", Self::TotalStake),
        ("last_update", Self::LastUpdate),
        ("block_at_registration", Self::BlockAtRegistration),
        ("validator_permit", Self::ValidatorPermit),
        ("max_allowed_validators", Self::MaxAllowedValidators),
        ("kappa_u16", Self::KappaU16),
        ("bonds_moving_average", Self::BondsMovingAverage),
        ("bonds_penalty_u16", Self::BondsPenaltyU16),
        ("yuma3_on", Self::Yuma3On),
        ("liquid_alpha_on", Self::LiquidAlphaOn),
        ("alpha_values_u16", Self::AlphaValuesU16),
        ("alpha_sigmoid_steepness", Self::AlphaSigmoidSteepness),
        ("owner_uid", Self::OwnerUid),
        ("stake_threshold", Self::StakeThreshold),
        ("commit_blocks", Self::CommitBlocks),
        ("weights", Self::Weights),
        ("bonds", Self::Bonds),
        ("emission_rao", Self::EmissionRao),
    ];

    pub(crate) fn named(name: &str) -> Option<(&'static str, Self)> {
        Self::ALL.iter().find(|(known, _)| *known == name).copied()
    }

    /// A single value that changes no length, so that it can be set on its own.
    pub(crate) const fn is_setting(self) -> bool {
        !matches!(
            self,
            Self::N
                | Self::TotalStake
                | Self::LastUpdate
                | Self::BlockAtRegistration
                | Self::ValidatorPermit
                | Self::CommitBlocks
                | Self::Weights
                | Self::Bonds
        )
    }
}

/// Names of every field of `input`.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    Field::ALL.iter().map(|(name, _)| *name)
}
