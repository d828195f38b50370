//! The bonds stored by the epoch before, by columns (spec §1.9).

use crate::columns::{Columns, RowShape};
use crate::{Entry, EpochError, EpochInput};
use alloc::vec::Vec;

/// Stored bonds as they stand; which columns are void is seen later.
#[derive(Clone, Debug, Default)]
pub(crate) struct BondMatrix {
    pub(crate) columns: Columns,
    /// Per slot how its row lies.
    shapes: Vec<RowShape>,
    within: Within,
}

impl BondMatrix {
    /// Loads the rows of the given uids, one per slot.
    pub(crate) fn load(&mut self, input: &EpochInput<'_>, uids: &[u16]) -> Result<(), EpochError> {
        self.columns.clear(input.n);
        self.shapes.clear();
        for &uid in uids {
            let (row, shape) = self.within.of(input.bonds.row(usize::from(uid)), input.n);
            self.columns.count(row, shape);
            self.shapes.push(shape);
        }
        let all_ascending = self.shapes.iter().all(|shape| shape.is_ascending());
        self.columns.lay_out(uids.len(), all_ascending);
        for block in self.columns.blocks(all_ascending) {
            let is_whole = self.columns.is_whole(&block);
            for ((slot, &uid), &shape) in (0..).zip(uids).zip(&self.shapes) {
                let row = self.within.cut(input.bonds.row(usize::from(uid)), shape, input.n);
                let (row, shape) = shape.part(row, &block);
                self.columns.put((!is_whole).then_some(slot), row, shape, u32::from);
            }
        }
        if all_ascending {
            return Ok(());
        }
        self.columns.check_unique("bonds", uids)
    }
}

/// Cuts rows to their columns below n.
#[derive(Clone, Debug, Default)]
struct Within {
    scratch: Vec<Entry>,
}

impl Within {
    /// The part of a row whose columns are below n, and how it lies.
    fn of<'a>(&'a mut self, row: &'a [Entry], n: usize) -> (&'a [Entry], RowShape) {
        let shape = RowShape::of(row);
        match self.cut(row, shape, n) {
            // A run that begins outside leaves nothing, and begins nowhere.
            [] => (&[], RowShape::Ascending),
            row => (row, shape),
        }
    }

    fn cut<'a>(&'a mut self, row: &'a [Entry], shape: RowShape, n: usize) -> &'a [Entry] {
        let fits = |&(column, _): &Entry| usize::from(column) < n;
        if shape.is_ascending() {
            let fitting = if row.last().is_none_or(fits) { row.len() } else { row.partition_point(fits) };
            return row.get(..fitting).unwrap_or(row);
        }
        self.scratch.clear();
        self.scratch.extend(row.iter().copied().filter(fits));
        &self.scratch
    }
}
