//! What the ledger does not have.

use super::Call;
use incentor_ledger::{Action, OutsideCall};

pub(super) fn action(call: &Call<'_>) -> Option<Action> {
    OutsideCall::of_call(call.name()).map(Action::Outside)
}
