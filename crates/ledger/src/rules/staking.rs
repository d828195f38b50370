//! When TAO may become stake, and stake TAO (spec §3.14 with the corrections of §9).

use crate::RuleError;
use incentor_emission::{Swap, SwapError};

/// What a subnet answers for in every stake call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StakeSubnet {
    /// There is such a subnet.
    pub exists: bool,
    /// It has started.
    pub subtoken_enabled: bool,
}

impl StakeSubnet {
    /// Whether stakes can be moved there at all.
    ///
    /// # Errors
    /// [`RuleError::SubnetNotExists`], then [`RuleError::SubtokenDisabled`].
    pub const fn check(self) -> Result<(), RuleError> {
        match (self.exists, self.subtoken_enabled) {
            (false, _) => Err(RuleError::SubnetNotExists),
            (true, false) => Err(RuleError::SubtokenDisabled),
            (true, true) => Ok(()),
        }
    }
}

/// Up to where an order may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderLimit {
    /// The amount that takes the price to the limit; `u64::MAX` without one.
    pub max_rao: u64,
    /// Less than everything will do.
    pub allow_partial: bool,
}

impl OrderLimit {
    /// Everything, at any price.
    pub const NONE: Self = Self { max_rao: u64::MAX, allow_partial: false };

    /// What of an amount is traded.
    #[must_use]
    pub fn traded_rao(self, amount_rao: u64) -> u64 {
        amount_rao.min(self.max_rao)
    }

    const fn check(self, amount_rao: u64) -> Result<(), RuleError> {
        require(self.allow_partial || amount_rao <= self.max_rao, RuleError::SlippageTooHigh)
    }
}

/// What is known of a purchase of stake.
#[derive(Clone, Copy, Debug)]
pub struct AddStakeFacts {
    /// Where it is to lie.
    pub subnet: StakeSubnet,
    /// The TAO offered.
    pub amount_rao: u64,
    /// More than this the pool cannot take at once.
    pub most_rao: u64,
    /// The least stake.
    pub min_stake_rao: u64,
    /// The fee on the least stake.
    pub min_stake_fee_rao: u64,
    /// Up to where the price may go; an error when it is there already.
    pub limit: Result<OrderLimit, RuleError>,
    /// Free balance of the coldkey.
    pub balance_rao: u64,
    /// The hotkey is somebody's.
    pub hotkey_exists: bool,
    /// What the pool would do with what is traded, at any price.
    pub quote: Result<Swap, SwapError>,
}

/// Checks a purchase of stake in the chain's order; gives the TAO to trade, in rao.
///
/// # Errors
/// The first check that fails.
pub fn check_add_stake(facts: &AddStakeFacts) -> Result<u64, RuleError> {
    require(facts.amount_rao <= facts.most_rao, RuleError::InsufficientLiquidity)?;
    let limit = facts.limit?;
    facts.subnet.check()?;
    let least_rao = facts.min_stake_rao.saturating_add(facts.min_stake_fee_rao);
    require(facts.amount_rao >= least_rao, RuleError::AmountTooLow)?;
    limit.check(facts.amount_rao)?;
    let traded_rao = limit.traded_rao(facts.amount_rao);
    require(facts.balance_rao >= traded_rao, RuleError::NotEnoughBalanceToStake)?;
    require(facts.hotkey_exists, RuleError::HotKeyAccountNotExists)?;
    let swap = facts.quote.map_err(|_| RuleError::InsufficientLiquidity)?;
    require(swap.net_in_rao >= facts.min_stake_rao, RuleError::AmountTooLow)?;
    require(swap.out_rao > 0, RuleError::InsufficientLiquidity)?;
    Ok(traded_rao)
}

/// What is known of a sale of stake.
#[derive(Clone, Copy, Debug)]
pub struct RemoveStakeFacts {
    /// Where it lies.
    pub subnet: StakeSubnet,
    /// The alpha to sell.
    pub amount_rao: u64,
    /// More than this the pool cannot take at once.
    pub most_rao: u64,
    /// What the coldkey has there.
    pub available_rao: u64,
    /// The least worth of a sale that leaves something.
    pub least_rao: u64,
    /// Up to where the price may go, an error when it is there already; `None` for the call without a limit.
    pub limit: Option<Result<OrderLimit, RuleError>>,
    /// The hotkey is somebody's.
    pub hotkey_exists: bool,
    /// What the pool would do with the whole amount, at any price.
    pub quote: Result<Swap, SwapError>,
}

/// Checks a sale of stake in the chain's order; gives the alpha to trade, in rao.
///
/// # Errors
/// The first check that fails.
pub fn check_remove_stake(facts: &RemoveStakeFacts) -> Result<u64, RuleError> {
    // Only the call without a limit asks first whether the subnet has started: one that is not there has not.
    require(facts.limit.is_some() || facts.subnet.subtoken_enabled, RuleError::SubtokenDisabled)?;
    require(facts.amount_rao <= facts.most_rao, RuleError::InsufficientLiquidity)?;
    let limit = facts.limit.unwrap_or(Ok(OrderLimit::NONE))?;
    facts.subnet.check()?;
    require(facts.amount_rao > 0, RuleError::AmountTooLow)?;
    require(facts.available_rao >= facts.amount_rao, RuleError::NotEnoughStakeToWithdraw)?;
    let swap = facts.quote.map_err(|_| RuleError::InsufficientLiquidity)?;
    let leaves_nothing = facts.amount_rao == facts.available_rao;
    require(leaves_nothing || swap.out_rao >= facts.least_rao, RuleError::AmountTooLow)?;
    limit.check(facts.amount_rao)?;
    require(facts.hotkey_exists, RuleError::HotKeyAccountNotExists)?;
    Ok(limit.traded_rao(facts.amount_rao))
}

/// What a stake that goes elsewhere is worth, in rao of TAO.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoveWorth {
    /// It stays on the subnet: at the price as it is.
    Within(u64),
    /// It goes to another subnet: what the origin's pool would give for it, at any price.
    Across(Result<u64, SwapError>),
}

/// What is known of a stake that goes elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct MoveStakeFacts {
    /// Where it lies.
    pub origin: StakeSubnet,
    /// Where it is to lie.
    pub destination: StakeSubnet,
    /// Neither the subnet nor a key is another one.
    pub goes_nowhere: bool,
    /// Both hotkeys are somebody's.
    pub hotkeys_exist: bool,
    /// The alpha to move, no more than there is.
    pub amount_rao: u64,
    /// The least worth of what moves.
    pub least_rao: u64,
    /// Up to where the price may go; an error when it is there already.
    pub limit: Result<OrderLimit, RuleError>,
    /// Its owner changes, and one of the subnets does not allow that.
    pub transfer_disallowed: bool,
    /// What it is worth.
    pub worth: MoveWorth,
}

/// Checks a move of stake in the chain's order; gives the alpha to move, in rao.
///
/// What is worth exactly the least may stay on its subnet, and not leave it.
///
/// # Errors
/// The first check that fails.
pub fn check_move_stake(facts: &MoveStakeFacts) -> Result<u64, RuleError> {
    let limit = facts.limit?;
    require(!facts.goes_nowhere, RuleError::SameNetuid)?;
    let subnets = [facts.origin, facts.destination];
    require(subnets.iter().all(|subnet| subnet.exists), RuleError::SubnetNotExists)?;
    require(subnets.iter().all(|subnet| subnet.subtoken_enabled), RuleError::SubtokenDisabled)?;
    require(facts.hotkeys_exist, RuleError::HotKeyAccountNotExists)?;
    if let MoveWorth::Across(worth) = facts.worth {
        let worth_rao = worth.map_err(|_| RuleError::InsufficientLiquidity)?;
        require(worth_rao > facts.least_rao, RuleError::AmountTooLow)?;
        limit.check(facts.amount_rao)?;
    }
    require(!facts.transfer_disallowed, RuleError::TransferDisallowed)?;
    if let MoveWorth::Within(worth_rao) = facts.worth {
        require(worth_rao >= facts.least_rao, RuleError::AmountTooLow)?;
    }
    Ok(limit.traded_rao(facts.amount_rao))
}

const fn require(holds: bool, error: RuleError) -> Result<(), RuleError> {
    if holds { Ok(()) } else { Err(error) }
}
