//! When parameters stand still (spec §2.9).

use super::schedule::Schedule;
use incentor_primitives::BlockNumber;

/// Whether a subnet's parameters stand still: an epoch out of turn waits, or one in turn is close.
///
/// `window_blocks` = 0 leaves only the first reason. Nothing special about the root network, whose tempo runs
/// without epochs: once its first is over, its parameters stand still as long as there is a window.
#[must_use]
pub fn is_frozen(schedule: &Schedule, window_blocks: u16, block: BlockNumber) -> bool {
    let triggered = block < schedule.pending_epoch_at;
    let close = schedule.blocks_until_next_auto_epoch(block) < u64::from(window_blocks);
    schedule.tempo.0 != 0 && (triggered || close)
}
