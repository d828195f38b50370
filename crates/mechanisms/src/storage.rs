//! Storage: bytes kept, and there when they are read.
//!
//! What it measures, in one sentence: how many of a validator's own bytes a miner keeps readable within two seconds.
//!
//! A validator encrypts bytes under a key per miner, so that every replica is another ciphertext, and places them in
//! blobs whose Merkle roots it keeps. Each round it reads eight leaves that follow from the block's hash; the reads
//! are those a customer makes. Score: bytes under contract times Wilson's lower bound of the share of audits passed.
//! The page is `docs/mechanisms/storage.md`.
//!
//! ```
//! use incentor_mechanisms::storage::{self, Secret};
//! use incentor_sdk::AccountId;
//!
//! let seal = Secret::new([1; 32]).seal(&AccountId([2; 32]));
//! let leaves: Vec<Vec<u8>> = (0..4).map(|leaf| seal.generated(0, leaf, 100)).collect();
//! let root = storage::root(&leaves).unwrap();
//! let path = storage::path(&leaves, 2).unwrap();
//! assert!(storage::proves(&root, 4, 2, &leaves[2], &path));
//! assert!(!storage::proves(&root, 4, 1, &leaves[2], &path));
//! ```

mod cheats;
mod contract;
#[cfg(any(test, feature = "disk"))]
mod disk;
mod keeper;
mod kept;
mod merkle;
mod placements;
mod seal;
mod vault;

pub use cheats::{Forger, Insider, PartialKeeper};
pub use contract::wilson_floor;
#[cfg(any(test, feature = "disk"))]
pub use disk::DiskShelf;
pub use keeper::Keeper;
pub use kept::Kept;
pub use merkle::{Hash, MOST_LEVELS, path, proves, root};
pub use placements::{LEAVES_PER_AUDIT, Placements, Truth};
pub use seal::{Seal, Secret, TAG_BYTES};
pub use vault::{Vault, VaultReply, decode, decode_path, encode};

use incentor_sdk::{Mechanism, Policy};

/// The mechanism, and the solvers that attack it; its weights are [`policy`]'s.
///
/// These are `partial_keeper`, whose number is the share of leaves it keeps, `forger_random` and `forger_replay`;
/// `constant` is the latter, whatever the number.
#[must_use]
pub fn mechanism(placements: Placements, keeper: Keeper) -> Mechanism<Placements> {
    Mechanism::new("storage", placements, Kept::of(&placements), keeper)
        .with_dial("partial_keeper", 0.9, move |keeps| PartialKeeper { keeps, room: keeper })
        .with_solver("forger_random", Forger::Random)
        .with_solver("forger_replay", Forger::Replay)
        .with_dial("constant", 0.0, |_| Forger::Replay)
}

/// Weights go with the score: linear in bytes, so that splitting gains nothing and costs a registration.
#[must_use]
pub const fn policy() -> Policy {
    Policy::Proportional { power: 1.0, positive_floor: 1 }
}

/// The page's example, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/mechanisms/storage.md")]
pub struct Page;

#[cfg(test)]
mod tests;
