//! Stake that appears without a purchase.

use super::root_stakes;
use crate::RuleError;
use crate::state::State;
use incentor_primitives::{AccountId, Alpha, NetUid};

/// New stake: alpha on a subnet, TAO on root; gives what the whole stake is worth.
pub(super) fn endow(
    state: &mut State,
    netuid: NetUid,
    hotkey: AccountId,
    coldkey: AccountId,
    alpha: Alpha,
) -> Result<Alpha, RuleError> {
    if netuid == NetUid::ROOT {
        endow_root(state, hotkey, coldkey, alpha)
    } else {
        endow_alpha(state, netuid, hotkey, coldkey, alpha)
    }
}

/// New alpha as a stake; gives what the whole stake is worth.
pub(super) fn endow_alpha(
    state: &mut State,
    netuid: NetUid,
    hotkey: AccountId,
    coldkey: AccountId,
    alpha: Alpha,
) -> Result<Alpha, RuleError> {
    let supply_rao = state.rules.emission.total_supply_rao;
    let hotkey_exists = state.owners.contains_key(&hotkey);
    let subnet = state.network_mut(netuid).ok_or(RuleError::SubnetNotExists)?;
    if !hotkey_exists {
        return Err(RuleError::HotKeyAccountNotExists);
    }
    if alpha == Alpha::ZERO {
        return Err(RuleError::AmountTooLow);
    }
    if alpha.rao > supply_rao.saturating_sub(subnet.alpha_issuance_rao()) {
        return Err(RuleError::SupplyExceeded);
    }
    subnet.alpha.endow(hotkey, coldkey, alpha.rao);
    let stake = Alpha::from_rao(subnet.alpha.stakes.of_rao(&hotkey, &coldkey));
    state.staking_hotkeys.add(coldkey, hotkey);
    Ok(stake)
}

/// New TAO as root stake; gives what the whole stake is worth.
fn endow_root(
    state: &mut State,
    hotkey: AccountId,
    coldkey: AccountId,
    alpha: Alpha,
) -> Result<Alpha, RuleError> {
    if !state.owners.contains_key(&hotkey) {
        return Err(RuleError::HotKeyAccountNotExists);
    }
    if alpha == Alpha::ZERO {
        return Err(RuleError::AmountTooLow);
    }
    if alpha.rao > state.rules.emission.total_supply_rao.saturating_sub(state.tao_issuance_rao) {
        return Err(RuleError::SupplyExceeded);
    }
    state.tao_issuance_rao = state.tao_issuance_rao.saturating_add(alpha.rao);
    root_stakes::lay_down(state, hotkey, coldkey, alpha.rao);
    state.root_dividends.list(coldkey);
    Ok(Alpha::from_rao(state.root.alpha.stakes.of_rao(&hotkey, &coldkey)))
}
