//! Everything a network is between two blocks.

mod balances;
mod beacon;
mod root_dividends;
mod staking_hotkeys;
mod transactions;

pub(crate) use balances::Balances;
pub(crate) use beacon::Beacon;
pub(crate) use root_dividends::RootDividends;
pub(crate) use staking_hotkeys::StakingHotkeys;
pub(crate) use transactions::{LastTransactions, Transaction};

use crate::shared::Shared;
use crate::{Globals, RuleError, subnet::Subnet};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};
use incentor_emission::Fixed;
use incentor_primitives::{AccountId, BlockNumber, NetUid, RuleSet, Take};

/// A network's state; equal states behave alike for ever.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct State {
    pub(crate) rules: RuleSet,
    pub(crate) globals: Globals,
    pub(crate) block: BlockNumber,
    /// Who gets the pools' fees.
    pub(crate) author: Option<AccountId>,
    pub(crate) balances: Balances,
    /// TAO that exists, as the emission counts it.
    pub(crate) tao_issuance_rao: u64,
    /// The part of it that lies outside this network: with nobody here, yet issued.
    pub(crate) issued_elsewhere_rao: u64,
    /// TAO in all pools as the chain counts it: buys with their fees, and never less for a fee.
    pub(crate) total_stake_rao: u64,
    /// TAO that the last block issued.
    pub(crate) block_emission_rao: u64,
    /// Hotkey to coldkey.
    pub(crate) owners: Shared<BTreeMap<AccountId, AccountId>>,
    pub(crate) staking_hotkeys: Shared<StakingHotkeys>,
    /// Hotkeys whose take is not the rule-set's.
    pub(crate) takes: Shared<BTreeMap<AccountId, Take>>,
    /// By coldkey and subnet: the hotkey on which incentive is staked.
    pub(crate) auto_stakes: Shared<BTreeMap<(AccountId, NetUid), AccountId>>,
    /// Members of root that do not lend their stake to the owners of new subnets.
    pub(crate) not_auto_delegating: BTreeSet<AccountId>,
    /// What the last new subnet cost.
    pub(crate) last_network_lock_rao: u64,
    pub(crate) beacon: Beacon,
    /// When the rate-limited calls were last made.
    pub(crate) last_transactions: Shared<LastTransactions>,
    /// The network of netuid 0: members and TAO stakes, no weights and no epochs.
    pub(crate) root: Subnet,
    pub(crate) root_dividends: Shared<RootDividends>,
    /// In the chain's order, see [`chain_order`]; without root.
    pub(crate) subnets: Vec<Subnet>,
}

/// The chain goes through its subnets by the little-endian bytes of their numbers (spec §2.10).
pub(crate) const fn chain_order(netuid: NetUid) -> u16 {
    netuid.0.swap_bytes()
}

impl State {
    fn position(&self, netuid: NetUid) -> Option<usize> {
        let key = chain_order(netuid);
        self.subnets.binary_search_by_key(&key, |subnet| chain_order(subnet.netuid)).ok()
    }

    /// A subnet; never root.
    pub(crate) fn subnet(&self, netuid: NetUid) -> Option<&Subnet> {
        self.subnets.get(self.position(netuid)?)
    }

    /// A subnet; never root.
    pub(crate) fn subnet_mut(&mut self, netuid: NetUid) -> Option<&mut Subnet> {
        let position = self.position(netuid)?;
        self.subnets.get_mut(position)
    }

    /// A subnet, or root.
    pub(crate) fn network(&self, netuid: NetUid) -> Option<&Subnet> {
        if netuid == NetUid::ROOT { Some(&self.root) } else { self.subnet(netuid) }
    }

    /// A subnet, or root.
    pub(crate) fn network_mut(&mut self, netuid: NetUid) -> Option<&mut Subnet> {
        if netuid == NetUid::ROOT { Some(&mut self.root) } else { self.subnet_mut(netuid) }
    }

    /// Makes a coldkey the owner of a hotkey, unless another one is.
    pub(crate) fn own(&mut self, hotkey: AccountId, coldkey: AccountId) -> Result<(), RuleError> {
        if *self.owners.entry(hotkey).or_insert(coldkey) != coldkey {
            return Err(RuleError::NonAssociatedColdKey);
        }
        self.staking_hotkeys.add(coldkey, hotkey);
        Ok(())
    }

    pub(crate) fn owner_of(&self, hotkey: &AccountId) -> Option<AccountId> {
        self.owners.get(hotkey).copied()
    }

    pub(crate) fn take_of(&self, hotkey: &AccountId) -> Take {
        self.takes.get(hotkey).copied().unwrap_or(Take(self.rules.neuron.delegate_take_u16))
    }

    /// Alpha that a coldkey's root stake on a hotkey has earned and not claimed, if it is worth claiming.
    pub(crate) fn root_owed_rao(
        &self,
        netuid: NetUid,
        hotkey: &AccountId,
        coldkey: &AccountId,
        threshold: Fixed,
    ) -> Option<u64> {
        let rate = self.root_dividends.rate(hotkey, netuid);
        let claimed_rao = self.root_dividends.claimed_rao(netuid, hotkey, coldkey);
        rate.claimable_rao(self.root.alpha.stakes.of_rao(hotkey, coldkey), claimed_rao, threshold)
    }

    /// First block after the current one in which an epoch is due.
    pub(crate) fn next_due(&self) -> Option<BlockNumber> {
        self.subnets.iter().filter_map(|subnet| subnet.schedule.next_due(self.block)).min()
    }
}
