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
        let texts = texts.into_iter().map(python_text).collect::<Result<Vec<_>, _>>()?;
        Ok(Self::of_python(&texts))
    }

    /// The hash of Python texts.
    pub(crate) fn of_python(texts: &[String]) -> Self {
        if texts.is_empty() {
            return Self(NOTHING);
        }
        let joined = texts
            .iter()
            .fold(Sha3_256::new(), |joined, text| joined.chain_update(hex(&Sha3_256::digest(text))));
        Self(joined.finalize().into())
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
        self.0.map(|byte| DIGITS[usize::from(byte)]).as_flattened() == text.as_bytes()
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

/// The hash of nothing, which most answers say.
const NOTHING: [u8; 32] = [
    0xa7, 0xff, 0xc6, 0xf8, 0xbf, 0x1e, 0xd7, 0x66, 0x51, 0xc1, 0x47, 0x56, 0xa0, 0x61, 0xd6, 0x62, 0xf5,
    0x80, 0xff, 0x4d, 0xe4, 0x3b, 0x49, 0xfa, 0x82, 0xd8, 0x0a, 0x4b, 0x80, 0xf8, 0x43, 0x4a,
];

#[test]
fn nothing_has_the_hash_of_nothing() {
    let digest: [u8; 32] = Sha3_256::digest([]).into();
    assert_eq!(digest, NOTHING);
}

/// A field's text as it is hashed.
pub(crate) fn python_text(json: &str) -> Result<String, JsonError> {
    rewrite(json, Style::Str)
}

/// The two digits of each byte.
static DIGITS: [[u8; 2]; 256] = {
    let (mut pairs, mut byte) = ([[0; 2]; 256], 0);
    while byte < 256 {
        pairs[byte] = [b"0123456789abcdef"[byte >> 4], b"0123456789abcdef"[byte & 15]];
        byte += 1;
    }
    pairs
};

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let pairs: Vec<[u8; 2]> = bytes.iter().map(|byte| DIGITS[usize::from(*byte)]).collect();
    // Digits are always text.
    String::from_utf8(pairs.into_flattened()).unwrap_or_default()
}
