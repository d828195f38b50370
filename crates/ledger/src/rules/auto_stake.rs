//! Where a coldkey wants its incentive staked (spec §3.9).

use crate::RuleError;

/// What the checks of a new destination look at.
#[derive(Clone, Copy, Debug)]
pub struct AutoStakeFacts {
    /// The subnet exists.
    pub subnet_exists: bool,
    /// The destination has a uid there.
    pub hotkey_registered: bool,
    /// It is the destination already.
    pub is_destination: bool,
}

/// Checks a new destination in the chain's order; the hotkey may be anybody's.
///
/// # Errors
/// The first check that fails.
pub fn check_auto_stake(facts: AutoStakeFacts) -> Result<(), RuleError> {
    let checks = [
        (facts.subnet_exists, RuleError::SubnetNotExists),
        (facts.hotkey_registered, RuleError::HotKeyNotRegisteredInSubNet),
        (!facts.is_destination, RuleError::SameAutoStakeHotkeyAlreadySet),
    ];
    checks.into_iter().try_for_each(|(holds, error)| if holds { Ok(()) } else { Err(error) })
}
