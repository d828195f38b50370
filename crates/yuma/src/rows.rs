//! Sparse matrices as the chain stores them: per uid a list of (column, value).

use alloc::vec::Vec;
use core::fmt;
use core::hash::{Hash, Hasher};

/// One stored cell: the column's uid and a u16.
pub type Entry = (u16, u16);

/// A matrix by rows, each in its stored order, which need not be ascending.
pub trait Rows {
    /// The row of a uid; empty where there is none.
    fn row(&self, uid: usize) -> &[Entry];
}

impl<R: AsRef<[Entry]>> Rows for [R] {
    fn row(&self, uid: usize) -> &[Entry] {
        self.get(uid).map_or(&[], AsRef::as_ref)
    }
}

impl<R: AsRef<[Entry]>> Rows for Vec<R> {
    fn row(&self, uid: usize) -> &[Entry] {
        self.as_slice().row(uid)
    }
}

/// Entries left free after each row: rows of 2^k entries would else all start at the same cache sets.
const GAP: usize = 16;

/// A matrix in one block of memory, reused from epoch to epoch.
#[derive(Clone, Default)]
pub struct SparseRows {
    /// Where each row's entries lie: start and length.
    spans: Vec<(usize, usize)>,
    entries: Vec<Entry>,
    /// Entries set aside so far.
    used: usize,
}

impl PartialEq for SparseRows {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && (0..self.len()).all(|uid| self.row(uid) == other.row(uid))
    }
}

impl Eq for SparseRows {}

/// Equal rows have equal hashes, wherever they lie.
impl Hash for SparseRows {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_usize(self.len());
        (0..self.len()).for_each(|uid| self.row(uid).hash(state));
    }
}

impl fmt::Debug for SparseRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries((0..self.len()).map(|uid| self.row(uid))).finish()
    }
}

impl SparseRows {
    /// Rows in the form of one list per uid.
    #[must_use]
    pub fn to_vecs(&self) -> Vec<Vec<Entry>> {
        (0..self.len()).map(|uid| self.row(uid).to_vec()).collect()
    }

    /// Empties one row; its memory stays. Where there is none, nothing is done.
    pub fn clear_row(&mut self, uid: usize) {
        if let Some((_, len)) = self.spans.get_mut(uid) {
            *len = 0;
        }
    }

    /// Deletes a uid's column from every row; the order of the rest stays (spec §1.18).
    pub fn clear_column(&mut self, uid: u16) {
        for row in 0..self.len() {
            let cells = self.row_mut(row);
            let mut kept = 0;
            for at in 0..cells.len() {
                let Some(&cell) = cells.get(at).filter(|(column, _)| *column != uid) else { continue };
                if let Some(place) = cells.get_mut(kept) {
                    *place = cell;
                }
                kept = kept.saturating_add(1);
            }
            if let Some((_, len)) = self.spans.get_mut(row) {
                *len = kept;
            }
        }
    }

    /// Empties all n rows; their memory stays.
    pub(crate) fn clear(&mut self, n: usize) {
        self.spans.clear();
        self.spans.resize(n, (0, 0));
        self.used = 0;
    }

    /// Sets memory aside for at most that many entries of a row; gives the place of the first.
    pub(crate) fn reserve_row(&mut self, uid: usize, most: usize) -> usize {
        let start = self.used;
        self.used = start.saturating_add(most).saturating_add(GAP);
        if self.entries.len() < self.used {
            self.entries.resize(self.used, (0, 0));
        }
        if let Some(span) = self.spans.get_mut(uid) {
            *span = (start, 0);
        }
        start
    }

    /// The memory set aside.
    pub(crate) fn entries_mut(&mut self) -> &mut [Entry] {
        &mut self.entries
    }

    /// Says where a reserved row ended.
    pub(crate) fn end_row(&mut self, uid: usize, end: usize) {
        if let Some((start, len)) = self.spans.get_mut(uid) {
            *len = end.saturating_sub(*start);
        }
    }

    /// A row, to put it in another order.
    pub(crate) fn row_mut(&mut self, uid: usize) -> &mut [Entry] {
        let (start, len) = self.spans.get(uid).copied().unwrap_or((0, 0));
        self.entries.get_mut(start..start.saturating_add(len)).unwrap_or(&mut [])
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there is no row at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }
}

impl Rows for SparseRows {
    fn row(&self, uid: usize) -> &[Entry] {
        let Some(&(start, len)) = self.spans.get(uid) else {
            return &[];
        };
        self.entries.get(start..start.saturating_add(len)).unwrap_or(&[])
    }
}
