//! Stake, permit and activity: what a uid brings along.

use super::{Share, decimal, share};
use incentor_state::State;
use incentor_yuma::{Epoch, EpochTrace};
use serde::Serialize;

/// The uid's stake beside everybody's.
#[derive(Debug, Serialize)]
pub(super) struct Stake {
    #[serde(serialize_with = "decimal")]
    pub(super) rao: u64,
    #[serde(serialize_with = "decimal")]
    pub(super) threshold_rao: u64,
    /// Below the threshold, and not the owner's.
    pub(super) below_threshold: bool,
    pub(super) share: Share,
    /// Place by stake, 1 = largest; of two equal stakes the higher uid comes first, as for permits.
    pub(super) rank: usize,
    /// Uids with stake that counts.
    pub(super) staked_uids: usize,
    /// Share among active holders of a permit; this is what its opinion weighs.
    pub(super) active_share: Share,
}

impl Stake {
    pub(super) fn new(state: &State, trace: &EpochTrace, uid: usize) -> Self {
        let rao = state.total_stake.get(uid).map_or(0, |stake| stake.to_rao_floor());
        Self {
            rao,
            threshold_rao: state.stake_threshold,
            below_threshold: rao < state.stake_threshold && !is_owner(state, uid),
            share: share(&trace.stake, uid),
            rank: rank(&trace.stake, uid),
            staked_uids: trace.stake.iter().filter(|&&bits| bits > 0).count(),
            active_share: share(&trace.active_stake, uid),
        }
    }
}

fn rank(stake: &[i64], uid: usize) -> usize {
    let own = (share(stake, uid).0, uid);
    1 + stake.iter().enumerate().filter(|&(other, &bits)| (bits, other) > own).count()
}

/// The uid's permit to set weights that count.
#[derive(Debug, Serialize)]
pub(super) struct Permit {
    /// Held during this epoch.
    pub(super) in_force: bool,
    /// Held from now on.
    pub(super) next: bool,
    pub(super) why: PermitReason,
    /// Permits given out.
    pub(super) limit: u16,
}

/// Why a permit is or is not held after the epoch.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case", tag = "reason")]
pub(super) enum PermitReason {
    /// The subnet owner's uid always has one.
    Owner,
    /// Among the largest stakes.
    LargeStake,
    /// No stake that counts.
    NoStake,
    /// Stake, but others have more.
    Outranked {
        /// The holder with the least stake, if anybody holds one.
        by: Option<usize>,
        #[serde(serialize_with = "decimal")]
        their_rao: u64,
    },
}

impl Permit {
    pub(super) fn new(state: &State, epoch: &Epoch, trace: &EpochTrace, uid: usize) -> Self {
        let holds = |uid: usize| epoch.validator_permit.get(uid).copied().unwrap_or(false);
        let why = if is_owner(state, uid) {
            PermitReason::Owner
        } else if holds(uid) {
            PermitReason::LargeStake
        } else if share(&trace.stake, uid).0 == 0 {
            PermitReason::NoStake
        } else {
            let by = (0..state.n)
                .filter(|&other| holds(other) && !is_owner(state, other))
                .min_by_key(|&other| (share(&trace.stake, other), other));
            let their_rao = by.and_then(|by| state.total_stake.get(by)).map_or(0, |s| s.to_rao_floor());
            PermitReason::Outranked { by, their_rao }
        };
        Self {
            in_force: trace.permit.get(uid).copied().unwrap_or(false),
            next: holds(uid),
            why,
            limit: state.max_allowed_validators,
        }
    }
}

/// Whether the uid has shown up lately.
#[derive(Debug, Serialize)]
pub(super) struct Activity {
    pub(super) active: bool,
    pub(super) last_update: u64,
    pub(super) cutoff_blocks: u64,
    /// Blocks since it last set weights; none where that lies in the future.
    pub(super) blocks_ago: Option<u64>,
}

impl Activity {
    pub(super) fn new(state: &State, epoch: &Epoch, uid: usize) -> Self {
        let last_update = state.last_update.get(uid).copied().unwrap_or(0);
        Self {
            active: epoch.active.get(uid).copied().unwrap_or(false),
            last_update,
            cutoff_blocks: state.activity_cutoff_blocks,
            blocks_ago: state.current_block.checked_sub(last_update),
        }
    }
}

fn is_owner(state: &State, uid: usize) -> bool {
    state.owner_uid.map(usize::from) == Some(uid)
}
