//! A secret key with its public half.

use crate::schnorr::CONTEXT;
use crate::uri::{Junction, blake2_256};
use crate::{Phrase, PublicKey, Scheme, SecretError, SecretUri, Seed, Signature, hex};
use ed25519_dalek::{Signer as _, SigningKey};
use incentor_primitives::AccountId;
use schnorrkel::derive::{ChainCode, Derivation as _};
use schnorrkel::{ExpansionMode, Keypair, MiniSecretKey, SecretKey};
use std::fmt;
use zeroize::Zeroizing;

/// A secret key with its public half, and what it was made from as far as that is known.
///
/// The secret is overwritten when the pair is dropped, and `Debug` shows the address alone.
pub struct KeyPair {
    secret: Secret,
    public: PublicKey,
    seed: Option<Seed>,
    phrase: Option<Phrase>,
}

enum Secret {
    Sr25519(Keypair),
    Ed25519(SigningKey),
}

impl Secret {
    fn from_seed(seed: &Seed, scheme: Scheme) -> Result<Self, SecretError> {
        Ok(match scheme {
            Scheme::Sr25519 => {
                let mini =
                    MiniSecretKey::from_bytes(seed.expose()).map_err(|_| SecretError::NotAPrivateKey)?;
                Self::Sr25519(mini.expand_to_keypair(ExpansionMode::Ed25519))
            }
            Scheme::Ed25519 => Self::Ed25519(SigningKey::from_bytes(seed.expose())),
        })
    }

    /// The key that hangs at a junction, and its seed where there is one.
    fn derive(&self, junction: &Junction) -> Result<(Self, Option<Seed>), SecretError> {
        let code = *junction.chain_code;
        match self {
            Self::Sr25519(pair) if junction.hard => {
                let (mini, _) = pair.secret.hard_derive_mini_secret_key(Some(ChainCode(code)), b"");
                let seed = Seed::new(mini.to_bytes());
                Ok((Self::Sr25519(mini.expand_to_keypair(ExpansionMode::Ed25519)), Some(seed)))
            }
            Self::Sr25519(pair) => Ok((Self::Sr25519(pair.derived_key_simple(ChainCode(code), b"").0), None)),
            Self::Ed25519(key) if junction.hard => {
                // The label's length in SCALE, the label, the secret, the code.
                let parts: [&[u8]; 4] = [&[11 << 2], b"Ed25519HDKD", key.as_bytes(), &code];
                let seed = Seed::new(blake2_256(&parts));
                Ok((Self::from_seed(&seed, Scheme::Ed25519)?, Some(seed)))
            }
            Self::Ed25519(_) => Err(SecretError::SoftJunction),
        }
    }

    fn public(&self) -> PublicKey {
        match self {
            Self::Sr25519(pair) => {
                PublicKey { account: AccountId(pair.public.to_bytes()), scheme: Scheme::Sr25519 }
            }
            Self::Ed25519(key) => {
                PublicKey { account: AccountId(key.verifying_key().to_bytes()), scheme: Scheme::Ed25519 }
            }
        }
    }
}

impl KeyPair {
    fn new(secret: Secret, seed: Option<Seed>, phrase: Option<Phrase>) -> Self {
        Self { public: secret.public(), secret, seed, phrase }
    }

    /// The pair of a phrase without password; remembers the phrase and its seed.
    ///
    /// # Errors
    /// None that a phrase which was read or generated can cause.
    pub fn from_phrase(phrase: Phrase, scheme: Scheme) -> Result<Self, SecretError> {
        let seed = phrase.seed("");
        Ok(Self::new(Secret::from_seed(&seed, scheme)?, Some(seed), Some(phrase)))
    }

    /// The pair of a seed; remembers the seed.
    ///
    /// # Errors
    /// None that 32 bytes can cause.
    pub fn from_seed(seed: Seed, scheme: Scheme) -> Result<Self, SecretError> {
        Ok(Self::new(Secret::from_seed(&seed, scheme)?, Some(seed), None))
    }

    /// The pair a URI leads to; remembers a phrase or seed that is the key's own.
    ///
    /// # Errors
    /// A soft junction for ed25519.
    pub fn from_uri(uri: &SecretUri, scheme: Scheme) -> Result<Self, SecretError> {
        uri.check(scheme)?;
        let mut seed = Some(uri.seed());
        let mut secret = Secret::from_seed(&uri.seed(), scheme)?;
        for junction in uri.path() {
            (secret, seed) = secret.derive(junction)?;
        }
        Ok(Self::new(secret, seed, uri.bare_phrase().cloned()))
    }

    /// The pair of a text that a person typed: a phrase, a seed, a private key or a URI.
    ///
    /// # Errors
    /// As [`SecretError`] says; the text is never echoed.
    pub fn parse(text: &str, scheme: Scheme) -> Result<Self, SecretError> {
        let text = text.trim();
        if hex::looks_like(text, 32) {
            Self::from_seed(Seed::from_hex(text)?, scheme)
        } else if hex::looks_like(text, 64) {
            Self::from_private_key(hex::array::<64>(text)?.as_slice(), scheme)
        } else {
            Self::from_uri(&SecretUri::parse(text)?, scheme)
        }
    }

    /// The pair of a private key as keyfiles hold it.
    ///
    /// 64 bytes of scalar and nonce for sr25519, in schnorrkel's own form; for ed25519 the 32 bytes of its seed, with
    /// or without the 32 public ones behind.
    ///
    /// # Errors
    /// Bytes that are no such key, and the key zero.
    pub fn from_private_key(bytes: &[u8], scheme: Scheme) -> Result<Self, SecretError> {
        match scheme {
            Scheme::Sr25519 => {
                let secret = SecretKey::from_bytes(bytes).map_err(|_| SecretError::NotAPrivateKey)?;
                Self::from_sr25519(secret)
            }
            Scheme::Ed25519 => {
                let (seed, public) = bytes.split_first_chunk::<32>().ok_or(SecretError::NotAPrivateKey)?;
                let pair = Self::from_seed(Seed::new(*seed), scheme)?;
                if public.is_empty() || *public == pair.public.account.0 {
                    Ok(pair)
                } else {
                    Err(SecretError::NotAPrivateKey)
                }
            }
        }
    }

    /// The pair of an sr25519 key in the form of polkadot.js exports, where the scalar is eight times ours.
    pub(crate) fn from_multiplied(bytes: &[u8]) -> Result<Self, SecretError> {
        let secret = SecretKey::from_ed25519_bytes(bytes).map_err(|_| SecretError::NotAPrivateKey)?;
        Self::from_sr25519(secret)
    }

    fn from_sr25519(secret: SecretKey) -> Result<Self, SecretError> {
        let secret = Secret::Sr25519(secret.to_keypair());
        // The neutral point belongs to the scalar zero alone.
        if secret.public().account.0 == [0; 32] {
            return Err(SecretError::WeakKey);
        }
        Ok(Self::new(secret, None, None))
    }

    /// The public half.
    #[must_use]
    pub const fn public(&self) -> PublicKey {
        self.public
    }

    /// Signs a message as it is, without any wrapping.
    ///
    /// sr25519 signatures differ from call to call, ed25519 signatures do not.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Signature {
        match &self.secret {
            Secret::Sr25519(pair) => Signature(pair.sign(CONTEXT.bytes(message)).to_bytes()),
            Secret::Ed25519(key) => Signature(key.sign(message).to_bytes()),
        }
    }

    /// The phrase, where the key was made from one alone.
    #[must_use]
    pub const fn phrase(&self) -> Option<&Phrase> {
        self.phrase.as_ref()
    }

    /// The seed, where it is known: not behind a soft junction, and not for a bare private key of sr25519.
    #[must_use]
    pub const fn seed(&self) -> Option<&Seed> {
        self.seed.as_ref()
    }

    /// The private key as keyfiles hold it: 64 bytes for sr25519, 32 for ed25519.
    #[must_use]
    pub fn expose_private_key(&self) -> Zeroizing<Vec<u8>> {
        match &self.secret {
            Secret::Sr25519(pair) => {
                let bytes = Zeroizing::new(pair.secret.to_bytes());
                Zeroizing::new(bytes.to_vec())
            }
            Secret::Ed25519(key) => Zeroizing::new(key.as_bytes().to_vec()),
        }
    }
}

impl fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyPair({}, {})", self.public.account, self.public.scheme)
    }
}
