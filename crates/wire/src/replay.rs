//! Requests that were let in, as long as they could be sent again.

use crate::Refusal;
use crate::guard::Verified;
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
    /// 65,536 of one caller, 262,144 of all: some 20 MB at most.
    fn default() -> Self {
        Self { per_caller: 1 << 16, total: 1 << 18 }
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
    callers: BTreeMap<AccountId, BTreeSet<(i128, u64)>>,
    held: usize,
    /// Last nonce per caller and instance, where order counts instead of freshness.
    order: BTreeMap<String, i128>,
}

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
            callers: BTreeMap::new(),
            held: 0,
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
                memory.held +=
                    usize::from(memory.callers.entry(caller).or_default().insert((nonce, instance)));
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
        let seen = |seen: &BTreeSet<(i128, u64)>| {
            seen.iter().map(|(nonce, instance)| (nonce.to_string(), format!("{instance:x}"))).collect()
        };
        ReplayState {
            clean,
            floor: self.floor.to_string(),
            callers: self.callers.iter().map(|(caller, set)| (caller.to_string(), seen(set))).collect(),
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
        let cutoff = i128::from(now_ns).saturating_sub(self.longest_ns.into());
        self.forget_of(caller, cutoff);
        let entry = (nonce, verified.instance);
        let seen = self.callers.get(&caller);
        if seen.is_some_and(|seen| seen.contains(&entry)) {
            return Err(Refusal::Replayed);
        }
        if seen.is_some_and(|seen| seen.len() >= self.limits.per_caller) {
            return Err(Refusal::CallerFull);
        }
        if self.held >= self.limits.total {
            self.forget(cutoff);
            if self.held >= self.limits.total {
                return Err(Refusal::MemoryFull);
            }
        }
        self.callers.entry(caller).or_default().insert(entry);
        self.held += 1;
        Ok(())
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
        self.forget(i128::from(now_ns).saturating_sub(self.longest_ns.into()));
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

    fn forget(&mut self, cutoff: i128) {
        let callers: Vec<AccountId> = self.callers.keys().copied().collect();
        for caller in callers {
            self.forget_of(caller, cutoff);
        }
    }

    fn forget_of(&mut self, caller: AccountId, cutoff: i128) {
        let Some(seen) = self.callers.get_mut(&caller) else { return };
        while let Some((nonce, _)) = seen.first().copied().filter(|(nonce, _)| *nonce < cutoff) {
            seen.pop_first();
            self.held -= 1;
            self.floor = self.floor.max(nonce);
        }
        if seen.is_empty() {
            self.callers.remove(&caller);
        }
    }
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
