//! What a new subnet costs, and when one may come (spec §2.15).

use crate::RuleError;
use incentor_primitives::BlockNumber;

/// What the price of a new subnet depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NetworkPrice {
    /// It never falls below this, in rao.
    pub min_lock_rao: u64,
    /// What the last one cost, in rao.
    pub last_lock_rao: u64,
    /// When the last one came; 0 = there was none.
    pub last_lock_block: BlockNumber,
    /// Blocks of full emission over which twice the last price falls by the last price.
    pub reduction_blocks: u64,
    /// Emission of the last block, in rao.
    pub block_emission_rao: u64,
    /// Emission of a block before any halving, in rao.
    pub full_emission_rao: u64,
    /// Current block.
    pub block: BlockNumber,
}

/// The price of a new subnet in this block, in rao.
///
/// `max(least, 2 last - floor(last / interval) blocks)`, where the interval shrinks with the emission; before
/// the first subnet the last price counts once.
#[must_use]
pub fn network_price_rao(terms: &NetworkPrice) -> u64 {
    let interval = u128::from(terms.reduction_blocks)
        .saturating_mul(u128::from(terms.block_emission_rao))
        .checked_div(u128::from(terms.full_emission_rao))
        .unwrap_or(0);
    let per_block = u128::from(terms.last_lock_rao).checked_div(interval).unwrap_or(0);
    let factor = if terms.last_lock_block.0 == 0 { 1 } else { 2 };
    let start = u128::from(terms.last_lock_rao).saturating_mul(factor);
    let passed = u128::from(terms.block.0.saturating_sub(terms.last_lock_block.0));
    let price = start.saturating_sub(per_block.saturating_mul(passed));
    u64::try_from(price).unwrap_or(u64::MAX).max(terms.min_lock_rao)
}

/// What is known of a new subnet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NetworkFacts {
    /// Long enough after the last one.
    pub passes_rate_limit: bool,
    /// The hotkey is owned by another coldkey.
    pub hotkey_is_foreign: bool,
    /// Subnets there are, without root.
    pub subnets: usize,
    /// Subnets there may be.
    pub subnet_limit: u16,
    /// Free balance of the coldkey, in rao.
    pub balance_rao: u64,
    /// [`network_price_rao`].
    pub price_rao: u64,
}

/// Checks a new subnet in the chain's order.
///
/// Where the chain would dissolve a subnet for it, this answers [`RuleError::OutsideThisLedger`].
///
/// # Errors
/// The first check that fails.
pub fn check_network(facts: &NetworkFacts) -> Result<(), RuleError> {
    let checks = [
        (facts.passes_rate_limit, RuleError::NetworkTxRateLimitExceeded),
        (!facts.hotkey_is_foreign, RuleError::NonAssociatedColdKey),
        (facts.balance_rao >= facts.price_rao, RuleError::CannotAffordLockCost),
        (facts.subnets < usize::from(facts.subnet_limit), RuleError::OutsideThisLedger),
    ];
    checks.into_iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, error)| Err(error))
}

/// What is known of a subnet that its owner wants to start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StartFacts {
    /// There is such a subnet.
    pub exists: bool,
    /// The caller owns it.
    pub is_owner: bool,
    /// It has started already.
    pub started: bool,
    /// Block at which it was registered.
    pub registered_at: BlockNumber,
    /// Blocks it has to wait.
    pub delay_blocks: u64,
    /// Current block.
    pub block: BlockNumber,
}

/// Checks the start of a subnet in the chain's order.
///
/// # Errors
/// The first check that fails.
pub fn check_start(facts: &StartFacts) -> Result<(), RuleError> {
    let waited = facts.block.0 >= facts.registered_at.0.saturating_add(facts.delay_blocks);
    let checks = [
        (facts.exists, RuleError::SubnetNotExists),
        (facts.is_owner, RuleError::BadOrigin),
        (!facts.started, RuleError::FirstEmissionBlockNumberAlreadySet),
        (waited, RuleError::NeedWaitingMoreBlocksToStarCall),
    ];
    checks.into_iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, error)| Err(error))
}
