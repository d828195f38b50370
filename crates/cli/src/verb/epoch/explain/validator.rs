//! What a uid's own weights did, and what its bonds pay.

use super::{Share, entry, share};
use incentor_state::{State, mask_name};
use incentor_yuma::{Epoch, EpochTrace, Mask, Rows as _};
use serde::Serialize;

/// The uid as somebody who judges miners.
#[derive(Debug, Serialize)]
pub(super) struct AsValidator {
    /// Entries in its stored row.
    pub(super) stored: usize,
    pub(super) masked: Vec<MaskedWeight>,
    /// Weights that count, largest first.
    pub(super) weights: Vec<OwnWeight>,
    /// Part of the row that survives clipping.
    pub(super) trust: Share,
    /// Bonds, the best paid first.
    pub(super) bonds: Vec<Bond>,
    pub(super) dividends: Share,
}

/// A stored weight that did not count.
#[derive(Debug, Serialize)]
pub(super) struct MaskedWeight {
    pub(super) uid: u16,
    pub(super) weight: u16,
    pub(super) why: &'static str,
    /// Block at which the miner registered, where that is the reason.
    pub(super) registered: Option<u64>,
    /// Block of the row, or of the earliest pending commit, where that is the reason.
    pub(super) set: Option<u64>,
}

/// A weight of the uid's row beside what the majority says.
#[derive(Debug, Serialize)]
pub(super) struct OwnWeight {
    pub(super) uid: u16,
    pub(super) share: Share,
    pub(super) consensus: Share,
    /// What is left of it.
    pub(super) counted: Share,
    /// Stake behind at least the consensus, and the uids that hold it; only where it was cut.
    pub(super) majority: Option<Majority>,
}

/// Who decided a consensus.
#[derive(Debug, Serialize)]
pub(super) struct Majority {
    pub(super) uids: Vec<usize>,
    pub(super) stake: Share,
    /// Stake behind more than the consensus: too little, or it would be higher.
    pub(super) stake_above: Share,
}

/// What the uid holds of one miner.
#[derive(Debug, Serialize)]
pub(super) struct Bond {
    pub(super) uid: u16,
    pub(super) before: Share,
    /// As a share of everybody's bonds to this miner.
    pub(super) now: Share,
    pub(super) incentive: Share,
    /// Bond times incentive.
    pub(super) pays: Share,
}

impl AsValidator {
    pub(super) fn new(state: &State, epoch: &Epoch, trace: &EpochTrace, uid: usize) -> Self {
        Self {
            stored: state.weights.row(uid).len(),
            masked: masked(state, trace, uid),
            weights: weights(epoch, trace, uid),
            trust: share(&epoch.bits.validator_trust, uid),
            bonds: bonds(epoch, trace, state.yuma3_on, uid),
            dividends: share(&epoch.bits.dividends, uid),
        }
    }
}

fn masked(state: &State, trace: &EpochTrace, uid: usize) -> Vec<MaskedWeight> {
    let row = trace.masked.get(uid).map_or(&[][..], Vec::as_slice);
    row.iter()
        .map(|cell| {
            let registered = state.block_at_registration.get(usize::from(cell.uid)).copied();
            let (registered, set) = match cell.mask {
                Mask::Outdated => (registered, state.last_update.get(uid).copied()),
                Mask::PendingCommit => {
                    (registered, state.commit_blocks.as_ref().and_then(|blocks| blocks.get(uid)).copied())
                }
                _ => (None, None),
            };
            MaskedWeight { uid: cell.uid, weight: cell.weight, why: mask_name(cell.mask), registered, set }
        })
        .collect()
}

fn weights(epoch: &Epoch, trace: &EpochTrace, uid: usize) -> Vec<OwnWeight> {
    let row = trace.weights.get(uid).map_or(&[][..], Vec::as_slice);
    let mut weights: Vec<OwnWeight> = row
        .iter()
        .map(|&(column, bits)| {
            let miner = usize::from(column);
            let consensus = share(&epoch.bits.consensus, miner);
            let own = Share(bits);
            OwnWeight {
                uid: column,
                share: own,
                consensus,
                counted: own.min(consensus),
                majority: (own > consensus).then(|| Majority::of(trace, miner, consensus)),
            }
        })
        .collect();
    weights.sort_by_key(|weight| (std::cmp::Reverse(weight.share), weight.uid));
    weights
}

impl Majority {
    /// Who gives the miner at least this much, by the stake that the median counts.
    pub(super) fn of(trace: &EpochTrace, miner: usize, consensus: Share) -> Self {
        let mut majority = Self { uids: Vec::new(), stake: Share(0), stake_above: Share(0) };
        for (uid, &stake) in trace.median_stake.iter().enumerate().filter(|(_, stake)| **stake > 0) {
            let given = entry(&trace.weights, uid, miner).unwrap_or_default();
            if given >= consensus {
                majority.uids.push(uid);
                majority.stake.0 = majority.stake.0.saturating_add(stake);
            }
            if given > consensus {
                majority.stake_above.0 = majority.stake_above.0.saturating_add(stake);
            }
        }
        majority
    }
}

fn bonds(epoch: &Epoch, trace: &EpochTrace, yuma3: bool, uid: usize) -> Vec<Bond> {
    let rows = if yuma3 { &trace.ema_normalised } else { &trace.ema };
    let row = rows.get(uid).map_or(&[][..], Vec::as_slice);
    let mut bonds: Vec<Bond> = row
        .iter()
        .map(|&(column, bits)| {
            let miner = usize::from(column);
            let (now, incentive) = (Share(bits), share(&epoch.bits.incentive, miner));
            let before = entry(&trace.bonds, uid, miner).unwrap_or_default();
            Bond { uid: column, before, now, incentive, pays: now.of(incentive) }
        })
        .collect();
    bonds.sort_by_key(|bond| (std::cmp::Reverse(bond.pays), bond.uid));
    bonds
}
