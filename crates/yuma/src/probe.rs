//! The epoch's points of observation, free of charge when nobody looks.

use crate::{EpochTrace, Masked};

/// The matrices a trace records, in the order of the epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Matrix {
    Weights,
    Clipped,
    WeightsForBonds,
    Bonds,
    BondsBought,
    Alphas,
    Ema,
    EmaNormalised,
    BondsStored,
}

/// Somebody who watches an epoch's inner numbers.
pub(crate) trait Probe {
    /// Whether anybody does; what only a watcher needs is computed only then.
    const WATCHES: bool;
    /// The matrices that this epoch will have.
    #[inline]
    fn open(&mut self, _matrices: &[Matrix]) {}
    /// A cell of a matrix, in fixed-point bits; columns come in ascending order.
    #[inline]
    fn cell(&mut self, _matrix: Matrix, _uid: u16, _column: usize, _bits: u64) {}
    /// Whether a cell of a matrix was shown.
    #[inline]
    fn has(&mut self, _matrix: Matrix, _uid: u16, _column: usize) -> bool {
        false
    }
    /// A stored weight that was taken out.
    #[inline]
    fn masked(&mut self, _uid: usize, _masked: Masked) {}
    /// Anything else that a stage has to show.
    #[inline]
    fn note(&mut self, _record: impl FnOnce(&mut EpochTrace)) {}
}

/// Nobody.
pub(crate) struct Unwatched;

impl Probe for Unwatched {
    const WATCHES: bool = false;
}
