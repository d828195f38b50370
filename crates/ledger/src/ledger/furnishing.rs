//! What no call of the chain does.

use crate::state::State;
use crate::{Furnishing, RuleError};

/// Furnishes a network.
pub(super) fn furnish(state: &mut State, furnishing: Furnishing) -> Result<(), RuleError> {
    match furnishing {
        Furnishing::Mint { account, tao } => {
            let left = state.rules.emission.total_supply_rao.saturating_sub(state.tao_issuance_rao);
            if tao.rao > left {
                return Err(RuleError::SupplyExceeded);
            }
            state.balances.credit(account, tao.rao).ok_or(RuleError::SupplyExceeded)?;
            state.tao_issuance_rao = state.tao_issuance_rao.saturating_add(tao.rao);
        }
        Furnishing::IssuedElsewhere { tao } => {
            let left = state.rules.emission.total_supply_rao.saturating_sub(state.tao_issuance_rao);
            if tao.rao > left {
                return Err(RuleError::SupplyExceeded);
            }
            state.tao_issuance_rao = state.tao_issuance_rao.saturating_add(tao.rao);
            state.issued_elsewhere_rao = state.issued_elsewhere_rao.saturating_add(tao.rao);
        }
        Furnishing::MovingPrice { netuid, bits } => {
            let subnet = state.subnet_mut(netuid).ok_or(RuleError::SubnetNotExists)?;
            subnet.moving_price_bits = bits;
        }
        Furnishing::TaoWeight { weight_u64 } => state.globals.network.tao_weight_u64 = weight_u64,
    }
    Ok(())
}
