//! Consensus: the stake-weighted median, by the chain's own walk (spec §1.6).

use crate::fixed::{Fixed, Format};
use crate::matrix::Matrix;
use crate::vector;

/// Searches the partition of rows from pivot to pivot, with the interval of stake it covers.
///
/// `minority` is the stake below the median; `stake` and `scores` are by row. 0 without rows.
#[must_use]
pub fn weighted_median(scores: &[Fixed], stake: &[Fixed], minority: &Fixed) -> Fixed {
    let mut partition: Vec<usize> = (0..scores.len()).collect();
    let mut low = Fixed::zero(Format::I32F32);
    let mut high = Fixed::sum(Format::I32F32, stake);
    if partition.is_empty() {
        return low;
    }
    loop {
        if let [only] = partition[..] {
            return scores[only].clone();
        }
        let pivot = &scores[partition[partition.len() / 2]];
        let lower: Vec<usize> = partition.iter().copied().filter(|&row| scores[row] < *pivot).collect();
        let higher: Vec<usize> = partition.iter().copied().filter(|&row| scores[row] > *pivot).collect();
        let low_end = low.satadd(&stake_of(stake, &lower));
        let high_start = high.satsub(&stake_of(stake, &higher));
        if *minority < low_end && !lower.is_empty() {
            partition = lower;
            high = low_end;
        } else if high_start <= *minority && !higher.is_empty() {
            partition = higher;
            low = high_start;
        } else {
            return pivot.clone();
        }
    }
}

fn stake_of(stake: &[Fixed], rows: &[usize]) -> Fixed {
    Fixed::sum(Format::I32F32, rows.iter().map(|&row| &stake[row]))
}

/// The median of every column among the rows with stake, whose stake is normalised once more.
///
/// Gives the medians, and that stake by row (0 for a row that takes no part).
#[must_use]
pub fn weighted_median_columns(
    weights: &Matrix,
    stake: &[Fixed],
    kappa: &Fixed,
    columns: usize,
) -> (Vec<Fixed>, Vec<Fixed>) {
    let rows: Vec<usize> = (0..stake.len()).filter(|&row| stake[row].is_positive()).collect();
    let used: Vec<Fixed> = rows.iter().map(|&row| stake[row].clone()).collect();
    let used = vector::normalize(&used);
    let minority = Fixed::sum(Format::I32F32, &used).satsub(kappa);
    let medians = (0..columns)
        .map(|column| {
            let scores: Vec<Fixed> = rows.iter().map(|&row| cell(weights, row, column)).collect();
            weighted_median(&scores, &used, &minority)
        })
        .collect();
    let mut by_row = vec![Fixed::zero(Format::I32F32); stake.len()];
    for (row, share) in rows.into_iter().zip(used) {
        by_row[row] = share;
    }
    (medians, by_row)
}

fn cell(matrix: &Matrix, row: usize, column: usize) -> Fixed {
    let entry = matrix[row].iter().find(|(uid, _)| *uid == column);
    entry.map_or_else(|| Fixed::zero(Format::I32F32), |(_, value)| value.clone())
}
