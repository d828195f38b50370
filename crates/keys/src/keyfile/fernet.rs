//! Fernet: how the first wallets locked keyfiles.

use super::{Cipher, KeyfileError};
use crate::Password;
use aes::Aes128;
use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockDecryptMut as _, KeyIvInit as _};
use base64ct::{Base64Url, Base64UrlUnpadded, Encoding as _};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use std::fmt;
use zeroize::Zeroizing;

/// The same for all, like the rounds: the file holds neither.
const SALT: &[u8] = b"Iguesscyborgslikemyselfhaveatendencytobeparanoidaboutourorigins";
const ROUNDS: u32 = 10_000_000;
/// The first byte of a token.
const VERSION: u8 = 0x80;
const MALFORMED: KeyfileError = KeyfileError::Malformed { cipher: Cipher::Fernet };

/// A token: version, time, initial vector, whole blocks, and the tag over all of them.
pub(super) struct Token {
    bytes: Vec<u8>,
}

/// Where the token's parts lie; everything but the tag is signed.
struct Parts<'a> {
    signed: &'a [u8],
    vector: &'a [u8; 16],
    sealed: &'a [u8],
    tag: &'a [u8; 32],
}

/// A password, stretched: one half signs, the other encrypts.
#[derive(Clone)]
pub(super) struct TokenKey(pub(super) Zeroizing<[u8; 32]>);

impl TokenKey {
    pub(super) fn derive(password: &Password) -> Self {
        let mut key = Zeroizing::new([0; 32]);
        let password = password.expose().as_bytes();
        // A MAC takes keys of any length, so there is nothing to report.
        let _ = pbkdf2::pbkdf2::<Hmac<Sha256>>(password, SALT, ROUNDS, key.as_mut_slice());
        Self(key)
    }
}

impl Token {
    pub(super) fn read(file: &[u8]) -> Result<Self, KeyfileError> {
        let text = std::str::from_utf8(file).map_err(|_| MALFORMED)?.trim();
        let bytes = Base64Url::decode_vec(text).or_else(|_| Base64UrlUnpadded::decode_vec(text));
        let token = Self { bytes: bytes.map_err(|_| MALFORMED)? };
        match token.parts() {
            Some(Parts { sealed: [], .. }) => Err(MALFORMED),
            Some(parts) if parts.sealed.len() % 16 == 0 => Ok(token),
            Some(_) => Err(MALFORMED),
            None => Err(KeyfileError::Truncated { cipher: Cipher::Fernet, bytes: file.len() }),
        }
    }

    fn parts(&self) -> Option<Parts<'_>> {
        let (signed, tag) = self.bytes.split_last_chunk::<32>()?;
        let (&version, behind) = signed.split_first()?;
        let (_time, behind) = behind.split_first_chunk::<8>()?;
        let (vector, sealed) = behind.split_first_chunk::<16>()?;
        (version == VERSION).then_some(Parts { signed, vector, sealed, tag })
    }

    pub(super) fn open(&self, key: &TokenKey) -> Result<Zeroizing<Vec<u8>>, KeyfileError> {
        let Parts { signed, vector, sealed, tag } = self.parts().ok_or(MALFORMED)?;
        let (tag_key, cipher_key) = key.0.split_first_chunk::<16>().ok_or(MALFORMED)?;
        let cipher_key = cipher_key.first_chunk::<16>().ok_or(MALFORMED)?;
        let mut mac = Hmac::<Sha256>::new_from_slice(tag_key).map_err(|_| MALFORMED)?;
        mac.update(signed);
        mac.verify_slice(tag).map_err(|_| KeyfileError::WrongPassword)?;
        let decryptor = cbc::Decryptor::<Aes128>::new(cipher_key.into(), vector.into());
        let plain = decryptor.decrypt_padded_vec_mut::<Pkcs7>(sealed).map_err(|_| MALFORMED)?;
        Ok(Zeroizing::new(plain))
    }
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenKey(..)")
    }
}
