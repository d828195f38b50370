//! Who may commit and reveal, in the order in which the chain answers (spec §2.4, §2.5, §9).

use super::window::{RevealPhase, phase};
use crate::RuleError;
use crate::rules::weights::{CallerSeat, WeightCaller, WeightSubnet, check_rate, check_stake, require};

/// The commits that a new one would wait beside.
#[derive(Clone, Copy, Debug)]
pub struct CommitQueue {
    /// How many there are; the expired ones at the front of a queue of hashes do not count.
    pub waiting: usize,
    /// How many there may be.
    pub limit: usize,
}

/// Checks a signed commit by hash; gives the committer's seat.
///
/// The guard before the call checks stake and rate limit, the latter also where commit-reveal is off.
///
/// # Errors
/// The first check that fails.
pub fn check_commit(
    subnet: &WeightSubnet,
    caller: &WeightCaller,
    queue: CommitQueue,
) -> Result<CallerSeat, RuleError> {
    check_stake(subnet, caller)?;
    check_rate(subnet, caller, RuleError::CommittingWeightsTooFast)?;
    check_batched_commit(subnet, caller, queue)
}

/// Checks one of several commits by hash in one call, whose stakes the guard has checked.
///
/// # Errors
/// The first check that fails.
pub fn check_batched_commit(
    subnet: &WeightSubnet,
    caller: &WeightCaller,
    queue: CommitQueue,
) -> Result<CallerSeat, RuleError> {
    require(subnet.mechanism_exists, RuleError::MechanismDoesNotExist)?;
    require(subnet.commit_reveal_enabled, RuleError::CommitRevealDisabled)?;
    check_queued(subnet, caller, queue)
}

fn check_queued(
    subnet: &WeightSubnet,
    caller: &WeightCaller,
    queue: CommitQueue,
) -> Result<CallerSeat, RuleError> {
    let seat = caller.seat.ok_or(RuleError::HotKeyNotRegisteredInSubNet)?;
    check_rate(subnet, caller, RuleError::CommittingWeightsTooFast)?;
    require(queue.waiting < queue.limit, RuleError::TooManyUnrevealedCommits)?;
    Ok(seat)
}

/// A time-locked commit and what it is held against.
#[derive(Clone, Copy, Debug)]
pub struct TimelockedCall {
    /// Round of the beacon that opens it.
    pub reveal_round: u64,
    /// The last round stored; 0 = none yet.
    pub last_stored_round: u64,
    /// The version it names.
    pub version: u16,
    /// The network's version.
    pub network_version: u16,
}

/// Checks a signed time-locked commit; gives the committer's seat.
///
/// The guard before the call checks stake and round.
///
/// # Errors
/// The first check that fails.
pub fn check_timelocked_commit(
    call: &TimelockedCall,
    subnet: &WeightSubnet,
    caller: &WeightCaller,
    queue: CommitQueue,
) -> Result<CallerSeat, RuleError> {
    check_stake(subnet, caller)?;
    require(call.reveal_round >= call.last_stored_round, RuleError::InvalidRevealRound)?;
    require(subnet.mechanism_exists, RuleError::MechanismDoesNotExist)?;
    require(subnet.commit_reveal_enabled, RuleError::CommitRevealDisabled)?;
    require(call.version == call.network_version, RuleError::IncorrectCommitRevealVersion)?;
    check_queued(subnet, caller, queue)
}

/// A commit by hash as it is listed, oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What was committed.
    pub hash: [u8; 32],
    /// The epoch it was committed in.
    pub epoch: u64,
}

/// When commits may be revealed.
#[derive(Clone, Copy, Debug)]
pub struct RevealTime {
    /// The epoch it is, see [`Schedule::current_epoch`](crate::Schedule::current_epoch).
    pub current_epoch: u64,
    /// Epochs between commit and reveal.
    pub period_epochs: u64,
}

impl RevealTime {
    /// Where a commit of that epoch stands.
    #[must_use]
    pub const fn phase(&self, commit_epoch: u64) -> RevealPhase {
        phase(commit_epoch, self.period_epochs, self.current_epoch)
    }
}

/// Checks a signed reveal of one or more commits, up to the weights themselves.
///
/// The guard before the call looks each hash up among all that are listed: an expired one that still is
/// answers as an early one does. Only then does the call ask whether commit-reveal is on.
///
/// # Errors
/// The first check that fails.
pub fn check_reveal(
    subnet: &WeightSubnet,
    caller: &WeightCaller,
    time: RevealTime,
    listed: &[Listed],
    hashes: &[[u8; 32]],
) -> Result<(), RuleError> {
    check_stake(subnet, caller)?;
    require(!listed.is_empty(), RuleError::NoWeightsCommitFound)?;
    for hash in hashes {
        let found = listed.iter().find(|commit| commit.hash == *hash);
        let commit = found.ok_or(RuleError::NoWeightsCommitFound)?;
        require(time.phase(commit.epoch) == RevealPhase::Open, RuleError::RevealTooEarly)?;
    }
    require(subnet.mechanism_exists, RuleError::MechanismDoesNotExist)?;
    require(subnet.commit_reveal_enabled, RuleError::CommitRevealDisabled)
}
