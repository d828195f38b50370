//! The vector files, without losing a digit.

use incentor_emission::{Fixed, Fixed64};
use serde_json::Value;

/// One entry, as JSON; integers that a JSON reader would round are strings.
pub(crate) type Entry = Value;

/// Every entry of a file.
pub(crate) fn entries(file: &str) -> Vec<Entry> {
    let path = format!("{}/tests/vectors/{file}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let document: Value = serde_json::from_str(&with_wide_integers_quoted(&text)).unwrap();
    document["tests"].as_array().unwrap().clone()
}

/// Fixed-point bits exceed 64 bits, and a JSON reader makes floats of them.
fn with_wide_integers_quoted(text: &str) -> String {
    const WIDE: usize = 19;
    let (mut quoted, mut digits, mut in_string) = (String::new(), String::new(), false);
    for character in text.chars() {
        if !in_string && character.is_ascii_digit() {
            digits.push(character);
            continue;
        }
        let mark = if digits.len() >= WIDE { "\"" } else { "" };
        quoted.extend([mark, &digits, mark]);
        digits.clear();
        in_string ^= character == '"';
        quoted.push(character);
    }
    quoted
}

/// The cases of an entry, of which there is at least one.
pub(crate) fn cases(entry: &Entry) -> &[Value] {
    list(&entry["cases"])
}

/// A list that is not empty.
pub(crate) fn list(value: &Value) -> &[Value] {
    let list = value.as_array().unwrap_or_else(|| panic!("a list: {value}"));
    assert!(!list.is_empty());
    list
}

pub(crate) fn integer(value: &Value) -> u64 {
    u64::try_from(bits(value)).unwrap()
}

pub(crate) fn short(value: &Value) -> u16 {
    u16::try_from(integer(value)).unwrap()
}

pub(crate) fn bits(value: &Value) -> u128 {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.parse().unwrap_or_else(|_| panic!("an integer: {value}"))
}

pub(crate) fn fixed(value: &Value) -> Fixed {
    Fixed::from_bits(bits(value))
}

pub(crate) fn fixed64(value: &Value) -> Fixed64 {
    Fixed64::from_bits(bits(value))
}

/// A decimal number below 1000, to the nearest of 32 fraction bits.
pub(crate) fn fraction(value: &Value) -> Fixed {
    let text = value.to_string();
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let scale = 10_u128.pow(u32::try_from(decimals.len()).unwrap());
    let digits: u128 = format!("{whole}{decimals}").parse().unwrap();
    Fixed::from_bits(((digits << 32) + scale / 2) / scale)
}

/// Equal, or as far apart as the entry tolerates.
pub(crate) fn check_near(found: u64, expected: &Value, tolerance: &Value) {
    let tolerance = tolerance.as_u64().unwrap_or(0);
    assert!(found.abs_diff(integer(expected)) <= tolerance, "{found}, not {expected} within {tolerance}");
}
