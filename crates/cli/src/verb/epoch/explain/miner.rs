//! Who gives a uid weight, and what of it counts.

use super::{Share, entry, share, validator::Majority};
use incentor_yuma::{Epoch, EpochTrace};
use serde::Serialize;

/// The uid as somebody who is judged.
#[derive(Debug, Serialize)]
pub(super) struct AsMiner {
    /// Who gives it weight; who contributes most comes first.
    pub(super) from: Vec<Given>,
    pub(super) consensus: Share,
    pub(super) majority: Majority,
    /// Stake-weighted sum of the weights that count.
    pub(super) rank: Share,
    /// Everybody's.
    pub(super) ranks: Share,
    pub(super) incentive: Share,
}

/// A validator's weight on the uid.
#[derive(Debug, Serialize)]
pub(super) struct Given {
    pub(super) uid: usize,
    pub(super) share: Share,
    /// Cut to consensus.
    pub(super) counted: Share,
    pub(super) active_stake: Share,
    /// Counted weight times stake.
    pub(super) adds: Share,
}

impl AsMiner {
    pub(super) fn new(epoch: &Epoch, trace: &EpochTrace, uid: usize) -> Self {
        let mut from: Vec<Given> = (0..trace.weights.len())
            .filter_map(|validator| {
                let given = entry(&trace.weights, validator, uid)?;
                let counted = entry(&trace.clipped, validator, uid).unwrap_or_default();
                let active_stake = share(&trace.active_stake, validator);
                let adds = counted.of(active_stake);
                Some(Given { uid: validator, share: given, counted, active_stake, adds })
            })
            .collect();
        from.sort_by_key(|given| (std::cmp::Reverse((given.adds, given.share)), given.uid));
        let consensus = share(&epoch.bits.consensus, uid);
        Self {
            from,
            consensus,
            majority: Majority::of(trace, uid, consensus),
            rank: share(&trace.ranks, uid),
            ranks: Share(trace.ranks.iter().fold(0, |sum, &rank| sum.saturating_add(rank))),
            incentive: share(&epoch.bits.incentive, uid),
        }
    }
}
