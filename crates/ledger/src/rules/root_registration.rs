//! Who becomes a member of the root network (spec §2.12, §2.14).

use super::uids::{SeatChoice, choose_seat};
use crate::RuleError;
use incentor_primitives::Uid;

/// What the checks of a root registration look at.
#[derive(Clone, Copy, Debug)]
pub struct RootRegistrationFacts<'a> {
    /// Root registrations in this block so far.
    pub this_block: u16,
    /// As many are taken in one block.
    pub max_per_block: u16,
    /// Root registrations in this interval so far.
    pub this_interval: u16,
    /// A third of as many as are taken in one interval.
    pub target_per_interval: u16,
    /// The hotkey is a member already.
    pub already_registered: bool,
    /// The hotkey is owned by another coldkey.
    pub hotkey_is_foreign: bool,
    /// What lies on the hotkey on root.
    pub stake_rao: u64,
    /// Seats there may be.
    pub max_allowed_uids: u16,
    /// What lies on the members on root, by uid.
    pub members_rao: &'a [u64],
}

/// Checks a root registration in the chain's order; gives the seat.
///
/// Nobody pays for it: the limits, and in a full network the stake of its least member, keep newcomers apart.
///
/// # Errors
/// The first check that fails.
pub fn check_root_registration(facts: &RootRegistrationFacts<'_>) -> Result<SeatChoice, RuleError> {
    let interval_limit = facts.target_per_interval.saturating_mul(3);
    let checks = [
        (facts.this_block < facts.max_per_block, RuleError::TooManyRegistrationsThisBlock),
        (facts.this_interval < interval_limit, RuleError::TooManyRegistrationsThisInterval),
        (!facts.already_registered, RuleError::HotKeyAlreadyRegisteredInSubNet),
        (!facts.hotkey_is_foreign, RuleError::NonAssociatedColdKey),
    ];
    if let Some((_, error)) = checks.into_iter().find(|(holds, _)| !holds) {
        return Err(error);
    }
    choose_seat(facts.members_rao.len(), facts.max_allowed_uids, || {
        outbid(facts.members_rao, facts.stake_rao)
    })
    .ok_or(RuleError::StakeTooLowForRoot)
}

/// The member with the least stake, of several the first, if it has less than the newcomer.
fn outbid(members_rao: &[u64], stake_rao: u64) -> Option<Uid> {
    let (uid, least_rao) = (0..).map(Uid).zip(members_rao).min_by_key(|(_, rao)| **rao)?;
    (*least_rao < stake_rao).then_some(uid)
}
