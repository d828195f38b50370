//! The hotkeys a coldkey has to do with.

use alloc::{collections::BTreeMap, vec::Vec};
use incentor_primitives::AccountId;

/// By coldkey: the hotkeys it owns or has ever had stake on, in the order they came.
///
/// The order in which its root dividends are claimed. The chain never takes one out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct StakingHotkeys {
    by_coldkey: BTreeMap<AccountId, Vec<AccountId>>,
}

impl StakingHotkeys {
    /// Adds a hotkey, unless it is among them.
    pub(crate) fn add(&mut self, coldkey: AccountId, hotkey: AccountId) {
        let hotkeys = self.by_coldkey.entry(coldkey).or_default();
        if !hotkeys.contains(&hotkey) {
            hotkeys.push(hotkey);
        }
    }

    pub(crate) fn of(&self, coldkey: &AccountId) -> &[AccountId] {
        self.by_coldkey.get(coldkey).map_or(&[], Vec::as_slice)
    }
}
