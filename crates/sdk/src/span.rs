//! Lengths of time, as numbers or as text.

use std::time::Duration;

/// A length of time an author writes down: a [`Duration`], or a text such as `"250ms"`, `"12s"` or `"1.5 min"`.
///
/// Units are ms, s, min and h.
pub trait Span {
    /// The length.
    ///
    /// # Panics
    /// If a text is no length of time: a mistake in the mechanism's own source.
    fn duration(self) -> Duration;
}

impl Span for Duration {
    fn duration(self) -> Duration {
        self
    }
}

impl Span for &'static str {
    fn duration(self) -> Duration {
        match read(self) {
            Some(duration) => duration,
            None => panic!("{self:?} is no length of time; write \"250ms\", \"12s\", \"1.5 min\" or \"2h\""),
        }
    }
}

/// A number and a unit; exact to the nanosecond, and below 2^64 of them.
fn read(text: &str) -> Option<Duration> {
    let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.')?;
    let (number, unit) = text.split_at(end);
    let unit_nanos: u64 = match unit.trim() {
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "min" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => return None,
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let whole = whole.parse::<u64>().ok()?.checked_mul(unit_nanos)?;
    let digits = u32::try_from(fraction.len()).ok().filter(|digits| (1..=9).contains(digits))?;
    let part = u128::from(fraction.parse::<u64>().ok()?) * u128::from(unit_nanos) / 10_u128.pow(digits);
    whole.checked_add(u64::try_from(part).ok()?).map(Duration::from_nanos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read() {
        for (text, expected) in [
            ("250ms", Some(250)),
            ("12s", Some(12_000)),
            ("1.5 min", Some(90_000)),
            ("2h", Some(7_200_000)),
            ("0s", Some(0)),
            ("0.001s", Some(1)),
            ("12", None),
            ("", None),
            ("s", None),
            ("1.s", None),
            ("-1s", None),
            ("1e3s", None),
            ("1.2.3s", None),
            ("12 parsecs", None),
            ("99999999999999999999h", None),
            ("9999999999999h", None),
        ] {
            assert_eq!(read(text), expected.map(Duration::from_millis), "{text}");
        }
    }

    #[test]
    #[should_panic(expected = "\"soon\" is no length of time")]
    fn a_mistake_in_the_source_names_itself() {
        "soon".duration();
    }
}
