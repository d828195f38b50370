//! Sparse matrices as the chain stores them: per uid a list of (column, value).

use alloc::vec::Vec;

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

/// A matrix in one block of memory, reused from epoch to epoch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SparseRows {
    /// Where each row's entries lie: start and length.
    spans: Vec<(usize, usize)>,
    entries: Vec<Entry>,
}

impl SparseRows {
    /// Rows in the form of one list per uid.
    #[must_use]
    pub fn to_vecs(&self) -> Vec<Vec<Entry>> {
        (0..self.len()).map(|uid| self.row(uid).to_vec()).collect()
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
