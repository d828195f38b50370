//! A sparse matrix by columns, which is how consensus and bonds look at it.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "offsets count at most n × n < 2^30 cells and index buffers sized by the same counts"
)]

use crate::{EpochError, Rows};
use alloc::vec::Vec;

/// One stored u16 in its column: the slot of its row and the value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ColumnCell {
    pub(crate) slot: u16,
    pub(crate) value: u16,
}

/// The cells of a matrix, column after column, each in ascending slot order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    /// Where column j starts; one more than there are columns. While filling, where its next cell goes.
    starts: Vec<usize>,
    cells: Vec<ColumnCell>,
}

impl Columns {
    /// Empties the matrix and announces its width; [`Columns::count`] comes next.
    pub(crate) fn clear(&mut self, n: usize) {
        self.starts.clear();
        self.starts.resize(n + 2, 0);
    }

    /// Announces one cell of a column below n.
    #[inline]
    pub(crate) fn count(&mut self, column: usize) {
        self.starts[column + 2] += 1;
    }

    /// All cells are counted: makes room for them.
    pub(crate) fn lay_out(&mut self) {
        let mut total = 0;
        for start in &mut self.starts {
            total += *start;
            *start = total;
        }
        self.cells.resize(total, ColumnCell::default());
    }

    /// Puts a counted cell in its place; rows come in ascending slot order.
    #[inline]
    pub(crate) fn put(&mut self, column: usize, cell: ColumnCell) {
        let place = &mut self.starts[column + 1];
        self.cells[*place] = cell;
        *place += 1;
    }

    /// Takes all rows of a matrix as they are, one slot per uid; columns of n and beyond are left out.
    pub(crate) fn load(&mut self, n: usize, rows: &dyn Rows, uids: &[u16]) {
        self.clear(n);
        let row =
            |uid: u16| rows.row(usize::from(uid)).iter().filter(|&&(column, _)| usize::from(column) < n);
        for &uid in uids {
            for &(column, _) in row(uid) {
                self.count(usize::from(column));
            }
        }
        self.lay_out();
        for (slot, &uid) in uids.iter().enumerate() {
            for &(column, value) in row(uid) {
                self.put(usize::from(column), ColumnCell { slot: slot as u16, value });
            }
        }
    }

    /// Cells of one column.
    #[inline]
    pub(crate) fn column(&self, column: usize) -> &[ColumnCell] {
        self.cells.get(self.starts[column]..self.starts[column + 1]).unwrap_or(&[])
    }

    /// A row's cell in a column.
    pub(crate) fn find(&self, column: usize, slot: u16) -> Option<ColumnCell> {
        let cells = self.column(column);
        let at = cells.binary_search_by_key(&slot, |cell| cell.slot).ok()?;
        cells.get(at).copied()
    }

    /// Refuses a matrix in which a row names a column twice.
    pub(crate) fn check_unique(&self, matrix: &'static str, uids: &[u16]) -> Result<(), EpochError> {
        for column in 0..self.starts.len() - 2 {
            let cells = self.column(column);
            if let Some(pair) = cells.windows(2).find(|pair| pair[0].slot == pair[1].slot) {
                let uid = uids[usize::from(pair[0].slot)];
                return Err(EpochError::DuplicateColumn { matrix, uid, column: column as u16 });
            }
        }
        Ok(())
    }
}
