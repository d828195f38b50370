//! Setting a parameter.

use crate::rules::seat_limits::{SeatLimits, check_max_allowed_uids, check_min_allowed_uids};
use crate::state::State;
use crate::{GlobalParameter, Parameter, RuleError};
use incentor_primitives::NetUid;

/// Sets a hyperparameter within its range.
pub(super) fn set(state: &mut State, netuid: NetUid, parameter: Parameter) -> Result<(), RuleError> {
    if netuid == NetUid::ROOT {
        return set_on_root(state, parameter);
    }
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
        Parameter::CommitRevealWeightsEnabled(value) => {
            subnet.parameters.commit_reveal_weights_enabled = value;
        }
        Parameter::WeightsVersionKey(value) => subnet.parameters.weights_version_key = value,
        Parameter::WeightsRateLimitBlocks(value) => subnet.parameters.weights_rate_limit_blocks = value,
        Parameter::MinAllowedWeights(value) => subnet.parameters.min_allowed_weights = value,
    }
    Ok(())
}

const fn set_on_root(state: &mut State, parameter: Parameter) -> Result<(), RuleError> {
    let Parameter::CommitRevealWeightsEnabled(value) = parameter else {
        return Err(RuleError::OutsideThisLedger);
    };
    state.root.parameters.commit_reveal_weights_enabled = value;
    Ok(())
}

/// Sets a parameter of the whole network.
pub(super) const fn set_global(state: &mut State, parameter: GlobalParameter) {
    match parameter {
        GlobalParameter::StakeThresholdRao(rao) => state.globals.stake_threshold_rao = rao,
    }
}
