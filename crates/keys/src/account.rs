//! The public half: who signed, and whether it was they.

use crate::{Scheme, SecretError, hex, schnorr};
use incentor_primitives::AccountId;
use std::{fmt, str::FromStr};

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
        self.verifier().verify(message, signature)
    }

    /// The key, made ready to check many signatures: a tenth of the work of each is done once.
    #[must_use]
    pub fn verifier(&self) -> Verifier {
        let bytes = &self.account.0;
        let point = match self.scheme {
            Scheme::Sr25519 => schnorr::Key::of(bytes).map(Point::Sr25519),
            Scheme::Ed25519 => ed25519_dalek::VerifyingKey::from_bytes(bytes).ok().map(Point::Ed25519),
        };
        Verifier { public: *self, point }
    }
}

/// A public key, made ready to check many signatures.
#[derive(Clone, Debug)]
pub struct Verifier {
    public: PublicKey,
    /// None where the account is no point, or one for which everybody can sign.
    point: Option<Point>,
}

#[derive(Clone, Debug)]
enum Point {
    Sr25519(schnorr::Key),
    Ed25519(ed25519_dalek::VerifyingKey),
}

impl Verifier {
    /// Whose it is.
    #[must_use]
    pub const fn public(&self) -> PublicKey {
        self.public
    }

    /// The same with a table of the key's multiples, which halves the time of each check.
    ///
    /// It takes 40 KiB, which clones share, and the time of two checks to make. Keys of scheme ed25519 have none.
    #[must_use]
    pub fn with_table(self) -> Self {
        let point = match self.point {
            Some(Point::Sr25519(key)) => Some(Point::Sr25519(key.with_comb())),
            other => other,
        };
        Self { point, ..self }
    }

    /// Whether it has that table.
    #[must_use]
    pub const fn has_table(&self) -> bool {
        matches!(&self.point, Some(Point::Sr25519(key)) if key.has_comb())
    }

    /// Whether this account signed the message, as [`PublicKey::verify`] says it.
    #[must_use]
    pub fn verify(&self, message: &[u8], signature: &Signature) -> bool {
        match &self.point {
            Some(Point::Sr25519(key)) => key.verify(message, &signature.0),
            Some(Point::Ed25519(key)) => {
                key.verify_strict(message, &ed25519_dalek::Signature::from_bytes(&signature.0)).is_ok()
            }
            None => false,
        }
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
