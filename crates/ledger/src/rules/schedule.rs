//! When an epoch runs (spec §2.9).

use incentor_primitives::{BlockNumber, NetUid, ParameterLimits, Tempo};

/// A subnet's place in its tempo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Schedule {
    /// Blocks between epochs; 0 turns them off.
    pub tempo: Tempo,
    /// Block of the last epoch slot that was used up.
    pub last_epoch_block: BlockNumber,
    /// Block from which an epoch is due out of turn; 0 = none.
    pub pending_epoch_at: BlockNumber,
    /// Blocks since the last epoch that ran.
    pub blocks_since_last_step: u64,
    /// Epoch slots used up so far.
    pub epoch_index: u64,
    /// Blocks without an epoch after which one runs in any case.
    pub max_blocks_since_last_step: u64,
}

impl Schedule {
    /// The schedule of a subnet that starts at this block, staggered by its number.
    #[must_use]
    pub fn staggered(tempo: Tempo, netuid: NetUid, now: BlockNumber, limits: &ParameterLimits) -> Self {
        let offset = netuid.0.checked_rem(tempo.0.max(1)).unwrap_or(0);
        Self {
            tempo,
            last_epoch_block: BlockNumber(now.0.saturating_sub(u64::from(offset))),
            pending_epoch_at: BlockNumber(0),
            blocks_since_last_step: 0,
            epoch_index: 0,
            max_blocks_since_last_step: limits.max_blocks_since_last_step,
        }
    }

    /// Whether an epoch is due in this block.
    #[must_use]
    pub fn should_run(&self, block: BlockNumber) -> bool {
        let triggered = self.pending_epoch_at.0 > 0 && block >= self.pending_epoch_at;
        let overdue = self.blocks_since_last_step > self.max_blocks_since_last_step;
        let in_turn = block.0.saturating_sub(self.last_epoch_block.0) >= u64::from(self.tempo.0);
        self.tempo.0 != 0 && (triggered || overdue || in_turn)
    }

    /// The epoch that commits are counted by: in a block with an epoch due already the one it begins.
    ///
    /// After the epoch of a block has run, nothing is due any more, and its own count says the same.
    #[must_use]
    pub fn current_epoch(&self, block: BlockNumber) -> u64 {
        self.epoch_index.saturating_add(u64::from(self.should_run(block)))
    }

    /// Blocks until the next epoch in turn; `u64::MAX` when epochs are off.
    #[must_use]
    pub fn blocks_until_next_auto_epoch(&self, block: BlockNumber) -> u64 {
        if self.tempo.0 == 0 {
            return u64::MAX;
        }
        self.last_epoch_block.0.saturating_add(u64::from(self.tempo.0)).saturating_sub(block.0)
    }

    /// First block after `now` in which an epoch is due; `None` when epochs are off.
    ///
    /// Exact as long as nothing but time passes: [`Schedule::should_run`] is false in every block between.
    #[must_use]
    pub fn next_due(&self, now: BlockNumber) -> Option<BlockNumber> {
        if self.tempo.0 == 0 {
            return None;
        }
        let in_turn = self.last_epoch_block.0.saturating_add(u64::from(self.tempo.0));
        let triggered = match self.pending_epoch_at.0 {
            0 => u64::MAX,
            block => block,
        };
        // The count is raised in each block before it is looked at.
        let left =
            self.max_blocks_since_last_step.saturating_add(1).saturating_sub(self.blocks_since_last_step);
        let overdue = now.0.saturating_add(left);
        let next = now.0.saturating_add(1);
        Some(BlockNumber(in_turn.min(triggered).min(overdue).max(next)))
    }

    /// Starts a new cycle of another length in this block; what waits out of turn goes on waiting.
    pub const fn restart(&mut self, tempo: Tempo, block: BlockNumber) {
        self.tempo = tempo;
        self.last_epoch_block = block;
    }

    /// Uses up the slot of this block; the epoch runs.
    pub fn start_epoch(&mut self, block: BlockNumber) {
        self.blocks_since_last_step = 0;
        self.last_epoch_block = block;
        self.pending_epoch_at = BlockNumber(0);
        self.epoch_index = self.epoch_index.saturating_add(1);
    }

    /// Puts the epoch off to the next block, because too many run in this one.
    pub fn defer(&mut self, block: BlockNumber) {
        self.pending_epoch_at = BlockNumber(block.0.saturating_add(1));
    }
}
