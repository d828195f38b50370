//! Registering a hotkey on a subnet (spec §2.12).

use super::trading::{FeeTo, buy};
use crate::rules::registration::{RegistrationFacts, check_registration};
use crate::rules::uids::SeatChoice;
use crate::state::State;
use crate::subnet::{Keys, Seated};
use crate::{Pools, Receipt, RuleError};
use incentor_emission::{FeeRate, SwapTerms, burn_after_registration};
use incentor_primitives::{NetUid, Tao, Uid};

/// Sells a seat at the current price, or somebody else's when all are taken.
pub(super) fn register(
    state: &mut State,
    netuid: NetUid,
    keys: Keys,
    limit_price: Option<Tao>,
) -> Result<Receipt, RuleError> {
    let facts = RegistrationFacts { limit_price, ..facts(state, netuid, keys) };
    let choice = check_registration(&facts)?;
    let price = facts.price;
    burn(state, netuid, &keys, price)?;
    let Seated { uid, replaced } = take_seat(state, netuid, keys, choice)?;
    if let Some(subnet) = state.subnet_mut(netuid) {
        subnet.burn_rao = burn_after_registration(price.rao, &subnet.burn_rules);
        subnet.recycled_rao = subnet.recycled_rao.saturating_add(price.rao);
        subnet.registrations_this_block = subnet.registrations_this_block.saturating_add(1);
    }
    Ok(Receipt::Registered { uid, price, replaced: replaced.map(|keys| keys.hotkey) })
}

/// Buys alpha for the price of a seat and destroys it; the fee stays with the subnet (spec §9.5).
fn burn(state: &mut State, netuid: NetUid, keys: &Keys, price: Tao) -> Result<(), RuleError> {
    state.balances.debit(&keys.coldkey, price.rao).ok_or(RuleError::NotEnoughBalanceToStake)?;
    if state.globals.pools == Pools::Fixed {
        let subnet = state.subnet_mut(netuid).ok_or(RuleError::SubnetNotExists)?;
        subnet.account_rao = subnet.account_rao.saturating_add(price.rao);
        return Ok(());
    }
    let fee = state.subnet(netuid).map_or(FeeRate::NONE, |subnet| FeeRate(subnet.parameters.fee_rate_u16));
    match buy(state, netuid, price.rao, &SwapTerms::buy(fee), FeeTo::Subnet) {
        Ok(swap) => {
            if let Some(subnet) = state.subnet_mut(netuid) {
                subnet.alpha.take_out(swap.out_rao);
            }
            Ok(())
        }
        Err(error) => {
            // What was just debited fits in again.
            let _ = state.balances.credit(keys.coldkey, price.rao);
            Err(error.into())
        }
    }
}

/// Seats a neuron of the genesis: free of charge, though registration be switched off, in nobody's place.
pub(super) fn seat(state: &mut State, netuid: NetUid, keys: Keys) -> Result<Uid, RuleError> {
    let facts = facts(state, netuid, keys);
    let seat = facts.seat.filter(|choice| *choice == SeatChoice::Append);
    let facts =
        RegistrationFacts { is_root: false, registration_allowed: true, price: Tao::ZERO, seat, ..facts };
    let choice = check_registration(&facts)?;
    take_seat(state, netuid, keys, choice).map(|seated| seated.uid)
}

fn facts(state: &State, netuid: NetUid, keys: Keys) -> RegistrationFacts {
    let subnet = state.network(netuid);
    RegistrationFacts {
        is_root: netuid == NetUid::ROOT,
        subnet_exists: subnet.is_some(),
        limit_price: None,
        registration_allowed: subnet.is_some_and(|subnet| subnet.parameters.registration_allowed),
        already_registered: subnet.is_some_and(|subnet| subnet.seats.uid_of(&keys.hotkey).is_some()),
        balance: Tao::from_rao(state.balances.of_rao(&keys.coldkey)),
        price: Tao::from_rao(subnet.map_or(0, |subnet| subnet.burn_rao)),
        hotkey_is_foreign: state.owners.get(&keys.hotkey).is_some_and(|owner| *owner != keys.coldkey),
        seat: subnet.and_then(|subnet| subnet.seat_for_newcomer(state.block)),
    }
}

/// The part of a registration that its checks have cleared.
pub(super) fn take_seat(
    state: &mut State,
    netuid: NetUid,
    keys: Keys,
    choice: SeatChoice,
) -> Result<Seated, RuleError> {
    let block = state.block;
    let subnet = state.network_mut(netuid).ok_or(RuleError::SubnetNotExists)?;
    let seated = subnet.take_seat(choice, keys, block).ok_or(RuleError::NoNeuronIdAvailable)?;
    state.own(keys.hotkey, keys.coldkey)?;
    Ok(seated)
}
