//! Seats.

use super::Call;
use crate::trace::unsigned;
use incentor_ledger::Action;
use incentor_primitives::Tao;

pub(super) fn action(call: &Call<'_>) -> Option<Action> {
    let (netuid, coldkey) = (call.netuid(), call.account("who"));
    match call.name() {
        "burned_register" => Some(Action::Register { netuid, coldkey, hotkey: call.account("hotkey") }),
        "register_limit" => Some(Action::RegisterLimit {
            netuid,
            coldkey,
            hotkey: call.account("hotkey"),
            limit_price: Tao::from_rao(unsigned(&call.fields["limit_price"])),
        }),
        "register_network" => Some(Action::RegisterNetwork { coldkey, hotkey: call.account("hotkey") }),
        "start_call" => Some(Action::Start { netuid, coldkey }),
        _ => None,
    }
}
