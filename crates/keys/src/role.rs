//! What a key is for, as a type.

use crate::{KeyPair, PublicKey, Signature};
use incentor_primitives::AccountId;
use std::{fmt, marker::PhantomData};

/// Owns money: signs transfers, stakes, registrations. Never needed to mine or to validate.
pub type Coldkey = Key<Cold>;

/// Acts on a subnet: signs weights and answers. Lies unencrypted on the machine that works, as a rule.
pub type Hotkey = Key<Hot>;

/// The role of a [`Coldkey`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cold {}

/// The role of a [`Hotkey`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hot {}

/// Whether a key is a hotkey or a coldkey.
pub trait Role {
    /// The field's word for it.
    const NAME: &'static str;
}

impl Role for Cold {
    const NAME: &'static str = "coldkey";
}

impl Role for Hot {
    const NAME: &'static str = "hotkey";
}

/// A key pair with its role, so that one is never used as the other.
///
/// ```
/// use incentor_keys::{Coldkey, Hotkey, KeyPair, Scheme, SecretUri};
/// fn serve(hotkey: &Hotkey) {}
/// let pair = KeyPair::from_uri(&SecretUri::parse("//Alice")?, Scheme::Sr25519)?;
/// serve(&Hotkey::new(pair));
/// # Ok::<(), incentor_keys::SecretError>(())
/// ```
///
/// ```compile_fail
/// use incentor_keys::{Coldkey, Hotkey, KeyPair, Scheme, SecretUri};
/// fn serve(hotkey: &Hotkey) {}
/// let pair = KeyPair::from_uri(&SecretUri::parse("//Alice")?, Scheme::Sr25519)?;
/// serve(&Coldkey::new(pair)); // a coldkey is no hotkey
/// # Ok::<(), incentor_keys::SecretError>(())
/// ```
pub struct Key<R: Role> {
    pair: KeyPair,
    role: PhantomData<R>,
}

impl<R: Role> Key<R> {
    /// Says what the pair is for.
    #[must_use]
    pub const fn new(pair: KeyPair) -> Self {
        Self { pair, role: PhantomData }
    }

    /// The pair without its role.
    #[must_use]
    pub const fn pair(&self) -> &KeyPair {
        &self.pair
    }

    /// Who signs with it.
    #[must_use]
    pub const fn account(&self) -> AccountId {
        self.pair.public().account
    }

    /// The public half.
    #[must_use]
    pub const fn public(&self) -> PublicKey {
        self.pair.public()
    }

    /// Signs a message as it is, without any wrapping.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> Signature {
        self.pair.sign(message)
    }
}

impl<R: Role> fmt::Debug for Key<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", R::NAME, self.account())
    }
}
