//! The bond rows to store, written column by column (spec §1.14).
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "slots index buffers of one entry per slot; a row's room is at least its number of columns"
)]

use crate::SparseRows;
use crate::{Entry, Rows};
use alloc::vec::Vec;

/// Writes rows whose cells arrive in ascending columns.
#[derive(Clone, Debug, Default)]
pub(crate) struct StoredBonds {
    /// Per slot: where its next cell goes; `None` for a uid that stores none.
    cursors: Vec<Option<usize>>,
    /// One row while it is put in another order.
    reordering: Vec<Entry>,
}

impl StoredBonds {
    /// Makes room: per slot the uid, the most cells its row may get, and whether it stores any.
    pub(crate) fn begin(
        &mut self,
        n: usize,
        slots: impl Iterator<Item = (u16, usize, bool)>,
        rows: &mut SparseRows,
    ) {
        self.cursors.clear();
        rows.clear(n);
        for (uid, most, stores) in slots {
            self.cursors.push(stores.then(|| rows.reserve_row(usize::from(uid), most)));
        }
    }

    /// Adds a cell to a slot's row.
    #[inline]
    pub(crate) fn push(&mut self, slot: u16, entry: Entry, rows: &mut SparseRows) {
        if let Some(cursor) = &mut self.cursors[usize::from(slot)] {
            rows.set(*cursor, entry);
            *cursor += 1;
        }
    }

    /// All cells are written.
    pub(crate) fn finish(&self, uids: &[u16], rows: &mut SparseRows) {
        for (cursor, &uid) in self.cursors.iter().zip(uids) {
            if let Some(end) = *cursor {
                rows.end_row(usize::from(uid), end);
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
