//! The buffers of one epoch, kept for the next.

use crate::bonds::{BondMatrix, Overlay, RisingRows, StoredBonds};
use crate::consensus::Median;
use crate::probe::Unwatched;
use crate::recorder::Recorder;
use crate::slots::Slots;
use crate::weights::WeightMatrix;
use crate::{Epoch, EpochError, EpochInput, EpochTrace, epoch};
use alloc::vec::Vec;
use incentor_primitives::YumaRules;

/// Runs epochs; after the first of a size it allocates nothing.
#[derive(Clone, Debug)]
pub struct Workspace {
    pub(crate) rules: YumaRules,
    /// The result.
    pub(crate) epoch: Epoch,
    /// Per uid: share of stake, then active stake, consensus, incentive, dividends.
    pub(crate) stake: Vec<u64>,
    pub(crate) active_stake: Vec<u64>,
    pub(crate) consensus: Vec<u64>,
    pub(crate) incentive: Vec<u64>,
    pub(crate) dividends: Vec<u64>,
    /// The rows that take part.
    pub(crate) slots: Slots,
    pub(crate) weights: WeightMatrix,
    pub(crate) bonds: BondMatrix,
    /// Scratch of single stages.
    pub(crate) ranking: Vec<(u64, usize)>,
    pub(crate) median: Median,
    pub(crate) rising: RisingRows,
    pub(crate) overlay: Overlay,
    pub(crate) stored: StoredBonds,
}

impl Workspace {
    /// A workspace for epochs under these rules.
    #[must_use]
    pub fn new(rules: YumaRules) -> Self {
        Self {
            rules,
            epoch: Epoch::default(),
            stake: Vec::new(),
            active_stake: Vec::new(),
            consensus: Vec::new(),
            incentive: Vec::new(),
            dividends: Vec::new(),
            slots: Slots::default(),
            weights: WeightMatrix::default(),
            bonds: BondMatrix::default(),
            ranking: Vec::new(),
            median: Median::default(),
            rising: RisingRows::default(),
            overlay: Overlay::default(),
            stored: StoredBonds::default(),
        }
    }

    /// Runs one epoch; the result stays valid until the next run.
    ///
    /// # Errors
    /// As [`EpochError`] says; a refused input leaves no result.
    pub fn run(&mut self, input: &EpochInput<'_>) -> Result<&Epoch, EpochError> {
        epoch::run(self, input, &mut Unwatched)?;
        Ok(&self.epoch)
    }

    /// Runs one epoch and keeps every intermediate, for explaining; allocates.
    ///
    /// # Errors
    /// As [`Workspace::run`].
    pub fn trace(&mut self, input: &EpochInput<'_>) -> Result<(&Epoch, EpochTrace), EpochError> {
        let mut recorder = Recorder::new(input.n);
        epoch::run(self, input, &mut recorder)?;
        Ok((&self.epoch, recorder.finish()))
    }
}
