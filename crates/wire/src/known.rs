//! Whoever signed before is known by name.

use crate::{Refusal, address};
use incentor_keys::{Scheme, Signature, Verifier};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Callers known at a time; a subnet has fewer validators.
const MOST: usize = 1024;

/// Keys of callers whose signatures were right, by scheme and address, ready for the next one.
///
/// Reading an address and making its key ready takes a quarter of the time of checking a signature. It changes no
/// verdict: what is kept is what reading the same text again would give.
#[derive(Debug, Default)]
pub(crate) struct Known(Mutex<BTreeMap<(Scheme, String), Verifier>>);

impl Known {
    fn callers(&self) -> MutexGuard<'_, BTreeMap<(Scheme, String), Verifier>> {
        // Nothing panics while it is held.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The key of a known address.
    pub(crate) fn get(&self, scheme: Scheme, address: &str) -> Option<Verifier> {
        self.callers().get(&(scheme, address.to_owned())).cloned()
    }

    /// Knows whoever just signed; when there are too many, all others are forgotten.
    pub(crate) fn keep(&self, address: &str, key: Verifier) {
        let mut callers = self.callers();
        if callers.len() >= MOST {
            callers.clear();
        }
        callers.insert((key.public().scheme, address.to_owned()), key);
    }
}

/// A caller's key, known or read.
pub(crate) enum Sender {
    Known(Verifier),
    New(Verifier),
}

impl Sender {
    /// The key of an address.
    pub(crate) fn find(
        known: &Known,
        scheme: Scheme,
        address: &str,
        foreign_prefix: bool,
    ) -> Result<Self, Refusal> {
        if let Some(key) = known.get(scheme, address) {
            return Ok(Self::Known(key));
        }
        let account = address::read(address, foreign_prefix)?;
        Ok(Self::New(incentor_keys::PublicKey { account, scheme }.verifier()))
    }

    pub(crate) const fn key(&self) -> &Verifier {
        match self {
            Self::Known(key) | Self::New(key) => key,
        }
    }

    /// Whether it signed the message, as it is or, where that is allowed, the way wallets for people wrap it.
    pub(crate) fn check(&self, message: &[u8], signature: &str, wrapped: bool) -> Result<(), Refusal> {
        let signature: Signature = signature.parse().map_err(|_| Refusal::BadSignatureForm)?;
        let by_wallet = || self.key().verify(&[b"<Bytes>", message, b"</Bytes>"].concat(), &signature);
        if self.key().verify(message, &signature) || (wrapped && by_wallet()) {
            Ok(())
        } else {
            Err(Refusal::BadSignature)
        }
    }

    /// Remembers a key that was new, once its signature was right.
    pub(crate) fn keep(self, known: &Known, address: &str) {
        if let Self::New(key) = self {
            known.keep(address, key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_known_are_bounded_and_told_apart_by_scheme() {
        let known = Known::default();
        let key = |index: u32, scheme| {
            let mut account = [1; 32];
            account[..4].copy_from_slice(&index.to_le_bytes());
            incentor_keys::PublicKey { account: incentor_primitives::AccountId(account), scheme }.verifier()
        };
        for index in 0..3000 {
            known.keep(&index.to_string(), key(index, Scheme::Ed25519));
            assert!(known.callers().len() <= MOST);
        }
        assert_eq!(known.get(Scheme::Ed25519, "2999").unwrap().public(), key(2999, Scheme::Ed25519).public());
        assert!(known.get(Scheme::Sr25519, "2999").is_none());
        assert!(known.get(Scheme::Ed25519, "0").is_none());
    }
}
