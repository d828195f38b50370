//! The table of terms, and which refusal comes first.

use incentor_ledger::rules::epoch_trigger::{TriggerFacts, check_trigger};
use incentor_ledger::rules::freeze_window::is_frozen;
use incentor_ledger::rules::setters::{
    Caller, Freeze, OwnerPace, PaceTempos, RangeCheck, Setter, SetterFacts, Terms, check_setting,
};
use incentor_ledger::{ParameterKind, RuleError, Schedule};
use incentor_primitives::{BlockNumber, RuleSet, Tempo};

const LIMITS: incentor_primitives::ParameterLimits = RuleSet::SUBTENSOR_2026_06.limits;

fn kinds(fits: impl Fn(&Terms) -> bool) -> Vec<ParameterKind> {
    ParameterKind::ALL.iter().copied().filter(|kind| fits(&Terms::of(*kind))).collect()
}

#[test]
fn the_exceptions_are_those_of_the_specification() {
    use ParameterKind as P;
    assert_eq!(kinds(|terms| terms.setter == Setter::Owner), [P::OwnersTempo]);
    let root_and_frozen = kinds(|terms| terms.setter == Setter::Root && terms.freeze == Freeze::All);
    assert_eq!(
        root_and_frozen,
        [
            P::Tempo,
            P::MaxAllowedValidators,
            P::MinAllowedUids,
            P::MaxRegistrationsPerBlock,
            P::TargetRegistrationsPerInterval,
            P::SubtokenEnabled,
            P::Difficulty,
            P::MinDifficulty
        ]
    );
    let root_at_any_time = kinds(|terms| terms.setter == Setter::Root && terms.freeze == Freeze::Never);
    assert_eq!(
        root_at_any_time,
        [
            P::KappaU16,
            P::MinNonImmuneUids,
            P::WeightsRateLimitBlocks,
            P::RegistrationAllowed,
            P::SubnetEmissionEnabled,
            P::FeeRateU16,
            P::PriceHalvingBlocks,
            P::AdjustmentIntervalBlocks
        ]
    );
    let owners_freely = kinds(|terms| terms.setter != Setter::Root && terms.pace == OwnerPace::Free);
    assert_eq!(owners_freely, [P::OwnerCutEnabled, P::RootClaimThresholdBits, P::OwnerCutAutoLock]);
    let mechanisms = [P::MechanismCount, P::MechanismSplitU16];
    assert_eq!(kinds(|terms| terms.pace == OwnerPace::Mechanisms), mechanisms);
    assert_eq!(kinds(|terms| terms.pace == OwnerPace::VersionKey), [P::WeightsVersionKey]);
    assert_eq!(kinds(|terms| terms.pace == OwnerPace::Tempo), [P::OwnersTempo]);
    let range_first = [P::OwnersTempo, P::ActivityCutoffFactorMilli];
    assert_eq!(kinds(|terms| terms.range == RangeCheck::First), range_first);
    assert_eq!(kinds(|terms| terms.freeze == Freeze::Owner), [P::ActivityCutoffFactorMilli]);
    let not_on_root = [
        P::SubnetEmissionEnabled,
        P::OwnerCutEnabled,
        P::BurnHalfLifeBlocks,
        P::BurnIncreaseBits,
        P::OwnerCutAutoLock,
    ];
    assert_eq!(kinds(|terms| !terms.on_root), not_on_root);
    assert_eq!(ParameterKind::ALL.len(), 49);
}

#[test]
fn the_owner_waits_as_long_as_the_parameter_asks() {
    let tempos = PaceTempos { owner: 2, version_key: 5 };
    let blocks = |pace: OwnerPace, tempo| pace.blocks(tempo, &LIMITS, &tempos);
    assert_eq!(blocks(OwnerPace::Tempos, 360), 720);
    assert_eq!(blocks(OwnerPace::Tempos, 0), 0);
    assert_eq!(blocks(OwnerPace::Tempos, u16::MAX), 131_070);
    assert_eq!(blocks(OwnerPace::VersionKey, 360), 1_800);
    assert_eq!(blocks(OwnerPace::Tempo, 10), 360);
    assert_eq!(blocks(OwnerPace::Mechanisms, 10), 7_200);
    assert_eq!(blocks(OwnerPace::Free, 10), 0);
    let endless = PaceTempos { owner: 0, version_key: u64::MAX };
    assert_eq!(OwnerPace::VersionKey.blocks(2, &LIMITS, &endless), u64::MAX);
}

/// Everything is wrong but the origin.
const ALL_WRONG: SetterFacts =
    SetterFacts { caller: Caller::Owner, subnet_exists: false, is_root: true, frozen: true, too_soon: true };

type Righting = fn(&mut SetterFacts);

/// Rights one wrong after the other, and sees which refusal comes next.
fn check_order(kind: ParameterKind, steps: &[(Righting, RuleError)], last: RuleError) {
    let terms = Terms::of(kind);
    let mut facts = SetterFacts { caller: Caller::Stranger, ..ALL_WRONG };
    let answer = |facts: &SetterFacts| check_setting(&terms, facts, || Err(last));
    for (right, error) in steps {
        assert_eq!(answer(&facts), Err(*error), "{kind:?}: {facts:?}");
        right(&mut facts);
    }
    assert_eq!(answer(&facts), Err(last), "{kind:?}");
    assert_eq!(check_setting(&terms, &facts, || Ok(())), Ok(()), "{kind:?}");
}

const OWNED: Righting = |facts| facts.caller = Caller::Owner;
const BY_ROOT: Righting = |facts| facts.caller = Caller::Root;
const RESTED: Righting = |facts| facts.too_soon = false;
const THAWED: Righting = |facts| facts.frozen = false;
const THERE: Righting = |facts| facts.subnet_exists = true;
const NOT_ROOT: Righting = |facts| facts.is_root = false;

#[test]
fn of_several_refusals_the_chains_comes_first() {
    use RuleError::{
        AdminActionProhibitedDuringWeightsWindow as Frozen, BadOrigin, InvalidValue,
        NotPermittedOnRootSubnet, SubnetDoesNotExist, SubnetNotExists, TempoOutOfBounds, TxRateLimitExceeded,
    };
    // An owner's parameter: pace, window, subnet, range.
    check_order(
        ParameterKind::BurnHalfLifeBlocks,
        &[
            (OWNED, BadOrigin),
            (RESTED, TxRateLimitExceeded),
            (THAWED, Frozen),
            (THERE, SubnetDoesNotExist),
            (NOT_ROOT, NotPermittedOnRootSubnet),
        ],
        InvalidValue,
    );
    // The privileged origin does not wait, but it stands still.
    check_order(
        ParameterKind::ImmunityPeriodBlocks,
        &[(BY_ROOT, BadOrigin), (THAWED, Frozen), (THERE, SubnetDoesNotExist)],
        InvalidValue,
    );
    // Its own parameters are nobody else's, and mostly never stand still.
    check_order(
        ParameterKind::KappaU16,
        &[(OWNED, BadOrigin), (BY_ROOT, BadOrigin), (THERE, SubnetDoesNotExist)],
        InvalidValue,
    );
    check_order(
        ParameterKind::Tempo,
        &[(OWNED, BadOrigin), (BY_ROOT, BadOrigin), (THAWED, Frozen), (THERE, SubnetDoesNotExist)],
        InvalidValue,
    );
    // The calls of the main module: range, window, pace.
    let terms = Terms::of(ParameterKind::OwnersTempo);
    let answer = |facts: SetterFacts, range| check_setting(&terms, &facts, || range);
    let there = SetterFacts { subnet_exists: true, is_root: false, ..ALL_WRONG };
    assert_eq!(answer(SetterFacts { caller: Caller::Root, ..there }, Ok(())), Err(BadOrigin));
    assert_eq!(answer(ALL_WRONG, Ok(())), Err(SubnetNotExists));
    assert_eq!(answer(there, Err(TempoOutOfBounds)), Err(TempoOutOfBounds));
    assert_eq!(answer(there, Ok(())), Err(Frozen));
    assert_eq!(answer(SetterFacts { frozen: false, ..there }, Ok(())), Err(TxRateLimitExceeded));
    // Of which one leaves out everything but the range for the privileged origin.
    let terms = Terms::of(ParameterKind::ActivityCutoffFactorMilli);
    let by_root = SetterFacts { caller: Caller::Root, ..there };
    assert_eq!(check_setting(&terms, &by_root, || Err(InvalidValue)), Err(InvalidValue));
    assert_eq!(check_setting(&terms, &by_root, || Ok(())), Ok(()));
}

const fn schedule(tempo: u16, last: u64, pending: u64) -> Schedule {
    Schedule {
        tempo: Tempo(tempo),
        last_epoch_block: BlockNumber(last),
        pending_epoch_at: BlockNumber(pending),
        blocks_since_last_step: 0,
        epoch_index: 0,
        max_blocks_since_last_step: 50_400,
    }
}

#[test]
fn parameters_stand_still_close_to_an_epoch_and_while_one_is_pending() {
    let check = |schedule: Schedule, window, block, expected| {
        assert_eq!(is_frozen(&schedule, window, BlockNumber(block)), expected, "{schedule:?} at {block}");
    };
    check(schedule(20, 100, 0), 3, 117, false);
    check(schedule(20, 100, 0), 3, 118, true);
    check(schedule(20, 100, 0), 3, 120, true);
    check(schedule(20, 100, 0), 3, 130, true);
    check(schedule(20, 100, 0), 0, 130, false);
    check(schedule(20, 100, 110), 3, 109, true);
    check(schedule(20, 100, 110), 3, 110, false);
    check(schedule(0, 100, 110), 3, 105, false);
}

#[test]
fn of_several_refusals_of_a_trigger_the_chains_comes_first() {
    let wrong = schedule(20, 100, 110);
    let mut facts = TriggerFacts {
        is_owner: false,
        commit_reveal_enabled: true,
        schedule: &wrong,
        window_blocks: 5,
        too_soon: true,
        block: BlockNumber(116),
    };
    let soon = schedule(20, 100, 0);
    assert_eq!(check_trigger(&facts), Err(RuleError::BadOrigin));
    facts.is_owner = true;
    assert_eq!(check_trigger(&facts), Err(RuleError::DynamicTempoBlockedByCommitReveal));
    facts.commit_reveal_enabled = false;
    assert_eq!(check_trigger(&facts), Err(RuleError::EpochTriggerAlreadyPending));
    facts.schedule = &soon;
    assert_eq!(check_trigger(&facts), Err(RuleError::AutoEpochAlreadyImminent));
    facts.block = BlockNumber(115);
    assert_eq!(check_trigger(&facts), Err(RuleError::TxRateLimitExceeded));
    facts.too_soon = false;
    assert_eq!(check_trigger(&facts), Ok(BlockNumber(120)));
}
