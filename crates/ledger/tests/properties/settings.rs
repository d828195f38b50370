//! What owners, the privileged origin and strangers might set.

use crate::cast::key;
use incentor_ledger::{Action, GlobalParameter, Origin, OwnerIncentive, Parameter, TakeChange};
use incentor_primitives::{NetUid, Take, Tempo};
use proptest::prelude::*;

/// The owner of every subnet, the privileged origin, and somebody else.
fn origin() -> impl Strategy<Value = Origin> {
    prop_oneof![
        3 => Just(Origin::Root),
        3 => Just(Origin::Signed(key(1))),
        1 => Just(Origin::Signed(key(40))),
    ]
}

/// Values on both sides of every range.
///
/// Without those whose effect waits for the next block or epoch, so that what is at rest fits together: the
/// limits of a price and of the permits.
fn parameter() -> impl Strategy<Value = Parameter> {
    let switches = prop_oneof![
        prop::bool::weighted(0.8).prop_map(Parameter::RegistrationAllowed),
        prop::bool::weighted(0.2).prop_map(Parameter::CommitRevealWeightsEnabled),
        any::<bool>().prop_map(Parameter::OwnerCutEnabled),
        any::<bool>().prop_map(Parameter::Yuma3On),
        any::<bool>().prop_map(Parameter::LiquidAlphaOn),
        any::<bool>().prop_map(|burns| Parameter::OwnerIncentive(if burns {
            OwnerIncentive::Burned
        } else {
            OwnerIncentive::Recycled
        })),
    ];
    let short = prop_oneof![
        (0_u16..14).prop_map(Parameter::MaxAllowedUids),
        (0_u16..10).prop_map(Parameter::MinAllowedUids),
        (0_u16..4).prop_map(Parameter::MinAllowedWeights),
        (0_u16..60).prop_map(Parameter::ImmunityPeriodBlocks),
        (0_u16..4).prop_map(Parameter::ImmuneOwnerUidsLimit),
        (0_u16..4).prop_map(Parameter::MinNonImmuneUids),
        any::<u16>().prop_map(Parameter::KappaU16),
        any::<u16>().prop_map(Parameter::BondsPenaltyU16),
        any::<u16>().prop_map(Parameter::BurnHalfLifeBlocks),
        (0_u16..60).prop_map(|tempo| Parameter::Tempo(Tempo(tempo))),
        (300_u16..400).prop_map(|tempo| Parameter::OwnersTempo(Tempo(tempo))),
    ];
    let wide = prop_oneof![
        (0_u64..2).prop_map(Parameter::WeightsVersionKey),
        (0_u64..9).prop_map(Parameter::WeightsRateLimitBlocks),
        (0_u64..1_000_001).prop_map(Parameter::BondsMovingAverage),
        (0_u64..102).prop_map(Parameter::RevealPeriodEpochs),
        (0_u32..60_000).prop_map(Parameter::ActivityCutoffFactorMilli),
        any::<i16>().prop_map(Parameter::AlphaSigmoidSteepness),
        (0_u16..3000, any::<u16>()).prop_map(Parameter::AlphaValuesU16),
    ];
    let split = prop_oneof![
        Just(None),
        (0_u16..=u16::MAX).prop_map(|part| Some(vec![part, u16::MAX - part])),
        Just(Some(vec![])),
        Just(Some(vec![u16::MAX])),
        Just(Some(vec![1, 2, 65_532])),
    ];
    let mechanisms = prop_oneof![
        (0_u8..4).prop_map(Parameter::MechanismCount),
        split.prop_map(Parameter::MechanismSplitU16),
    ];
    prop_oneof![2 => switches, 3 => short, 2 => wide, 2 => mechanisms]
}

/// A call that sets something, or asks for an epoch.
pub(crate) fn setting() -> impl Strategy<Value = Action> {
    let netuid = || (0_u16..5).prop_map(NetUid);
    let global = prop_oneof![
        prop_oneof![Just(0), Just(5_000_000_000_000)].prop_map(GlobalParameter::StakeThresholdRao),
        (0_u16..8).prop_map(GlobalParameter::AdminFreezeWindowBlocks),
        (0_u16..3).prop_map(GlobalParameter::OwnerRateLimitTempos),
        (0_u8..20).prop_map(GlobalParameter::MaxMechanismCount),
        (0_u8..4).prop_map(GlobalParameter::MaxEpochsPerBlock),
        any::<u16>().prop_map(GlobalParameter::OwnerCutU16),
    ];
    let change = prop_oneof![Just(TakeChange::Increase), Just(TakeChange::Decrease)];
    prop_oneof![
        12 => (origin(), netuid(), parameter())
            .prop_map(|(origin, netuid, parameter)| Action::SetParameter { origin, netuid, parameter }),
        3 => (origin(), global).prop_map(|(origin, parameter)| Action::SetGlobal { origin, parameter }),
        1 => (origin(), netuid()).prop_map(|(origin, netuid)| Action::TriggerEpoch { origin, netuid }),
        2 => (10_u8..24, change, 0_u16..13_000).prop_map(|(name, change, take)| Action::ChangeTake {
            coldkey: key(name + 30),
            hotkey: key(name),
            change,
            take: Take(take),
        }),
    ]
}
