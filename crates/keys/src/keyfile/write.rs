//! Keyfiles as they are written here: every generation of wallets reads them.
//!
//! Source: spec, wallet format, "Our writing rule".

use super::NaclKey;
use crate::{KeyPair, PublicKey, Scheme, SecretError, hex};
use zeroize::Zeroizing;

/// More than a keyfile of 24 long words has, so that the text never moves and leaves a copy behind.
const ROOM: usize = 2048;

/// The keyfile of a key, unencrypted.
///
/// `cryptoType` is left out for sr25519: readers before 4.1 do not know it, and all take it for sr25519 without.
#[must_use]
pub fn plain(pair: &KeyPair) -> Zeroizing<Vec<u8>> {
    let mut text = Zeroizing::new(String::with_capacity(ROOM));
    text.push('{');
    push_public(&mut text, &pair.public());
    text.push_str(",\"privateKey\":\"");
    hex::push(&mut text, &pair.expose_private_key());
    text.push('"');
    if let Some(phrase) = pair.phrase() {
        // Words of the list are plain letters.
        text.push_str(",\"secretPhrase\":\"");
        text.push_str(&phrase.expose());
        text.push('"');
    }
    if let Some(seed) = pair.seed() {
        text.push_str(",\"secretSeed\":\"");
        hex::push(&mut text, seed.expose());
        text.push('"');
    }
    text.push('}');
    // Moves the buffer instead of copying it.
    Zeroizing::new(std::mem::take(&mut *text).into_bytes())
}

/// The file that lies beside a keyfile and holds no secret.
#[must_use]
pub fn public(public: &PublicKey) -> Vec<u8> {
    let mut text = String::with_capacity(ROOM);
    text.push('{');
    push_public(&mut text, public);
    text.push('}');
    text.into_bytes()
}

/// The keyfile of a key, locked.
///
/// # Errors
/// No randomness for the nonce.
pub fn sealed(pair: &KeyPair, key: &NaclKey) -> Result<Vec<u8>, SecretError> {
    key.seal(&plain(pair))
}

fn push_public(text: &mut String, public: &PublicKey) {
    for field in ["accountId", "publicKey"] {
        text.push('"');
        text.push_str(field);
        text.push_str("\":\"");
        hex::push(text, &public.account.0);
        text.push_str("\",");
    }
    text.push_str("\"ss58Address\":\"");
    text.push_str(&public.account.to_string());
    text.push('"');
    if public.scheme != Scheme::Sr25519 {
        text.push_str(&format!(",\"cryptoType\":{}", public.scheme.crypto_type()));
    }
}
