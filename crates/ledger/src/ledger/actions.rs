//! Executing an action: load, call the rule, store.

use super::registering::register;
use super::{
    auto_stakes, bonds_reset, children, commits, endowing, furnishing, networks, owner_hotkeys, parameters,
    root_claims, root_members, staking, takes, timelock, triggers, weights,
};
use crate::rules::children::ChildrenCall;
use crate::rules::commit_reveal::CommitContent;
use crate::rules::weights::WeightCall;
use crate::state::State;
use crate::subnet::Keys;
use crate::{Action, Receipt, RuleError};

/// Executes one action in the current block.
pub(super) fn apply(state: &mut State, action: Action) -> Result<Receipt, RuleError> {
    match action {
        Action::Register { netuid, coldkey, hotkey } => {
            register(state, netuid, Keys { hotkey, coldkey }, None)
        }
        Action::RegisterLimit { netuid, coldkey, hotkey, limit_price } => {
            register(state, netuid, Keys { hotkey, coldkey }, Some(limit_price))
        }
        Action::RegisterNetwork { coldkey, hotkey } => networks::register(state, Keys { hotkey, coldkey }),
        Action::Start { netuid, coldkey } => networks::start(state, netuid, coldkey),
        Action::RootRegister { coldkey, hotkey } => root_members::register(state, Keys { hotkey, coldkey }),
        Action::AddStake { position, amount, limit } => staking::add(state, position, amount, limit),
        Action::RemoveStake { position, amount, limit } => staking::remove(state, position, amount, limit),
        Action::RemoveStakeFull { position, limit_price } => {
            staking::remove_full(state, position, limit_price)
        }
        Action::UnstakeAll { coldkey, hotkey } => staking::remove_all(state, coldkey, hotkey),
        Action::UnstakeAllAlpha { coldkey, hotkey } => staking::remove_all_alpha(state, coldkey, hotkey),
        Action::MoveStake { from, to, amount, limit } => staking::transfer(state, from, to, amount, limit),
        Action::SetParameter { origin, netuid, parameter } => {
            parameters::set(state, origin, netuid, parameter).map(|()| Receipt::ParameterSet)
        }
        Action::SetGlobal { origin, parameter } => {
            parameters::set_global(state, origin, parameter).map(|()| Receipt::ParameterSet)
        }
        Action::SetOwnerHotkey { origin, netuid, hotkey } => {
            owner_hotkeys::set(state, origin, netuid, hotkey).map(|()| Receipt::OwnerHotkeySet)
        }
        Action::TriggerEpoch { origin, netuid } => triggers::trigger(state, origin, netuid),
        Action::ResetBonds { netuid, hotkey } => bonds_reset::reset(state, netuid, hotkey),
        Action::Outside(_) => Err(RuleError::OutsideThisLedger),
        Action::Furnish(furnishing) => furnishing::furnish(state, furnishing).map(|()| Receipt::Furnished),
        Action::Endow { netuid, hotkey, coldkey, alpha } => {
            endowing::endow(state, netuid, hotkey, coldkey, alpha).map(|stake| Receipt::Endowed { stake })
        }
        Action::ChangeTake { coldkey, hotkey, change, take } => {
            takes::change(state, coldkey, hotkey, change, take)
        }
        Action::SetChildren { netuid, coldkey, hotkey, children } => {
            let call = ChildrenCall { netuid, coldkey, hotkey, children: &children };
            children::set(state, &call).map(|cooldown_block| Receipt::ChildrenSet { cooldown_block })
        }
        Action::SetChildkeyTake { netuid, coldkey, hotkey, take } => {
            children::set_take(state, netuid, coldkey, hotkey, take).map(|()| Receipt::TakeSet)
        }
        Action::SetAutoParentDelegation { coldkey, hotkey, enabled } => {
            children::set_auto_delegation(state, coldkey, hotkey, enabled)
                .map(|()| Receipt::AutoParentDelegationSet)
        }
        Action::ClaimRoot { coldkey, subnets } => root_claims::claim(state, coldkey, &subnets),
        Action::SetRootClaimType { coldkey, kind } => root_claims::set_type(state, coldkey, kind),
        Action::SetAutoStake { coldkey, netuid, hotkey } => auto_stakes::set(state, coldkey, netuid, hotkey),
        Action::SetWeights { netuid, mechid, hotkey, uids, values, version_key } => {
            let call = WeightCall { netuid, uids: &uids, values: &values, version_key };
            weights::set(state, &call, mechid, &hotkey).map(|uid| Receipt::WeightsSet { uid })
        }
        Action::BatchSetWeights { hotkey, netuids, weights, version_keys } => {
            weights::set_batch(state, &hotkey, &netuids, &weights, &version_keys)
        }
        Action::CommitWeights { netuid, mechid, hotkey, hash } => {
            commits::commit(state, netuid, mechid, hotkey, hash).map(|uid| Receipt::WeightsCommitted { uid })
        }
        Action::BatchCommitWeights { hotkey, netuids, hashes } => {
            commits::commit_batch(state, hotkey, &netuids, &hashes)
        }
        Action::RevealWeights { netuid, mechid, hotkey, uids, values, salt, version_key } => {
            let content = CommitContent { uids: &uids, values: &values, salt: &salt, version_key };
            commits::reveal(state, netuid, mechid, &hotkey, &content).map(|uid| Receipt::WeightsSet { uid })
        }
        Action::BatchRevealWeights { netuid, hotkey, uids, values, salts, version_keys } => {
            let lists = commits::RevealLists { uids, values, salts, version_keys };
            commits::reveal_batch(state, netuid, &hotkey, &lists)
        }
        Action::CommitTimelockedWeights { netuid, mechid, hotkey, ciphertext, reveal_round, version } => {
            let sealed = timelock::Sealed { ciphertext, reveal_round, version };
            timelock::commit(state, netuid, mechid, hotkey, sealed)
                .map(|uid| Receipt::WeightsCommitted { uid })
        }
        Action::Pulse { round, signature } => {
            let most_kept = state.rules.commit_reveal.max_kept_pulses;
            state.beacon.store(round, signature, most_kept).map(|()| Receipt::PulseStored)
        }
    }
}
