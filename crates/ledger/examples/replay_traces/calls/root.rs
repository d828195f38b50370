//! The root network.

use super::Call;
use crate::start::claim_type;
use crate::trace::{list, unsigned_u16};
use incentor_ledger::Action;
use incentor_primitives::NetUid;

pub(super) fn action(call: &Call<'_>) -> Option<Action> {
    let (coldkey, hotkey) = (call.account("who"), call.account("hotkey"));
    match call.name() {
        "root_register" => Some(Action::RootRegister { coldkey, hotkey }),
        "claim_root" => {
            let subnets = list(&call.fields["subnets"]).iter().map(|netuid| NetUid(unsigned_u16(netuid)));
            Some(Action::ClaimRoot { coldkey, subnets: subnets.collect() })
        }
        "set_root_claim_type" => {
            Some(Action::SetRootClaimType { coldkey, kind: claim_type(&call.fields["type"]) })
        }
        "set_coldkey_auto_stake_hotkey" => {
            Some(Action::SetAutoStake { coldkey, netuid: call.netuid(), hotkey })
        }
        _ => None,
    }
}
