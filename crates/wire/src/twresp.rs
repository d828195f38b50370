//! twresp/1: answers that their axon signs, whole and in chunks (`wire-protocol` §3.2).
//!
//! An extension beside btauth/1, by others, and not of the SDK. A signature is over the answer and over which request it
//! is to, so that no older answer, and none to another caller, passes for it. An answer in chunks is a stream of events
//! whose last one, the trailer, has the signature.

mod error;
mod events;
mod stream;
mod trailer;

use crate::Headers;
use crate::body_hash::hex;
use crate::draft::Signer;
use crate::number::integer_text;
use incentor_keys::{PublicKey, Scheme, Signature};
use incentor_primitives::AccountId;
use sha2::{Digest as _, Sha256};

pub use error::AnswerError;
pub use stream::{ReadStream, WrittenStream};

/// Always `1`.
pub const VERSION: &str = "X-TW-Resp-Version";
/// The axon's address.
pub const HOTKEY: &str = "X-TW-Resp-Hotkey";
/// The scheme, where it is not sr25519.
pub const CRYPTO: &str = "X-TW-Resp-Crypto";
/// `0x` and 128 digits; a stream has it in its trailer.
pub const SIGNATURE: &str = "X-TW-Resp-Signature";

/// Which request an answer is to: the request's own nonce and sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The request's nonce.
    pub nonce: i128,
    /// The request's sender, as it wrote its address.
    pub sender: String,
}

/// What is signed: seven lines.
///
/// The digest is the SHA-256 of the body or, of a stream, of its chunks' bytes one behind the other.
#[must_use]
pub fn payload(scheme: Scheme, asked: &Asked, responder: &str, status: u16, digest: &str) -> String {
    let (scheme, nonce, status) = (scheme.to_string(), integer_text(asked.nonce), status.to_string());
    ["twresp/1", &scheme, &nonce, &asked.sender, responder, &status, digest].join("\n")
}

/// The digest of a body, as it is signed.
#[must_use]
pub fn digest(body: &[u8]) -> String {
    hex(&Sha256::digest(body))
}

/// Who signs, without a signature yet: the headers a stream begins with.
#[must_use]
pub fn claim(signer: &Signer) -> Vec<(&'static str, String)> {
    let mut headers = vec![(VERSION, "1".to_owned()), (HOTKEY, signer.address().to_owned())];
    if signer.scheme() == Scheme::Ed25519 {
        headers.push((CRYPTO, Scheme::Ed25519.to_string()));
    }
    headers
}

/// The signature of an answer of one's own.
#[must_use]
pub fn signature(signer: &Signer, asked: &Asked, status: u16, digest: &str) -> String {
    signer.sign(&payload(signer.scheme(), asked, signer.address(), status, digest))
}

/// The headers of a whole answer of one's own.
#[must_use]
pub fn sign(signer: &Signer, asked: &Asked, status: u16, body: &[u8]) -> Vec<(&'static str, String)> {
    let mut headers = claim(signer);
    headers.push((SIGNATURE, signature(signer, asked, status, &digest(body))));
    headers
}

/// What an answer's headers say about who signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    key: PublicKey,
    address: String,
    signature: Option<Signature>,
}

impl Claim {
    /// Reads the headers; none of them, and there is no claim.
    ///
    /// # Errors
    /// [`AnswerError::Malformed`], [`AnswerError::Missing`] and [`AnswerError::OtherResponder`], where somebody else than
    /// whom the request was for says to have answered.
    pub fn read(
        headers: &Headers<'_>,
        responder: AccountId,
        address: &str,
    ) -> Result<Option<Self>, AnswerError> {
        if ![VERSION, HOTKEY, CRYPTO, SIGNATURE].into_iter().any(|name| headers.has(name)) {
            return Ok(None);
        }
        let only = |header| headers.only(header).map_err(|_| AnswerError::Malformed { header });
        let needed = |header| only(header)?.ok_or(AnswerError::Missing { header });
        if needed(VERSION)? != "1" {
            return Err(AnswerError::Malformed { header: VERSION });
        }
        if needed(HOTKEY)? != address {
            return Err(AnswerError::OtherResponder);
        }
        let scheme = match only(CRYPTO)? {
            None => Scheme::Sr25519,
            Some(name) => name.parse().map_err(|_| AnswerError::Malformed { header: CRYPTO })?,
        };
        let signature = only(SIGNATURE)?.map(read_signature).transpose()?;
        let key = PublicKey { account: responder, scheme };
        Ok(Some(Self { key, address: address.to_owned(), signature }))
    }

    /// Whether its signature, in the headers, is that of a whole answer.
    ///
    /// # Errors
    /// [`AnswerError::Missing`] and [`AnswerError::BadSignature`].
    pub fn check(&self, asked: &Asked, status: u16, digest: &str) -> Result<(), AnswerError> {
        let signature = self.signature.as_ref().ok_or(AnswerError::Missing { header: SIGNATURE })?;
        self.check_signature(signature, asked, status, digest)
    }

    fn check_signature(
        &self,
        signature: &Signature,
        asked: &Asked,
        status: u16,
        digest: &str,
    ) -> Result<(), AnswerError> {
        let signed = payload(self.key.scheme, asked, &self.address, status, digest);
        if self.key.verify(signed.as_bytes(), signature) { Ok(()) } else { Err(AnswerError::BadSignature) }
    }
}

/// A signature with the prefix it always has.
fn read_signature(text: &str) -> Result<Signature, AnswerError> {
    let digits = text.strip_prefix("0x").filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    digits.and_then(|digits| digits.parse().ok()).ok_or(AnswerError::Malformed { header: SIGNATURE })
}
