//! A trace as it is on disk.

use incentor_primitives::{AccountId, NetUid};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// A history, and who its accounts are.
pub(crate) struct Trace {
    document: Value,
    by_name: BTreeMap<String, AccountId>,
    names: BTreeMap<AccountId, String>,
}

/// Larger files are no traces.
const MOST_BYTES: u64 = 64 << 20;

impl Trace {
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let size = std::fs::metadata(path).map_err(|error| error.to_string())?.len();
        if size > MOST_BYTES {
            return Err(format!("{size} bytes are more than a trace has"));
        }
        let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
        let document: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        let mut by_name = BTreeMap::new();
        for (name, id) in document["accounts"].as_object().ok_or("it has no accounts")? {
            let id = id.as_str().and_then(account_id).ok_or_else(|| format!("{name} has no account id"))?;
            by_name.insert(name.clone(), id);
        }
        by_name.insert("none".into(), AccountId([0; 32]));
        if !document["steps"].is_array() || !document["genesis"]["state"].is_object() {
            return Err("it has no steps, or no state to start from".into());
        }
        let names = by_name.iter().map(|(name, id)| (*id, name.clone())).collect();
        Ok(Self { document, by_name, names })
    }

    pub(crate) fn genesis(&self) -> &Value {
        &self.document["genesis"]
    }

    pub(crate) fn steps(&self) -> &[Value] {
        self.document["steps"].as_array().map_or(&[], Vec::as_slice)
    }

    /// The account of that name; the name itself must be among the trace's.
    pub(crate) fn account(&self, name: &Value) -> AccountId {
        name.as_str().and_then(|name| self.by_name.get(name)).copied().unwrap_or(AccountId([0xFF; 32]))
    }

    pub(crate) fn named(&self, name: &str) -> Option<AccountId> {
        self.by_name.get(name).copied()
    }

    /// The trace's name for an account.
    pub(crate) fn name(&self, account: AccountId) -> String {
        self.names.get(&account).cloned().unwrap_or_else(|| account.to_string())
    }
}

/// The subnet number of a key of `subnets`.
pub(crate) fn netuid_of(key: &str) -> NetUid {
    NetUid(key.parse().unwrap_or(u16::MAX))
}

/// A number, or a decimal string; 0 where there is neither.
pub(crate) fn unsigned(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| parsed(value))
}

pub(crate) fn unsigned_u16(value: &Value) -> u16 {
    u16::try_from(unsigned(value)).unwrap_or(u16::MAX)
}

/// A decimal string of any width; the type's zero where there is none.
pub(crate) fn parsed<T: std::str::FromStr + Default>(value: &Value) -> T {
    value.as_str().and_then(|text| text.parse().ok()).unwrap_or_default()
}

pub(crate) fn flag(value: &Value) -> bool {
    value.as_bool().unwrap_or_default()
}

pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The entries of an object.
pub(crate) fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn account_id(hex: &str) -> Option<AccountId> {
    let digits = hex.strip_prefix("0x").filter(|digits| digits.len() == 64 && digits.is_ascii())?;
    let mut bytes = [0; 32];
    for (position, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[2 * position..2 * position + 2], 16).ok()?;
    }
    Some(AccountId(bytes))
}
