//! What the classic signature covers of a body.

use crate::json::{JsonError, Style, rewrite};
use incentor_synapse::{Body, Field, Layout};
use sha3::{Digest as _, Sha3_256};
use std::fmt;

/// `computed_body_hash`: SHA3-256 over the joined hashes of the hashed fields' Python texts.
///
/// Without hashed fields it is the hash of nothing, and the body may say anything (`wire-protocol` §1.5).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct BodyHash([u8; 32]);

impl BodyHash {
    /// The hash of fields given as JSON texts, in the order of the hash list.
    ///
    /// # Errors
    /// A text without a Python text.
    pub fn of_texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, JsonError> {
        let mut joined = Sha3_256::new();
        for text in texts {
            joined.update(hex(&Sha3_256::digest(rewrite(text, Style::Str)?)));
        }
        Ok(Self(joined.finalize().into()))
    }

    /// The hash of a request of one's own, from [`incentor_synapse::Synapse::hashed`].
    ///
    /// # Errors
    /// As [`BodyHash::of_texts`].
    pub fn of_fields(fields: &[Field]) -> Result<Self, JsonError> {
        Self::of_texts(fields.iter().map(Field::json))
    }

    /// The hash of a body that came, by its texts as they came; a field that is not there counts as `null`.
    ///
    /// # Errors
    /// As [`BodyHash::of_texts`].
    pub fn of_body(layout: &Layout, body: &Body<'_>) -> Result<Self, JsonError> {
        Self::of_texts(layout.hashed.iter().map(|name| body.json(name).unwrap_or("null")))
    }

    /// Whether a header says this hash: 64 lower-case digits.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        self.to_string() == text
    }
}

impl fmt::Display for BodyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&hex(&self.0))
    }
}

impl fmt::Debug for BodyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BodyHash({self})")
    }
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}
