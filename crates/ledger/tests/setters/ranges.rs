//! The edges of every range.

use crate::{NETUID, OWNER, RULES, STRANGER, genesis, set, subnet};
use incentor_ledger::rules::ranges::{RangeFacts, check_global_range, check_range};
use incentor_ledger::{
    Action, GlobalParameter, Globals, Hyperparameters, Ledger, Network, Origin, Parameter, RuleError,
};
use incentor_primitives::Tempo;
use proptest::prelude::*;

/// Checks a value on a subnet of new parameters, 70 uids and liquid alpha.
fn check(parameter: &Parameter, by_root: bool, expected: Result<(), RuleError>) {
    let globals = Globals::new(&RULES);
    let mut parameters = Hyperparameters::new(&RULES);
    parameters.liquid_alpha_on = true;
    parameters.max_allowed_uids = 128;
    parameters.mechanism_count = 2;
    let facts = RangeFacts { by_root, rules: &RULES, globals: &globals, parameters: &parameters, n: 70 };
    assert_eq!(check_range(parameter, &facts), expected, "{parameter:?}, by root: {by_root}");
}

/// The values on both sides of an edge, for both origins.
fn edge(fits: &Parameter, fails: &Parameter, error: RuleError) {
    for by_root in [false, true] {
        check(fits, by_root, Ok(()));
        check(fails, by_root, Err(error));
    }
}

#[test]
fn every_range_ends_where_the_chains_does() {
    use Parameter as P;
    let tempo = |blocks| P::OwnersTempo(Tempo(blocks));
    edge(&tempo(360), &tempo(359), RuleError::TempoOutOfBounds);
    edge(&tempo(50_400), &tempo(50_401), RuleError::TempoOutOfBounds);
    check(&P::Tempo(Tempo(0)), true, Ok(()));
    check(&P::Tempo(Tempo(u16::MAX)), true, Ok(()));
    let factor = P::ActivityCutoffFactorMilli;
    edge(&factor(1_000), &factor(999), RuleError::ActivityCutoffFactorMilliOutOfBounds);
    edge(&factor(50_000), &factor(50_001), RuleError::ActivityCutoffFactorMilliOutOfBounds);
    let cutoff = P::ActivityCutoffBlocks;
    edge(&cutoff(360), &cutoff(359), RuleError::ActivityCutoffTooLow);

    let validators = P::MaxAllowedValidators;
    edge(&validators(128), &validators(129), RuleError::MaxValidatorsLargerThanMaxUIds);
    let uids = P::MaxAllowedUids;
    edge(&uids(70), &uids(69), RuleError::MaxAllowedUIdsLessThanCurrentUIds);
    edge(&uids(128), &uids(129), RuleError::TooManyUIDsPerMechanism);
    edge(&uids(70), &uids(257), RuleError::MaxAllowedUidsGreaterThanDefaultMaxAllowedUids);
    edge(&uids(70), &uids(63), RuleError::MaxAllowedUidsLessThanMinAllowedUids);
    let least = P::MinAllowedUids;
    edge(&least(69), &least(70), RuleError::MinAllowedUidsGreaterThanCurrentUids);
    edge(&least(0), &least(128), RuleError::MinAllowedUidsGreaterThanMaxAllowedUids);
    let owners = P::ImmuneOwnerUidsLimit;
    edge(&owners(1), &owners(0), RuleError::InvalidValue);
    edge(&owners(10), &owners(11), RuleError::InvalidValue);

    let low_burn = P::MinBurnRao;
    edge(&low_burn(999_999_999), &low_burn(1_000_000_000), RuleError::ValueNotInBounds);
    let high_burn = P::MaxBurnRao;
    edge(&high_burn(100_000_001), &high_burn(100_000_000), RuleError::ValueNotInBounds);
    let half_life = P::BurnHalfLifeBlocks;
    edge(&half_life(1), &half_life(0), RuleError::AdminInvalidValue);
    edge(&half_life(36_100), &half_life(36_101), RuleError::AdminInvalidValue);
    let increase = P::BurnIncreaseBits;
    edge(&increase(1 << 64), &increase((1 << 64) - 1), RuleError::AdminInvalidValue);
    edge(&increase(3 << 64), &increase((3 << 64) + 1), RuleError::AdminInvalidValue);

    let alphas = |low, high| P::AlphaValuesU16((low, high));
    edge(&alphas(1_638, 1_638), &alphas(1_637, 1_638), RuleError::AlphaLowOutOfRange);
    edge(&alphas(60_000, 60_000), &alphas(60_001, 60_000), RuleError::AlphaLowOutOfRange);
    edge(&alphas(1_638, 65_535), &alphas(0, 1_637), RuleError::AlphaHighTooLow);
    let epochs = P::RevealPeriodEpochs;
    edge(&epochs(1), &epochs(0), RuleError::RevealPeriodTooSmall);
    edge(&epochs(100), &epochs(101), RuleError::RevealPeriodTooLarge);
    let fee = P::FeeRateU16;
    edge(&fee(10_000), &fee(10_001), RuleError::FeeRateTooHigh);
    let threshold = P::RootClaimThresholdBits;
    edge(&threshold(10_000_000 << 32), &threshold(10_000_001 << 32), RuleError::InvalidRootClaimThreshold);
    let take = P::MinChildkeyTakeU16;
    edge(&take(11_796), &take(11_797), RuleError::AdminInvalidValue);

    let count = P::MechanismCount;
    edge(&count(2), &count(0), RuleError::InvalidValue);
    edge(&count(1), &count(3), RuleError::InvalidValue);
    let split = |parts: &[u16]| P::MechanismSplitU16(Some(parts.to_vec()));
    edge(&split(&[65_535]), &split(&[]), RuleError::InvalidValue);
    edge(&split(&[1, 65_534]), &split(&[1, 65_533]), RuleError::InvalidValue);
    edge(&split(&[0, 65_535]), &split(&[1, 65_534, 0]), RuleError::InvalidValue);
    // Sixteen bits would have wrapped here.
    edge(&P::MechanismSplitU16(None), &split(&[65_535, 1]), RuleError::InvalidValue);
}

#[test]
fn the_privileged_origin_goes_further_in_two_ranges() {
    check(&Parameter::BondsMovingAverage(975_000), false, Ok(()));
    check(&Parameter::BondsMovingAverage(975_001), false, Err(RuleError::BondsMovingAverageMaxReached));
    check(&Parameter::BondsMovingAverage(u64::MAX), true, Ok(()));
    check(&Parameter::AlphaSigmoidSteepness(0), false, Ok(()));
    check(&Parameter::AlphaSigmoidSteepness(-1), false, Err(RuleError::NegativeSigmoidSteepness));
    check(&Parameter::AlphaSigmoidSteepness(i16::MIN), true, Ok(()));
}

#[test]
fn a_range_moves_with_what_is_set() {
    let mut ledger = Ledger::new(&genesis(360)).unwrap();
    let refused = |error: RuleError| Err(error);
    let alphas = Parameter::AlphaValuesU16((2_000, 60_000));
    assert_eq!(set(&mut ledger, OWNER, alphas.clone()), refused(RuleError::LiquidAlphaDisabled));
    set(&mut ledger, Origin::Root, Parameter::LiquidAlphaOn(true)).unwrap();
    set(&mut ledger, OWNER, alphas).unwrap();
    // Prices: the lower below the higher.
    set(&mut ledger, Origin::Root, Parameter::MaxBurnRao(200_000_000)).unwrap();
    let low = Parameter::MinBurnRao;
    assert_eq!(set(&mut ledger, Origin::Root, low(200_000_000)), refused(RuleError::ValueNotInBounds));
    set(&mut ledger, Origin::Root, low(199_999_999)).unwrap();
    let high = Parameter::MaxBurnRao(199_999_999);
    assert_eq!(set(&mut ledger, Origin::Root, high), refused(RuleError::ValueNotInBounds));
    // Seats times mechanisms, from both sides.
    let two = Parameter::MechanismCount(2);
    assert_eq!(set(&mut ledger, Origin::Root, two.clone()), refused(RuleError::TooManyUIDsPerMechanism));
    set(&mut ledger, Origin::Root, Parameter::MaxAllowedUids(128)).unwrap();
    set(&mut ledger, Origin::Root, two).unwrap();
    let seats = Parameter::MaxAllowedUids(129);
    assert_eq!(set(&mut ledger, Origin::Root, seats), refused(RuleError::TooManyUIDsPerMechanism));
}

#[test]
fn global_parameters_are_the_privileged_origins_and_mostly_free() {
    let check = |parameter, expected| assert_eq!(check_global_range(parameter, &RULES), expected);
    check(GlobalParameter::MaxEpochsPerBlock(0), Err(RuleError::ValueNotInBounds));
    check(GlobalParameter::MaxEpochsPerBlock(1), Ok(()));
    check(GlobalParameter::MaxMechanismCount(0), Err(RuleError::InvalidValue));
    check(GlobalParameter::MaxMechanismCount(16), Ok(()));
    check(GlobalParameter::MaxMechanismCount(17), Err(RuleError::InvalidValue));
    check(GlobalParameter::RootClaimsPerBlock(50), Ok(()));
    check(GlobalParameter::RootClaimsPerBlock(51), Err(RuleError::InvalidNumRootClaim));
    check(GlobalParameter::StakeThresholdRao(u64::MAX), Ok(()));

    let mut ledger = Ledger::new(&genesis(360)).unwrap();
    let mut ask = |origin, rao| {
        ledger.apply(Action::SetGlobal { origin, parameter: GlobalParameter::StakeThresholdRao(rao) })
    };
    for origin in [OWNER, STRANGER] {
        assert_eq!(ask(origin, 5), Err(RuleError::BadOrigin));
    }
    ask(Origin::Root, 7).unwrap();
    assert_eq!(ledger.view().globals().network.stake_threshold_rao, 7);
}

#[test]
fn a_stranger_sets_nothing_and_nothing_is_set_where_there_is_no_subnet() {
    let mut ledger = Ledger::new(&genesis(360)).unwrap();
    let before = ledger.clone();
    for parameter in [Parameter::Rho(1), Parameter::OwnersTempo(Tempo(360)), Parameter::KappaU16(1)] {
        assert_eq!(set(&mut ledger, STRANGER, parameter), Err(RuleError::BadOrigin));
    }
    let origin = Origin::Root;
    let mut on = |netuid, parameter| ledger.apply(Action::SetParameter { origin, netuid, parameter });
    let nowhere = incentor_primitives::NetUid(7);
    assert_eq!(on(nowhere, Parameter::Rho(1)), Err(RuleError::SubnetDoesNotExist));
    assert_eq!(on(nowhere, Parameter::MechanismCount(0)), Err(RuleError::MechanismDoesNotExist));
    let root = incentor_primitives::NetUid::ROOT;
    assert_eq!(on(root, Parameter::OwnerCutEnabled(false)), Err(RuleError::NotPermittedOnRootSubnet));
    assert!(ledger == before);
    assert_eq!(
        ledger.apply(Action::TriggerEpoch { origin: OWNER, netuid: nowhere }),
        Err(RuleError::BadOrigin)
    );
    assert_eq!(
        ledger.apply(Action::TriggerEpoch { origin: Origin::Root, netuid: NETUID }),
        Err(RuleError::BadOrigin)
    );
}

proptest! {
    #[test]
    fn prices_and_permits_stay_within_their_limits(
        values in prop::collection::vec((0_u8..5, any::<u64>(), any::<bool>()), 1..60)
    ) {
        let mut ledger = Ledger::new(&genesis(360)).unwrap();
        for (which, value, by_root) in values {
            let rao = value % 2_000_000_000;
            let short = u16::try_from(value % 300).unwrap();
            let parameter = match which {
                0 => Parameter::MinBurnRao(rao),
                1 => Parameter::MaxBurnRao(rao),
                2 => Parameter::MaxAllowedValidators(short),
                3 => Parameter::BurnIncreaseBits(u128::from(value) << 2),
                _ => Parameter::FeeRateU16(short << 6),
            };
            let _ = set(&mut ledger, if by_root { Origin::Root } else { OWNER }, parameter);
            ledger.step().unwrap();
            let now = subnet(&ledger);
            let parameters = now.parameters();
            prop_assert!(parameters.min_burn_rao < parameters.max_burn_rao);
            prop_assert!((parameters.min_burn_rao..=parameters.max_burn_rao).contains(&now.burn().rao));
            prop_assert!(parameters.max_allowed_validators <= parameters.max_allowed_uids);
            prop_assert!(RULES.limits.burn_increase_bits.contains(&parameters.burn_increase_bits));
            prop_assert!(parameters.fee_rate_u16 <= RULES.limits.max_fee_rate_u16);
        }
    }
}
