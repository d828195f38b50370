//! Weights, plain and committed.

use super::Call;
use crate::trace::{list, unsigned, unsigned_u16};
use incentor_ledger::Action;
use incentor_ledger::rules::commit_reveal::{CommitContent, commit_hash};
use incentor_primitives::{MechId, RuleSet, Uid, Weight};
use incentor_yuma::storage_index;

pub(super) fn action(call: &Call<'_>) -> Option<Action> {
    let numbers = |field: &str| list(&call.fields[field]).iter().map(unsigned_u16).collect::<Vec<u16>>();
    let (netuid, hotkey) = (call.netuid(), call.account("who"));
    let mechid = MechId(u8::try_from(unsigned(&call.fields["mecid"])).unwrap_or(u8::MAX));
    let uids: Vec<Uid> = numbers("uids").into_iter().map(Uid).collect();
    let values: Vec<Weight> = numbers("values").into_iter().map(Weight).collect();
    let salt = numbers("salt");
    let version_key = unsigned(&call.fields["version_key"]);
    match call.name() {
        "set_weights" | "set_mechanism_weights" => {
            Some(Action::SetWeights { netuid, mechid, hotkey, uids, values, version_key })
        }
        // The trace shows what is hidden; the call carries its hash.
        "commit_weights" | "commit_mechanism_weights" => {
            let index = storage_index(netuid, mechid, &RuleSet::SUBTENSOR_2026_06.yuma);
            let content = CommitContent { uids: &uids, values: &values, salt: &salt, version_key };
            let hash = commit_hash(&hotkey, index, &content);
            Some(Action::CommitWeights { netuid, mechid, hotkey, hash })
        }
        "reveal_weights" | "reveal_mechanism_weights" => {
            Some(Action::RevealWeights { netuid, mechid, hotkey, uids, values, salt, version_key })
        }
        _ => None,
    }
}
