//! What a block is known by.

use blake2::{Blake2b, Digest as _, digest::consts::U32};
use incentor_primitives::BlockNumber;

/// The hash of a block's parent: Blake2b-256 of the eight little-endian bytes of its number.
///
/// A chain hashes headers; this ledger has none, and needs only something that nobody chooses.
pub(super) fn parent_hash(block: BlockNumber) -> [u8; 32] {
    Blake2b::<U32>::digest(block.0.saturating_sub(1).to_le_bytes()).into()
}
