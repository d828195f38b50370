//! What root stake has earned on the subnets, and who has claimed it (spec §3.11).

use crate::RootClaimType;
use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};
use incentor_emission::RootRate;
use incentor_primitives::{AccountId, NetUid};

/// Dividends of root stake, as alpha per TAO and hotkey.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct RootDividends {
    /// By hotkey and subnet: alpha per TAO of root stake so far, bits of an `I96F32`.
    pub(crate) claimable_bits: BTreeMap<AccountId, BTreeMap<NetUid, i128>>,
    /// By subnet, hotkey and coldkey: alpha claimed so far, and what stake that came later may not claim.
    pub(crate) claimed: BTreeMap<(NetUid, AccountId, AccountId), u128>,
    /// By coldkey, once it has chosen.
    pub(crate) claim_types: BTreeMap<AccountId, RootClaimType>,
    /// Coldkeys that are claimed for by turns; their positions are their indices in the automatic claims.
    pub(crate) stakers: Vec<AccountId>,
    /// (hotkey, coldkey) of stakes that were handed over since the last block; their owners may be no
    /// stakers yet.
    pub(crate) handed_over: BTreeSet<(AccountId, AccountId)>,
}

impl RootDividends {
    /// The subnets on which a hotkey's root stake has earned, ascending.
    pub(crate) fn rates(&self, hotkey: &AccountId) -> Vec<(NetUid, RootRate)> {
        let rates = self.claimable_bits.get(hotkey).into_iter().flatten();
        rates.map(|(netuid, bits)| (*netuid, rate(*bits))).collect()
    }

    /// What a hotkey's root stake has earned on a subnet.
    pub(crate) fn rate(&self, hotkey: &AccountId, netuid: NetUid) -> RootRate {
        self.claimable_bits
            .get(hotkey)
            .and_then(|rates| rates.get(&netuid))
            .map_or(RootRate::default(), |bits| rate(*bits))
    }

    pub(crate) fn claimed_rao(&self, netuid: NetUid, hotkey: &AccountId, coldkey: &AccountId) -> u128 {
        self.claimed.get(&(netuid, *hotkey, *coldkey)).copied().unwrap_or(0)
    }

    /// Makes a coldkey a staker, unless it is one.
    pub(crate) fn list(&mut self, coldkey: AccountId) {
        if !self.stakers.contains(&coldkey) {
            self.stakers.push(coldkey);
        }
    }

    /// Takes a coldkey off the stakers; the last one gets its index.
    pub(crate) fn unlist(&mut self, coldkey: &AccountId) {
        if let Some(at) = self.stakers.iter().position(|staker| staker == coldkey) {
            self.stakers.swap_remove(at);
        }
    }

    /// Whether blocks pass without a claim or a new staker, however many.
    pub(crate) fn stand_still(&self) -> bool {
        let earns = || self.claimable_bits.values().flat_map(BTreeMap::values).any(|bits| *bits > 0);
        self.handed_over.is_empty() && (self.stakers.is_empty() || !earns())
    }
}

fn rate(bits: i128) -> RootRate {
    RootRate::from_bits(u128::try_from(bits).unwrap_or(0))
}

impl RootDividends {
    /// A hotkey's alpha per TAO on a subnet, zero from now on where there is none.
    pub(crate) fn rate_bits_mut(&mut self, hotkey: AccountId, netuid: NetUid) -> &mut i128 {
        self.claimable_bits.entry(hotkey).or_default().entry(netuid).or_insert(0)
    }
}
