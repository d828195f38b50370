//! Locked keyfiles, and what opens them.

use super::ansible::{Vault, VaultKey};
use super::fernet::{Token, TokenKey};
use super::nacl::{self, NaclKey};
use super::{Cipher, Content, KeyfileError, content};
use crate::{Password, SecretError};
use std::fmt;
use zeroize::Zeroizing;

/// An encrypted keyfile whose outside is in order.
pub struct Locked(Lock);

enum Lock {
    Nacl(Vec<u8>),
    Ansible(Vault),
    Fernet(Token),
}

/// What opens a locked keyfile: a password, stretched.
///
/// Stretching takes from a moment (Ansible Vault) to seconds and 512 MiB (`$NACL`), so whoever opens several files
/// keeps it.
#[derive(Clone, Debug)]
pub struct UnlockKey(Stretched);

#[derive(Clone, Debug)]
enum Stretched {
    Nacl(NaclKey),
    Ansible(VaultKey),
    Fernet(TokenKey),
}

impl From<NaclKey> for UnlockKey {
    fn from(key: NaclKey) -> Self {
        Self(Stretched::Nacl(key))
    }
}

impl UnlockKey {
    /// The 32 bytes that ten million rounds of PBKDF2 made of a password for Fernet.
    #[must_use]
    pub fn from_fernet(bytes: [u8; 32]) -> Self {
        Self(Stretched::Fernet(TokenKey(Zeroizing::new(bytes))))
    }

    const fn cipher(&self) -> Cipher {
        match &self.0 {
            Stretched::Nacl(_) => Cipher::Nacl,
            Stretched::Ansible(_) => Cipher::Ansible,
            Stretched::Fernet(_) => Cipher::Fernet,
        }
    }
}

impl Locked {
    pub(super) fn read(cipher: Cipher, bytes: &[u8]) -> Result<Self, KeyfileError> {
        Ok(Self(match cipher {
            Cipher::Nacl => {
                nacl::split(bytes)?;
                Lock::Nacl(bytes.to_vec())
            }
            Cipher::Ansible => Lock::Ansible(Vault::read(bytes)?),
            Cipher::Fernet => Lock::Fernet(Token::read(bytes)?),
        }))
    }

    /// How it is encrypted.
    #[must_use]
    pub const fn cipher(&self) -> Cipher {
        match &self.0 {
            Lock::Nacl(_) => Cipher::Nacl,
            Lock::Ansible(_) => Cipher::Ansible,
            Lock::Fernet(_) => Cipher::Fernet,
        }
    }

    /// Stretches a password for this file: for `$NACL` and Fernet a matter of seconds, by design.
    ///
    /// # Errors
    /// A password longer than the cipher takes.
    pub fn key(&self, password: &Password) -> Result<UnlockKey, SecretError> {
        Ok(UnlockKey(match &self.0 {
            Lock::Nacl(_) => Stretched::Nacl(NaclKey::derive(password)?),
            Lock::Ansible(vault) => Stretched::Ansible(vault.key(password)),
            Lock::Fernet(_) => Stretched::Fernet(TokenKey::derive(password)),
        }))
    }

    /// Opens it.
    ///
    /// # Errors
    /// The wrong key, a changed file, or a content that is no key.
    pub fn open_with(&self, key: &UnlockKey) -> Result<Content, KeyfileError> {
        let plain = match (&self.0, &key.0) {
            (Lock::Nacl(file), Stretched::Nacl(key)) => key.open(file)?,
            (Lock::Ansible(vault), Stretched::Ansible(key)) => vault.open(key)?,
            (Lock::Fernet(token), Stretched::Fernet(key)) => token.open(key)?,
            _ => return Err(KeyfileError::OtherLock { key: key.cipher(), file: self.cipher() }),
        };
        content(&plain)
    }

    /// Stretches the password and opens it.
    ///
    /// # Errors
    /// As [`Self::open_with`].
    pub fn open(&self, password: &Password) -> Result<Content, KeyfileError> {
        let key =
            self.key(password).map_err(|problem| KeyfileError::Secret { field: "password", problem })?;
        self.open_with(&key)
    }
}

impl fmt::Debug for Locked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Locked({})", self.cipher())
    }
}
