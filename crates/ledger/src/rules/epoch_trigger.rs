//! An epoch out of turn (spec §2.9).

use super::schedule::Schedule;
use crate::RuleError;
use incentor_primitives::BlockNumber;

/// What the checks of a trigger look at.
#[derive(Clone, Copy, Debug)]
pub struct TriggerFacts<'a> {
    /// Who asks is the subnet's owner; the privileged origin is not.
    pub is_owner: bool,
    /// Weights are committed first.
    pub commit_reveal_enabled: bool,
    /// The subnet's place in its tempo.
    pub schedule: &'a Schedule,
    /// Blocks before an epoch in which parameters stand still.
    pub window_blocks: u16,
    /// The owner triggered one a short while ago.
    pub too_soon: bool,
    /// Current block.
    pub block: BlockNumber,
}

/// Checks a trigger in the chain's order; gives the block from which the epoch is due.
///
/// # Errors
/// The first check that fails.
pub fn check_trigger(facts: &TriggerFacts<'_>) -> Result<BlockNumber, RuleError> {
    let (schedule, window) = (facts.schedule, u64::from(facts.window_blocks));
    let checks = [
        (facts.is_owner, RuleError::BadOrigin),
        (!facts.commit_reveal_enabled, RuleError::DynamicTempoBlockedByCommitReveal),
        (schedule.pending_epoch_at.0 == 0, RuleError::EpochTriggerAlreadyPending),
        (schedule.blocks_until_next_auto_epoch(facts.block) >= window, RuleError::AutoEpochAlreadyImminent),
        (!facts.too_soon, RuleError::TxRateLimitExceeded),
    ];
    match checks.into_iter().find(|(holds, _)| !holds) {
        Some((_, error)) => Err(error),
        None => Ok(BlockNumber(facts.block.0.saturating_add(window))),
    }
}
