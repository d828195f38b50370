//! Collects an [`EpochTrace`] while an epoch runs.

use crate::fixed::to_bits;
use crate::probe::{Matrix, Probe};
use crate::{Cell, EpochTrace, Masked};
use alloc::vec;
use alloc::vec::Vec;

/// The watcher behind [`crate::Workspace::trace`].
pub(crate) struct Recorder {
    trace: EpochTrace,
    n: usize,
}

impl Recorder {
    pub(crate) fn new(n: usize) -> Self {
        Self { trace: EpochTrace { masked: vec![Vec::new(); n], ..EpochTrace::default() }, n }
    }

    pub(crate) fn finish(self) -> EpochTrace {
        self.trace
    }

    fn matrix(&mut self, matrix: Matrix) -> &mut Vec<Vec<Cell>> {
        let trace = &mut self.trace;
        match matrix {
            Matrix::Weights => &mut trace.weights,
            Matrix::Clipped => &mut trace.clipped,
            Matrix::WeightsForBonds => &mut trace.weights_for_bonds,
            Matrix::Bonds => &mut trace.bonds,
            Matrix::BondsBought => &mut trace.bonds_bought,
            Matrix::Alphas => &mut trace.alphas,
            Matrix::Ema => &mut trace.ema,
            Matrix::EmaNormalised => &mut trace.ema_normalised,
            Matrix::BondsStored => &mut trace.bonds_stored,
        }
    }
}

impl Probe for Recorder {
    const WATCHES: bool = true;

    fn open(&mut self, matrices: &[Matrix]) {
        for &matrix in matrices {
            let n = self.n;
            *self.matrix(matrix) = vec![Vec::new(); n];
        }
    }

    fn cell(&mut self, matrix: Matrix, uid: u16, column: usize, bits: u64) {
        if let Some(row) = self.matrix(matrix).get_mut(usize::from(uid)) {
            row.push((column as u16, to_bits(bits)));
        }
    }

    fn has(&mut self, matrix: Matrix, uid: u16, column: usize) -> bool {
        let row = self.matrix(matrix).get(usize::from(uid));
        row.is_some_and(|row| row.binary_search_by_key(&column, |&(column, _)| usize::from(column)).is_ok())
    }

    fn masked(&mut self, uid: usize, masked: Masked) {
        if let Some(row) = self.trace.masked.get_mut(uid) {
            row.push(masked);
        }
    }

    fn note(&mut self, record: impl FnOnce(&mut EpochTrace)) {
        record(&mut self.trace);
    }
}
