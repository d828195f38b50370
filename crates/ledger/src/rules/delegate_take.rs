//! How a hotkey's share of its nominators' dividends may change (spec §4.4).

use crate::RuleError;
use incentor_primitives::{BlockNumber, Take};

/// In which direction a take is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TakeChange {
    /// Upwards, and only now and then.
    Increase,
    /// Downwards.
    Decrease,
}

/// What the checks of a new take look at.
#[derive(Clone, Copy, Debug)]
pub struct TakeFacts {
    /// The new take.
    pub take: Take,
    /// Lowest share a delegate may ask for, 65535 = 1.0.
    pub least_u16: u16,
    /// Highest share a delegate may ask for, 65535 = 1.0.
    pub most_u16: u16,
    /// The hotkey has an owner.
    pub hotkey_exists: bool,
    /// Who asks owns the hotkey.
    pub is_owner: bool,
    /// The present take; `None` = never set, and any may follow.
    pub present: Option<Take>,
    /// Block of the last change in either direction.
    pub last_change: Option<BlockNumber>,
    /// Blocks between a change and a rise; 0 = none.
    pub rate_limit_blocks: u64,
    /// Current block.
    pub block: BlockNumber,
}

/// Checks a new take in the order in which the chain answers: the guard before the call, then the call.
///
/// A take that does not go in the direction named is too low, in both directions.
///
/// # Errors
/// The first check that fails.
pub fn check_take(change: TakeChange, facts: &TakeFacts) -> Result<(), RuleError> {
    let take = facts.take;
    let moves = facts.present.is_none_or(|present| match change {
        TakeChange::Increase => take > present,
        TakeChange::Decrease => take < present,
    });
    let checks = [
        (take.0 >= facts.least_u16, RuleError::DelegateTakeTooLow),
        (take.0 <= facts.most_u16, RuleError::DelegateTakeTooHigh),
        (facts.hotkey_exists, RuleError::HotKeyAccountNotExists),
        (facts.is_owner, RuleError::NonAssociatedColdKey),
        (moves, RuleError::DelegateTakeTooLow),
        (change == TakeChange::Decrease || is_rested(facts), RuleError::DelegateTxRateLimitExceeded),
    ];
    checks.into_iter().try_for_each(|(holds, error)| if holds { Ok(()) } else { Err(error) })
}

/// More blocks than the limit have passed; at the limit itself it is still too soon.
const fn is_rested(facts: &TakeFacts) -> bool {
    match facts.last_change {
        Some(BlockNumber(last)) if last > 0 && facts.rate_limit_blocks > 0 => {
            facts.block.0.saturating_sub(last) > facts.rate_limit_blocks
        }
        _ => true,
    }
}
