//! Values for every parameter, usual and extreme.

use crate::dice::Dice;
use incentor_ledger::{GlobalParameter as G, OwnerIncentive, Parameter, ParameterKind};
use incentor_primitives::Tempo;

const TAO: u64 = 1_000_000_000;

/// A value for a hyperparameter; one without a line here stops the run.
pub(crate) fn parameter(kind: ParameterKind, dice: &mut Dice<'_>) -> Parameter {
    use {Parameter as P, ParameterKind as K};

    match kind {
        K::Tempo => P::Tempo(Tempo(short(dice, 1, 30))),
        K::OwnersTempo => P::OwnersTempo(Tempo(short(dice, 355, 370))),
        K::ActivityCutoffFactorMilli => {
            P::ActivityCutoffFactorMilli(dice.usual_or_extreme(1_000, 50_000, u64::from(u32::MAX)) as u32)
        }
        K::KappaU16 => P::KappaU16(short(dice, 30_000, 36_000)),
        K::MaxAllowedValidators => P::MaxAllowedValidators(short(dice, 1, 8)),
        K::MaxAllowedUids => P::MaxAllowedUids(short(dice, 4, 20)),
        K::MinAllowedUids => P::MinAllowedUids(short(dice, 0, 4)),
        K::ImmunityPeriodBlocks => P::ImmunityPeriodBlocks(short(dice, 0, 60)),
        K::ImmuneOwnerUidsLimit => P::ImmuneOwnerUidsLimit(short(dice, 1, 4)),
        K::MinNonImmuneUids => P::MinNonImmuneUids(short(dice, 0, 4)),
        K::BondsMovingAverage => P::BondsMovingAverage(wide(dice, 0, 1_000_000)),
        K::BondsPenaltyU16 => P::BondsPenaltyU16(short(dice, 0, 65_535)),
        K::BondsResetOn => P::BondsResetOn(dice.once_in(2)),
        K::Yuma3On => P::Yuma3On(dice.once_in(2)),
        K::LiquidAlphaOn => P::LiquidAlphaOn(dice.once_in(2)),
        K::AlphaValuesU16 => P::AlphaValuesU16((short(dice, 1_638, 40_000), short(dice, 40_000, 65_535))),
        K::AlphaSigmoidSteepness => P::AlphaSigmoidSteepness(dice.number() as i16),
        K::CommitRevealWeightsEnabled => P::CommitRevealWeightsEnabled(dice.once_in(2)),
        K::RevealPeriodEpochs => P::RevealPeriodEpochs(wide(dice, 1, 3)),
        K::WeightsVersionKey => P::WeightsVersionKey(wide(dice, 0, 3)),
        K::WeightsRateLimitBlocks => P::WeightsRateLimitBlocks(wide(dice, 0, 5)),
        K::MinAllowedWeights => P::MinAllowedWeights(short(dice, 0, 3)),
        K::RegistrationAllowed => P::RegistrationAllowed(!dice.once_in(6)),
        K::MaxRegistrationsPerBlock => P::MaxRegistrationsPerBlock(short(dice, 1, 5)),
        K::TargetRegistrationsPerInterval => P::TargetRegistrationsPerInterval(short(dice, 1, 5)),
        K::SubnetEmissionEnabled => P::SubnetEmissionEnabled(!dice.once_in(6)),
        K::SubtokenEnabled => P::SubtokenEnabled(!dice.once_in(6)),
        K::OwnerCutEnabled => P::OwnerCutEnabled(dice.once_in(2)),
        K::OwnerIncentive => {
            P::OwnerIncentive(dice.one_of(&[OwnerIncentive::Burned, OwnerIncentive::Recycled]))
        }
        K::MechanismCount => P::MechanismCount(dice.usual_or_extreme(1, 3, 255) as u8),
        K::MechanismSplitU16 => P::MechanismSplitU16(split(dice)),
        K::MinBurnRao => P::MinBurnRao(wide(dice, 0, TAO)),
        K::MaxBurnRao => P::MaxBurnRao(wide(dice, TAO, 100 * TAO)),
        K::BurnHalfLifeBlocks => P::BurnHalfLifeBlocks(short(dice, 1, 500)),
        K::BurnIncreaseBits => {
            P::BurnIncreaseBits(u128::from(wide(dice, 1 << 16, 1 << 17)) << dice.one_of(&[0, 48, 64]))
        }
        K::FeeRateU16 => P::FeeRateU16(short(dice, 0, 1_000)),
        K::PriceHalvingBlocks => P::PriceHalvingBlocks(wide(dice, 1, 1_000)),
        K::RootClaimThresholdBits => P::RootClaimThresholdBits(
            i128::from(wide(dice, 0, 1_000).cast_signed()) << dice.one_of(&[0, 20, 32]),
        ),
        K::TransfersEnabled => P::TransfersEnabled(!dice.once_in(4)),
        K::MinChildkeyTakeU16 => P::MinChildkeyTakeU16(short(dice, 0, 12_000)),
        K::ServingRateLimitBlocks => P::ServingRateLimitBlocks(wide(dice, 0, 100)),
        K::ActivityCutoffBlocks => P::ActivityCutoffBlocks(short(dice, 100, 5_000)),
        K::Rho => P::Rho(short(dice, 1, 100)),
        K::AdjustmentIntervalBlocks => P::AdjustmentIntervalBlocks(short(dice, 1, 100)),
        K::AdjustmentAlpha => P::AdjustmentAlpha(wide(dice, 0, 100)),
        K::Difficulty => P::Difficulty(wide(dice, 0, 100)),
        K::MinDifficulty => P::MinDifficulty(wide(dice, 0, 100)),
        K::MaxDifficulty => P::MaxDifficulty(wide(dice, 0, 100)),
        K::OwnerCutAutoLock => P::OwnerCutAutoLock(dice.once_in(2)),
        other => panic!("no values for {other:?}"),
    }
}

fn split(dice: &mut Dice<'_>) -> Option<Vec<u16>> {
    let part = dice.number() as u16;
    let splits: [Option<&[u16]>; 7] = [
        None,
        Some(&[]),
        Some(&[u16::MAX]),
        Some(&[1, 2, 65_532]),
        Some(&[part, u16::MAX - part]),
        Some(&[part, part]),
        Some(&[0; 300]),
    ];
    dice.one_of(&splits).map(<[u16]>::to_vec)
}

/// A parameter of the whole network: its name, and values for it.
type Global = (&'static str, fn(&mut Dice<'_>) -> G);

/// All parameters of the whole network.
pub(crate) const GLOBALS: &[Global] = &[
    ("StakeThresholdRao", |d| G::StakeThresholdRao(wide(d, 0, TAO))),
    ("MaxEpochsPerBlock", |d| G::MaxEpochsPerBlock(d.usual_or_extreme(1, 4, 255) as u8)),
    ("OwnerCutU16", |d| G::OwnerCutU16(short(d, 0, 20_000))),
    ("AdminFreezeWindowBlocks", |d| G::AdminFreezeWindowBlocks(short(d, 0, 3))),
    ("OwnerRateLimitTempos", |d| G::OwnerRateLimitTempos(short(d, 0, 2))),
    ("MovingAlphaBits", |d| {
        let bits = wide(d, 0, 1 << 32).cast_signed();
        G::MovingAlphaBits(d.one_of(&[i128::from(bits), i128::from(bits), i128::MAX, i128::MIN]))
    }),
    ("MinDelegateTakeU16", |d| G::MinDelegateTakeU16(short(d, 0, 4_000))),
    ("MaxDelegateTakeU16", |d| G::MaxDelegateTakeU16(short(d, 6_000, 12_000))),
    ("MinChildkeyTakeU16", |d| G::MinChildkeyTakeU16(short(d, 0, 4_000))),
    ("MaxChildkeyTakeU16", |d| G::MaxChildkeyTakeU16(short(d, 6_000, 12_000))),
    ("ChildkeyBurnU64", |d| G::ChildkeyBurnU64(wide(d, 0, u64::MAX))),
    ("ChildkeyCooldownBlocks", |d| G::ChildkeyCooldownBlocks(wide(d, 0, 20))),
    ("RootClaimsPerBlock", |d| G::RootClaimsPerBlock(wide(d, 0, 10))),
    ("MaxMechanismCount", |d| G::MaxMechanismCount(d.usual_or_extreme(1, 8, 255) as u8)),
    ("TxRateLimitBlocks", |d| G::TxRateLimitBlocks(wide(d, 0, 5))),
    ("DelegateTakeRateLimitBlocks", |d| G::DelegateTakeRateLimitBlocks(wide(d, 0, 20))),
    ("ChildkeyTakeRateLimitBlocks", |d| G::ChildkeyTakeRateLimitBlocks(wide(d, 0, 20))),
    ("NetworkRateLimitBlocks", |d| G::NetworkRateLimitBlocks(wide(d, 0, 20))),
    ("NetworkMinLockRao", |d| G::NetworkMinLockRao(wide(d, 0, 10 * TAO))),
    ("NetworkLockReductionBlocks", |d| G::NetworkLockReductionBlocks(wide(d, 0, 100))),
    ("SubnetLimit", |d| G::SubnetLimit(d.below(8) as u16)),
    ("StartCallDelayBlocks", |d| G::StartCallDelayBlocks(wide(d, 0, 10))),
    ("CommitRevealVersion", |d| G::CommitRevealVersion(d.one_of(&[4, 4, 4, 3, 0, u16::MAX]))),
];

fn wide(dice: &mut Dice<'_>, least: u64, most: u64) -> u64 {
    dice.usual_or_extreme(least, most, u64::MAX)
}

fn short(dice: &mut Dice<'_>, least: u64, most: u64) -> u16 {
    dice.usual_or_extreme(least, most, 65_535) as u16
}
