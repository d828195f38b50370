//! The weight matrix: masks and row sums (spec §1.5).
#![expect(
    clippy::indexing_slicing,
    reason = "columns are compared with n before they index; row sums stay below 2^31 (spec §1.16)"
)]

use crate::columns::{ColumnCell, Columns};
use crate::divider::Divider;
use crate::probe::Probe;
use crate::{EpochInput, Mask, Masked};
use alloc::vec::Vec;

/// The weights that take part, by columns, and what normalises each row.
#[derive(Clone, Debug, Default)]
pub(crate) struct WeightMatrix {
    pub(crate) columns: Columns,
    /// Per slot: divides by the row's sum.
    pub(crate) row_dividers: Vec<Divider>,
    /// Slots whose row is not in ascending order.
    pub(crate) unsorted: Vec<u16>,
    /// Cells row after row, and where each row ends; between the masks and the columns.
    kept: Vec<(u16, u16)>,
    ends: Vec<usize>,
}

impl WeightMatrix {
    /// Loads the rows of the given uids (one per slot), leaving out what a mask covers.
    pub(crate) fn load<P: Probe>(
        &mut self,
        input: &EpochInput<'_>,
        owner: Option<usize>,
        permit: impl Fn(usize) -> bool,
        uids: &[u16],
        probe: &mut P,
    ) {
        self.columns.clear(input.n);
        self.row_dividers.clear();
        self.unsorted.clear();
        self.kept.clear();
        self.ends.clear();
        let newest = input.block_at_registration.iter().copied().max().unwrap_or(0);
        for (slot, &uid) in uids.iter().enumerate() {
            let uid = usize::from(uid);
            if !permit(uid) {
                self.drop_row(input, uid, probe);
                continue;
            }
            let row = input.weights.row(uid);
            let masks = RowMasks::of(input, uid, owner, newest);
            self.kept.reserve(row.len());
            let start = self.kept.len();
            for &(column, weight) in row {
                match masks.check(input, column) {
                    None => {
                        self.columns.count(usize::from(column));
                        self.kept.push((column, weight));
                    }
                    Some(mask) => probe.masked(uid, Masked { uid: column, weight, mask }),
                }
            }
            let row = &self.kept[start..];
            let sum: u64 = row.iter().map(|&(_, weight)| u64::from(weight)).sum();
            // A row of zeros keeps them: dividing by 0 gives 0.
            self.row_dividers.push(Divider::new(sum));
            if !row.is_sorted_by_key(|&(column, _)| column) {
                self.unsorted.push(slot as u16);
            }
            self.ends.push(self.kept.len());
        }
        self.fill();
    }

    /// The cell's share of its row.
    #[inline]
    pub(crate) fn share(&self, cell: ColumnCell) -> u64 {
        self.row_dividers[usize::from(cell.slot)].ratio_small(u64::from(cell.value))
    }

    fn drop_row<P: Probe>(&mut self, input: &EpochInput<'_>, uid: usize, probe: &mut P) {
        self.row_dividers.push(Divider::default());
        self.ends.push(self.kept.len());
        for &(column, weight) in input.weights.row(uid) {
            probe.masked(uid, Masked { uid: column, weight, mask: Mask::NoPermit });
        }
    }

    fn fill(&mut self) {
        self.columns.lay_out();
        let mut start = 0;
        for (slot, &end) in self.ends.iter().enumerate() {
            for &(column, value) in &self.kept[start..end] {
                self.columns.put(usize::from(column), ColumnCell { slot: slot as u16, value });
            }
            start = end;
        }
    }
}

/// What takes cells out of one row.
#[derive(Clone, Copy, Debug)]
struct RowMasks {
    /// The row's own uid, unless its weight on itself counts.
    own: Option<u16>,
    /// Registrations from this block on came after the weights.
    outdated_from: u64,
    /// Registrations after this block came after the pending commit.
    committed_until: u64,
    /// No registration in the subnet is late enough to mask.
    all_in_time: bool,
}

impl RowMasks {
    fn of(input: &EpochInput<'_>, uid: usize, owner: Option<usize>, newest: u64) -> Self {
        let outdated_from = input.last_update.get(uid).copied().unwrap_or(0);
        let committed_until = input.commit_blocks.map_or(u64::MAX, |blocks| blocks[uid]);
        Self {
            own: if owner == Some(uid) { None } else { Some(uid as u16) },
            outdated_from,
            committed_until,
            all_in_time: newest < outdated_from && newest <= committed_until,
        }
    }

    #[inline]
    fn check(self, input: &EpochInput<'_>, column: u16) -> Option<Mask> {
        if usize::from(column) >= input.n {
            return Some(Mask::NoSuchUid);
        }
        if self.own == Some(column) {
            return Some(Mask::SelfWeight);
        }
        if self.all_in_time {
            return None;
        }
        let registered = input.block_at_registration[usize::from(column)];
        if registered >= self.outdated_from {
            Some(Mask::Outdated)
        } else if registered > self.committed_until {
            Some(Mask::PendingCommit)
        } else {
            None
        }
    }
}
