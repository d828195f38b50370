//! Numbers and verdicts in words.

use crate::plot::{fixed, trimmed};
use incentor_scenario::{Estimate, Verdict};

/// `1.77 ± 0.01`.
pub(super) fn interval(estimate: Estimate) -> String {
    with(&fixed(estimate.mean, 2), estimate)
}

/// `+1.77 ± 0.01`.
pub(super) fn gain(estimate: Estimate) -> String {
    with(&signed(estimate.mean), estimate)
}

fn with(mean: &str, estimate: Estimate) -> String {
    match estimate.half_width {
        Some(half_width) => format!("{mean} ± {}", fixed(half_width, 2)),
        None => mean.to_owned(),
    }
}

/// A number with its sign, and a real minus.
pub(super) fn signed(value: f64) -> String {
    let size = fixed(value.abs(), 2);
    if size.bytes().all(|byte| matches!(byte, b'0' | b'.')) {
        size
    } else if value < 0.0 {
        format!("−{size}")
    } else {
        format!("+{size}")
    }
}

/// `94.2 %`.
pub(super) fn percent(share: f64) -> String {
    format!("{} %", fixed(share * 100.0, 1))
}

/// A stake in alpha.
pub(super) fn alpha(amount: f64) -> String {
    if amount >= 1e3 { format!("{} k", trimmed(amount / 1e3, 2)) } else { trimmed(amount, 2) }
}

/// A whole number with a thin space every three digits.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

pub(super) fn plural(count: u32, noun: &str) -> String {
    format!("{} {noun}{}", grouped(count.into()), if count == 1 { "" } else { "s" })
}

/// A length of time: a tenth of a day is enough, except of the shortest runs.
pub(super) fn days(days: f64) -> String {
    let text = trimmed(days, if days < 1.0 { 2 } else { 1 });
    if text == "1" { "1 day".to_owned() } else { format!("{text} days") }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(
            (signed(1.234), signed(-1.234), signed(-0.001)),
            ("+1.23".into(), "−1.23".into(), "0.00".into())
        );
        assert_eq!(gain(Estimate { mean: -0.5, half_width: Some(0.25) }), "−0.50 ± 0.25");
        assert_eq!(interval(Estimate { mean: 2.0, half_width: None }), "2.00");
        assert_eq!((grouped(17_920), plural(1, "seed")), ("17\u{202f}920".into(), "1 seed".into()));
        assert_eq!(
            (days(14.0), days(1.0), days(0.05)),
            ("14 days".into(), "1 day".into(), "0.05 days".into())
        );
        assert_eq!((alpha(400_000.0), alpha(12.5)), ("400 k".into(), "12.5".into()));
    }
}
