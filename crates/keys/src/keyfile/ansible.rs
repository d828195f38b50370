//! Ansible Vault 1.1: how early wallets locked keyfiles.

use super::{Cipher, KeyfileError};
use crate::Password;
use aes::Aes256;
use aes::cipher::block_padding::{Pkcs7, RawPadding as _};
use aes::cipher::{KeyIvInit as _, StreamCipher as _};
use ctr::Ctr128BE;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use std::fmt;
use zeroize::Zeroizing;

const HEADER: &str = "$ANSIBLE_VAULT;1.1;AES256";
const ROUNDS: u32 = 10_000;
/// The text is padded to whole blocks, though the cipher would not need it.
const BLOCK_BYTES: usize = 16;
const MALFORMED: KeyfileError = KeyfileError::Malformed { cipher: Cipher::Ansible };

/// A vault taken apart.
pub(super) struct Vault {
    salt: Vec<u8>,
    tag: Vec<u8>,
    sealed: Vec<u8>,
}

/// Keys for one vault: its salt is part of them.
#[derive(Clone)]
pub(super) struct VaultKey(Zeroizing<[u8; 80]>);

impl Vault {
    pub(super) fn read(file: &[u8]) -> Result<Self, KeyfileError> {
        let text = std::str::from_utf8(file).map_err(|_| MALFORMED)?;
        let (header, body) = text.split_once('\n').unwrap_or((text, ""));
        if header.trim_end() != HEADER {
            return Err(MALFORMED);
        }
        let digits: String = body.split_ascii_whitespace().collect();
        if digits.is_empty() {
            return Err(KeyfileError::Truncated { cipher: Cipher::Ansible, bytes: file.len() });
        }
        // Hexadecimal within hexadecimal.
        let inner = bytes(&digits)?;
        let inner = std::str::from_utf8(&inner).map_err(|_| MALFORMED)?;
        let mut parts = inner.split('\n');
        let mut part = || {
            let truncated = KeyfileError::Truncated { cipher: Cipher::Ansible, bytes: file.len() };
            parts.next().filter(|part| !part.is_empty()).ok_or(truncated).and_then(bytes)
        };
        let (salt, tag, sealed) = (part()?, part()?, part()?);
        if sealed.len() % BLOCK_BYTES == 0 { Ok(Self { salt, tag, sealed }) } else { Err(MALFORMED) }
    }

    pub(super) fn key(&self, password: &Password) -> VaultKey {
        let mut key = Zeroizing::new([0; 80]);
        let password = password.expose().as_bytes();
        // A MAC takes keys of any length, so there is nothing to report.
        let _ = pbkdf2::pbkdf2::<Hmac<Sha256>>(password, &self.salt, ROUNDS, key.as_mut_slice());
        VaultKey(key)
    }

    pub(super) fn open(&self, key: &VaultKey) -> Result<Zeroizing<Vec<u8>>, KeyfileError> {
        let (cipher_key, rest) = key.0.split_first_chunk::<32>().ok_or(MALFORMED)?;
        let (tag_key, counter) = rest.split_first_chunk::<32>().ok_or(MALFORMED)?;
        let mut mac = Hmac::<Sha256>::new_from_slice(tag_key).map_err(|_| MALFORMED)?;
        mac.update(&self.sealed);
        mac.verify_slice(&self.tag).map_err(|_| KeyfileError::WrongPassword)?;
        let mut plain = Zeroizing::new(self.sealed.clone());
        let counter = counter.first_chunk::<16>().ok_or(MALFORMED)?;
        Ctr128BE::<Aes256>::new(cipher_key.into(), counter.into()).apply_keystream(&mut plain);
        let length = Pkcs7::raw_unpad(last_block(&plain)).map_err(|_| MALFORMED)?.len();
        let whole = plain.len().saturating_sub(last_block(&plain).len());
        plain.truncate(whole.saturating_add(length));
        Ok(plain)
    }
}

/// The bytes that hold the padding.
fn last_block(plain: &[u8]) -> &[u8] {
    plain.get(plain.len().saturating_sub(BLOCK_BYTES)..).unwrap_or_default()
}

fn bytes(digits: &str) -> Result<Vec<u8>, KeyfileError> {
    base16ct::mixed::decode_vec(digits).map_err(|_| MALFORMED)
}

impl fmt::Debug for VaultKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VaultKey(..)")
    }
}
