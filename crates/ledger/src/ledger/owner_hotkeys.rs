//! A subnet owner's hotkey.

use super::parameters::caller;
use crate::rules::setters::Caller;
use crate::state::{State, Transaction};
use crate::{Origin, RuleError};
use incentor_primitives::{AccountId, NetUid};

/// Makes another hotkey the owner's.
///
/// The rate limit holds for the privileged origin, too, and parameters that stand still do not matter.
pub(super) fn set(
    state: &mut State,
    origin: Origin,
    netuid: NetUid,
    hotkey: AccountId,
) -> Result<(), RuleError> {
    if caller(state.network(netuid), origin) == Caller::Stranger {
        return Err(RuleError::BadOrigin);
    }
    let (block, limit_blocks) = (state.block, state.rules.limits.owner_hotkey_rate_limit_blocks);
    let transaction = Transaction::SetOwnerHotkey(netuid);
    let rested = state.last_transactions.passes(transaction, block, limit_blocks);
    let subnet = state.network_mut(netuid).ok_or(RuleError::SubnetNotExists)?;
    if !rested {
        return Err(RuleError::TxRateLimitExceeded);
    }
    subnet.owner_hotkey = hotkey;
    state.last_transactions.record(transaction, block);
    Ok(())
}
