//! Committing to weights by hash, and revealing them (spec §2.4).

use super::weights::{check_stakes, facts, one_by_one, set_revealed};
use crate::rules::commit_reveal::{
    CommitContent, CommitQueue, RevealTime, check_batched_commit, check_commit, check_reveal, commit_hash,
};
use crate::rules::weights::{CallerSeat, WeightCall, WeightCaller, WeightSubnet, check_row};
use crate::state::State;
use crate::subnet::{HashCommit, Mechanism, drop_expired};
use crate::{Receipt, RuleError};
use alloc::vec::Vec;
use incentor_primitives::{AccountId, MechId, NetUid, Uid, Weight};
use incentor_yuma::storage_index;

/// Executes a signed commit.
pub(super) fn commit(
    state: &mut State,
    netuid: NetUid,
    mechid: MechId,
    hotkey: AccountId,
    hash: [u8; 32],
) -> Result<Uid, RuleError> {
    list(state, (netuid, mechid), hotkey, hash, check_commit)
}

/// Executes a signed call of several commits.
pub(super) fn commit_batch(
    state: &mut State,
    hotkey: AccountId,
    netuids: &[NetUid],
    hashes: &[[u8; 32]],
) -> Result<Receipt, RuleError> {
    if netuids.len() != hashes.len() {
        return Err(RuleError::InputLengthsUnequal);
    }
    check_stakes(state, &hotkey, netuids)?;
    let entries = netuids.iter().zip(hashes);
    Ok(one_by_one(
        entries
            .map(|(netuid, hash)| list(state, (*netuid, MechId::MAIN), hotkey, *hash, check_batched_commit)),
    ))
}

type Check = fn(&WeightSubnet, &WeightCaller, CommitQueue) -> Result<CallerSeat, RuleError>;

/// Checks a commit and lists it; its time counts as the last update.
fn list(
    state: &mut State,
    (netuid, mechid): (NetUid, MechId),
    hotkey: AccountId,
    hash: [u8; 32],
    check: Check,
) -> Result<Uid, RuleError> {
    let block = state.block;
    let (subnet, caller) = facts(state, netuid, mechid, &hotkey, block);
    let time = reveal_time(state, netuid);
    let mechanism = state.subnet(netuid).and_then(|subnet| subnet.mechanism(mechid));
    let waiting = mechanism.map_or(0, |mechanism| mechanism.waiting(&hotkey, time));
    let limit = usize::from(state.rules.commit_reveal.max_unrevealed_commits);
    let seat = check(&subnet, &caller, CommitQueue { waiting, limit })?;

    let mechanism = mechanism_mut(state, netuid, mechid).ok_or(RuleError::MechanismDoesNotExist)?;
    mechanism.push_commit(hotkey, time, HashCommit { hash, epoch: time.current_epoch, block });
    mechanism.touch(seat.uid, subnet.n, block);
    Ok(seat.uid)
}

/// Executes a signed reveal: the weights are set and the commit goes, with all before it; or nothing happens.
pub(super) fn reveal(
    state: &mut State,
    netuid: NetUid,
    mechid: MechId,
    hotkey: &AccountId,
    content: &CommitContent<'_>,
) -> Result<Uid, RuleError> {
    let hash = commit_hash(hotkey, storage_index(netuid, mechid, &state.rules.yuma), content);
    check_listed(state, (netuid, mechid), hotkey, &[hash])?;
    let uid = set_revealed(state, &call(netuid, content), mechid, hotkey, state.block)?;
    if let Some(mechanism) = mechanism_mut(state, netuid, mechid) {
        mechanism.remove_through(hotkey, &hash);
    }
    Ok(uid)
}

/// What a batch of reveals carries, an entry each per commit.
pub(super) struct RevealLists {
    pub(super) uids: Vec<Vec<Uid>>,
    pub(super) values: Vec<Vec<Weight>>,
    pub(super) salts: Vec<Vec<u16>>,
    pub(super) version_keys: Vec<u64>,
}

impl RevealLists {
    fn have_one_length(&self) -> bool {
        let length = self.uids.len();
        [self.values.len(), self.salts.len(), self.version_keys.len()].iter().all(|other| *other == length)
    }

    fn contents(&self) -> impl Iterator<Item = CommitContent<'_>> {
        let lists = self.uids.iter().zip(&self.values).zip(&self.salts).zip(&self.version_keys);
        lists.map(|(((uids, values), salt), version_key)| CommitContent {
            uids,
            values,
            salt,
            version_key: *version_key,
        })
    }
}

/// Executes a signed call of several reveals: all of them, or none.
pub(super) fn reveal_batch(
    state: &mut State,
    netuid: NetUid,
    hotkey: &AccountId,
    lists: &RevealLists,
) -> Result<Receipt, RuleError> {
    if !lists.have_one_length() {
        return Err(RuleError::InputLengthsUnequal);
    }
    let index = storage_index(netuid, MechId::MAIN, &state.rules.yuma);
    let hashes: Vec<[u8; 32]> =
        lists.contents().map(|content| commit_hash(hotkey, index, &content)).collect();
    check_listed(state, (netuid, MechId::MAIN), hotkey, &hashes)?;

    // First on a copy of the queue, so that nothing is changed before everything is checked.
    let mut queue = mechanism_mut(state, netuid, MechId::MAIN)
        .and_then(|mechanism| mechanism.commits.get(hotkey).cloned())
        .unwrap_or_default();
    drop_expired(&mut queue, reveal_time(state, netuid));
    let (subnet, caller) = facts(state, netuid, MechId::MAIN, hotkey, state.block);
    for (hash, content) in hashes.iter().zip(lists.contents()) {
        // One commit revealed twice is not there the second time.
        let position = queue.iter().position(|commit| commit.hash == *hash);
        queue.remove(position.ok_or(RuleError::InvalidRevealCommitHashNotMatch)?);
        check_row(&call(netuid, &content), &subnet, &caller)?;
    }
    for content in lists.contents() {
        set_revealed(state, &call(netuid, &content), MechId::MAIN, hotkey, state.block)?;
    }
    if let Some(mechanism) = mechanism_mut(state, netuid, MechId::MAIN) {
        mechanism.replace_queue(*hotkey, queue);
    }
    Ok(Receipt::BatchRevealed { count: hashes.len() })
}

/// Checks a reveal up to the weights themselves.
fn check_listed(
    state: &State,
    (netuid, mechid): (NetUid, MechId),
    hotkey: &AccountId,
    hashes: &[[u8; 32]],
) -> Result<(), RuleError> {
    let (facts, caller) = facts(state, netuid, mechid, hotkey, state.block);
    let mechanism = state.subnet(netuid).and_then(|subnet| subnet.mechanism(mechid));
    let listed = mechanism.map(|mechanism| mechanism.listed(hotkey)).unwrap_or_default();
    check_reveal(&facts, &caller, reveal_time(state, netuid), &listed, hashes)
}

/// The time on a subnet; on one that does not exist nothing waits, whatever the time.
fn reveal_time(state: &State, netuid: NetUid) -> RevealTime {
    let unknown = RevealTime { current_epoch: 0, period_epochs: 0 };
    state.subnet(netuid).map_or(unknown, |subnet| subnet.reveal_time(state.block))
}

const fn call<'a>(netuid: NetUid, content: &CommitContent<'a>) -> WeightCall<'a> {
    let CommitContent { uids, values, version_key, .. } = *content;
    WeightCall { netuid, uids, values, version_key }
}

fn mechanism_mut(state: &mut State, netuid: NetUid, mechid: MechId) -> Option<&mut Mechanism> {
    state.subnet_mut(netuid)?.mechanisms.get_mut(usize::from(mechid.0))
}
