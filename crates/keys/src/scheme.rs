//! The two kinds of signature a wallet can make.

use std::{fmt, str::FromStr};

/// A signature scheme; the chain's accounts may be of either.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scheme {
    /// Schnorr signatures on Ristretto: what wallets make unless told otherwise.
    #[default]
    Sr25519,
    /// `EdDSA` on Curve25519.
    Ed25519,
}

impl Scheme {
    /// Both, the usual one first.
    pub const ALL: [Self; 2] = [Self::Sr25519, Self::Ed25519];

    /// The number that keyfiles call `cryptoType`.
    #[must_use]
    pub const fn crypto_type(self) -> u8 {
        match self {
            Self::Ed25519 => 0,
            Self::Sr25519 => 1,
        }
    }

    /// The scheme of a `cryptoType`, if it is one of the two.
    #[must_use]
    pub fn of_crypto_type(code: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| u64::from(scheme.crypto_type()) == code)
    }

    /// The one that this is not.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Ed25519 => Self::Sr25519,
            Self::Sr25519 => Self::Ed25519,
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Sr25519 => "sr25519",
            Self::Ed25519 => "ed25519",
        })
    }
}

impl FromStr for Scheme {
    type Err = UnknownScheme;

    fn from_str(text: &str) -> Result<Self, UnknownScheme> {
        Self::ALL.into_iter().find(|scheme| scheme.to_string() == text).ok_or(UnknownScheme)
    }
}

/// A text that names no scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("sr25519 or ed25519")]
pub struct UnknownScheme;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_survive_the_round_trip() {
        for scheme in Scheme::ALL {
            assert_eq!(scheme.to_string().parse(), Ok(scheme));
            assert_eq!(Scheme::of_crypto_type(scheme.crypto_type().into()), Some(scheme));
            assert_ne!(scheme.other(), scheme);
        }
        assert_eq!((Scheme::of_crypto_type(2), "ecdsa".parse::<Scheme>()), (None, Err(UnknownScheme)));
    }
}
