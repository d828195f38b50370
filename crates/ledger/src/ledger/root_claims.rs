//! Paying out what root stake has earned, on demand and by turns (spec §3.11).

use super::{block_hash::parent_hash, root_stakes, trading::sell};
use crate::rules::root_claims::check_claim;
use crate::stakes::Holder;
use crate::state::State;
use crate::{Receipt, RootClaimType, RuleError};
use alloc::{collections::BTreeSet, vec::Vec};
use incentor_emission::{FeeRate, Fixed, SwapTerms, automatic_claims};
use incentor_primitives::{AccountId, NetUid, Tao};

/// Claims on the subnets named, whatever the hotkey; who claims is a staker from then on.
pub(super) fn claim(
    state: &mut State,
    coldkey: AccountId,
    subnets: &BTreeSet<NetUid>,
) -> Result<Receipt, RuleError> {
    check_claim(subnets)?;
    state.root_dividends.list(coldkey);
    let Claimed { claims, tao_rao } = claim_all(state, coldkey, |netuid| subnets.contains(&netuid));
    Ok(Receipt::RootClaimed { claims, tao: Tao::from_rao(tao_rao) })
}

/// Sets what a coldkey wants to have; who chooses is a staker from then on.
pub(super) fn set_type(
    state: &mut State,
    coldkey: AccountId,
    kind: RootClaimType,
) -> Result<Receipt, RuleError> {
    kind.check()?;
    state.root_dividends.list(coldkey);
    state.root_dividends.claim_types.insert(coldkey, kind);
    Ok(Receipt::RootClaimTypeSet)
}

/// Claims for the stakers whose turn it is in this block (spec §2.10 step 8).
pub(super) fn claim_by_turns(state: &mut State) {
    let stakers = u64::try_from(state.root_dividends.stakers.len()).unwrap_or(u64::MAX);
    let picks = u8::try_from(state.globals.network.root_claims_per_block).unwrap_or(u8::MAX);
    if stakers == 0 || picks == 0 {
        return;
    }
    for index in automatic_claims(&parent_hash(state.block), picks, stakers) {
        let staker = usize::try_from(index).ok().and_then(|at| state.root_dividends.stakers.get(at));
        if let Some(coldkey) = staker.copied() {
            claim_all(state, coldkey, |_| true);
        }
    }
}

/// What one coldkey's claims came to.
#[derive(Clone, Copy, Debug, Default)]
struct Claimed {
    claims: u32,
    tao_rao: u64,
}

/// Claims hotkey by hotkey in the order they came to the coldkey, on each the subnets ascending.
fn claim_all(state: &mut State, coldkey: AccountId, is_meant: impl Fn(NetUid) -> bool) -> Claimed {
    let kind = state.root_dividends.claim_types.get(&coldkey).cloned().unwrap_or_default();
    let hotkeys: Vec<AccountId> = state.staking_hotkeys.of(&coldkey).to_vec();
    let mut claimed = Claimed::default();
    for hotkey in hotkeys {
        let rates = state.root_dividends.rates(&hotkey);
        for netuid in rates.into_iter().map(|(netuid, _)| netuid).filter(|netuid| is_meant(*netuid)) {
            let earned = Earned { netuid, hotkey, coldkey };
            let paid = if kind.keeps(netuid) { earned.keep(state) } else { earned.swap(state) };
            if let Some(tao_rao) = paid {
                claimed.claims = claimed.claims.saturating_add(1);
                claimed.tao_rao = claimed.tao_rao.saturating_add(tao_rao);
            }
        }
    }
    claimed
}

/// What a coldkey's root stake on a hotkey has earned on a subnet.
#[derive(Clone, Copy, Debug)]
struct Earned {
    netuid: NetUid,
    hotkey: AccountId,
    coldkey: AccountId,
}

impl Earned {
    /// What may be claimed, in alpha; `None` below the subnet's threshold.
    fn claimable_rao(&self, state: &State) -> Option<u64> {
        let subnet = state.subnet(self.netuid)?;
        let threshold = u128::try_from(subnet.parameters.root_claim_threshold_bits).unwrap_or(0);
        state.root_owed_rao(self.netuid, &self.hotkey, &self.coldkey, Fixed::from_bits(threshold))
    }

    /// Keeps the alpha as a stake on the same hotkey; gives the TAO it brought, none.
    fn keep(&self, state: &mut State) -> Option<u64> {
        let rao = self.claimable_rao(state)?;
        let subnet = state.subnet_mut(self.netuid)?;
        if subnet.alpha.stakes.deposit(self.hotkey, self.coldkey, rao) == Holder::New {
            state.staking_hotkeys.add(self.coldkey, self.hotkey);
        }
        self.settle(state, rao)?;
        Some(0)
    }

    /// Sells the alpha without a fee, and lays the TAO down as root stake on the same hotkey; gives the TAO.
    ///
    /// What the pool does not take stays claimable.
    fn swap(&self, state: &mut State) -> Option<u64> {
        let rao = self.claimable_rao(state)?;
        let tao_rao = sell(state, self.netuid, rao, &SwapTerms::sell(FeeRate::NONE)).ok()?.out_rao;
        root_stakes::lay_down(state, self.hotkey, self.coldkey, tao_rao);
        self.settle(state, rao)?;
        Some(tao_rao)
    }

    /// Books the alpha as claimed.
    fn settle(&self, state: &mut State, rao: u64) -> Option<()> {
        let key = (self.netuid, self.hotkey, self.coldkey);
        let claimed = state.root_dividends.claimed.entry(key).or_insert(0);
        *claimed = claimed.saturating_add(u128::from(rao));
        state.subnet_mut(self.netuid)?.alpha.pay_claim(rao);
        Some(())
    }
}
