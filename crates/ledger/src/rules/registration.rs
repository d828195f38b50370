//! Who may take a seat (spec §2.12).

use super::uids::SeatChoice;
use crate::RuleError;
use incentor_primitives::Tao;

/// What the checks of a registration look at.
#[derive(Clone, Copy, Debug)]
pub struct RegistrationFacts {
    /// The subnet is the root network.
    pub is_root: bool,
    /// The subnet exists.
    pub subnet_exists: bool,
    /// The most the caller agreed to pay; `None` = any price.
    pub limit_price: Option<Tao>,
    /// Registration is switched on.
    pub registration_allowed: bool,
    /// The hotkey has a uid there.
    pub already_registered: bool,
    /// Free balance of the coldkey.
    pub balance: Tao,
    /// Price of the seat.
    pub price: Tao,
    /// The hotkey is owned by another coldkey.
    pub hotkey_is_foreign: bool,
    /// The seat it would get; `None` = every seat is taken and nobody has to go.
    pub seat: Option<SeatChoice>,
}

/// Checks a registration in the chain's order; gives the seat.
///
/// Nothing here counts registrations: on an ordinary subnet only the price keeps them apart, the limits per
/// block and per interval are the root network's.
///
/// # Errors
/// The first check that fails.
pub fn check_registration(facts: &RegistrationFacts) -> Result<SeatChoice, RuleError> {
    let price_fits = facts.limit_price.is_none_or(|limit| facts.price <= limit);
    let checks = [
        (!facts.is_root, RuleError::RegistrationNotPermittedOnRootSubnet),
        (facts.subnet_exists, RuleError::SubnetNotExists),
        (price_fits, RuleError::RegistrationPriceLimitExceeded),
        (facts.registration_allowed, RuleError::SubNetRegistrationDisabled),
        (!facts.already_registered, RuleError::HotKeyAlreadyRegisteredInSubNet),
        (facts.balance >= facts.price, RuleError::NotEnoughBalanceToStake),
        (!facts.hotkey_is_foreign, RuleError::NonAssociatedColdKey),
    ];
    if let Some((_, error)) = checks.into_iter().find(|(holds, _)| !holds) {
        return Err(error);
    }
    facts.seat.ok_or(RuleError::NoNeuronIdAvailable)
}
