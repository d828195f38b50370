//! The beacon: time-locked commits open when it has published their round.

use incentor_ledger::{Action, Ledger, Network as _};
use incentor_primitives::BlockNumber;
use std::collections::BTreeSet;

/// Rounds of the beacon in a block: one every three seconds.
const ROUNDS_PER_BLOCK: u64 = 4;

/// The rounds that somebody waits for.
#[derive(Clone, Debug, Default)]
pub(super) struct Beacon {
    blocks: BTreeSet<u64>,
}

impl Beacon {
    /// The round that is published in a block; it will be written there.
    pub(super) fn promise(&mut self, block: BlockNumber) -> u64 {
        self.blocks.insert(block.0);
        block.0 * ROUNDS_PER_BLOCK
    }

    /// The next block in which a round is to be written.
    pub(super) fn next(&self) -> Option<u64> {
        self.blocks.first().copied()
    }

    /// Writes what is due; the last thing that happens in a block.
    pub(super) fn write(&mut self, ledger: &mut Ledger) {
        let block = ledger.view().block().0;
        while let Some(due) = self.next().filter(|due| *due <= block) {
            self.blocks.remove(&due);
            // A round that is known already is refused, and stays known.
            let _ = ledger.apply(Action::Pulse { round: due * ROUNDS_PER_BLOCK, signature: [0; 48] });
        }
    }
}
