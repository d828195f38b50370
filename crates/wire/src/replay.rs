//! Requests that were let in, as long as they could be sent again.

use crate::Refusal;
use crate::guard::Verified;
use crate::policy::SECOND_NS;
use incentor_primitives::AccountId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// How much a memory may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemoryLimits {
    /// Requests of one caller inside the window.
    pub per_caller: usize,
    /// Requests of all callers inside the window.
    pub total: usize,
}

impl Default for MemoryLimits {
    /// 1,048,576 of one caller, 1,310,720 of all: some 25 MB at most, and 100 bytes for each caller.
    ///
    /// A window is 64 s, so one caller may come 16,000 times a second.
    fn default() -> Self {
        Self { per_caller: 1 << 20, total: 5 << 18 }
    }
}

/// The requests that were let in and are still fresh.
///
/// Each is remembered until the window has passed it; what is forgotten raises the *floor*, below which nothing is
/// let in, so that a clock that steps back makes nothing fresh again. Requests may overtake each other. A full memory
/// refuses; it never forgets early.
#[derive(Clone, Debug)]
pub struct ReplayMemory {
    limits: MemoryLimits,
    longest_ns: u64,
    floor: i128,
    /// By the second of the nonce, so that what has passed is forgotten as a whole.
    seconds: BTreeMap<i128, BTreeSet<Entry>>,
    held: usize,
    callers: Callers,
    /// Last nonce per caller and instance, where order counts instead of freshness.
    order: BTreeMap<String, i128>,
}

/// A request inside its second: the caller's number, then nanoseconds and instance, packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry([u32; 3]);

/// Bits of an instance that fit beside the 30 of a second's nanoseconds.
const INSTANCE_BITS: u32 = 34;

impl Entry {
    /// Second and entry of a request.
    fn of(caller: u32, nonce: i128, instance: u64) -> (i128, Self) {
        let (second, ns) = (nonce.div_euclid(SECOND_NS.into()), nonce.rem_euclid(SECOND_NS.into()));
        let ns = u64::try_from(ns).unwrap_or_default();
        let packed = (ns << INSTANCE_BITS) | (instance & ((1 << INSTANCE_BITS) - 1));
        (second, Self([caller, (packed >> 32) as u32, packed as u32]))
    }

    const fn caller(self) -> u32 {
        self.0[0]
    }

    /// Nanoseconds of the second, and the instance.
    const fn parts(self) -> (u64, u64) {
        let packed = ((self.0[1] as u64) << 32) | self.0[2] as u64;
        (packed >> INSTANCE_BITS, packed & ((1 << INSTANCE_BITS) - 1))
    }
}

/// Callers by number, with how many of their requests are remembered.
#[derive(Clone, Debug, Default)]
struct Callers {
    numbers: BTreeMap<AccountId, u32>,
    slots: Vec<(AccountId, usize)>,
    free: Vec<u32>,
}

impl Callers {
    const fn new() -> Self {
        Self { numbers: BTreeMap::new(), slots: Vec::new(), free: Vec::new() }
    }

    /// A caller's number and how many are held; `None` for one of whom nothing is remembered.
    fn find(&self, caller: AccountId) -> Option<(u32, usize)> {
        let number = *self.numbers.get(&caller)?;
        Some((number, self.slots.get(number as usize)?.1))
    }

    /// Counts one more; gives the caller's number, or none where there are too many callers to number.
    fn enter(&mut self, caller: AccountId) -> Option<u32> {
        let number = match self.numbers.get(&caller) {
            Some(number) => *number,
            None => {
                let number = match self.free.pop() {
                    Some(number) => number,
                    None => {
                        let number = u32::try_from(self.slots.len()).ok()?;
                        self.slots.push((caller, 0));
                        number
                    }
                };
                self.slots[number as usize] = (caller, 0);
                self.numbers.insert(caller, number);
                number
            }
        };
        self.slots[number as usize].1 += 1;
        Some(number)
    }

    /// Counts one less.
    fn leave(&mut self, number: u32) {
        let Some((caller, held)) = self.slots.get_mut(number as usize) else { return };
        *held -= 1;
        if *held == 0 {
            self.numbers.remove(caller);
            self.free.push(number);
        }
    }

    fn account(&self, number: u32) -> Option<AccountId> {
        self.slots.get(number as usize).map(|(caller, _)| *caller)
    }
}

/// Most requests a state names one by one; of more, all older ones count as seen.
const NAMED: usize = 1 << 16;

impl ReplayMemory {
    /// A memory of a first start: what was signed before now is not let in.
    #[must_use]
    pub fn new(limits: MemoryLimits, longest_ns: u64, now_ns: u64) -> Self {
        Self { floor: now_ns.into(), ..Self::empty(limits, longest_ns) }
    }

    /// A memory that knows there was nothing before.
    #[must_use]
    pub const fn empty(limits: MemoryLimits, longest_ns: u64) -> Self {
        Self {
            limits,
            longest_ns,
            floor: i128::MIN,
            seconds: BTreeMap::new(),
            held: 0,
            callers: Callers::new(),
            order: BTreeMap::new(),
        }
    }

    /// The memory of an earlier run.
    ///
    /// After an end that saved nothing, all that could have been let in since counts as seen: whatever is signed
    /// before now and the clocks' difference.
    ///
    /// # Errors
    /// A state that is no memory's.
    pub fn restore(
        limits: MemoryLimits,
        longest_ns: u64,
        state: &ReplayState,
        (now_ns, skew_ns): (u64, u64),
    ) -> Result<Self, ReplayStateError> {
        let number = |text: &str| text.parse::<i128>().map_err(|_| ReplayStateError::Number);
        let mut memory = Self { floor: number(&state.floor)?, ..Self::empty(limits, longest_ns) };
        for (caller, seen) in &state.callers {
            let caller: AccountId = caller.parse().map_err(|_| ReplayStateError::Address)?;
            for (nonce, instance) in seen {
                let nonce = number(nonce)?;
                let instance = u64::from_str_radix(instance, 16).map_err(|_| ReplayStateError::Number)?;
                memory.remember(caller, nonce, instance);
                if !state.clean {
                    memory.floor = memory.floor.max(nonce);
                }
            }
        }
        for (key, nonce) in &state.order {
            memory.order.insert(key.clone(), number(nonce)?);
        }
        if !state.clean {
            memory.floor = memory.floor.max(i128::from(now_ns).saturating_add(skew_ns.into()));
        }
        Ok(memory)
    }

    /// What is to be kept on disk; `clean` if nothing is let in any more afterwards.
    #[must_use]
    pub fn state(&self, clean: bool) -> ReplayState {
        let (mut callers, mut floor, mut named) = (BTreeMap::<String, Vec<_>>::new(), self.floor, 0);
        for (second, entries) in self.seconds.iter().rev() {
            named += entries.len();
            if named > NAMED {
                floor = floor.max(latest(*second, entries));
                break;
            }
            for entry in entries {
                let Some(caller) = self.callers.account(entry.caller()) else { continue };
                let (ns, instance) = entry.parts();
                let nonce = start_of(*second).saturating_add(ns.into());
                let seen = (nonce.to_string(), format!("{instance:x}"));
                callers.entry(caller.to_string()).or_default().push(seen);
            }
        }
        ReplayState {
            clean,
            floor: floor.to_string(),
            callers,
            order: self.order.iter().map(|(key, nonce)| (key.clone(), nonce.to_string())).collect(),
        }
    }

    /// Lets a verified request in, once.
    ///
    /// # Errors
    /// [`Refusal::Replayed`] and, where order counts, [`Refusal::OutOfOrder`] and what the window said;
    /// [`Refusal::CallerFull`] and [`Refusal::MemoryFull`].
    pub fn admit(&mut self, verified: &Verified, now_ns: u64) -> Result<(), Refusal> {
        let (caller, nonce) = (verified.caller.hotkey, verified.caller.nonce);
        if let Some(key) = &verified.order {
            return self.admit_in_order(key, nonce, verified.outside.clone());
        }
        if nonce <= self.floor {
            return Err(Refusal::Replayed);
        }
        self.sweep(now_ns);
        if let Some((number, held)) = self.callers.find(caller) {
            let (second, entry) = Entry::of(number, nonce, verified.instance);
            if self.seconds.get(&second).is_some_and(|entries| entries.contains(&entry)) {
                return Err(Refusal::Replayed);
            }
            if held >= self.limits.per_caller {
                return Err(Refusal::CallerFull);
            }
        }
        if self.held >= self.limits.total || !self.remember(caller, nonce, verified.instance) {
            return Err(Refusal::MemoryFull);
        }
        Ok(())
    }

    /// Remembers a request; false where there are too many callers to number.
    fn remember(&mut self, caller: AccountId, nonce: i128, instance: u64) -> bool {
        let Some(number) = self.callers.enter(caller) else { return false };
        let (second, entry) = Entry::of(number, nonce, instance);
        if self.seconds.entry(second).or_default().insert(entry) {
            self.held += 1;
        } else {
            self.callers.leave(number);
        }
        true
    }

    fn admit_in_order(&mut self, key: &str, nonce: i128, outside: Option<Refusal>) -> Result<(), Refusal> {
        if let Some(last) = self.order.get_mut(key) {
            if nonce <= *last {
                return Err(Refusal::OutOfOrder);
            }
            *last = nonce;
            return Ok(());
        }
        outside.map_or(Ok(()), Err)?;
        if self.order.len() >= self.limits.total {
            return Err(Refusal::MemoryFull);
        }
        self.order.insert(key.to_owned(), nonce);
        Ok(())
    }

    /// Forgets what no window lets in any more, of all callers.
    pub fn sweep(&mut self, now_ns: u64) {
        let cutoff = i128::from(now_ns).saturating_sub(self.longest_ns.into());
        while let Some(oldest) = self.seconds.first_entry() {
            let oldest_second = *oldest.key();
            if start_of(oldest_second.saturating_add(1)) > cutoff {
                return;
            }
            let entries = oldest.remove();
            self.held -= entries.len();
            self.floor = self.floor.max(latest(oldest_second, &entries));
            entries.iter().for_each(|entry| self.callers.leave(entry.caller()));
        }
    }

    /// How many requests are remembered.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.held
    }

    /// Whether none is.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.held == 0
    }
}

/// The first nonce of a second.
fn start_of(second: i128) -> i128 {
    second.saturating_mul(SECOND_NS.into())
}

/// The latest nonce of those remembered of a second.
fn latest(second: i128, entries: &BTreeSet<Entry>) -> i128 {
    let ns = entries.iter().map(|entry| entry.parts().0).max().unwrap_or_default();
    start_of(second).saturating_add(ns.into())
}

/// A memory on disk; numbers are decimal texts, as they pass 2^53.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplayState {
    /// Whether nothing was let in after it was written.
    pub clean: bool,
    /// Nothing at or below is let in.
    pub floor: String,
    /// Nonce and instance, per caller.
    pub callers: BTreeMap<String, Vec<(String, String)>>,
    /// Last nonce, per caller and instance.
    pub order: BTreeMap<String, String>,
}

/// Why a state is no memory's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReplayStateError {
    /// A number is none.
    #[error("a nonce or an instance is no number")]
    Number,
    /// A caller is no address.
    #[error("a caller is no address")]
    Address,
}
