//! Calls that may be made only now and then.

use incentor_primitives::BlockNumber;

/// Whether a call limited in its rate may be made again: never made, or long enough ago.
///
/// The chain knows no difference between block 0 and never.
#[must_use]
pub fn passes_rate_limit(last: Option<BlockNumber>, block: BlockNumber, limit_blocks: u64) -> bool {
    last.is_none_or(|last| last.0 == 0 || block.0.saturating_sub(last.0) >= limit_blocks)
}
