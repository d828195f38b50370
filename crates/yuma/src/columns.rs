//! A sparse matrix by columns, which is how consensus and bonds look at it.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "offsets count at most n × n < 2^30 cells and index buffers sized by the same counts"
)]

use crate::{Entry, EpochError};
use alloc::vec::Vec;
use core::ops::Range;

/// A sparse matrix of 32-bit values by columns, each in ascending slot order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    /// Where each column starts, and where it ends; before all is in place, where its next cell goes.
    starts: Vec<u32>,
    ends: Vec<u32>,
    /// Per cell the slot of its row, and the value.
    slots: Vec<u16>,
    values: Vec<u32>,
    /// While counting: by how much each column's count differs from the one before it, on account of runs.
    steps: Vec<i32>,
}

/// Cells left free after each column: columns of 2^k cells would else all start at the same cache sets.
const GAP: u32 = 16;

/// Columns filled at a time.
const BLOCK: usize = 128;

/// The cells of one column.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Column<'a> {
    pub(crate) slots: &'a [u16],
    pub(crate) values: &'a [u32],
}

impl Column<'_> {
    /// The value in a row.
    pub(crate) fn find(self, slot: u16) -> Option<u32> {
        self.slots.binary_search(&slot).ok().and_then(|at| self.values.get(at).copied())
    }
}

/// How a row's columns lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowShape {
    /// Every column from this one on, without a gap.
    Run(usize),
    /// Ascending, with gaps.
    Ascending,
    /// Not ascending, or a column twice.
    Unsorted,
}

impl RowShape {
    /// The shape of a stored row.
    pub(crate) fn of(row: &[Entry]) -> Self {
        match (row.first(), row.last()) {
            _ if !row.is_sorted_by(|a, b| a.0 < b.0) => Self::Unsorted,
            (Some(first), Some(last)) if usize::from(last.0 - first.0) + 1 == row.len() => {
                Self::Run(usize::from(first.0))
            }
            _ => Self::Ascending,
        }
    }

    /// The cells of a row within a block of columns, and how they lie; an unsorted row stays whole.
    pub(crate) fn part<'a>(self, row: &'a [Entry], block: &Range<usize>) -> (&'a [Entry], Self) {
        let range = match self {
            Self::Run(first) => {
                let at = |column: usize| column.saturating_sub(first).min(row.len());
                at(block.start)..at(block.end)
            }
            Self::Ascending => {
                let at = |column: usize| row.partition_point(|&(cell, _)| usize::from(cell) < column);
                at(block.start)..at(block.end)
            }
            Self::Unsorted => 0..row.len(),
        };
        match (self, &row[range]) {
            (Self::Run(_), part @ [(first, _), ..]) => (part, Self::Run(usize::from(*first))),
            (Self::Run(_), []) => (&[], Self::Ascending),
            (_, part) => (part, self),
        }
    }

    /// Whether each column stands there once and after all smaller ones.
    pub(crate) fn is_ascending(self) -> bool {
        self != Self::Unsorted
    }
}

impl Columns {
    /// Empties the matrix and announces its width; [`Columns::count`] comes next.
    pub(crate) fn clear(&mut self, n: usize) {
        self.ends.clear();
        self.ends.resize(n, 0);
        self.steps.clear();
        self.steps.resize(n + 1, 0);
    }

    /// Announces a row, all of whose columns are below n.
    pub(crate) fn count(&mut self, row: &[Entry], shape: RowShape) {
        if let RowShape::Run(first) = shape {
            self.steps[first] += 1;
            self.steps[first + row.len()] -= 1;
            return;
        }
        for &(column, _) in row {
            self.ends[usize::from(column)] += 1;
        }
    }

    /// All rows are counted: makes room for their cells.
    pub(crate) fn lay_out(&mut self) {
        let (mut total, mut runs) = (0, 0);
        self.starts.clear();
        for (end, &step) in self.ends.iter_mut().zip(&self.steps) {
            runs += step;
            let cells = *end + runs.unsigned_abs();
            *end = total;
            self.starts.push(total);
            total += cells + GAP;
        }
        self.slots.resize(total as usize, 0);
        self.values.resize(total as usize, 0);
    }

    /// The blocks of columns to fill one after another: few enough at a time to stay in the cache.
    ///
    /// Rows that are not ascending cannot be cut, and with one of them there is one block.
    pub(crate) fn blocks(&self, all_ascending: bool) -> impl Iterator<Item = Range<usize>> + use<> {
        let n = self.ends.len();
        let width = if all_ascending { BLOCK } else { n.max(1) };
        (0..n).step_by(width).map(move |start| start..(start + width).min(n))
    }

    /// Puts a counted row's values in their places; rows come in ascending slot order.
    #[inline]
    pub(crate) fn put(&mut self, slot: u16, row: &[Entry], shape: RowShape, value: impl Fn(u16) -> u32) {
        let cells = self.slots.len();
        let (slots, values) = (&mut self.slots[..], &mut self.values[..cells]);
        let mut put = |place: &mut u32, stored: u16| {
            let at = *place as usize;
            slots[at] = slot;
            values[at] = value(stored);
            *place += 1;
        };
        let next = &mut self.ends[..];
        if let RowShape::Run(first) = shape {
            for (&(_, stored), place) in row.iter().zip(&mut next[first..]) {
                put(place, stored);
            }
            return;
        }
        for &(column, stored) in row {
            put(&mut next[usize::from(column)], stored);
        }
    }

    /// Cells of one column.
    #[inline]
    pub(crate) fn column(&self, column: usize) -> Column<'_> {
        let range = self.starts[column] as usize..self.ends[column] as usize;
        Column { slots: &self.slots[range.clone()], values: &self.values[range] }
    }

    /// Refuses a matrix in which a row names a column twice.
    pub(crate) fn check_unique(&self, matrix: &'static str, uids: &[u16]) -> Result<(), EpochError> {
        for column in 0..self.starts.len() {
            if let Some(pair) = self.column(column).slots.windows(2).find(|pair| pair[0] == pair[1]) {
                let uid = uids[usize::from(pair[0])];
                return Err(EpochError::DuplicateColumn { matrix, uid, column: column as u16 });
            }
        }
        Ok(())
    }
}
