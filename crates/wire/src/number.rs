//! Numbers as Python reads and prints them.

use std::fmt::Write as _;

/// The text of a float, as Python's `repr` has it.
///
/// The shortest digits that read back the same; always a point or an exponent; an exponent of at least two digits
/// where it is below -4 or at least 16 (`wire-protocol` §1.5).
#[must_use]
pub fn float_text(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    if value.is_sign_positive() && value < 1e15 && value.fract() == 0.0 {
        // Whole, as most timeouts are, and so small that the cast loses nothing.
        return [(value as u64).to_string().as_str(), ".0"].concat();
    }
    let minus = if value.is_sign_negative() { "-" } else { "" };
    let (digits, exponent) = billionths(value.abs()).unwrap_or_else(|| shortest(value.abs()));
    let (first, rest) = digits.split_at(1.min(digits.len()));
    if !(-4..16).contains(&exponent) {
        let (point, sign) = (if rest.is_empty() { "" } else { "." }, if exponent < 0 { "e-" } else { "e+" });
        let zero = if exponent.unsigned_abs() < 10 { "0" } else { "" };
        return [minus, first, point, rest, sign, zero, &exponent.unsigned_abs().to_string()].concat();
    }
    let Ok(places) = usize::try_from(exponent) else {
        // At most three zeros after the point.
        let zeros = "000".get(..(-1 - exponent).unsigned_abs() as usize).unwrap_or_default();
        return [minus, "0.", zeros, &digits].concat();
    };
    let (whole, fraction) = rest.split_at(places.min(rest.len()));
    let zeros = "0".repeat(places - whole.len());
    [minus, first, whole, &zeros, ".", if fraction.is_empty() { "0" } else { fraction }].concat()
}

/// Digits and decimal exponent of a positive value of at most nine places and fifteen digits; of others, none.
///
/// No two numbers of so few digits read as the same float, so the one that reads as this value is its shortest.
fn billionths(value: f64) -> Option<(String, i32)> {
    let count = (value * 1e9).round();
    if !(1.0..1e15).contains(&count) || count / 1e9 != value {
        return None;
    }
    // Whole, and so small that the cast loses nothing.
    let mut digits = (count as u64).to_string();
    let exponent = digits.len() as i32 - 10;
    digits.truncate(digits.trim_end_matches('0').len());
    Some((digits, exponent))
}

/// The shortest digits that read back the same, and the decimal exponent of the first.
fn shortest(value: f64) -> (String, i32) {
    let scientific = nearest_shortest(value);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    (mantissa.replace('.', ""), exponent.parse().unwrap_or_default())
}

/// An integer in decimal digits; the narrow type is far quicker to print.
pub(crate) fn integer_text(value: i128) -> String {
    i64::try_from(value).map_or_else(|_| value.to_string(), |narrow| narrow.to_string())
}

/// Appends an integer in decimal digits.
pub(crate) fn push_integer(out: &mut String, value: i128) {
    // Writing to a string cannot fail.
    let _ = match i64::try_from(value) {
        Ok(narrow) => write!(out, "{narrow}"),
        Err(_) => write!(out, "{value}"),
    };
}

/// The shortest digits that read back the same and, of those, the nearest; half-way, the even ones.
///
/// Rust's own shortest form goes up where the value lies half-way between two, Python's to the even digit.
fn nearest_shortest(value: f64) -> String {
    let shortest = format!("{value:e}");
    let mantissa = shortest.split('e').next().unwrap_or_default();
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).count();
    if digits <= 15 {
        // No two numbers of so few digits read as the same float, so there is nothing to choose from.
        return shortest;
    }
    let nearest = format!("{value:.*e}", digits.saturating_sub(1));
    if nearest.parse() == Ok(value) { nearest } else { shortest }
}

/// An integer as Python's `int()` reads it, as far as ASCII goes: spaces around, a sign, single underscores between.
///
/// Beyond 128 bits there is none.
#[must_use]
pub fn lenient_integer(text: &str) -> Option<i128> {
    let text = text.trim();
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let well_formed = !digits.is_empty()
        && digits.split('_').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    if !well_formed {
        return None;
    }
    let magnitude: i128 = digits.replace('_', "").parse().ok()?;
    Some(if negative { -magnitude } else { magnitude })
}

/// An integer as every SDK writes it: digits alone, no more than 20.
#[must_use]
pub fn plain_integer(text: &str) -> Option<i128> {
    let plain = (1..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    // The narrow type is far quicker to read.
    if plain { text.parse().map(u64::into).or_else(|_| text.parse()).ok() } else { None }
}

/// A float as Python's `float()` reads it, as far as ASCII goes.
#[must_use]
pub fn lenient_float(text: &str) -> Option<f64> {
    text.trim().replace('_', "").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_print_as_in_python() {
        for (value, expected) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (12.0, "12.0"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (0.0001, "0.0001"),
            (-123.456, "-123.456"),
            (1.0 / 3.0, "0.3333333333333333"),
            // Half-way between two of seventeen digits.
            (301.0 / 2_097_152.0, "0.00014352798461914062"),
            (9_007_199_254_740_993.5, "9007199254740994.0"),
            (0.00001, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (1e-9, "1e-09"),
            (-0.25, "-0.25"),
            (100.5, "100.5"),
            (0.001_020_3, "0.0010203"),
            (f64::MAX, "1.7976931348623157e+308"),
            (5e-324, "5e-324"),
            (f64::NEG_INFINITY, "-inf"),
            (f64::NAN, "nan"),
        ] {
            assert_eq!(float_text(value), expected);
        }
    }

    #[test]
    fn short_decimals_print_as_all_others() {
        let mut state = 1_u64;
        for _ in 0..20_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // Up to fifteen digits, of all lengths.
            let count = (state >> 14) % 10_u64.pow(1 + (state % 15) as u32);
            let value = count.max(1) as f64 / 1e9;
            assert_eq!(billionths(value), Some(shortest(value)), "{value:e}");
            let any = f64::from_bits(state >> 1);
            assert!(billionths(any).is_none_or(|found| found == shortest(any)), "{any:e}");
        }
        assert_eq!((billionths(0.0), billionths(1e6), billionths(1.0 / 3.0)), (None, None, None));
    }

    #[test]
    fn integers_are_read_leniently_only_where_asked() {
        for (text, lenient, plain) in [
            ("17", Some(17), Some(17)),
            (" 1_000 ", Some(1000), None),
            ("+5", Some(5), None),
            ("-5", Some(-5), None),
            ("1__0", None, None),
            ("_1", None, None),
            ("1.0", None, None),
            ("", None, None),
            ("-", None, None),
            ("1180591620717411303424", Some(1 << 70), None),
            ("18446744073709551615", Some(u64::MAX as i128), Some(u64::MAX as i128)),
        ] {
            assert_eq!((lenient_integer(text), plain_integer(text)), (lenient, plain), "{text}");
        }
        assert_eq!(lenient_integer(&"9".repeat(10_000)), None);
    }
}
