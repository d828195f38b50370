//! Parameters.

use super::Call;
use crate::trace::{flag, unsigned, unsigned_u16};
use incentor_ledger::{Action, GlobalParameter, Parameter};

pub(super) fn action(call: &Call<'_>) -> Option<Action> {
    let value = &call.fields["value"];
    let parameter = match call.name() {
        "sudo_set_min_allowed_uids" => Parameter::MinAllowedUids(unsigned_u16(value)),
        "sudo_set_max_allowed_uids" => Parameter::MaxAllowedUids(unsigned_u16(value)),
        "sudo_set_network_registration_allowed" => Parameter::RegistrationAllowed(flag(value)),
        "sudo_set_commit_reveal_weights_enabled" => Parameter::CommitRevealWeightsEnabled(flag(value)),
        "sudo_set_weights_version_key" => Parameter::WeightsVersionKey(unsigned(value)),
        "sudo_set_weights_set_rate_limit" => Parameter::WeightsRateLimitBlocks(unsigned(value)),
        "sudo_set_min_allowed_weights" => Parameter::MinAllowedWeights(unsigned_u16(value)),
        "sudo_set_stake_threshold" => {
            return Some(Action::SetGlobal {
                parameter: GlobalParameter::StakeThresholdRao(unsigned(value)),
            });
        }
        _ => return None,
    };
    Some(Action::SetParameter { netuid: call.netuid(), parameter })
}
