//! Calls of a trace as actions, one file per family.

mod children;
mod outside;
mod registration;
mod root;
mod setters;
mod staking;
mod takes;
mod weights;

use crate::trace::{Trace, unsigned_u16};
use incentor_ledger::Action;
use incentor_primitives::{AccountId, NetUid};
use serde_json::Value;

/// A call and the names of its accounts.
#[derive(Clone, Copy)]
pub(crate) struct Call<'a> {
    pub(crate) trace: &'a Trace,
    pub(crate) fields: &'a Value,
}

impl Call<'_> {
    pub(crate) fn name(&self) -> &str {
        self.fields["call"].as_str().unwrap_or_default()
    }

    pub(crate) fn account(&self, field: &str) -> AccountId {
        self.trace.account(&self.fields[field])
    }

    pub(crate) fn netuid(&self) -> NetUid {
        NetUid(unsigned_u16(&self.fields["netuid"]))
    }
}

/// The action of a call; `None` where there is none.
pub(crate) fn action(trace: &Trace, fields: &Value) -> Option<Action> {
    let call = Call { trace, fields };
    let families = [
        children::action,
        outside::action,
        registration::action,
        root::action,
        setters::action,
        staking::action,
        takes::action,
        weights::action,
    ];
    families.iter().find_map(|family| family(&call))
}
