//! The weight matrix: masks and row sums (spec §1.5).
#![expect(
    clippy::indexing_slicing,
    reason = "columns are compared with n before they index; row sums stay below 2^31 (spec §1.16)"
)]

use crate::columns::{Columns, RowShape};
use crate::divider::Divider;
use crate::fixed::narrow;
use crate::probe::Probe;
use crate::{Entry, EpochError, EpochInput, Mask, Masked};
use alloc::vec::Vec;
use core::ops::Range;

/// The weights that take part, as fractions of their rows, by columns.
#[derive(Clone, Debug, Default)]
pub(crate) struct WeightMatrix {
    /// Shares as [`narrow`] writes them.
    pub(crate) columns: Columns,
    /// Slots whose row is not in ascending order.
    pub(crate) unsorted: Vec<u16>,
    /// Some row has one weight only, a fraction of exactly 1.0.
    pub(crate) has_whole: bool,
    /// What is known of each row between the masks and the columns, and the cells of those that a mask touched.
    rows: Vec<KeptRow>,
    kept: Vec<Entry>,
}

/// A row after the masks.
#[derive(Clone, Debug)]
struct KeptRow {
    /// Where its cells are among the kept ones; the stored row itself when no mask touched it.
    kept: Option<Range<usize>>,
    /// Divides by its sum; a row of zeros keeps them, since dividing by 0 gives 0.
    ///
    /// Twice the sum and twice the weight spare the divider the divisor 1.
    by_twice_sum: Divider,
    shape: RowShape,
}

impl WeightMatrix {
    /// Loads the rows of the given uids (one per slot), leaving out what a mask covers.
    ///
    /// Rows without permit are left out whole; [`show_unpermitted`] shows them.
    pub(crate) fn load<P: Probe>(
        &mut self,
        input: &EpochInput<'_>,
        owner: Option<usize>,
        permit: impl Fn(usize) -> bool,
        uids: &[u16],
        probe: &mut P,
    ) -> Result<(), EpochError> {
        self.columns.clear(input.n);
        self.unsorted.clear();
        self.has_whole = false;
        self.kept.clear();
        self.rows.clear();
        let newest = input.block_at_registration.iter().copied().max().unwrap_or(0);
        for (slot, &uid) in uids.iter().enumerate() {
            let uid = usize::from(uid);
            let (kept, shape) = if permit(uid) {
                self.keep_row(input, &RowMasks::of(input, uid, owner, newest), probe)
            } else {
                (Some(0..0), RowShape::Ascending)
            };
            let row = row_of(input, uid, kept.as_ref(), &self.kept);
            let sum: u64 = row.iter().map(|&(_, weight)| u64::from(weight)).sum();
            // One weight makes up the whole row when it is the only one that is not zero.
            self.has_whole |= (1..=u64::from(u16::MAX)).contains(&sum)
                && row.iter().any(|&(_, weight)| u64::from(weight) == sum);
            if shape == RowShape::Unsorted {
                self.unsorted.push(slot as u16);
            }
            self.columns.count(row, shape);
            self.rows.push(KeptRow { kept, by_twice_sum: Divider::new(sum << 1), shape });
        }
        self.fill(input, uids);
        if self.unsorted.is_empty() { Ok(()) } else { self.columns.check_unique("weights", uids) }
    }

    fn keep_row<P: Probe>(
        &mut self,
        input: &EpochInput<'_>,
        masks: &RowMasks,
        probe: &mut P,
    ) -> (Option<Range<usize>>, RowShape) {
        let row = input.weights.row(masks.uid);
        let shape = RowShape::of(row);
        if masks.keep_all(input, row, shape) {
            return (None, shape);
        }
        let start = self.kept.len();
        for &(column, weight) in row {
            match masks.check(input, column) {
                None => self.kept.push((column, weight)),
                Some(mask) => probe.masked(masks.uid, Masked { uid: column, weight, mask }),
            }
        }
        (Some(start..self.kept.len()), RowShape::of(&self.kept[start..]))
    }

    fn fill(&mut self, input: &EpochInput<'_>, uids: &[u16]) {
        let all_ascending = self.unsorted.is_empty();
        self.columns.lay_out(uids.len(), all_ascending);
        for block in self.columns.blocks(all_ascending) {
            let is_whole = self.columns.is_whole(&block);
            for (slot, (row, &uid)) in self.rows.iter().zip(uids).enumerate() {
                let cells = row_of(input, usize::from(uid), row.kept.as_ref(), &self.kept);
                let (cells, shape) = row.shape.part(cells, &block);
                let slot = (!is_whole).then_some(slot as u16);
                let share = |weight| row.by_twice_sum.ratio_below_half(u64::from(weight) << 1);
                if self.has_whole {
                    self.columns.put(slot, cells, shape, |weight| narrow(share(weight)));
                } else {
                    self.columns.put(slot, cells, shape, |weight| share(weight) as u32);
                }
            }
        }
    }
}

fn row_of<'a>(
    input: &EpochInput<'a>,
    uid: usize,
    kept: Option<&Range<usize>>,
    cells: &'a [Entry],
) -> &'a [Entry] {
    kept.map_or_else(|| input.weights.row(uid), |range| &cells[range.clone()])
}

/// Shows the rows that lack a permit as masked.
pub(crate) fn show_unpermitted<P: Probe>(
    input: &EpochInput<'_>,
    permit: impl Fn(usize) -> bool,
    probe: &mut P,
) {
    for uid in (0..input.n).filter(|&uid| P::WATCHES && !permit(uid)) {
        for &(column, weight) in input.weights.row(uid) {
            let mask = if usize::from(column) < input.n { Mask::NoPermit } else { Mask::NoSuchUid };
            probe.masked(uid, Masked { uid: column, weight, mask });
        }
    }
}

/// What takes cells out of one row.
#[derive(Clone, Copy, Debug)]
struct RowMasks {
    uid: usize,
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
            uid,
            own: if owner == Some(uid) { None } else { Some(uid as u16) },
            outdated_from,
            committed_until,
            all_in_time: newest < outdated_from && newest <= committed_until,
        }
    }

    /// Whether clearly no mask touches the row, which is the common case.
    fn keep_all(&self, input: &EpochInput<'_>, row: &[Entry], shape: RowShape) -> bool {
        let names_itself =
            || self.own.is_some_and(|own| row.binary_search_by_key(&own, |&(column, _)| column).is_ok());
        let fits = || row.last().is_none_or(|&(column, _)| usize::from(column) < input.n);
        self.all_in_time && shape.is_ascending() && fits() && !names_itself()
    }

    fn check(&self, input: &EpochInput<'_>, column: u16) -> Option<Mask> {
        if usize::from(column) >= input.n {
            return Some(Mask::NoSuchUid);
        }
        if self.own == Some(column) {
            return Some(Mask::SelfWeight);
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
