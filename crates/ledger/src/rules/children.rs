//! Stake that works through other hotkeys (spec §2.8 with the corrections of §9).

use super::rate_limits::passes_rate_limit;
use crate::RuleError;
use alloc::{collections::BTreeMap, vec::Vec};
use blake2::{Blake2b, Digest as _, digest::consts::U16};
use incentor_primitives::{AccountId, BlockNumber, NetUid, Take};

/// A relation seen from one side: the other hotkey, and what part of the parent's stake it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Child {
    /// Part of the parent's stake, 2^64 - 1 = 1.0.
    pub proportion_u64: u64,
    /// The other hotkey.
    pub hotkey: AccountId,
}

/// A call that sets a hotkey's children on a subnet.
#[derive(Clone, Copy, Debug)]
pub struct ChildrenCall<'a> {
    /// The subnet.
    pub netuid: NetUid,
    /// Who signs.
    pub coldkey: AccountId,
    /// The parent.
    pub hotkey: AccountId,
    /// Its children from now on; empty for none.
    pub children: &'a [Child],
}

/// What the chain knows about the parent.
#[derive(Clone, Copy, Debug)]
pub struct ChildrenFacts<'a> {
    /// Current block.
    pub block: BlockNumber,
    /// When its children on this subnet were last set.
    pub last_set: Option<BlockNumber>,
    /// Blocks between two lists.
    pub rate_limit_blocks: u64,
    /// Children it may have.
    pub most_children: usize,
    /// The subnet exists.
    pub subnet_exists: bool,
    /// The coldkey it belongs to.
    pub owner: Option<AccountId>,
    /// Its parents on this subnet that are in force.
    pub parents: &'a [Child],
    /// It is the subnet owner's hotkey.
    pub is_subnet_owner: bool,
    /// Everything that lies on it in the whole network, in rao of TAO by the pools' prices.
    pub total_stake_rao: u64,
    /// The network's threshold, in rao.
    pub stake_threshold_rao: u64,
}

/// Checks a list of children in the order in which the chain answers.
///
/// A list that passes may still come to nothing: what counts when it is applied is [`applicable`].
///
/// # Errors
/// The first check that fails.
pub fn check_children(call: &ChildrenCall<'_>, facts: &ChildrenFacts<'_>) -> Result<(), RuleError> {
    let require = |holds: bool, error: RuleError| if holds { Ok(()) } else { Err(error) };
    let not_too_soon = passes_rate_limit(facts.last_set, facts.block, facts.rate_limit_blocks);
    require(not_too_soon, RuleError::TxRateLimitExceeded)?;
    require(call.netuid != NetUid::ROOT, RuleError::RegistrationNotPermittedOnRootSubnet)?;
    require(facts.subnet_exists, RuleError::SubnetNotExists)?;
    require(facts.owner == Some(call.coldkey), RuleError::NonAssociatedColdKey)?;

    let children = by_hotkey(call.children.iter());
    require(children.len() == call.children.len(), RuleError::DuplicateChild)?;
    require(!children.contains_key(&call.hotkey), RuleError::InvalidChild)?;
    require(children.len() <= facts.most_children, RuleError::TooManyChildren)?;
    require(fits_whole(&children), RuleError::ProportionOverflow)?;
    let is_own_parent = facts.parents.iter().any(|parent| children.contains_key(&parent.hotkey));
    require(!is_own_parent, RuleError::ChildParentInconsistency)?;

    let has_enough = facts.total_stake_rao >= facts.stake_threshold_rao;
    let is_exempt = children.is_empty() || facts.is_subnet_owner;
    require(has_enough || is_exempt, RuleError::NotEnoughStakeToSetChildkeys)
}

/// The block after which a list set now is applied with the subnet's next epoch.
#[must_use]
pub fn cooldown_block(block: BlockNumber, cooldown_blocks: u64) -> BlockNumber {
    BlockNumber(block.0.saturating_add(cooldown_blocks))
}

/// Whether a pending list is applied after an epoch in this block.
///
/// On a subnet that has not started nothing waits.
#[must_use]
pub fn is_ripe(cooldown_block: BlockNumber, block: BlockNumber, subnet_has_started: bool) -> bool {
    cooldown_block < block || !subnet_has_started
}

/// The children that a pending list puts in force, ascending by account; `None` = it is dropped.
///
/// `parents` are those in force by now: a list that contradicts them is dropped without a word. Of a hotkey
/// named twice the last part counts, and the parent itself is left out.
#[must_use]
pub fn applicable(parent: AccountId, pending: &[Child], parents: &[Child]) -> Option<Vec<Child>> {
    let children = by_hotkey(pending.iter().filter(|child| child.hotkey != parent));
    let is_own_parent = parents.iter().any(|other| children.contains_key(&other.hotkey));
    if is_own_parent || !fits_whole(&children) {
        return None;
    }
    let child = |(hotkey, proportion_u64)| Child { proportion_u64, hotkey };
    Some(children.into_iter().map(child).collect())
}

/// Puts parents into the order in which their pending lists are applied: by Blake2b-128 of the account.
///
/// That is how the chain stores them, and of two lists that exclude each other the first one wins.
pub fn sort_for_application(parents: &mut [AccountId]) {
    parents.sort_by_cached_key(|parent| <[u8; 16]>::from(Blake2b::<U16>::digest(parent.0)));
}

fn by_hotkey<'a>(children: impl Iterator<Item = &'a Child>) -> BTreeMap<AccountId, u64> {
    children.map(|child| (child.hotkey, child.proportion_u64)).collect()
}

/// Whether the parts are no more than the whole.
fn fits_whole(children: &BTreeMap<AccountId, u64>) -> bool {
    children.values().try_fold(0_u64, |sum, part| sum.checked_add(*part)).is_some()
}

/// What the chain knows about a child's take.
#[derive(Clone, Copy, Debug)]
pub struct ChildkeyTakeFacts {
    /// Current block.
    pub block: BlockNumber,
    /// The coldkey the hotkey belongs to.
    pub owner: Option<AccountId>,
    /// The least: the larger one of the network's and the subnet's.
    pub least: Take,
    /// The most.
    pub most: Take,
    /// What it is now, the least at the least.
    pub current: Take,
    /// When it was last set, up or down.
    pub last_set: Option<BlockNumber>,
    /// Blocks between setting it and raising it.
    pub rate_limit_blocks: u64,
}

/// Checks a child's take in the order in which the chain answers; only raising it is limited in its rate.
///
/// # Errors
/// The first check that fails.
pub fn check_childkey_take(
    coldkey: AccountId,
    take: Take,
    facts: &ChildkeyTakeFacts,
) -> Result<(), RuleError> {
    if facts.owner != Some(coldkey) {
        return Err(RuleError::NonAssociatedColdKey);
    }
    if take < facts.least || take > facts.most {
        return Err(RuleError::InvalidChildkeyTake);
    }
    let too_soon = !passes_rate_limit(facts.last_set, facts.block, facts.rate_limit_blocks);
    if take > facts.current && too_soon {
        return Err(RuleError::TxChildkeyTakeRateLimitExceeded);
    }
    Ok(())
}
