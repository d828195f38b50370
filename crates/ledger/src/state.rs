//! Everything a network is between two blocks.

use crate::{Globals, subnet::Subnet};
use alloc::{collections::BTreeMap, vec::Vec};
use incentor_primitives::{AccountId, BlockNumber, NetUid, RuleSet, Take};

/// A network's state; equal states behave alike for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) rules: RuleSet,
    pub(crate) globals: Globals,
    pub(crate) block: BlockNumber,
    pub(crate) balances: Balances,
    /// TAO that exists in this network.
    pub(crate) tao_issuance_rao: u64,
    /// Hotkey to coldkey.
    pub(crate) owners: BTreeMap<AccountId, AccountId>,
    /// Hotkeys whose take is not the rule-set's.
    pub(crate) takes: BTreeMap<AccountId, Take>,
    /// The root network has no weights, but the chain asks this before it says so (spec §9.3).
    pub(crate) root_commit_reveal_weights_enabled: bool,
    /// In the chain's order, see [`chain_order`].
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

    pub(crate) fn subnet(&self, netuid: NetUid) -> Option<&Subnet> {
        self.subnets.get(self.position(netuid)?)
    }

    pub(crate) fn subnet_mut(&mut self, netuid: NetUid) -> Option<&mut Subnet> {
        let position = self.position(netuid)?;
        self.subnets.get_mut(position)
    }

    pub(crate) fn take_of(&self, hotkey: &AccountId) -> Take {
        self.takes.get(hotkey).copied().unwrap_or(Take(self.rules.neuron.delegate_take_u16))
    }

    /// First block after the current one in which an epoch is due.
    pub(crate) fn next_due(&self) -> Option<BlockNumber> {
        self.subnets.iter().filter_map(|subnet| subnet.schedule.next_due(self.block)).min()
    }
}

/// Free TAO by account; empty accounts are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Balances {
    by_account: BTreeMap<AccountId, u64>,
    /// Sum of all, kept beside them so that every block can be checked at once.
    total_rao: u64,
}

impl Balances {
    pub(crate) fn of_rao(&self, account: &AccountId) -> u64 {
        self.by_account.get(account).copied().unwrap_or(0)
    }

    pub(crate) const fn total_rao(&self) -> u64 {
        self.total_rao
    }

    /// Sum of all balances, counted anew.
    pub(crate) fn recounted_rao(&self) -> u64 {
        self.by_account.values().fold(0, |sum: u64, rao| sum.saturating_add(*rao))
    }

    /// Credits an account; `None`, and nothing done, when the sum would not fit.
    pub(crate) fn credit(&mut self, account: AccountId, rao: u64) -> Option<()> {
        self.total_rao = self.total_rao.checked_add(rao)?;
        if rao > 0 {
            let balance = self.by_account.entry(account).or_insert(0);
            *balance = balance.saturating_add(rao);
        }
        Some(())
    }

    /// Debits an account; `None`, and nothing done, when it holds less.
    pub(crate) fn debit(&mut self, account: &AccountId, rao: u64) -> Option<()> {
        let left = self.of_rao(account).checked_sub(rao)?;
        if left == 0 {
            self.by_account.remove(account);
        } else {
            self.by_account.insert(*account, left);
        }
        self.total_rao = self.total_rao.saturating_sub(rao);
        Some(())
    }
}
