//! Delegates' shares.

use crate::rules::delegate_take::{TakeChange, TakeFacts, check_take};
use crate::state::{State, Transaction};
use crate::{Receipt, RuleError};
use incentor_primitives::{AccountId, Take};

/// Changes a hotkey's take in the direction named.
pub(super) fn change(
    state: &mut State,
    coldkey: AccountId,
    hotkey: AccountId,
    change: TakeChange,
    take: Take,
) -> Result<Receipt, RuleError> {
    let (owner, globals) = (state.owners.get(&hotkey), &state.globals);
    let transaction = Transaction::SetTake(hotkey);
    check_take(
        change,
        &TakeFacts {
            take,
            least_u16: globals.network.min_delegate_take_u16,
            most_u16: globals.network.max_delegate_take_u16,
            hotkey_exists: owner.is_some(),
            is_owner: owner == Some(&coldkey),
            present: state.takes.get(&hotkey).copied(),
            last_change: state.last_transactions.last(transaction),
            rate_limit_blocks: globals.network.delegate_take_rate_limit_blocks,
            block: state.block,
        },
    )?;
    state.takes.insert(hotkey, take);
    state.last_transactions.record(transaction, state.block);
    Ok(Receipt::TakeSet)
}
