//! Rows of (column, value) in one block of memory.

use incentor_yuma::{Entry, Rows};

/// A sparse matrix as the chain stores it; each row keeps its stored order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matrix {
    /// Where each row ends in `entries`.
    ends: Vec<usize>,
    entries: Vec<Entry>,
}

impl Matrix {
    /// Appends an entry to the row that [`Matrix::end_row`] will close.
    pub fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Closes the row.
    pub fn end_row(&mut self) {
        self.ends.push(self.entries.len());
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no row at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The rows in order.
    pub fn rows(&self) -> impl Iterator<Item = &[Entry]> {
        (0..self.len()).map(|uid| self.row(uid))
    }
}

impl Rows for Matrix {
    fn row(&self, uid: usize) -> &[Entry] {
        let Some(&end) = self.ends.get(uid) else {
            return &[];
        };
        let start = uid.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.entries[start..end]
    }
}

impl<R: IntoIterator<Item = Entry>> FromIterator<R> for Matrix {
    fn from_iter<I: IntoIterator<Item = R>>(rows: I) -> Self {
        let mut matrix = Self::default();
        for row in rows {
            matrix.entries.extend(row);
            matrix.end_row();
        }
        matrix
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_order_and_a_missing_row_is_empty() {
        let matrix: Matrix = [vec![(3, 7), (1, 9)], vec![], vec![(0, 1)]].into_iter().collect();
        assert_eq!(matrix.row(0), [(3, 7), (1, 9)]);
        assert!(matrix.row(1).is_empty());
        assert_eq!(matrix.row(2), [(0, 1)]);
        assert!(matrix.row(3).is_empty());
        assert_eq!(matrix.rows().count(), 3);
    }
}
