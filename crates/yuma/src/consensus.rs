//! Consensus: the stake-weighted median of each column (spec §1.6).
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "stakes sum to at most 1.0 and thresholds stay between 1 and 2^32; few is at most its buffer"
)]

use crate::columns::Column;
use crate::fixed::widen;
use crate::slots::Slots;
use alloc::vec::Vec;

/// The search stops when this few weights are left to compare one by one.
const FEW: usize = 4;

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

/// Finds medians, reusing its buffer.
///
/// The answer is the largest weight that rows with κ of stake reach. How much stake reaches a threshold is one
/// pass over the column without branches; halving the range of thresholds a few times leaves a few weights.
#[derive(Clone, Debug, Default)]
pub(crate) struct Median {
    /// The stake behind each cell of a column that not every row has.
    stakes: Vec<u32>,
}

/// The rows that reach a threshold.
#[derive(Clone, Copy, Debug, Default)]
struct Reach {
    stake: u64,
    rows: u32,
}

impl Median {
    /// The largest weight that rows holding at least κ of stake reach; rows without a cell vote for 0.
    ///
    /// If no weight is reached by κ, which takes a κ above all stake, the smallest one.
    pub(crate) fn of(&mut self, column: Column<'_>, slots: &Slots, majority: Majority) -> u64 {
        let stakes = if column.slots.len() == slots.uids.len() {
            &slots.median_stake
        } else {
            self.stakes.clear();
            self.stakes.extend(column.slots.iter().map(|&slot| slots.median_stake[usize::from(slot)]));
            &self.stakes
        };
        let scores = column.values;
        let votes = || scores.iter().zip(stakes).filter(|&(_, &stake)| stake > 0).map(|(&score, _)| score);
        if majority.voters <= 1 || majority.kappa == 0 {
            return votes().max().map_or(0, widen);
        }
        if majority.kappa > majority.total {
            let smallest = if votes().count() == majority.voters { votes().min() } else { None };
            return smallest.map_or(0, widen);
        }
        widen(search(scores, stakes, majority))
    }
}

/// The largest score whose reach is at least κ; all stake together, which reaches 0, holds as much.
fn search(scores: &[u32], stakes: &[u32], majority: Majority) -> u32 {
    // κ is reached at `low` and no longer above `high`.
    let (mut low, mut at_low) = (0, Reach { stake: majority.total, rows: scores.len() as u32 });
    let (mut high, mut above_high) = (scores.iter().copied().max().unwrap_or(0), Reach::default());
    while at_low.rows - above_high.rows > FEW as u32 && low < high {
        let middle = high - (high - low) / 2;
        let at_middle = reach(scores, stakes, middle);
        if at_middle.stake >= majority.kappa {
            (low, at_low) = (middle, at_middle);
        } else {
            (high, above_high) = (middle - 1, at_middle);
        }
    }
    if low == high {
        return low;
    }
    highest_of_few(scores, stakes, (low, high), above_high.stake, majority.kappa)
}

/// Stake and rows whose score is at least the threshold.
fn reach(scores: &[u32], stakes: &[u32], threshold: u32) -> Reach {
    // Halves of stakes, summed apart, stay within 32 bits: twice as many fit a vector.
    let (mut low, mut high, mut rows) = (0_u32, 0_u32, 0_u32);
    for (&score, &stake) in scores.iter().zip(stakes) {
        let reached = u32::from(score >= threshold).wrapping_neg();
        low += stake & reached & 0xffff;
        high += (stake & reached) >> 16;
        rows = rows.wrapping_sub(reached);
    }
    Reach { stake: (u64::from(high) << 16) + u64::from(low), rows }
}

/// The same among the few scores from `low` to `high`, above which stands `higher` stake; 0 if none reaches κ.
fn highest_of_few(scores: &[u32], stakes: &[u32], (low, high): (u32, u32), higher: u64, kappa: u64) -> u32 {
    let (mut few_scores, mut few_stakes) = ([0; FEW + 1], [0; FEW + 1]);
    let mut len = 0;
    for (&score, &stake) in scores.iter().zip(stakes) {
        few_scores[len] = score;
        few_stakes[len] = stake;
        len += usize::from(score.wrapping_sub(low) <= high - low);
    }
    let (few_scores, few_stakes) = (&few_scores[..len], &few_stakes[..len]);
    let mut highest = 0;
    for &candidate in few_scores {
        let mut stake = higher;
        for (&score, &behind) in few_scores.iter().zip(few_stakes) {
            stake += if score >= candidate { u64::from(behind) } else { 0 };
        }
        highest = if stake >= kappa { candidate.max(highest) } else { highest };
    }
    highest
}
