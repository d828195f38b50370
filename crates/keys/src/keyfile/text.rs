//! Keyfiles from before JSON: a bare seed, private key or phrase.

use super::{Content, KeyfileError};
use crate::{KeyPair, Phrase, Scheme, SecretError, Seed, hex};

/// They all meant sr25519.
const SCHEME: Scheme = Scheme::Sr25519;

pub(super) fn content(text: &str) -> Result<Content, KeyfileError> {
    let pair = if hex::looks_like(text, 32) {
        Seed::from_hex(text).and_then(|seed| KeyPair::from_seed(seed, SCHEME))
    } else if hex::looks_like(text, 64) {
        hex::array::<64>(text).and_then(|bytes| KeyPair::from_private_key(bytes.as_slice(), SCHEME))
    } else {
        Phrase::parse(text).and_then(|phrase| KeyPair::from_phrase(phrase, SCHEME))
    };
    match pair {
        Ok(pair) => Ok(Content::Secret(Box::new(pair))),
        // So many words, or no words at all: it was not meant as a phrase.
        Err(SecretError::WordCount { .. } | SecretError::TooLong { .. }) => Err(KeyfileError::Unrecognised),
        Err(problem) => Err(KeyfileError::Secret { field: "the text", problem }),
    }
}
