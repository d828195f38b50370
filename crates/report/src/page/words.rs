//! Numbers and verdicts in words.

use crate::plot::{fixed, trimmed};
use incentor_scenario::run::{Estimate, GateState, Severity, Verdict};

/// From here on a number is written by its power of ten.
const HUGE: f64 = 1e15;

/// From here on a number has no decimals.
const LARGE: f64 = 1e6;

/// A number with that many decimals, a real minus, and thin spaces every three digits from 10 000 on.
pub(super) fn number(value: f64, decimals: usize) -> String {
    if value.is_nan() {
        return "–".to_owned();
    }
    let size = value.abs();
    let text = if size.is_infinite() {
        "∞".to_owned()
    } else if size >= HUGE {
        power(size)
    } else {
        // Of a large number nobody reads the decimals, and they would cost the small ones theirs.
        let plain = fixed(size, if size >= LARGE { 0 } else { decimals });
        let (whole, rest) = plain.split_once('.').map_or((plain.as_str(), ""), |(whole, rest)| (whole, rest));
        let whole = if whole.len() > 4 { thin(whole) } else { whole.to_owned() };
        if rest.is_empty() { whole } else { format!("{whole}.{rest}") }
    };
    let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    if value < 0.0 && !is_zero { format!("−{text}") } else { text }
}

/// `1.2·10¹⁸`.
fn power(size: f64) -> String {
    let text = format!("{size:.1e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let raised = exponent.chars().filter_map(|digit| match digit {
        '-' => Some('⁻'),
        _ => "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(digit.to_digit(10)? as usize),
    });
    format!("{digits}·10{}", raised.collect::<String>())
}

/// The same with its sign, also of a positive number.
pub(super) fn signed(value: f64, decimals: usize) -> String {
    let text = number(value, decimals);
    let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    if value > 0.0 && !is_zero { format!("+{text}") } else { text }
}

/// Decimals that show two digits of the largest of these numbers, and at least two.
pub(super) fn decimals(values: impl IntoIterator<Item = f64>) -> usize {
    let most = values.into_iter().map(f64::abs).filter(|value| value.is_finite()).fold(0.0, f64::max);
    let (mut places, mut size) = (2, most);
    while size > 0.0 && size < 0.1 && places < 9 {
        (places, size) = (places + 1, size * 10.0);
    }
    places
}

/// A number with about three digits and no trailing zeros: `0.0123`, `1.2`, `123.4`, `12 345`, `1.2·10⁻⁸`.
pub(super) fn short(value: f64) -> String {
    let size = value.abs();
    if !size.is_finite() || size >= 1000.0 {
        return number(value, 0);
    }
    let sign = if value < 0.0 { "−" } else { "" };
    match size {
        _ if size == 0.0 => "0".to_owned(),
        _ if size < 1e-5 => format!("{sign}{}", power(size)),
        _ if size >= 100.0 => format!("{sign}{}", trimmed(size, 1)),
        // One digit more than two: 0.978 is not 0.98.
        _ => format!("{sign}{}", trimmed(size, decimals([size]) + usize::from(size < 1.0))),
    }
}

/// A score or the value of an answer, of whatever size: `0.841`, `39.0`, `275`, `15 411`.
pub(super) fn measure(value: f64) -> String {
    let places = match value.abs() {
        100.0.. => 0,
        10.0.. => 1,
        _ => 3,
    };
    number(value, places)
}

/// `1.77 ± 0.01`.
pub(super) fn interval(estimate: Estimate, places: usize) -> String {
    with(&number(estimate.mean, places), estimate, places)
}

/// `+1.77 ± 0.01`.
pub(super) fn gain(estimate: Estimate, places: usize) -> String {
    with(&signed(estimate.mean, places), estimate, places)
}

fn with(mean: &str, estimate: Estimate, places: usize) -> String {
    match estimate.half_width {
        Some(half_width) => format!("{mean} ± {}", number(half_width, places)),
        None => mean.to_owned(),
    }
}

/// `94.2 %`.
pub(super) fn percent(share: f64) -> String {
    format!("{}\u{a0}%", number(share * 100.0, 1))
}

/// `94 %`, or `0.4 %` of something small.
pub(super) fn rough(share: f64) -> String {
    let places = usize::from(share.abs() < 0.0995 && share != 0.0);
    format!("{}\u{a0}%", number(share * 100.0, places))
}

/// A stake in alpha.
pub(super) fn alpha(amount: f64) -> String {
    if amount >= 1e9 {
        short(amount)
    } else if amount >= 1e6 {
        format!("{} M", trimmed(amount / 1e6, 2))
    } else if amount >= 1e3 {
        format!("{} k", trimmed(amount / 1e3, 1))
    } else {
        trimmed(amount, 2)
    }
}

/// A whole number with a thin space every three digits.
pub(super) fn grouped(number: u64) -> String {
    thin(&number.to_string())
}

fn thin(digits: &str) -> String {
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

pub(super) fn plural(count: u64, noun: &str) -> String {
    format!("{} {noun}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// A length of time: a tenth of a day is enough, except of the shortest runs.
pub(super) fn days(days: f64) -> String {
    let text = trimmed(days, if days < 1.0 { 2 } else { 1 });
    if text == "1" { "1 day".to_owned() } else { format!("{text} days") }
}

/// `a`, `a and b`, `a, b and c`; of many the first and how many more.
pub(super) fn list(names: &[String]) -> String {
    const SHOWN: usize = 4;
    match names {
        [] => String::new(),
        [one] => one.clone(),
        _ if names.len() > SHOWN => {
            format!("{} and {} more", names[..SHOWN - 1].join(", "), names.len() - (SHOWN - 1))
        }
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// A small number in letters.
pub(super) fn letters(count: usize) -> String {
    const WORDS: [&str; 11] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    WORDS.get(count).map_or_else(|| grouped(count as u64), |word| (*word).to_owned())
}

/// The first letter large.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The colour class of a verdict; the word is always there too.
pub(super) const fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pays => "bad",
        Verdict::Loses => "good",
        Verdict::BreakEven => "even",
        Verdict::Inconclusive => "warn",
    }
}

/// Word and colour class of a gate.
pub(super) const fn gate(state: GateState) -> (&'static str, &'static str) {
    match state {
        GateState::Passed => ("✓ PASSED", "good"),
        GateState::Failed => ("✕ FAILED", "bad"),
        GateState::Undecided => ("? UNDECIDED", "warn"),
    }
}

/// Sign and colour class of a finding.
pub(super) const fn severity(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Bad => ("✕", "bad"),
        Severity::Warning => ("!", "warn"),
        Severity::Good => ("✓", "good"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        let cases = [
            (signed(1.234, 2), "+1.23"),
            (signed(-1.234, 2), "−1.23"),
            (signed(-0.001, 2), "0.00"),
            (signed(0.001, 2), "0.00"),
            (number(1_234.5, 1), "1234.5"),
            (number(-12_345.678, 2), "−12\u{202f}345.68"),
            (number(2e6, 2), "2\u{202f}000\u{202f}000"),
            (number(f64::INFINITY, 2), "∞"),
            (number(f64::NAN, 2), "–"),
            (number(1.25e18, 2), "1.2·10¹⁸"),
            (measure(0.8412), "0.841"),
            (measure(39.046), "39.0"),
            (measure(15_410.692), "15\u{202f}411"),
            (short(0.00321), "0.00321"),
            (short(0.978), "0.978"),
            (short(-0.5), "−0.5"),
            (short(1.0), "1"),
            (short(95.0), "95"),
            (short(-1.25e-8), "−1.2·10⁻⁸"),
            (short(12_345.6), "12\u{202f}346"),
            (gain(Estimate { mean: -0.5, half_width: Some(0.25) }, 2), "−0.50 ± 0.25"),
            (interval(Estimate { mean: 2.0, half_width: None }, 2), "2.00"),
            (grouped(17_920), "17\u{202f}920"),
            (plural(1, "seed"), "1 seed"),
            (days(14.0), "14 days"),
            (days(1.0), "1 day"),
            (days(0.05), "0.05 days"),
            (alpha(400_000.0), "400 k"),
            (alpha(12.5), "12.5"),
            (sentence("three of four"), "Three of four"),
        ];
        for (found, expected) in cases {
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn decimals_fit_the_largest() {
        assert_eq!([decimals([6.6, 0.01]), decimals([0.05]), decimals([0.0]), decimals([2e7])], [2, 3, 2, 2]);
    }

    #[test]
    fn lists_end() {
        let names = |count: usize| list(&["a", "b", "c", "d", "e"].map(str::to_owned)[..count]);
        assert_eq!(
            [names(1), names(2), names(4), names(5)],
            ["a", "a and b", "a, b, c and d", "a, b, c and 2 more"]
        );
    }
}
