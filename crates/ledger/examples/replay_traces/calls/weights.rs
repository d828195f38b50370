//! Weights.

use super::Call;
use crate::trace::{list, unsigned, unsigned_u16};
use incentor_ledger::Action;
use incentor_primitives::{MechId, Uid, Weight};

pub(super) fn action(call: &Call<'_>) -> Option<Action> {
    let numbers = |field: &str| list(&call.fields[field]).iter().map(unsigned_u16).collect::<Vec<u16>>();
    match call.name() {
        "set_weights" | "set_mechanism_weights" => Some(Action::SetWeights {
            netuid: call.netuid(),
            mechid: MechId(u8::try_from(unsigned(&call.fields["mecid"])).unwrap_or(u8::MAX)),
            hotkey: call.account("who"),
            uids: numbers("uids").into_iter().map(Uid).collect(),
            values: numbers("values").into_iter().map(Weight).collect(),
            version_key: unsigned(&call.fields["version_key"]),
        }),
        _ => None,
    }
}
