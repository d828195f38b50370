//! Time-locked commits: taking them, and opening them when their round is known (spec §2.5).

use super::weights::{facts, set_revealed};
use crate::rules::commit_reveal::{CommitQueue, TimelockPayload, TimelockedCall, check_timelocked_commit};
use crate::rules::weights::WeightCall;
use crate::state::State;
use crate::subnet::{Subnet, TimelockedCommit};
use crate::{Opener, PulseSignature, RuleError};
use alloc::vec::Vec;
use incentor_primitives::{AccountId, BlockNumber, MechId, NetUid, Uid};

/// What a time-locked commit carries.
pub(super) struct Sealed {
    pub(super) ciphertext: Vec<u8>,
    pub(super) reveal_round: u64,
    pub(super) version: u16,
}

/// Executes a signed time-locked commit; its time counts as the last update.
pub(super) fn commit(
    state: &mut State,
    netuid: NetUid,
    mechid: MechId,
    hotkey: AccountId,
    sealed: Sealed,
) -> Result<Uid, RuleError> {
    let (block, limits) = (state.block, state.rules.commit_reveal);
    // The chain cannot even read such a call.
    if sealed.ciphertext.len() > usize::from(limits.max_ciphertext_bytes) {
        return Err(RuleError::CiphertextTooLong);
    }
    let call = TimelockedCall {
        reveal_round: sealed.reveal_round,
        last_stored_round: state.beacon.last_round(),
        version: sealed.version,
        network_version: state.globals.network.commit_reveal_version,
    };
    let (subnet, caller) = facts(state, netuid, mechid, &hotkey, block);
    let epoch = state.subnet(netuid).map_or(0, |subnet| subnet.schedule.current_epoch(block));
    let mechanism = state.subnet(netuid).and_then(|subnet| subnet.mechanism(mechid));
    let waiting = mechanism.map_or(0, |mechanism| mechanism.waiting_timelocked(&hotkey, epoch));
    let queue = CommitQueue { waiting, limit: usize::from(limits.max_unrevealed_commits) };
    let seat = check_timelocked_commit(&call, &subnet, &caller, queue)?;

    let subnet = state.subnet_mut(netuid).ok_or(RuleError::MechanismDoesNotExist)?;
    let n = subnet.seats.len();
    let mechanism =
        subnet.mechanisms.get_mut(usize::from(mechid.0)).ok_or(RuleError::MechanismDoesNotExist)?;
    let Sealed { ciphertext, reveal_round, .. } = sealed;
    let commit = TimelockedCommit { hotkey, block, ciphertext, reveal_round };
    mechanism.timelocked_commits.entry(epoch).or_default().push(commit);
    mechanism.touch(seat.uid, n, block);
    Ok(seat.uid)
}

/// The block that is made next.
pub(super) const fn next_block(state: &State) -> BlockNumber {
    BlockNumber(state.block.0.saturating_add(1))
}

/// Whether the next block opens or drops a commit, if no epoch is due in it.
pub(super) fn has_work(state: &State) -> bool {
    let block = next_block(state);
    state.subnets.iter().filter(|subnet| has_timelocked(subnet)).any(|subnet| {
        let Some(due) = due_epoch(subnet, block) else { return false };
        subnet.mechanisms.iter().any(|mechanism| {
            let mut reached = mechanism.timelocked_commits.range(..=due);
            reached.any(|(epoch, bucket)| {
                *epoch < due || bucket.iter().any(|commit| state.beacon.pulse(commit.reveal_round).is_some())
            })
        })
    })
}

/// Opens what the next block opens, and drops what was not opened in time.
///
/// In the block step before the coinbase, on every subnet whose epoch is not put off in that block. A commit
/// whose round is not known yet stays until the epoch moves on; one that cannot be opened, read or set is
/// dropped.
pub(super) fn reveal(state: &mut State, opener: &dyn Opener) {
    let block = next_block(state);
    for (netuid, due) in subnets_to_reveal(state, block) {
        let mechanisms = state.subnet(netuid).map_or(0, |subnet| subnet.mechanisms.len());
        for mechid in (0..=u8::MAX).take(mechanisms).map(MechId) {
            let bucket = take_bucket(state, netuid, mechid, due);
            let (ready, waiting): (Vec<_>, Vec<_>) =
                bucket.into_iter().partition(|commit| state.beacon.pulse(commit.reveal_round).is_some());
            for commit in ready {
                let Some(signature) = state.beacon.pulse(commit.reveal_round).copied() else { continue };
                // A commit that sets no weights is dropped without a word, as on the chain.
                let _ = open(state, (netuid, mechid), &commit, (opener, &signature), block);
            }
            if !waiting.is_empty()
                && let Some(mechanism) = state
                    .subnet_mut(netuid)
                    .and_then(|subnet| subnet.mechanisms.get_mut(usize::from(mechid.0)))
            {
                mechanism.timelocked_commits.insert(due, waiting);
            }
        }
    }
}

/// The subnets with time-locked commits that are not put off, and the epoch whose commits are due there.
fn subnets_to_reveal(state: &State, block: BlockNumber) -> Vec<(NetUid, u64)> {
    let cap = usize::from(state.globals.network.max_epochs_per_block);
    let mut running = 0_usize;
    let mut found = Vec::new();
    for subnet in &state.subnets {
        if subnet.schedule.should_run(block) {
            if running >= cap {
                continue;
            }
            running = running.saturating_add(1);
        }
        if let (true, Some(due)) = (has_timelocked(subnet), due_epoch(subnet, block)) {
            found.push((subnet.netuid, due));
        }
    }
    found
}

fn has_timelocked(subnet: &Subnet) -> bool {
    subnet.mechanisms.iter().any(|mechanism| !mechanism.timelocked_commits.is_empty())
}

/// The epoch whose commits are revealed in a block; `None` before the first that can be.
fn due_epoch(subnet: &Subnet, block: BlockNumber) -> Option<u64> {
    let time = subnet.reveal_time(block);
    time.current_epoch.checked_sub(time.period_epochs)
}

/// Drops the buckets of older epochs and takes that of the epoch that is due.
fn take_bucket(state: &mut State, netuid: NetUid, mechid: MechId, due: u64) -> Vec<TimelockedCommit> {
    let subnet = state.subnet_mut(netuid);
    let Some(mechanism) = subnet.and_then(|subnet| subnet.mechanisms.get_mut(usize::from(mechid.0))) else {
        return Vec::new();
    };
    mechanism.timelocked_commits = mechanism.timelocked_commits.split_off(&due);
    mechanism.timelocked_commits.remove(&due).unwrap_or_default()
}

/// Opens a commit and sets its weights.
fn open(
    state: &mut State,
    (netuid, mechid): (NetUid, MechId),
    commit: &TimelockedCommit,
    (opener, signature): (&dyn Opener, &PulseSignature),
    block: BlockNumber,
) -> Option<Uid> {
    let plaintext = opener.open(&commit.ciphertext, signature)?;
    let payload = TimelockPayload::decode(&plaintext, &commit.hotkey).ok()?;
    let TimelockPayload { uids, values, version_key } = &payload;
    let call = WeightCall { netuid, uids, values, version_key: *version_key };
    set_revealed(state, &call, mechid, &commit.hotkey, block).ok()
}
