//! What can be wrong with a keyfile.

use crate::SecretError;
use incentor_primitives::{AccountId, Ss58Error};
use std::fmt;

/// How a keyfile is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cipher {
    /// `$NACL`: `XSalsa20`-Poly1305 under Argon2i. What wallets write today, and the only one written here.
    Nacl,
    /// Ansible Vault 1.1: AES-CTR and HMAC under PBKDF2.
    Ansible,
    /// A Fernet token under ten million rounds of PBKDF2: before 2023.
    Fernet,
}

impl Cipher {
    /// The first bytes of such a file.
    pub(super) const fn magic(self) -> &'static [u8] {
        match self {
            Self::Nacl => b"$NACL",
            Self::Ansible => b"$ANSIBLE_VAULT",
            Self::Fernet => b"gAAAAA",
        }
    }

    /// How these bytes are encrypted; none where they are not.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        [Self::Nacl, Self::Ansible, Self::Fernet].into_iter().find(|cipher| bytes.starts_with(cipher.magic()))
    }
}

impl fmt::Display for Cipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Nacl => "NaCl",
            Self::Ansible => "Ansible Vault",
            Self::Fernet => "Fernet",
        })
    }
}

/// Why a keyfile was refused; never holds a part of a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyfileError {
    /// Nothing but white space.
    #[error("the keyfile is empty")]
    Empty,
    /// Far more bytes than any keyfile has.
    #[error("the file has more than {limit} bytes, which no keyfile has")]
    TooLarge {
        /// The bound.
        limit: usize,
    },
    /// Bytes that are no text, and no lock that is known.
    #[error("neither text nor an encrypted keyfile of a known kind")]
    NotText,
    /// JSON that is broken, has a field twice or a value of the wrong kind.
    #[error("not a keyfile's JSON (line {line}, column {column})")]
    Json {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// Text that is nothing known.
    #[error("neither keyfile JSON nor a seed nor a phrase")]
    Unrecognised,
    /// A polkadot.js export: a key, but not a keyfile.
    #[error("this is a polkadot.js export, not a keyfile")]
    PolkadotExport,
    /// A scheme that is not known here.
    #[error("cryptoType {code} is neither 0 (ed25519) nor 1 (sr25519)")]
    Scheme {
        /// What stands there, shortened.
        code: String,
    },
    /// A hashed account, which is neither of the two schemes.
    #[error("a hashed account (field hashedDescriptor), which is neither sr25519 nor ed25519")]
    Hashed,
    /// JSON without phrase, seed, private key or address.
    #[error("the JSON holds no phrase, seed, private key or address")]
    NoKey,
    /// A secret that is none.
    #[error("{field}: {problem}")]
    Secret {
        /// Where.
        field: &'static str,
        /// What is wrong.
        #[source]
        problem: SecretError,
    },
    /// An address that is none.
    #[error("{field}: {problem}")]
    Address {
        /// Where.
        field: &'static str,
        /// What is wrong.
        #[source]
        problem: Ss58Error,
    },
    /// The address a file states is not the one of its key.
    #[error("{field} is {stored}, but {source_field} belongs to {derived}")]
    Mismatch {
        /// What states it.
        field: &'static str,
        /// What it states.
        stored: AccountId,
        /// Where the key came from.
        source_field: &'static str,
        /// Whose key it is.
        derived: AccountId,
    },
    /// An encrypted file that ends too early to hold anything.
    #[error("the encrypted keyfile ({cipher}) is cut off after {bytes} bytes")]
    Truncated {
        /// How it is encrypted.
        cipher: Cipher,
        /// How long it is.
        bytes: usize,
    },
    /// An encrypted file whose outside is not what its first bytes promise.
    #[error("the encrypted keyfile ({cipher}) is damaged")]
    Malformed {
        /// How it is encrypted.
        cipher: Cipher,
    },
    /// The lock does not open: the password is wrong, or a byte was changed; nobody can tell which.
    #[error("wrong password, or the keyfile was changed")]
    WrongPassword,
    /// A key derived for another kind of lock.
    #[error("that key is for {key}, and the file is locked with {file}")]
    OtherLock {
        /// What the key opens.
        key: Cipher,
        /// What the file has.
        file: Cipher,
    },
}
