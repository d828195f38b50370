//! The alpha that lies on a subnet's hotkeys, and whose it is.

use alloc::{collections::BTreeMap, vec::Vec};
use incentor_emission::{PoolTotal, Share};
use incentor_primitives::AccountId;

/// All stakes of one subnet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Stakes {
    pools: BTreeMap<AccountId, Pool>,
    /// Sum of all pools' worth, kept beside them so that every block can be checked at once.
    total_rao: u64,
}

/// Whether a coldkey had stake on the hotkey before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    /// It has some for the first time, or again.
    New,
    /// It has more, or nothing was added.
    Known,
}

/// The stakes on one hotkey.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Pool {
    total: PoolTotal,
    /// By coldkey, ascending.
    holders: Vec<(AccountId, Share)>,
}

impl Pool {
    /// Worth of the whole pool.
    pub(crate) const fn value_rao(&self) -> u64 {
        self.total.value_rao
    }

    /// Worth of each holder's stake, rounded down.
    pub(crate) fn worths(&self) -> impl Iterator<Item = (AccountId, u64)> {
        self.holders.iter().map(|(coldkey, share)| (*coldkey, self.total.worth_rao(*share)))
    }

    fn worth_rao(&self, coldkey: &AccountId) -> u64 {
        let held = self.holders.binary_search_by_key(coldkey, |(holder, _)| *holder);
        let share = held.ok().and_then(|at| self.holders.get(at));
        share.map_or(0, |(_, share)| self.total.worth_rao(*share))
    }
}

impl Stakes {
    /// Sum of all stakes.
    pub(crate) const fn total_rao(&self) -> u64 {
        self.total_rao
    }

    /// Sum of all stakes, counted anew.
    pub(crate) fn recounted_rao(&self) -> u64 {
        self.pools.values().fold(0, |sum: u64, pool| sum.saturating_add(pool.value_rao()))
    }

    pub(crate) fn pool(&self, hotkey: &AccountId) -> Option<&Pool> {
        self.pools.get(hotkey)
    }

    pub(crate) fn pools(&self) -> impl Iterator<Item = (AccountId, &Pool)> {
        self.pools.iter().map(|(hotkey, pool)| (*hotkey, pool))
    }

    /// Everything that lies on a hotkey.
    pub(crate) fn on_hotkey_rao(&self, hotkey: &AccountId) -> u64 {
        self.pools.get(hotkey).map_or(0, Pool::value_rao)
    }

    /// A coldkey's stake on a hotkey, rounded down.
    pub(crate) fn of_rao(&self, hotkey: &AccountId, coldkey: &AccountId) -> u64 {
        self.pools.get(hotkey).map_or(0, |pool| pool.worth_rao(coldkey))
    }

    /// Raises one coldkey's stake.
    pub(crate) fn deposit(&mut self, hotkey: AccountId, coldkey: AccountId, rao: u64) -> Holder {
        if rao == 0 {
            return Holder::Known;
        }
        let pool = self.pools.entry(hotkey).or_default();
        let added = pool.total.deposit(rao);
        let holder = match pool.holders.binary_search_by_key(&coldkey, |(holder, _)| *holder) {
            Ok(at) => {
                if let Some((_, share)) = pool.holders.get_mut(at) {
                    *share = share.plus(added);
                }
                Holder::Known
            }
            Err(at) => {
                pool.holders.insert(at, (coldkey, added));
                Holder::New
            }
        };
        self.total_rao = self.total_rao.saturating_add(rao);
        holder
    }

    /// Raises the stakes of everybody on a hotkey.
    pub(crate) fn raise(&mut self, hotkey: AccountId, rao: u64) {
        if rao == 0 {
            return;
        }
        self.pools.entry(hotkey).or_default().total.raise(rao);
        self.total_rao = self.total_rao.saturating_add(rao);
    }
}

impl Stakes {
    /// Lowers one coldkey's stake; `None`, and nothing done, when it holds less.
    pub(crate) fn withdraw(&mut self, hotkey: &AccountId, coldkey: &AccountId, rao: u64) -> Option<()> {
        let pool = self.pools.get_mut(hotkey)?;
        if pool.worth_rao(coldkey) < rao {
            return None;
        }
        let at = pool.holders.binary_search_by_key(coldkey, |(holder, _)| *holder).ok()?;
        let withdrawn = pool.total.withdraw(rao);
        let (_, share) = pool.holders.get_mut(at)?;
        *share = share.minus(withdrawn);
        if share.is_zero() {
            pool.holders.remove(at);
        }
        if pool.holders.is_empty() && pool.value_rao() == 0 {
            self.pools.remove(hotkey);
        }
        self.total_rao = self.total_rao.saturating_sub(rao);
        Some(())
    }
}
