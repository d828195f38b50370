//! Hashes that stand for a whole state, and for a whole history.

use blake2::Blake2b;
use blake2::digest::{Digest, consts::U32};
use core::fmt;
use core::hash::{Hash, Hasher};
use xxhash_rust::xxh3::Xxh3;

/// Blake2b-256 over everything a network is between two blocks.
///
/// Equal for equal states, however they came about; not the state root of a chain, whose storage is laid out
/// in another way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateHash(pub [u8; 32]);

/// XXH3-128 over every action that was executed, the block it fell into, and its answer.
///
/// Refused actions count: two histories with one hash did the same and were told the same. It compares runs of
/// trusted programs; against somebody who looks for collisions use [`StateHash`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AuditHash(pub u128);

impl StateHash {
    pub(crate) fn of(state: &impl Hash) -> Self {
        let mut sink = Sink::new(Blake2b::<U32>::new());
        state.hash(&mut sink);
        Self(sink.finished().finalize().into())
    }
}

impl fmt::Display for StateHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Display for AuditHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// The history so far.
#[derive(Clone)]
pub(crate) struct AuditLog(Xxh3);

impl AuditLog {
    pub(crate) const fn new() -> Self {
        Self(Xxh3::new())
    }

    pub(crate) fn record(&mut self, entry: &impl Hash) {
        let mut sink = Sink::new(&mut self.0);
        entry.hash(&mut sink);
        sink.finished();
    }

    pub(crate) fn hash(&self) -> AuditHash {
        AuditHash(self.0.digest128())
    }
}

impl fmt::Debug for AuditLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AuditLog").field(&self.hash()).finish()
    }
}

/// What the bytes are for.
trait Absorb {
    fn absorb(&mut self, bytes: &[u8]);
}

impl Absorb for Blake2b<U32> {
    fn absorb(&mut self, bytes: &[u8]) {
        self.update(bytes);
    }
}

impl Absorb for &mut Xxh3 {
    fn absorb(&mut self, bytes: &[u8]) {
        self.update(bytes);
    }
}

/// Bytes held by a sink before they are passed on: most values are a few bytes, a hash takes blocks.
const HELD: usize = 512;

/// Collects what is hashed, so that it does not depend on the machine.
///
/// Integers go in with the lowest byte first and lengths with 64 bits. Lists of integers go in as they lie in
/// memory, which is the same on every machine with the lowest byte first.
struct Sink<A> {
    inner: A,
    held: [u8; HELD],
    length: usize,
}

impl<A: Absorb> Sink<A> {
    const fn new(inner: A) -> Self {
        Self { inner, held: [0; HELD], length: 0 }
    }

    fn pass_on(&mut self) {
        if let Some(bytes) = self.held.get(..self.length) {
            self.inner.absorb(bytes);
        }
        self.length = 0;
    }

    fn finished(mut self) -> A {
        self.pass_on();
        self.inner
    }
}

impl<A: Absorb> Hasher for Sink<A> {
    fn write(&mut self, bytes: &[u8]) {
        if bytes.len() > HELD.saturating_sub(self.length) {
            self.pass_on();
        }
        let end = self.length.saturating_add(bytes.len());
        match self.held.get_mut(self.length..end) {
            Some(place) => {
                place.copy_from_slice(bytes);
                self.length = end;
            }
            // Longer than all that is held.
            None => self.inner.absorb(bytes),
        }
    }

    fn write_u16(&mut self, number: u16) {
        self.write(&number.to_le_bytes());
    }

    fn write_u32(&mut self, number: u32) {
        self.write(&number.to_le_bytes());
    }

    fn write_u64(&mut self, number: u64) {
        self.write(&number.to_le_bytes());
    }

    fn write_u128(&mut self, number: u128) {
        self.write(&number.to_le_bytes());
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(u64::try_from(number).unwrap_or(u64::MAX));
    }

    fn write_isize(&mut self, number: isize) {
        self.write_i64(i64::try_from(number).unwrap_or(i64::MAX));
    }

    /// The hashes here are longer than this: nobody asks for it.
    fn finish(&self) -> u64 {
        0
    }
}
