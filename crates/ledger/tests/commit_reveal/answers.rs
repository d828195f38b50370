//! The order in which the chain refuses commits and reveals.

use incentor_ledger::RuleError;
use incentor_ledger::rules::commit_reveal::{
    CommitQueue, Listed, RevealTime, TimelockedCall, check_batched_commit, check_commit, check_reveal,
    check_timelocked_commit,
};
use incentor_ledger::rules::weights::{CallerSeat, WeightCaller, WeightSubnet};
use incentor_primitives::{BlockNumber, Uid};

/// A commit or reveal that breaks nothing, and everything that may be broken about it.
#[derive(Clone)]
struct Case {
    subnet: WeightSubnet,
    caller: WeightCaller,
    queue: CommitQueue,
    timelocked: TimelockedCall,
    listed: Vec<Listed>,
    time: RevealTime,
}

impl Case {
    fn good() -> Self {
        let seat = CallerSeat {
            uid: Uid(3),
            is_owner: false,
            has_permit: false,
            last_update: Some(BlockNumber(400)),
        };
        Self {
            subnet: WeightSubnet {
                mechanism_exists: true,
                commit_reveal_enabled: true,
                n: 4,
                weights_version_key: 0,
                rate_limit_blocks: 100,
                min_allowed_weights: 2,
                stake_threshold_rao: 1000,
                block: BlockNumber(500),
            },
            caller: WeightCaller { stake_weight_rao: 1000, seat: Some(seat) },
            queue: CommitQueue { waiting: 9, limit: 10 },
            timelocked: TimelockedCall {
                reveal_round: 7,
                last_stored_round: 7,
                version: 4,
                network_version: 4,
            },
            listed: vec![Listed { hash: [0; 32], epoch: 1 }, Listed { hash: [1; 32], epoch: 2 }],
            time: RevealTime { current_epoch: 3, period_epochs: 1 },
        }
    }

    fn too_fast(&mut self) {
        if let Some(seat) = &mut self.caller.seat {
            seat.last_update = Some(BlockNumber(401));
        }
    }
}

type Break = (fn(&mut Case), RuleError);
type Answer = fn(&Case) -> Result<(), RuleError>;

const NO_STAKE: Break = (|case| case.caller.stake_weight_rao = 999, RuleError::NotEnoughStakeToSetWeights);
const TOO_FAST: Break = (Case::too_fast, RuleError::CommittingWeightsTooFast);
const NO_MECHANISM: Break = (|case| case.subnet.mechanism_exists = false, RuleError::MechanismDoesNotExist);
const OFF: Break = (|case| case.subnet.commit_reveal_enabled = false, RuleError::CommitRevealDisabled);
const UNREGISTERED: Break = (|case| case.caller.seat = None, RuleError::HotKeyNotRegisteredInSubNet);
const FULL: Break = (|case| case.queue.waiting = 10, RuleError::TooManyUnrevealedCommits);
const OLD_ROUND: Break = (|case| case.timelocked.reveal_round = 6, RuleError::InvalidRevealRound);
const OLD_VERSION: Break = (|case| case.timelocked.version = 3, RuleError::IncorrectCommitRevealVersion);
const UNKNOWN: Break = (|case| case.listed.truncate(1), RuleError::NoWeightsCommitFound);
const TOO_EARLY: Break = (|case| case.time.current_epoch = 2, RuleError::RevealTooEarly);

/// Each break answers with its name; of two, the one that is earlier in the list.
fn check(answer: Answer, breaks: &[Break]) {
    assert_eq!(answer(&Case::good()), Ok(()));
    for (position, (first, error)) in breaks.iter().enumerate() {
        for (second, _) in &breaks[position..] {
            let mut case = Case::good();
            second(&mut case);
            first(&mut case);
            assert_eq!(answer(&case), Err(*error));
        }
    }
}

#[test]
fn commits_by_hash_are_refused_in_the_chains_order() {
    let answer: Answer = |case| check_commit(&case.subnet, &case.caller, case.queue).map(drop);
    // The rate limit is the guard's: it comes before everything but the stake.
    check(answer, &[NO_STAKE, TOO_FAST, NO_MECHANISM, OFF, FULL]);
    check(answer, &[NO_STAKE, NO_MECHANISM, OFF, UNREGISTERED, FULL]);
}

#[test]
fn commits_of_a_batch_meet_the_rate_limit_last_but_one() {
    let answer: Answer = |case| check_batched_commit(&case.subnet, &case.caller, case.queue).map(drop);
    check(answer, &[NO_MECHANISM, OFF, TOO_FAST, FULL]);
    check(answer, &[NO_MECHANISM, OFF, UNREGISTERED, FULL]);
}

#[test]
fn time_locked_commits_are_refused_in_the_chains_order() {
    let answer: Answer =
        |case| check_timelocked_commit(&case.timelocked, &case.subnet, &case.caller, case.queue).map(drop);
    check(answer, &[NO_STAKE, OLD_ROUND, NO_MECHANISM, OFF, OLD_VERSION, TOO_FAST, FULL]);
    check(answer, &[NO_STAKE, OLD_ROUND, NO_MECHANISM, OFF, OLD_VERSION, UNREGISTERED, FULL]);
}

#[test]
fn reveals_are_refused_in_the_chains_order() {
    let answer: Answer = |case| check_reveal(&case.subnet, &case.caller, case.time, &case.listed, &[[1; 32]]);
    check(answer, &[NO_STAKE, UNKNOWN, TOO_EARLY, NO_MECHANISM, OFF]);
    let mut fast = Case::good();
    fast.too_fast();
    assert_eq!(answer(&fast), Ok(()), "the rate limit was met at the commit");
}

#[test]
fn an_expired_commit_that_is_listed_answers_as_an_early_one() {
    let answer = |case: &Case| check_reveal(&case.subnet, &case.caller, case.time, &case.listed, &[[0; 32]]);
    let mut case = Case::good();
    assert_eq!(answer(&case), Err(RuleError::RevealTooEarly));
    // The first of two equal ones counts, though the second could be revealed.
    case.listed.push(Listed { hash: [0; 32], epoch: 2 });
    assert_eq!(answer(&case), Err(RuleError::RevealTooEarly));
    case.listed.clear();
    assert_eq!(answer(&case), Err(RuleError::NoWeightsCommitFound));
}

#[test]
fn the_owner_needs_no_stake_and_a_mechanism_that_is_not_there_is_too_fast() {
    let mut case = Case::good();
    case.caller.stake_weight_rao = 0;
    case.caller.seat.as_mut().unwrap().is_owner = true;
    assert!(check_commit(&case.subnet, &case.caller, case.queue).is_ok());
    case.caller.seat.as_mut().unwrap().last_update = None;
    case.subnet.mechanism_exists = false;
    let answer = check_commit(&case.subnet, &case.caller, case.queue).map(drop);
    assert_eq!(answer, Err(RuleError::CommittingWeightsTooFast));
}
