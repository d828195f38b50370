//! What a commit by hash commits to (spec §2.4).

use super::scale::write_list;
use alloc::vec::Vec;
use blake2::digest::consts::U32;
use blake2::{Blake2b, Digest};
use incentor_primitives::{AccountId, Uid, Weight};

/// What a validator hides in a commit and shows when it reveals it.
#[derive(Clone, Copy, Debug)]
pub struct CommitContent<'a> {
    /// Whom it weighs.
    pub uids: &'a [Uid],
    /// The weights.
    pub values: &'a [Weight],
    /// Numbers nobody else knows, so that the weights cannot be guessed.
    pub salt: &'a [u16],
    /// The validator's version.
    pub version_key: u64,
}

/// Hash of a commit: Blake2b with 256 bits over [`commit_preimage`].
///
/// The storage index names subnet and mechanism, see [`incentor_yuma::storage_index`].
#[must_use]
pub fn commit_hash(hotkey: &AccountId, storage_index: u16, content: &CommitContent<'_>) -> [u8; 32] {
    Blake2b::<U32>::digest(commit_preimage(hotkey, storage_index, content)).into()
}

/// The SCALE bytes of (hotkey, storage index, uids, values, salt, version key).
#[must_use]
pub fn commit_preimage(hotkey: &AccountId, storage_index: u16, content: &CommitContent<'_>) -> Vec<u8> {
    let CommitContent { uids, values, salt, version_key } = content;
    let mut out = Vec::new();
    out.extend(hotkey.0);
    out.extend(storage_index.to_le_bytes());
    write_list(&mut out, uids.iter().map(|uid| uid.0));
    write_list(&mut out, values.iter().map(|weight| weight.0));
    write_list(&mut out, salt.iter().copied());
    out.extend(version_key.to_le_bytes());
    out
}
