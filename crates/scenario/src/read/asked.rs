//! What the reader asks for, kept so that the table of keys can be held to it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// What was asked of one key.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pub(crate) defaults: BTreeSet<String>,
    pub(crate) expected: BTreeSet<String>,
}

thread_local! {
    static ASKED: RefCell<BTreeMap<String, Asked>> = RefCell::default();
}

pub(super) fn keep(pattern: String, default: Option<&str>, expected: Option<&str>) {
    ASKED.with_borrow_mut(|asked| {
        let asked = asked.entry(pattern).or_default();
        asked.defaults.extend(default.map(ToOwned::to_owned));
        asked.expected.extend(expected.map(ToOwned::to_owned));
    });
}

/// Everything that was asked for on this thread, by the names of the schema.
pub(crate) fn all() -> BTreeMap<String, Asked> {
    ASKED.take()
}
