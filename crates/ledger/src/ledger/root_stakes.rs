//! What root stake that comes and goes may claim (spec §3.11).

use crate::state::State;
use alloc::vec::Vec;
use incentor_emission::RootRate;
use incentor_primitives::{AccountId, NetUid};

/// Stake that was added has no claim to what was earned before it came.
pub(super) fn added(state: &mut State, hotkey: &AccountId, coldkey: &AccountId, rao: u64) {
    adjust(state, hotkey, coldkey, |rate, claimed| rate.claimed_after_adding(claimed, rao));
    if !state.root_dividends.stakers.contains(coldkey) {
        state.root_dividends.stakers.push(*coldkey);
    }
}

/// Stake that was removed takes its part of what was claimed along; without any left, nobody is a staker.
pub(super) fn removed(state: &mut State, hotkey: &AccountId, coldkey: &AccountId, rao: u64) {
    adjust(state, hotkey, coldkey, |rate, claimed| rate.claimed_after_removing(claimed, rao));
    let has_more = state
        .root
        .alpha
        .stakes
        .pools()
        .any(|(hotkey, _)| state.root.alpha.stakes.of_rao(&hotkey, coldkey) > 0);
    if !has_more {
        let stakers = &mut state.root_dividends.stakers;
        if let Some(at) = stakers.iter().position(|staker| staker == coldkey) {
            stakers.swap_remove(at);
        }
    }
}

fn adjust(
    state: &mut State,
    hotkey: &AccountId,
    coldkey: &AccountId,
    adjusted: impl Fn(RootRate, u128) -> u128,
) {
    let rates: Vec<(NetUid, i128)> = state
        .root_dividends
        .claimable_bits
        .get(hotkey)
        .into_iter()
        .flatten()
        .map(|(at, bits)| (*at, *bits))
        .collect();
    for (netuid, bits) in rates {
        let rate = RootRate::from_bits(u128::try_from(bits).unwrap_or(0));
        let claimed = state.root_dividends.claimed.entry((netuid, *hotkey, *coldkey)).or_insert(0);
        *claimed = adjusted(rate, *claimed);
    }
}
