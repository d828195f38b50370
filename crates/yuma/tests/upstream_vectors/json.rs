//! Lists and numbers of a JSON document; anything else is a mistake in the vectors.

use incentor_yuma::Entry;
use serde_json::Value;

pub(crate) fn list<T>(value: &Value, read: impl Fn(&Value) -> T) -> Vec<T> {
    value.as_array().unwrap_or_else(|| panic!("no list: {value}")).iter().map(read).collect()
}

pub(crate) fn optional<T>(value: &Value, read: impl Fn(&Value) -> T) -> Option<T> {
    (!value.is_null()).then(|| read(value))
}

/// A number, or the same as a decimal string.
pub(crate) fn as_u64(value: &Value) -> u64 {
    let number = value.as_u64().or_else(|| value.as_str().and_then(|text| text.parse().ok()));
    number.unwrap_or_else(|| panic!("no u64: {value}"))
}

pub(crate) fn as_u16(value: &Value) -> u16 {
    u16::try_from(as_u64(value)).unwrap()
}

pub(crate) fn as_i64(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("no i64: {value}"))
}

pub(crate) fn as_bool(value: &Value) -> bool {
    value.as_bool().unwrap_or_else(|| panic!("no bool: {value}"))
}

pub(crate) fn entry(value: &Value) -> Entry {
    let pair = list(value, as_u16);
    (pair[0], pair[1])
}
