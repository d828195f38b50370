//! Keyfiles: what a wallet keeps a key in, old and new, open and locked.

mod ansible;
mod error;
mod fernet;
mod json;
mod nacl;
mod text;
mod unlock;
mod write;

pub use error::{Cipher, KeyfileError};
pub use nacl::NaclKey;
pub use unlock::{Locked, UnlockKey};
pub use write::{plain, public, sealed};

use crate::{KeyPair, MAX_KEYFILE_BYTES, PublicKey};

/// A keyfile whose outside has been read.
#[derive(Debug)]
pub enum Keyfile {
    /// It is not encrypted.
    Open(Content),
    /// It needs a password; its shape has been checked.
    Locked(Locked),
}

/// What a keyfile holds.
#[derive(Debug)]
pub enum Content {
    /// A key that can sign; boxed, since it is much larger.
    Secret(Box<KeyPair>),
    /// An address alone: one can watch it, not sign for it.
    Public(PublicKey),
}

impl Content {
    /// The public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        match self {
            Self::Secret(pair) => pair.public(),
            Self::Public(public) => *public,
        }
    }
}

impl Keyfile {
    /// Recognises a keyfile by its first bytes and reads as much as needs no password.
    ///
    /// Takes what every official wallet wrote: `$NACL`, Ansible Vault, Fernet, JSON, a bare seed, a bare phrase.
    ///
    /// # Errors
    /// As [`KeyfileError`] says, for any bytes; secrets are never echoed.
    pub fn read(bytes: &[u8]) -> Result<Self, KeyfileError> {
        if bytes.len() > MAX_KEYFILE_BYTES {
            return Err(KeyfileError::TooLarge { limit: MAX_KEYFILE_BYTES });
        }
        if let Some(cipher) = Cipher::of(bytes) {
            return Locked::read(cipher, bytes).map(Self::Locked);
        }
        content(bytes).map(Self::Open)
    }
}

/// Reads what stands in the open, or came out of a lock.
fn content(bytes: &[u8]) -> Result<Content, KeyfileError> {
    // Written by Windows editors.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| KeyfileError::NotText)?.trim();
    match text.as_bytes().first() {
        None => Err(KeyfileError::Empty),
        Some(b'{') => json::content(text),
        Some(_) => text::content(text),
    }
}
