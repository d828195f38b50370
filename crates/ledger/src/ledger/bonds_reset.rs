//! Bonds dropped at a neuron's own wish.

use crate::state::State;
use crate::{Receipt, RuleError};
use incentor_primitives::{AccountId, NetUid};

/// Publishes a commitment with the reset flag (spec §1.18).
pub(super) fn reset(state: &mut State, netuid: NetUid, hotkey: AccountId) -> Result<Receipt, RuleError> {
    // The commitments pallet takes commitments of registered hotkeys only.
    let subnet = state.network_mut(netuid).ok_or(RuleError::AccountNotAllowedCommit)?;
    let uid = subnet.seats.uid_of(&hotkey).ok_or(RuleError::AccountNotAllowedCommit)?;
    if !subnet.parameters.bonds_reset_on {
        return Ok(Receipt::BondsReset { uid: None });
    }
    for mechanism in subnet.mechanisms.iter_mut() {
        mechanism.bonds.clear_column(uid.0);
    }
    Ok(Receipt::BondsReset { uid: Some(uid) })
}
