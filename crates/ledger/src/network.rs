//! The interface of a network: act, let time pass, look.

use crate::{Action, BlockOutcome, Defect, EpochOutcome, Receipt, RuleError, View};
use incentor_primitives::BlockNumber;

/// A network that takes actions and makes blocks.
///
/// Time passes only in [`Network::step`] and [`Network::advance`]; an action is executed in the block that
/// was made last. Two networks fed the same calls in the same order are equal.
pub trait Network {
    /// Executes an action in the current block.
    ///
    /// # Errors
    /// As [`RuleError`] says; a refused action changes nothing.
    fn apply(&mut self, action: Action) -> Result<Receipt, RuleError>;

    /// Makes one block: its whole block step, in the order of spec §2.10.
    ///
    /// # Errors
    /// Only a [`Defect`] of the program.
    fn step(&mut self) -> Result<BlockOutcome, Defect>;

    /// Makes blocks up to and including `until`; a block already made is not made again.
    ///
    /// Equal to calling [`Network::step`] as often, to the rao; an implementation may take a shorter way to
    /// the same state. Hands over every epoch in the order it ran.
    ///
    /// # Errors
    /// Only a [`Defect`] of the program.
    fn advance(&mut self, until: BlockNumber, on_epoch: &mut dyn FnMut(&EpochOutcome)) -> Result<(), Defect> {
        while self.view().block() < until {
            let outcome = self.step()?;
            outcome.epochs.iter().for_each(&mut *on_epoch);
        }
        Ok(())
    }

    /// The state as it is now.
    fn view(&self) -> View<'_>;
}
