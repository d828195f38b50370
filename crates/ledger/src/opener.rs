//! What opens time-locked commits.

use alloc::vec::Vec;
use core::fmt;

/// A beacon's signature of one round, which is the key to what is locked to that round.
pub type PulseSignature = [u8; 48];

/// Opens a time-locked commit, once the beacon has published its round.
///
/// The ledger has no cryptography: it keeps the bytes, waits for the round and hands both over. A chain plugs
/// in decryption; without one, commits are sealed as [`PlainOpener`] has it.
///
/// ```
/// use incentor_ledger::{Opener, PulseSignature};
///
/// /// Commits are sealed by adding the first byte of the signature to each of theirs.
/// #[derive(Debug)]
/// struct Caesar;
///
/// impl Opener for Caesar {
///     fn open(&self, ciphertext: &[u8], signature: &PulseSignature) -> Option<Vec<u8>> {
///         Some(ciphertext.iter().map(|byte| byte.wrapping_sub(signature[0])).collect())
///     }
/// }
/// assert_eq!(Caesar.open(&[4, 5], &[1; 48]), Some(vec![3, 4]));
/// ```
pub trait Opener: fmt::Debug + Send + Sync {
    /// The plaintext; `None` when the ciphertext is malformed or locked with another key.
    ///
    /// Whoever commits chooses the ciphertext: every length in it is to be checked against the bytes that are
    /// there. The same arguments give the same answer.
    fn open(&self, ciphertext: &[u8], signature: &PulseSignature) -> Option<Vec<u8>>;
}

/// Takes a commit's bytes for the plaintext: nothing is hidden, only the time of the reveal is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlainOpener;

impl Opener for PlainOpener {
    fn open(&self, ciphertext: &[u8], _signature: &PulseSignature) -> Option<Vec<u8>> {
        Some(ciphertext.to_vec())
    }
}
