//! Names of instances, one for each request under way.

use super::clock;
use crate::Uuid;
use incentor_primitives::AccountId;
use std::sync::{Arc, Mutex, PoisonError};

/// Names that are free, and how the next one is made.
///
/// SDK axons ask each instance of a caller for rising nonces, and so refuse requests of one instance that overtake each
/// other. Requests under way at the same time therefore go by different names; a name is given on when its request has
/// ended, so that there are no more names than requests at a time.
#[derive(Debug)]
pub(super) struct Instances {
    own: AccountId,
    started_ns: u64,
    names: Mutex<Names>,
}

#[derive(Debug, Default)]
struct Names {
    made: u64,
    free: Vec<Uuid>,
}

/// A name, given on when dropped.
#[derive(Debug)]
pub(super) struct Instance {
    instances: Arc<Instances>,
    pub(super) uuid: Uuid,
}

impl Instances {
    pub(super) fn new(own: AccountId) -> Arc<Self> {
        // A nonce tells apart what starts within one tick of the clock.
        Arc::new(Self { own, started_ns: clock::nonce(), names: Mutex::default() })
    }

    /// A name no other request under way has.
    pub(super) fn take(self: &Arc<Self>) -> Instance {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        let uuid = names.free.pop().unwrap_or_else(|| {
            names.made += 1;
            let (started, made) = (self.started_ns.to_be_bytes(), names.made.to_be_bytes());
            Uuid::of(&[&self.own.0, &started, &std::process::id().to_be_bytes(), &made])
        });
        drop(names);
        Instance { instances: Arc::clone(self), uuid }
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        let mut names = self.instances.names.lock().unwrap_or_else(PoisonError::into_inner);
        names.free.push(self.uuid);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ_while_they_are_held_and_are_given_on() {
        let [one, two] = [(); 2].map(|()| Instances::new(AccountId([7; 32])));
        let (a, b, c) = (one.take(), one.take(), two.take());
        assert!(a.uuid != b.uuid && b.uuid != c.uuid && a.uuid != c.uuid);
        let given_on = b.uuid;
        drop(b);
        assert_eq!(one.take().uuid, given_on);
    }
}
