//! Who works for whom on a subnet (spec §2.8).

use crate::rules::children::Child;
use alloc::{collections::BTreeMap, vec::Vec};
use incentor_primitives::{AccountId, BlockNumber, Take};

/// Parents and children of a subnet's hotkeys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Children {
    /// By parent, ascending by child.
    pub(crate) by_parent: BTreeMap<AccountId, Vec<Child>>,
    /// By child: its parents and what part of their stake they lend it.
    pub(crate) by_child: BTreeMap<AccountId, Vec<Child>>,
    /// By parent: what waits for its block.
    pub(crate) pending: BTreeMap<AccountId, PendingChildren>,
    /// By child: its share of what its parents earn through it, where not the least.
    pub(crate) takes: BTreeMap<AccountId, Take>,
}

/// Children that are not in force yet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PendingChildren {
    pub(crate) children: Vec<Child>,
    /// The first epoch of the subnet after this block puts them in force.
    pub(crate) cooldown_block: BlockNumber,
}

impl Children {
    /// Whose stake a hotkey works with besides its own.
    pub(crate) fn parents_of(&self, hotkey: &AccountId) -> &[Child] {
        self.by_child.get(hotkey).map_or(&[], Vec::as_slice)
    }

    /// Whom a hotkey lends stake to.
    pub(crate) fn children_of(&self, hotkey: &AccountId) -> &[Child] {
        self.by_parent.get(hotkey).map_or(&[], Vec::as_slice)
    }

    /// Whether nobody lends anybody anything.
    pub(crate) fn is_empty(&self) -> bool {
        self.by_parent.is_empty()
    }

    /// Puts a parent's children in force in place of those it has; both sides ascend by account.
    pub(crate) fn set(&mut self, parent: AccountId, mut children: Vec<Child>) {
        children.sort_unstable_by_key(|child| child.hotkey);
        for old in self.by_parent.remove(&parent).unwrap_or_default() {
            if let Some(parents) = self.by_child.get_mut(&old.hotkey) {
                parents.retain(|other| other.hotkey != parent);
                if parents.is_empty() {
                    self.by_child.remove(&old.hotkey);
                }
            }
        }
        for child in &children {
            let parents = self.by_child.entry(child.hotkey).or_default();
            parents.push(Child { proportion_u64: child.proportion_u64, hotkey: parent });
            parents.sort_unstable_by_key(|other| other.hotkey);
        }
        if !children.is_empty() {
            self.by_parent.insert(parent, children);
        }
    }
}
