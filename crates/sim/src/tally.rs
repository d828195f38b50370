//! What is counted while a world runs.

use crate::cast::{Cast, Player};
use incentor_ledger::{EpochOutcome, PayoutReason};
use incentor_primitives::AccountId;
use std::collections::BTreeMap;

/// One world's outcome; lists are by uid, amounts in rao of alpha.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tally {
    /// Paid in the counted window.
    pub(crate) paid_rao: Vec<u64>,
    /// Value of the fresh work delivered in the counted window.
    pub(crate) fresh_value: Vec<f64>,
    /// Sums over counted epochs of what the chain published, 65535 = 1.0.
    pub(crate) published: Vec<Published>,
    /// Paid per interval of the series, then by population.
    pub(crate) series_rao: Vec<Vec<u64>>,
    /// Epochs run, and those of them that count.
    pub(crate) epochs: u32,
    pub(crate) counted_epochs: u32,
    /// Questions put, and those there would have been had everybody been asked.
    pub(crate) asked: u64,
    pub(crate) askable: u64,
    /// Weight settings the chain took, and those it refused.
    pub(crate) weights_taken: u64,
    pub(crate) weights_refused: u64,
    /// Uid and population of each coldkey.
    by_coldkey: BTreeMap<AccountId, (usize, usize)>,
    populations: usize,
    plan: CountPlan,
}

/// Which epochs count, and how they fall into the intervals of the series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct CountPlan {
    pub(crate) warmup: u32,
    pub(crate) per_interval: u32,
}

/// Sums of published numbers of one uid.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Published {
    pub(crate) incentive: u64,
    pub(crate) dividends: u64,
    pub(crate) consensus: u64,
    pub(crate) validator_trust: u64,
}

impl Tally {
    pub(crate) fn new(cast: &Cast, plan: CountPlan) -> Self {
        let n = cast.players.len();
        let entry = |(uid, player): (usize, &Player)| (player.peer.coldkey, (uid, player.population));
        let by_coldkey = cast.players.iter().enumerate().map(entry).collect();
        let populations = cast.players.iter().map(|player| player.population + 1).max().unwrap_or(0);
        Self {
            paid_rao: vec![0; n],
            fresh_value: vec![0.0; n],
            published: vec![Published::default(); n],
            series_rao: Vec::new(),
            epochs: 0,
            counted_epochs: 0,
            asked: 0,
            askable: 0,
            weights_taken: 0,
            weights_refused: 0,
            by_coldkey,
            populations,
            plan,
        }
    }

    /// Whether what happens now counts.
    pub(crate) const fn counts(&self) -> bool {
        self.epochs >= self.plan.warmup
    }

    pub(crate) fn take_epoch(&mut self, epoch: &EpochOutcome) {
        let counts = self.counts();
        if self.epochs.is_multiple_of(self.plan.per_interval) {
            self.series_rao.push(vec![0; self.populations]);
        }
        for payout in &epoch.payouts {
            // The subnet's owner is nobody's player.
            if payout.reason == PayoutReason::OwnerCut {
                continue;
            }
            let Some(&(uid, population)) = self.by_coldkey.get(&payout.coldkey) else { continue };
            if counts {
                self.paid_rao[uid] += payout.alpha.rao;
            }
            if let Some(interval) = self.series_rao.last_mut() {
                interval[population] += payout.alpha.rao;
            }
        }
        if counts {
            self.counted_epochs += 1;
            self.take_published(epoch);
        }
        self.epochs += 1;
    }

    fn take_published(&mut self, epoch: &EpochOutcome) {
        let of = |list: &[u16], uid: usize| u64::from(list.get(uid).copied().unwrap_or(0));
        // The simulator runs one mechanism, the main one.
        let incentive = epoch.mechanisms.first().map_or(&[][..], |mechanism| &mechanism.incentive);
        for (uid, sums) in self.published.iter_mut().enumerate() {
            sums.incentive += of(incentive, uid);
            sums.dividends += of(&epoch.combined.dividends, uid);
            sums.consensus += of(&epoch.combined.consensus, uid);
            sums.validator_trust += of(&epoch.combined.validator_trust, uid);
        }
    }
}
