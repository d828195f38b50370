//! Consensus: the stake-weighted median of each column (spec §1.6).
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "stakes sum to at most 1.0; every buffer is as long as the votes it was filled from"
)]

use alloc::vec::Vec;
use core::mem;

/// One validator's weight on the column, with the stake behind it.
#[derive(Clone, Copy, Debug, Default)]
struct Vote {
    score: u64,
    stake: u64,
}

/// The majority rule of one epoch.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Majority {
    /// Stake that must agree on a weight or a higher one.
    pub(crate) kappa: u64,
    /// Stake of all rows that vote.
    pub(crate) total: u64,
    /// How many rows vote.
    pub(crate) voters: usize,
}

/// Finds medians, reusing its buffers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Median {
    votes: Vec<Vote>,
    above: Vec<Vote>,
    below: Vec<Vote>,
}

impl Median {
    /// Makes room for this many votes a column.
    pub(crate) fn reserve(&mut self, voters: usize) {
        for buffer in [&mut self.votes, &mut self.above, &mut self.below] {
            buffer.resize(voters, Vote::default());
        }
    }

    /// The largest score that rows holding at least κ of stake reach; rows without a score vote for 0.
    ///
    /// If no score is reached by κ, which takes a κ above all stake, the smallest score. Pairs are
    /// (score, stake), a stake of 0 does not vote; there are at most as many as reserved.
    pub(crate) fn of(&mut self, pairs: impl Iterator<Item = (u64, u64)>, majority: Majority) -> u64 {
        let mut len = 0;
        let mut backing = 0;
        for (score, stake) in pairs {
            let counts = score > 0 && stake > 0;
            self.votes[len] = Vote { score, stake };
            len += usize::from(counts);
            backing += if counts { stake } else { 0 };
        }
        if len == 0 {
            return 0;
        }
        if backing >= majority.kappa {
            return self.highest_reached(len, majority.kappa);
        }
        let all_vote_positive = len == majority.voters;
        if majority.kappa > majority.total && all_vote_positive {
            return self.votes[..len].iter().map(|vote| vote.score).min().unwrap_or(0);
        }
        0
    }

    /// The largest score with κ of stake at or above it, among votes that hold at least κ together.
    fn highest_reached(&mut self, mut len: usize, kappa: u64) -> u64 {
        // Stake of votes above all that are still in question.
        let mut higher = 0;
        loop {
            let votes = &self.votes[..len];
            let pivot = middle(votes[0].score, votes[len / 2].score, votes[len - 1].score);
            let (mut above, mut below) = (0, 0);
            let (mut stake_above, mut stake_reached) = (0, 0);
            for &vote in votes {
                self.above[above] = vote;
                above += usize::from(vote.score > pivot);
                stake_above += if vote.score > pivot { vote.stake } else { 0 };
                self.below[below] = vote;
                below += usize::from(vote.score < pivot);
                stake_reached += if vote.score >= pivot { vote.stake } else { 0 };
            }
            if above > 0 && higher + stake_above >= kappa {
                mem::swap(&mut self.votes, &mut self.above);
                len = above;
            } else if below == 0 || higher + stake_reached >= kappa {
                return pivot;
            } else {
                higher += stake_reached;
                mem::swap(&mut self.votes, &mut self.below);
                len = below;
            }
        }
    }
}

fn middle(a: u64, b: u64, c: u64) -> u64 {
    a.max(b).min(a.min(b).max(c))
}
