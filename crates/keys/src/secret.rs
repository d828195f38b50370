//! What must not be seen: seeds, passwords, and what can be wrong with a secret without repeating it.

use crate::hex;
use rand_core::{OsRng, RngCore as _};
use std::fmt;
use zeroize::Zeroizing;

/// Why a text is no secret; never holds a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SecretError {
    /// A phrase has 12, 15, 18, 21 or 24 words.
    #[error("a phrase has 12, 15, 18, 21 or 24 words, not {words}")]
    WordCount {
        /// How many there are.
        words: usize,
    },
    /// A word that is not on the list of BIP-39.
    #[error("word {position} is not on the English list of BIP-39")]
    UnknownWord {
        /// Which one, from 1.
        position: usize,
    },
    /// The words are right, but not together: one was mistaken for another, or two changed places.
    #[error("the phrase's checksum does not fit: a word is wrong, or two changed places")]
    PhraseChecksum,
    /// A character that is no hexadecimal digit.
    #[error("not hexadecimal")]
    NotHex,
    /// The wrong number of digits.
    #[error("{digits} hexadecimal digits where {expected} are needed")]
    HexLength {
        /// How many there are.
        digits: usize,
        /// How many there should be.
        expected: usize,
    },
    /// 64 bytes that are no private key, or one whose public half is not its own.
    #[error("the bytes are no private key of this scheme")]
    NotAPrivateKey,
    /// The private key zero: everybody can sign for it.
    #[error("the private key is zero, for which everybody can sign")]
    WeakKey,
    /// A URI's path is `//hard` and `/soft` junctions, each with a name.
    #[error("the path is no row of //hard and /soft junctions")]
    Path,
    /// ed25519 cannot derive softly.
    #[error("ed25519 has no soft junctions (`/name`), only hard ones (`//name`)")]
    SoftJunction,
    /// A `///password` behind a seed, which it would not change.
    #[error("a password changes a phrase, and this is a seed")]
    PasswordOnSeed,
    /// A text far longer than any secret.
    #[error("{bytes} bytes are far too many for a secret")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// Stretching a password for `$NACL` takes 512 MiB, which the system does not give.
    #[error("the system does not give the 512 MiB of memory that this format's passwords need")]
    NoMemory,
    /// The operating system gave no randomness.
    #[error("the system gives no randomness")]
    NoRandomness,
}

/// Fills a buffer from the operating system.
pub(crate) fn draw(bytes: &mut [u8]) -> Result<(), SecretError> {
    OsRng.try_fill_bytes(bytes).map_err(|_| SecretError::NoRandomness)
}

/// The 32 bytes a key pair grows from.
#[derive(Clone)]
pub struct Seed(Zeroizing<[u8; 32]>);

impl Seed {
    /// Takes the bytes over; the caller's copy is the caller's to erase.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Reads 64 hexadecimal digits, with or without `0x`.
    ///
    /// # Errors
    /// As [`SecretError`] says.
    pub fn from_hex(text: &str) -> Result<Self, SecretError> {
        hex::array(text).map(Self)
    }

    /// The secret itself.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(..)")
    }
}

/// What unlocks a keyfile.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// Takes a text over; empty ones are for the caller to refuse.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The secret itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Zeroizing<String>> for Password {
    fn from(text: Zeroizing<String>) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(..)")
    }
}
