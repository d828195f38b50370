//! The bond rows to store, written column by column (spec §1.14).
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "slots index buffers of one entry per slot; a row's room is at least its number of columns"
)]

use crate::{Entry, Rows as _, SparseRows};
use alloc::vec::Vec;

/// Writes rows whose cells arrive in ascending columns.
#[derive(Clone, Debug, Default)]
pub(crate) struct StoredBonds {
    /// Per slot: where its next cell goes.
    cursors: Vec<u32>,
    /// The column at work, as it is stored.
    column: Vec<u16>,
    /// One row while it is put in another order.
    reordering: Vec<Entry>,
}

impl StoredBonds {
    /// Makes room: per slot the uid and the most cells its row may get.
    pub(crate) fn begin(
        &mut self,
        n: usize,
        slots: impl Iterator<Item = (u16, usize)>,
        rows: &mut SparseRows,
    ) {
        self.cursors.clear();
        rows.clear(n);
        self.cursors.extend(slots.map(|(uid, most)| rows.reserve_row(usize::from(uid), most) as u32));
    }

    /// Adds a column's positive bonds to their rows, each as `kept` says, which is at most 1.0.
    pub(crate) fn push_column(
        &mut self,
        column: u16,
        (slots, bonds, kept): (&[u16], &[u64], &[u64]),
        rows: &mut SparseRows,
    ) {
        self.column.clear();
        // `to_u16_floor` without its comparison: what is kept is at most 1.0.
        self.column.extend(kept.iter().map(|&kept| (((kept << 16) - kept) >> 32) as u16));
        let rows = rows.entries_mut();
        let mut push = |cursor: &mut u32, bond: u64, kept: u16| {
            if bond > 0 {
                rows[*cursor as usize] = (column, kept);
                *cursor += 1;
            }
        };
        let cells = bonds.iter().zip(&self.column);
        if slots.len() == self.cursors.len() {
            for ((&bond, &kept), cursor) in cells.zip(&mut self.cursors) {
                push(cursor, bond, kept);
            }
        } else {
            for ((&bond, &kept), &slot) in cells.zip(slots) {
                push(&mut self.cursors[usize::from(slot)], bond, kept);
            }
        }
    }

    /// All cells are written; only rows with a permit are stored.
    pub(crate) fn finish(&self, uids: &[u16], permit: &[bool], rows: &mut SparseRows) {
        for (&cursor, &uid) in self.cursors.iter().zip(uids) {
            if permit[usize::from(uid)] {
                rows.end_row(usize::from(uid), cursor as usize);
            }
        }
    }

    /// Puts a row into the order in which another names its columns; it names no others.
    pub(crate) fn reorder(&mut self, uid: u16, order: &[Entry], rows: &mut SparseRows) {
        let row = rows.row(usize::from(uid));
        self.reordering.clear();
        self.reordering.extend(order.iter().filter_map(|(column, _)| {
            row.binary_search_by_key(column, |(column, _)| *column).ok().map(|at| row[at])
        }));
        rows.row_mut(usize::from(uid)).copy_from_slice(&self.reordering);
    }
}
