//! Numbers as text, the same on every machine.

/// A number with exactly that many decimals, and never `-0`.
#[must_use]
pub fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if digits.bytes().all(|byte| matches!(byte, b'0' | b'.')) => digits.to_owned(),
        _ => text,
    }
}

/// A number with at most that many decimals: no trailing zeros, and never `-0`.
#[must_use]
pub fn trimmed(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_stable() {
        for (value, decimals, expected) in
            [(0.0, 2, "0"), (-0.001, 2, "0"), (12.5, 2, "12.5"), (100.0, 0, "100"), (-3.456, 2, "-3.46")]
        {
            assert_eq!(trimmed(value, decimals), expected, "{value}");
        }
        assert_eq!(fixed(-0.0004, 3), "0.000");
        assert_eq!(fixed(0.7, 3), "0.700");
    }
}
