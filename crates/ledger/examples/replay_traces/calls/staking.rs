//! Stakes.

use super::Call;
use crate::trace::{flag, unsigned, unsigned_u16};
use incentor_ledger::{Action, Limit, StakePosition};
use incentor_primitives::{Alpha, NetUid, Tao};

pub(super) fn action(call: &Call<'_>) -> Option<Action> {
    let fields = call.fields;
    let (coldkey, hotkey) = (call.account("who"), call.account("hotkey"));
    let position = StakePosition { netuid: call.netuid(), coldkey, hotkey };
    let tao = |field: &str| Tao::from_rao(unsigned(&fields[field]));
    let alpha = Alpha::from_rao(unsigned(&fields["amount"]));
    let limit = (!fields["limit_price"].is_null())
        .then(|| Limit { price: tao("limit_price"), allow_partial: flag(&fields["allow_partial"]) });
    let netuid = |field: &str| NetUid(unsigned_u16(&fields[field]));
    match call.name() {
        "add_stake" | "add_stake_limit" => Some(Action::AddStake { position, amount: tao("amount"), limit }),
        "remove_stake" | "remove_stake_limit" => Some(Action::RemoveStake { position, amount: alpha, limit }),
        "remove_stake_full_limit" => {
            Some(Action::RemoveStakeFull { position, limit_price: limit.map(|limit| limit.price) })
        }
        "unstake_all" => Some(Action::UnstakeAll { coldkey, hotkey }),
        "unstake_all_alpha" => Some(Action::UnstakeAllAlpha { coldkey, hotkey }),
        "move_stake" => {
            let from = StakePosition {
                netuid: netuid("origin_netuid"),
                coldkey,
                hotkey: call.account("origin_hotkey"),
            };
            let to = StakePosition {
                netuid: netuid("destination_netuid"),
                coldkey,
                hotkey: call.account("destination_hotkey"),
            };
            Some(Action::MoveStake { from, to, amount: alpha, limit })
        }
        "swap_stake" | "swap_stake_limit" | "transfer_stake" => {
            let from = StakePosition { netuid: netuid("origin_netuid"), coldkey, hotkey };
            let owner = match call.name() {
                "transfer_stake" => call.account("destination_coldkey"),
                _ => coldkey,
            };
            let to = StakePosition { netuid: netuid("destination_netuid"), coldkey: owner, hotkey };
            Some(Action::MoveStake { from, to, amount: alpha, limit })
        }
        _ => None,
    }
}
