//! Calls of the chain that this ledger does not have.

/// What lies outside; each is refused with [`RuleError::OutsideThisLedger`](crate::RuleError::OutsideThisLedger).
///
/// They are named so that a history that contains one stops there, and not at a wrong number later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum OutsideCall {
    /// Locking stake for conviction, and what a change of owner by conviction needs.
    Lock,
    /// Subnets that many coldkeys pay for together.
    Lease,
    /// Another hotkey or coldkey in the place of one.
    SwapKey,
    /// Taking a subnet off the chain, by its owner, by root, or for a new one when all numbers are taken.
    DissolveNetwork,
    /// Removing the uids past a lower limit at once.
    TrimUids,
    /// Contracts.
    Evm,
}

impl OutsideCall {
    /// All of them.
    pub const ALL: &'static [Self] =
        &[Self::Lock, Self::Lease, Self::SwapKey, Self::DissolveNetwork, Self::TrimUids, Self::Evm];

    /// The one that a call of that name on the chain belongs to; `None` for calls that are inside, or of no
    /// consequence for weights, stakes and emission.
    #[must_use]
    pub fn of_call(name: &str) -> Option<Self> {
        match name {
            "lock_stake" | "unlock_stake" | "move_lock" => Some(Self::Lock),
            "register_leased_network" | "terminate_lease" => Some(Self::Lease),
            "swap_hotkey"
            | "swap_hotkey_v2"
            | "swap_coldkey"
            | "schedule_swap_coldkey"
            | "announce_coldkey_swap"
            | "swap_coldkey_announced" => Some(Self::SwapKey),
            "dissolve_network" | "root_dissolve_network" => Some(Self::DissolveNetwork),
            "sudo_trim_to_max_allowed_uids" => Some(Self::TrimUids),
            "call" | "create" | "create2" => Some(Self::Evm),
            _ => None,
        }
    }
}
