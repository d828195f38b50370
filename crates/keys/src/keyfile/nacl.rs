//! `$NACL`: what every wallet since 2023 locks keyfiles with.

use super::{Cipher, KeyfileError};
use crate::secret::draw;
use crate::{Password, SecretError};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use crypto_secretbox::XSalsa20Poly1305;
use crypto_secretbox::aead::{Aead as _, KeyInit as _};
use std::fmt;
use zeroize::{Zeroize as _, Zeroizing};

/// Fixed for all wallets, so equal passwords give equal keys.
const SALT: [u8; 16] = *b"\x13\x71\x83\xdf\xf1\x5a\x09\xbc\x9c\x90\xb5\x51\x87\x39\xe9\xb1";
/// 512 MiB, libsodium's "sensitive".
const MEMORY_KIB: u32 = 524_288;
const PASSES: u32 = 8;
const LANES: u32 = 1;

const NONCE_BYTES: usize = 24;
const TAG_BYTES: usize = 16;

/// A password, stretched.
///
/// Making one takes seconds and 512 MiB by design; it opens every `$NACL` file of the same password.
#[derive(Clone)]
pub struct NaclKey(Zeroizing<[u8; 32]>);

impl NaclKey {
    /// Stretches a password: Argon2i 1.3, eight passes over 512 MiB.
    ///
    /// Source: spec, wallet format, "Encryption".
    ///
    /// # Errors
    /// A password longer than Argon2 takes (4 GiB), or no 512 MiB of memory.
    pub fn derive(password: &Password) -> Result<Self, SecretError> {
        let text = password.expose().as_bytes();
        let too_long = |_| SecretError::TooLong { bytes: text.len() };
        let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(32)).map_err(too_long)?;
        let argon = Argon2::new(Algorithm::Argon2i, Version::V0x13, params);
        // Asked for politely: a machine without so much memory gets an error instead of an end.
        let (mut blocks, count) = (Vec::new(), argon.params().block_count());
        blocks.try_reserve_exact(count).map_err(|_| SecretError::NoMemory)?;
        blocks.resize(count, Block::new());
        let mut key = Zeroizing::new([0; 32]);
        let hashed = argon.hash_password_into_with_memory(text, &SALT, key.as_mut_slice(), &mut blocks);
        // The last blocks are as good as the key.
        blocks.zeroize();
        hashed.map_err(too_long)?;
        Ok(Self(key))
    }

    /// A key that was derived before.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The secret itself.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    pub(super) fn open(&self, file: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyfileError> {
        let (nonce, sealed) = split(file)?;
        let opened = XSalsa20Poly1305::new((&*self.0).into()).decrypt(nonce.into(), sealed);
        opened.map(Zeroizing::new).map_err(|_| KeyfileError::WrongPassword)
    }

    /// Locks a text, under a nonce of its own.
    pub(super) fn seal(&self, plain: &[u8]) -> Result<Vec<u8>, SecretError> {
        let mut nonce = [0; NONCE_BYTES];
        draw(&mut nonce)?;
        let sealed = XSalsa20Poly1305::new((&*self.0).into()).encrypt((&nonce).into(), plain);
        let sealed = sealed.map_err(|_| SecretError::TooLong { bytes: plain.len() })?;
        Ok([Cipher::Nacl.magic(), &nonce, &sealed].concat())
    }
}

impl fmt::Debug for NaclKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NaclKey(..)")
    }
}

/// The nonce and what it locks: a tag and something behind.
pub(super) fn split(file: &[u8]) -> Result<(&[u8; NONCE_BYTES], &[u8]), KeyfileError> {
    let behind = file.get(Cipher::Nacl.magic().len()..).unwrap_or_default();
    match behind.split_first_chunk::<NONCE_BYTES>() {
        Some((nonce, sealed)) if sealed.len() > TAG_BYTES => Ok((nonce, sealed)),
        _ => Err(KeyfileError::Truncated { cipher: Cipher::Nacl, bytes: file.len() }),
    }
}
