//! Miners that are functions.

use crate::{Luck, Peer, Rng, Synapse};
use incentor_primitives::{AccountId, Uid};
use std::{collections::BTreeMap, error::Error, fmt, time::Duration};

/// The validator who asks, as the miner knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Its key.
    pub hotkey: AccountId,
    /// Its seat, if it has one in this subnet.
    pub uid: Option<Uid>,
    /// Its stake weight in rao.
    pub stake_weight_rao: u64,
    /// Whether it may set weights.
    pub permit: bool,
}

/// A miner's storage.
pub trait Shelf: Send {
    /// Keeps a value under a key.
    ///
    /// # Errors
    /// If the shelf is full or broken.
    fn put(&mut self, key: &[u8], value: &[u8]) -> Result<(), Refusal>;

    /// The value kept under a key.
    fn get(&self, key: &[u8]) -> Option<Vec<u8>>;
}

/// A shelf in memory that is never full, for tests and rounds played by hand.
impl Shelf for BTreeMap<Vec<u8>, Vec<u8>> {
    fn put(&mut self, key: &[u8], value: &[u8]) -> Result<(), Refusal> {
        self.insert(key.to_vec(), value.to_vec());
        Ok(())
    }

    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        BTreeMap::get(self, key).cloned()
    }
}

/// Everything a miner has at hand when it answers.
pub struct Desk<'a> {
    /// Who asks.
    pub caller: &'a Caller,
    /// How hard this miner works: 1 is the reference, and it means the same on every question.
    pub effort: f64,
    /// The miner's own luck with this question.
    pub rng: &'a mut Rng,
    /// The miner's storage.
    pub shelf: &'a mut dyn Shelf,
}

impl fmt::Debug for Desk<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk")
            .field("caller", self.caller)
            .field("effort", &self.effort)
            .finish_non_exhaustive()
    }
}

/// A miner declines to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal(pub &'static str);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Error for Refusal {}

/// What an answer took and what it is truly worth; no scoring ever sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Work {
    /// Computing time.
    pub cpu: Duration,
    /// Bytes moved or kept.
    pub bytes: u64,
    /// Value to the subnet's customer, if the mechanism knows it.
    pub value: Option<f64>,
}

/// One validator reads one miner's reply, in a simulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The luck of all readings in this world: draw what validators share at counterpart 0, and a validator's own part
    /// at its number.
    pub luck: Luck,
    /// The validator's number, from 1.
    pub validator: u32,
    /// Whose reply it is: who handed it in.
    pub miner: Peer,
}

/// A reply that has reached a validator, in a simulation.
pub struct Arrived<'a, A: Synapse> {
    /// What was asked.
    pub ask: &'a A,
    /// What came, to become what the validator makes of it.
    pub reply: &'a mut A::Reply,
    /// Who handed it in.
    pub miner: &'a Peer,
}

impl<A: Synapse> fmt::Debug for Arrived<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arrived").field("miner", self.miner).finish_non_exhaustive()
    }
}

/// A miner that is a function of the question and its desk.
///
/// Runs in the simulator and, on a blocking thread, live.
///
/// ```
/// use incentor_sdk::{Desk, Refusal, Solver, Synapse, Work};
/// #[derive(Clone, Debug, PartialEq, Synapse)]
/// struct Add { a: u32, b: u32, #[reply] sum: u32 }
///
/// struct Adder;
///
/// impl Solver<Add> for Adder {
///     fn solve(&self, ask: &Add, desk: &mut Desk) -> Result<(AddReply, Work), Refusal> {
///         let slip = u32::from(desk.rng.unit() > desk.effort);
///         Ok((AddReply { sum: ask.a + ask.b + slip }, Work::default()))
///     }
/// }
/// ```
pub trait Solver<A: Synapse>: Send + Sync + 'static {
    /// Answers a question.
    ///
    /// # Errors
    /// If the miner declines; the validator sees a refusal.
    fn solve(&self, ask: &A, desk: &mut Desk<'_>) -> Result<(A::Reply, Work), Refusal>;

    /// Turns a reply into what one validator makes of it: the simulator's measurement error.
    ///
    /// Live, nobody calls this. By default a validator perceives exactly what was sent.
    fn perceive(&self, _ask: &A, _reply: &mut A::Reply, _reading: Reading) {}

    /// [`perceive`](Self::perceive) for replies that reach a validator together; one by one by default.
    ///
    /// What is computed for many at once must be what each gives alone.
    fn perceive_all(&self, arrived: &mut [Arrived<'_, A>], luck: Luck, validator: u32) {
        for Arrived { ask, reply, miner } in arrived {
            self.perceive(ask, reply, Reading { luck, validator, miner: **miner });
        }
    }

    /// Cuts a reply down to the share of the volume asked for that the miner could serve, 0 to 1.
    ///
    /// The simulator calls it where more is asked at once than a worker has capacity for. By default a reply is
    /// what it is, however many were asked for.
    fn curtail(&self, _ask: &A, _reply: &mut A::Reply, _served: f64) {}

    /// Changes a reply so that it is another one worth as much: what a copycat does to slip past a rule against
    /// copies. Only checkers and simulated cheats call it; by default a reply stays as it is.
    ///
    /// A tour may be walked from another city or backwards, a text padded with a space.
    fn disguise(&self, _ask: &A, reply: &A::Reply, _rng: &mut Rng) -> A::Reply {
        reply.clone()
    }
}
