//! Who may take a seat (spec §2.12).

use crate::RuleError;
use incentor_primitives::Tao;

/// What the checks of a registration look at.
#[derive(Clone, Copy, Debug)]
pub struct RegistrationFacts {
    /// The subnet is the root network.
    pub is_root: bool,
    /// The subnet exists.
    pub subnet_exists: bool,
    /// Its registration is switched on.
    pub registration_allowed: bool,
    /// The hotkey has a uid there.
    pub already_registered: bool,
    /// Free balance of the coldkey.
    pub balance: Tao,
    /// Price of the seat.
    pub price: Tao,
    /// The hotkey is owned by another coldkey.
    pub hotkey_is_foreign: bool,
    /// Uids in the subnet.
    pub n: usize,
    /// Seats in the subnet.
    pub max_allowed_uids: usize,
}

/// Checks a registration in the chain's order.
///
/// A full subnet refuses: replacing a neuron is not among these rules yet.
///
/// # Errors
/// The first check that fails.
pub fn check_registration(facts: &RegistrationFacts) -> Result<(), RuleError> {
    let checks = [
        (!facts.is_root, RuleError::RegistrationNotPermittedOnRootSubnet),
        (facts.subnet_exists, RuleError::SubnetNotExists),
        (facts.registration_allowed, RuleError::SubNetRegistrationDisabled),
        (!facts.already_registered, RuleError::HotKeyAlreadyRegisteredInSubNet),
        (facts.balance >= facts.price, RuleError::NotEnoughBalanceToStake),
        (!facts.hotkey_is_foreign, RuleError::NonAssociatedColdKey),
        (facts.n < facts.max_allowed_uids, RuleError::NoNeuronIdAvailable),
    ];
    checks.into_iter().try_for_each(|(holds, error)| if holds { Ok(()) } else { Err(error) })
}
