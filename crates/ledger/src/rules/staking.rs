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

    const fn check(self, amount_rao: u64) -> Result<(), RuleError> {
        if self.allow_partial || amount_rao <= self.max_rao {
            Ok(())
        } else {
            Err(RuleError::SlippageTooHigh)
        }
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
    /// The least stake and the fee on it.
    pub least_rao: u64,
    /// Up to where the price may go.
    pub limit: OrderLimit,
    /// Free balance of the coldkey.
    pub balance_rao: u64,
    /// The hotkey is somebody's.
    pub hotkey_exists: bool,
    /// What the pool would do.
    pub quote: Result<Swap, SwapError>,
}

/// Checks a purchase of stake in the chain's order.
///
/// # Errors
/// The first check that fails.
pub fn check_add_stake(facts: &AddStakeFacts) -> Result<Swap, RuleError> {
    facts.subnet.check()?;
    require(facts.amount_rao <= facts.most_rao, RuleError::InsufficientLiquidity)?;
    require(facts.amount_rao >= facts.least_rao, RuleError::AmountTooLow)?;
    facts.limit.check(facts.amount_rao)?;
    require(facts.balance_rao >= facts.amount_rao, RuleError::NotEnoughBalanceToStake)?;
    require(facts.hotkey_exists, RuleError::HotKeyAccountNotExists)?;
    bought(facts.quote)
}

/// What is known of a sale of stake.
#[derive(Clone, Copy, Debug)]
pub struct RemoveStakeFacts {
    /// Where it lies.
    pub subnet: StakeSubnet,
    /// The alpha to sell.
    pub amount_rao: u64,
    /// What the coldkey has there.
    pub available_rao: u64,
    /// The least worth of a sale that leaves something.
    pub least_rao: u64,
    /// Up to where the price may go.
    pub limit: OrderLimit,
    /// The hotkey is somebody's.
    pub hotkey_exists: bool,
    /// What the pool would do.
    pub quote: Result<Swap, SwapError>,
}

/// Checks a sale of stake in the chain's order.
///
/// # Errors
/// The first check that fails.
pub fn check_remove_stake(facts: &RemoveStakeFacts) -> Result<Swap, RuleError> {
    facts.subnet.check()?;
    require(facts.amount_rao > 0, RuleError::AmountTooLow)?;
    let swap = facts.quote.map_err(|_| RuleError::InsufficientLiquidity);
    if facts.amount_rao < facts.available_rao {
        require(swap?.out_rao >= facts.least_rao, RuleError::AmountTooLow)?;
    }
    require(facts.hotkey_exists, RuleError::HotKeyAccountNotExists)?;
    require(facts.available_rao >= facts.amount_rao, RuleError::NotEnoughStakeToWithdraw)?;
    facts.limit.check(facts.amount_rao)?;
    swap
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
    /// The alpha to move.
    pub amount_rao: u64,
    /// What the coldkey has there.
    pub available_rao: u64,
    /// The least worth of what moves.
    pub least_rao: u64,
    /// Up to where the price may go.
    pub limit: OrderLimit,
    /// Its owner changes, and one of the subnets does not allow that.
    pub transfer_disallowed: bool,
    /// What the origin's pool would give for it.
    pub quote: Result<Swap, SwapError>,
}

/// Checks a move of stake in the chain's order.
///
/// # Errors
/// The first check that fails.
pub fn check_move_stake(facts: &MoveStakeFacts) -> Result<(), RuleError> {
    require(!facts.goes_nowhere, RuleError::SameNetuid)?;
    facts.origin.check()?;
    facts.destination.check()?;
    require(facts.hotkeys_exist, RuleError::HotKeyAccountNotExists)?;
    require(facts.available_rao >= facts.amount_rao, RuleError::NotEnoughStakeToWithdraw)?;
    require(facts.amount_rao > 0, RuleError::AmountTooLow)?;
    let worth = facts.quote.map_err(|_| RuleError::InsufficientLiquidity)?;
    require(worth.out_rao > facts.least_rao, RuleError::AmountTooLow)?;
    facts.limit.check(facts.amount_rao)?;
    require(!facts.transfer_disallowed, RuleError::TransferDisallowed)
}

fn bought(quote: Result<Swap, SwapError>) -> Result<Swap, RuleError> {
    match quote {
        Ok(swap) if swap.out_rao > 0 => Ok(swap),
        _ => Err(RuleError::InsufficientLiquidity),
    }
}

const fn require(holds: bool, error: RuleError) -> Result<(), RuleError> {
    if holds { Ok(()) } else { Err(error) }
}
