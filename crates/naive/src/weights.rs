//! Stored weights, the masks over them, and rows that sum to one (spec §1.5).

use crate::fixed::{Fixed, Format};
use crate::matrix::{Matrix, row_normalize};
use incentor_yuma::{EpochInput, Mask, Masked};

/// The weights that take part, each row normalised, and those that do not.
pub(crate) fn load(
    input: &EpochInput<'_>,
    permit: &[bool],
    owner: Option<usize>,
) -> (Matrix, Vec<Vec<Masked>>) {
    let mut matrix = Matrix::new();
    let mut masked = Vec::new();
    for row in 0..input.n {
        let (mut kept, mut dropped) = (Vec::new(), Vec::new());
        for &(uid, weight) in input.weights.row(row) {
            match mask(input, permit, owner, row, usize::from(uid)) {
                Some(mask) => dropped.push(Masked { uid, weight, mask }),
                None => kept.push((usize::from(uid), Fixed::from_int(Format::I32F32, weight))),
            }
        }
        matrix.push(kept);
        masked.push(dropped);
    }
    (row_normalize(&matrix), masked)
}

fn mask(
    input: &EpochInput<'_>,
    permit: &[bool],
    owner: Option<usize>,
    row: usize,
    column: usize,
) -> Option<Mask> {
    if column >= input.n {
        return Some(Mask::NoSuchUid);
    }
    if !permit.get(row).copied().unwrap_or(false) {
        return Some(Mask::NoPermit);
    }
    if row == column && owner != Some(row) {
        return Some(Mask::SelfWeight);
    }
    let registered = input.block_at_registration[column];
    if last_update(input, row) <= registered {
        return Some(Mask::Outdated);
    }
    let committed = input.commit_blocks.map(|blocks| blocks[row]);
    committed.is_some_and(|block| block < registered).then_some(Mask::PendingCommit)
}

/// Block of a uid's last weights; 0 where the stored list is short.
pub(crate) fn last_update(input: &EpochInput<'_>, uid: usize) -> u64 {
    input.last_update.get(uid).copied().unwrap_or(0)
}
