//! Children and their takes.

use super::Call;
use crate::start::children;
use crate::trace::unsigned_u16;
use incentor_ledger::Action;
use incentor_primitives::Take;

pub(super) fn action(call: &Call<'_>) -> Option<Action> {
    let (netuid, coldkey, hotkey) = (call.netuid(), call.account("who"), call.account("hotkey"));
    match call.name() {
        "set_children" => Some(Action::SetChildren {
            netuid,
            coldkey,
            hotkey,
            children: children(call.trace, &call.fields["children"]),
        }),
        "set_childkey_take" => {
            let take = Take(unsigned_u16(&call.fields["take"]));
            Some(Action::SetChildkeyTake { netuid, coldkey, hotkey, take })
        }
        _ => None,
    }
}
