//! Free TAO.

use crate::shared::Shared;
use alloc::collections::BTreeMap;
use incentor_primitives::AccountId;

/// Free TAO by account; empty accounts are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Balances {
    by_account: Shared<BTreeMap<AccountId, u64>>,
    /// Sum of all, kept beside them so that every block can be checked at once.
    total_rao: u64,
}

impl Balances {
    pub(crate) fn of_rao(&self, account: &AccountId) -> u64 {
        self.by_account.get(account).copied().unwrap_or(0)
    }

    /// All of them, ascending by account.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (AccountId, u64)> + use<'_> {
        self.by_account.iter().map(|(account, rao)| (*account, *rao))
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
