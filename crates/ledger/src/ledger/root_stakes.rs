//! What root stake that comes and goes may claim, and who is claimed for by turns (spec §3.11).

use crate::state::State;
use alloc::vec::Vec;
use blake2::{Blake2b, Digest as _, digest::consts::U16};
use incentor_emission::RootRate;
use incentor_primitives::AccountId;

/// Stake that was added has no claim to what was earned before it came.
pub(super) fn added(state: &mut State, hotkey: &AccountId, coldkey: &AccountId, rao: u64) {
    adjust(state, hotkey, coldkey, |rate, claimed| rate.claimed_after_adding(claimed, rao));
}

/// Stake that was removed takes its part of what was claimed along.
///
/// What it had earned and not claimed stays with the rest of the stake; where nothing was claimed, it is lost.
pub(super) fn removed(state: &mut State, hotkey: &AccountId, coldkey: &AccountId, rao: u64) {
    adjust(state, hotkey, coldkey, |rate, claimed| rate.claimed_after_removing(claimed, rao));
}

/// Takes a coldkey that has sold its last root stake off the stakers.
///
/// Who hands the last of it over stays, and is claimed for in vain.
pub(super) fn unlist_without_stake(state: &mut State, coldkey: &AccountId) {
    let stakes = &state.root.alpha.stakes;
    let hotkeys = state.staking_hotkeys.of(coldkey);
    if hotkeys.iter().all(|hotkey| stakes.of_rao(hotkey, coldkey) == 0) {
        state.root_dividends.unlist(coldkey);
    }
}

/// Remembers stake that was handed over: its new owner becomes a staker at the end of the next block.
pub(super) fn handed_over(state: &mut State, hotkey: &AccountId, coldkey: &AccountId) {
    if !state.root_dividends.stakers.contains(coldkey) {
        state.root_dividends.handed_over.insert((*hotkey, *coldkey));
    }
}

/// Finds the stakers that got their stake from others (spec §2.10 step 9).
///
/// The chain looks through thirty stakes in each block, in the order of the accounts' Blake2b-128; this ledger
/// through all of them. With no more than thirty stakes on the whole network that is the same.
pub(super) fn list_heirs(state: &mut State) {
    if state.root_dividends.handed_over.is_empty() {
        return;
    }
    let mut stakes: Vec<(AccountId, AccountId)> =
        core::mem::take(&mut state.root_dividends.handed_over).into_iter().collect();
    stakes.sort_by_cached_key(|(hotkey, coldkey)| [hotkey, coldkey].map(blake2b_128));
    for (hotkey, coldkey) in stakes {
        if state.root.alpha.stakes.of_rao(&hotkey, &coldkey) > 0 {
            state.root_dividends.list(coldkey);
        }
    }
}

/// Lays TAO down as root stake that did not come through a purchase: the chain counts no volume for it.
pub(super) fn lay_down(state: &mut State, hotkey: AccountId, coldkey: AccountId, tao_rao: u64) {
    let root = &mut state.root;
    root.pool.tao_rao = root.pool.tao_rao.saturating_add(tao_rao);
    root.account_rao = root.account_rao.saturating_add(tao_rao);
    root.alpha.endow(hotkey, coldkey, tao_rao);
    state.total_stake_rao = state.total_stake_rao.saturating_add(tao_rao);
    state.staking_hotkeys.add(coldkey, hotkey);
    added(state, &hotkey, &coldkey, tao_rao);
}

fn adjust(
    state: &mut State,
    hotkey: &AccountId,
    coldkey: &AccountId,
    adjusted: impl Fn(RootRate, u128) -> u128,
) {
    for (netuid, rate) in state.root_dividends.rates(hotkey) {
        let claimed = state.root_dividends.claimed.entry((netuid, *hotkey, *coldkey)).or_insert(0);
        *claimed = adjusted(rate, *claimed);
    }
}

fn blake2b_128(account: &AccountId) -> [u8; 16] {
    Blake2b::<U16>::digest(account.0).into()
}
