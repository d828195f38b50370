//! Weights that are committed and not revealed yet.

use alloc::vec::Vec;
use incentor_primitives::{AccountId, BlockNumber};

/// A commit by hash (spec §2.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HashCommit {
    pub(crate) hash: [u8; 32],
    /// The epoch it was made in.
    pub(crate) epoch: u64,
    pub(crate) block: BlockNumber,
}

/// A time-locked commit (spec §2.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TimelockedCommit {
    pub(crate) hotkey: AccountId,
    pub(crate) block: BlockNumber,
    pub(crate) ciphertext: Vec<u8>,
    /// Round of the beacon that opens it.
    pub(crate) reveal_round: u64,
}
