//! Where a coldkey's incentive is staked (spec §3.9).

use crate::rules::auto_stake::{AutoStakeFacts, check_auto_stake};
use crate::state::State;
use crate::{Receipt, RuleError};
use incentor_primitives::{AccountId, NetUid};

/// Sets the hotkey on which a coldkey's incentive on a subnet is staked from now on.
pub(super) fn set(
    state: &mut State,
    coldkey: AccountId,
    netuid: NetUid,
    hotkey: AccountId,
) -> Result<Receipt, RuleError> {
    let subnet = state.network(netuid);
    check_auto_stake(AutoStakeFacts {
        subnet_exists: subnet.is_some(),
        hotkey_registered: subnet.is_some_and(|subnet| subnet.seats.uid_of(&hotkey).is_some()),
        is_destination: state.auto_stakes.get(&(coldkey, netuid)) == Some(&hotkey),
    })?;
    state.auto_stakes.insert((coldkey, netuid), hotkey);
    Ok(Receipt::AutoStakeSet)
}
