//! What becomes of the dividends of root stake (spec §3.11).

use crate::RuleError;
use alloc::collections::BTreeSet;
use incentor_primitives::NetUid;

/// Most subnets that one claim may name.
const MOST_SUBNETS: usize = 5;

/// What a coldkey wants to have for its root dividends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum RootClaimType {
    /// TAO: the alpha is sold, and what it brings joins the root stake.
    #[default]
    Swap,
    /// The alpha itself, as a stake.
    Keep,
    /// The alpha itself on these subnets, TAO for the others.
    KeepSubnets(BTreeSet<NetUid>),
}

impl RootClaimType {
    /// Whether the alpha of that subnet is kept, not sold.
    #[must_use]
    pub fn keeps(&self, netuid: NetUid) -> bool {
        match self {
            Self::Swap => false,
            Self::Keep => true,
            Self::KeepSubnets(subnets) => subnets.contains(&netuid),
        }
    }

    /// Checks a choice.
    ///
    /// # Errors
    /// [`RuleError::InvalidSubnetNumber`] for a list of subnets without any.
    pub fn check(&self) -> Result<(), RuleError> {
        match self {
            Self::KeepSubnets(subnets) if subnets.is_empty() => Err(RuleError::InvalidSubnetNumber),
            _ => Ok(()),
        }
    }
}

/// Checks the subnets that a claim names; they need not exist.
///
/// # Errors
/// [`RuleError::InvalidSubnetNumber`] for none, and for more than five.
pub fn check_claim(subnets: &BTreeSet<NetUid>) -> Result<(), RuleError> {
    if (1..=MOST_SUBNETS).contains(&subnets.len()) { Ok(()) } else { Err(RuleError::InvalidSubnetNumber) }
}
