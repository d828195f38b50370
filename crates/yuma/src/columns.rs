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
    /// Every slot once: the slots of a column that every row has, whose own are not written down.
    every_slot: Vec<u16>,
    /// Per column whether it has all rows or none.
    whole: Vec<bool>,
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
    ///
    /// Rows that are not all ascending may name a column twice, so that its size says nothing.
    pub(crate) fn lay_out(&mut self, rows: usize, all_ascending: bool) {
        let known = self.every_slot.len();
        self.every_slot.extend((known..rows).map(|slot| slot as u16));
        self.every_slot.truncate(if all_ascending { rows } else { 0 });
        let (mut total, mut runs) = (0, 0);
        self.starts.clear();
        self.whole.clear();
        for (end, &step) in self.ends.iter_mut().zip(&self.steps) {
            runs += step;
            let cells = *end + runs.unsigned_abs();
            *end = total;
            self.starts.push(total);
            self.whole.push(cells == 0 || cells as usize == self.every_slot.len());
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

    /// Whether each column of a block has all rows or none, so that no slot needs writing down.
    pub(crate) fn is_whole(&self, block: &Range<usize>) -> bool {
        self.whole[block.clone()].iter().all(|&whole| whole)
    }

    /// Puts a counted row's values in their places; rows come in ascending slot order.
    ///
    /// Without a slot, which a whole block may leave out, only values are written.
    #[inline]
    pub(crate) fn put(
        &mut self,
        slot: Option<u16>,
        row: &[Entry],
        shape: RowShape,
        value: impl Fn(u16) -> u32,
    ) {
        let next = &mut self.ends[..];
        match (slot, shape) {
            (None, RowShape::Run(first)) => {
                for (&(_, stored), place) in row.iter().zip(&mut next[first..]) {
                    self.values[*place as usize] = value(stored);
                    *place += 1;
                }
            }
            (slot, _) => {
                let slot = slot.unwrap_or_default();
                for &(column, stored) in row {
                    let place = &mut next[usize::from(column)];
                    self.slots[*place as usize] = slot;
                    self.values[*place as usize] = value(stored);
                    *place += 1;
                }
            }
        }
    }

    /// Cells of one column.
    #[inline]
    pub(crate) fn column(&self, column: usize) -> Column<'_> {
        let range = self.starts[column] as usize..self.ends[column] as usize;
        let slots = if self.whole[column] && !range.is_empty() {
            &self.every_slot
        } else {
            &self.slots[range.clone()]
        };
        Column { slots, values: &self.values[range] }
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
