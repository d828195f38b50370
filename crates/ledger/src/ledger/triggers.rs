//! Epochs out of turn.

use super::parameters::caller;
use crate::rules::epoch_trigger::{TriggerFacts, check_trigger};
use crate::rules::setters::{Caller, OwnerPace, PaceTempos};
use crate::state::{State, Transaction};
use crate::{Origin, Receipt, RuleError};
use incentor_primitives::NetUid;

/// Schedules an epoch out of turn.
pub(super) fn trigger(state: &mut State, origin: Origin, netuid: NetUid) -> Result<Receipt, RuleError> {
    let block = state.block;
    let globals = &state.globals;
    // Nobody owns a subnet that does not exist.
    let subnet = state.network(netuid).ok_or(RuleError::BadOrigin)?;
    let tempos = PaceTempos {
        owner: globals.network.owner_rate_limit_tempos,
        version_key: globals.network.version_key_rate_limit_tempos,
    };
    let pace_blocks = OwnerPace::Tempos.blocks(subnet.schedule.tempo.0, &state.rules.limits, &tempos);
    let transaction = Transaction::TriggerEpoch(netuid);
    let due = check_trigger(&TriggerFacts {
        is_owner: caller(Some(subnet), origin) == Caller::Owner,
        commit_reveal_enabled: subnet.parameters.commit_reveal_weights_enabled,
        schedule: &subnet.schedule,
        window_blocks: globals.network.admin_freeze_window_blocks,
        too_soon: !state.last_transactions.passes(transaction, block, pace_blocks),
        block,
    })?;
    if let Some(subnet) = state.network_mut(netuid) {
        subnet.schedule.pending_epoch_at = due;
    }
    state.last_transactions.record(transaction, block);
    Ok(Receipt::EpochTriggered { due })
}
