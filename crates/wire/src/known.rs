//! Whoever signed before is known by name.

use crate::{Refusal, address};
use incentor_keys::{Scheme, Signature, Verifier};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Callers known at a time; a subnet has fewer validators.
const MOST: usize = 1024;
/// Callers with a table at a time, 5 MiB of them: more than a subnet has validators with a permit.
const MOST_TABLES: usize = 128;
/// Right signatures after which a caller is worth a table, which takes the time of two checks to make.
const TABLE_AFTER: u32 = 32;

/// Keys of callers whose signatures were right, by scheme and address, ready for the next one.
///
/// Reading an address and making its key ready takes a quarter of the time of checking a signature, and a table halves
/// what is left. It changes no verdict: what is kept is what reading the same text again would give.
#[derive(Debug, Default)]
pub(crate) struct Known(Mutex<Callers>);

#[derive(Debug, Default)]
struct Callers {
    sr25519: BTreeMap<String, Kept>,
    ed25519: BTreeMap<String, Kept>,
    /// How many have a table.
    tables: usize,
}

#[derive(Debug)]
struct Kept {
    key: Verifier,
    /// Right signatures so far, while there is no table.
    right: u32,
}

impl Callers {
    const fn of(&mut self, scheme: Scheme) -> &mut BTreeMap<String, Kept> {
        match scheme {
            Scheme::Sr25519 => &mut self.sr25519,
            Scheme::Ed25519 => &mut self.ed25519,
        }
    }

    fn len(&self) -> usize {
        self.sr25519.len() + self.ed25519.len()
    }
}

impl Known {
    fn callers(&self) -> MutexGuard<'_, Callers> {
        // Nothing panics while it is held.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The key of a known address.
    pub(crate) fn get(&self, scheme: Scheme, address: &str) -> Option<Verifier> {
        self.callers().of(scheme).get(address).map(|kept| kept.key.clone())
    }

    /// Knows whoever just signed; when there are too many, all others are forgotten.
    pub(crate) fn keep(&self, address: &str, key: Verifier) {
        let mut callers = self.callers();
        if callers.len() >= MOST || (key.has_table() && callers.tables >= MOST_TABLES) {
            *callers = Callers::default();
        }
        callers.tables += usize::from(key.has_table());
        let kept = Kept { right: 0, key };
        let before = callers.of(kept.key.public().scheme).insert(address.to_owned(), kept);
        callers.tables -= usize::from(before.is_some_and(|before| before.key.has_table()));
    }

    /// Counts a right signature of a known key; whether it is worth a table now, which is said once.
    fn count(&self, scheme: Scheme, address: &str) -> bool {
        let mut callers = self.callers();
        let Some(kept) = callers.of(scheme).get_mut(address) else { return false };
        kept.right = kept.right.saturating_add(1);
        kept.right == TABLE_AFTER
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

    /// Remembers a key that was new, once its signature was right, and in time makes it quicker.
    pub(crate) fn keep(self, known: &Known, address: &str) {
        match self {
            Self::New(key) => known.keep(address, key),
            Self::Known(key) if key.has_table() => {}
            Self::Known(key) => {
                if known.count(key.public().scheme, address) {
                    known.keep(address, key.with_table());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(index: u32, scheme: Scheme) -> Verifier {
        let mut account = [1; 32];
        account[..4].copy_from_slice(&index.to_le_bytes());
        incentor_keys::PublicKey { account: incentor_primitives::AccountId(account), scheme }.verifier()
    }

    #[test]
    fn the_known_are_bounded_and_told_apart_by_scheme() {
        let known = Known::default();
        for index in 0..3000 {
            known.keep(&index.to_string(), key(index, Scheme::Ed25519));
            assert!(known.callers().len() <= MOST);
        }
        assert_eq!(known.get(Scheme::Ed25519, "2999").unwrap().public(), key(2999, Scheme::Ed25519).public());
        assert!(known.get(Scheme::Sr25519, "2999").is_none());
        assert!(known.get(Scheme::Ed25519, "0").is_none());
    }

    #[test]
    fn who_signs_often_gets_a_table_and_there_are_not_too_many() {
        let (known, mut most) = (Known::default(), 0);
        let callers =
            (0..).map(|index| key(index, Scheme::Sr25519)).filter(|key| key.clone().with_table().has_table());
        for caller in callers.take(MOST_TABLES + 2) {
            let address = caller.public().account.to_string();
            for signature in 0..=TABLE_AFTER + 1 {
                let sender = Sender::find(&known, Scheme::Sr25519, &address, false).unwrap();
                assert_eq!(sender.key().has_table(), signature > TABLE_AFTER);
                assert_eq!(sender.key().public(), caller.public());
                sender.keep(&known, &address);
            }
            let mut callers = known.callers();
            let tables = callers.of(Scheme::Sr25519).values().filter(|kept| kept.key.has_table()).count();
            assert_eq!(callers.tables, tables);
            most = most.max(tables);
        }
        assert_eq!(most, MOST_TABLES);
    }
}
