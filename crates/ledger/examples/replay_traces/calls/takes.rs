//! Delegates' shares.

use super::Call;
use crate::trace::unsigned_u16;
use incentor_ledger::{Action, TakeChange};
use incentor_primitives::Take;

pub(super) fn action(call: &Call<'_>) -> Option<Action> {
    let change = match call.name() {
        "increase_take" => TakeChange::Increase,
        "decrease_take" => TakeChange::Decrease,
        _ => return None,
    };
    Some(Action::ChangeTake {
        coldkey: call.account("who"),
        hotkey: call.account("hotkey"),
        change,
        take: Take(unsigned_u16(&call.fields["take"])),
    })
}
