//! The public half: who signed, and whether it was they.

use crate::{Scheme, SecretError, hex};
use incentor_primitives::AccountId;
use std::{fmt, str::FromStr};

/// The context every Substrate signature of scheme sr25519 is bound to.
pub(crate) const CONTEXT: &[u8] = b"substrate";

/// An account and the scheme it signs with; an address names only the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey {
    /// The 32 bytes.
    pub account: AccountId,
    /// How it signs.
    pub scheme: Scheme,
}

impl PublicKey {
    /// Whether this account signed the message.
    ///
    /// Accounts for which everybody can sign, such as the one of 32 zero bytes, signed nothing.
    #[must_use]
    pub fn verify(&self, message: &[u8], signature: &Signature) -> bool {
        match self.scheme {
            Scheme::Sr25519 => self.verify_sr25519(message, signature).is_some(),
            Scheme::Ed25519 => self.verify_ed25519(message, signature).is_some(),
        }
    }

    fn verify_sr25519(&self, message: &[u8], signature: &Signature) -> Option<()> {
        // The neutral point: its private key is zero.
        if self.account.0 == [0; 32] {
            return None;
        }
        let key = schnorrkel::PublicKey::from_bytes(&self.account.0).ok()?;
        let signature = schnorrkel::Signature::from_bytes(&signature.0).ok()?;
        key.verify_simple(CONTEXT, message, &signature).ok()
    }

    fn verify_ed25519(&self, message: &[u8], signature: &Signature) -> Option<()> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(&self.account.0).ok()?;
        key.verify_strict(message, &ed25519_dalek::Signature::from_bytes(&signature.0)).ok()
    }
}

/// 64 bytes of signature, of either scheme.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Signature(pub [u8; 64]);

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(130);
        hex::push(&mut text, &self.0);
        f.pad(&text)
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signature({self})")
    }
}

impl FromStr for Signature {
    type Err = SecretError;

    /// 128 hexadecimal digits, with or without `0x`.
    fn from_str(text: &str) -> Result<Self, SecretError> {
        hex::array::<64>(text).map(|bytes| Self(*bytes))
    }
}
