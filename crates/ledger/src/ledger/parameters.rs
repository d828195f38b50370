//! Setting a hyperparameter.

use crate::rules::seat_limits::{SeatLimits, check_max_allowed_uids, check_min_allowed_uids};
use crate::state::State;
use crate::{Parameter, RuleError};
use incentor_primitives::NetUid;

/// Sets a hyperparameter within its range.
pub(super) fn set(state: &mut State, netuid: NetUid, parameter: Parameter) -> Result<(), RuleError> {
    let subnet = state.subnet_mut(netuid).ok_or(RuleError::SubnetDoesNotExist)?;
    let limits = SeatLimits {
        n: subnet.seats.len(),
        min_allowed_uids: subnet.parameters.min_allowed_uids,
        max_allowed_uids: subnet.parameters.max_allowed_uids,
        mechanism_count: subnet.parameters.mechanism_count,
    };
    match parameter {
        Parameter::MinAllowedUids(value) => {
            check_min_allowed_uids(value, &limits)?;
            subnet.parameters.min_allowed_uids = value;
        }
        Parameter::MaxAllowedUids(value) => {
            check_max_allowed_uids(value, &limits)?;
            subnet.parameters.max_allowed_uids = value;
        }
        Parameter::RegistrationAllowed(value) => subnet.parameters.registration_allowed = value,
    }
    Ok(())
}
