//! Stake that works through other hotkeys (spec §2.8).

use incentor_primitives::AccountId;

/// A relation seen from one side: the other hotkey, and what part of the parent's stake it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Child {
    /// Part of the parent's stake, 2^64 - 1 = 1.0.
    pub proportion_u64: u64,
    /// The other hotkey.
    pub hotkey: AccountId,
}
