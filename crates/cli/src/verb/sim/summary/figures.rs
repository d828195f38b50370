//! Numbers and texts as a person reads them.

use incentor_scenario::run::Estimate;

/// `1.77 ±0.01`, or `+1.77 ±0.01`; without an interval, the mean alone.
pub(super) fn interval(estimate: Estimate, signed: bool) -> String {
    let largest = estimate.mean.abs().max(estimate.half_width.unwrap_or_default());
    let places = places(largest);
    let mean = rounded(estimate.mean, places);
    let mean = if signed { format!("{mean:+.places$}") } else { format!("{mean:.places$}") };
    match estimate.half_width {
        Some(half_width) => format!("{mean} ±{half_width:.places$}"),
        None => mean,
    }
}

/// A signed amount with as many decimals as fit.
pub(super) fn gain(value: f64) -> String {
    let places = places(value.abs());
    format!("{:+.places$}", rounded(value, places))
}

/// An amount with as many decimals as fit.
pub(super) fn amount(value: f64) -> String {
    let places = places(value.abs());
    format!("{:.places$}", rounded(value, places))
}

/// Decimals of a number of that size: six characters at the most.
fn places(size: f64) -> usize {
    match size {
        1000.0.. => 0,
        100.0.. => 1,
        _ => 2,
    }
}

/// What rounds to nothing has no sign.
fn rounded(value: f64, places: usize) -> f64 {
    let least = match places {
        0 => 0.5,
        1 => 0.05,
        _ => 0.005,
    };
    if value.abs() < least { 0.0 } else { value }
}

/// A share as whole percent with its sign, such as `-33 %`; a tenth more where it is small.
pub(super) fn percent_change(share: f64) -> String {
    let percent = share * 100.0;
    if percent.abs() >= 9.95 { format!("{percent:+.0} %") } else { format!("{:+.1} %", rounded(percent, 1)) }
}

/// A number with at most two decimals.
pub(super) fn short(value: f64) -> String {
    let text = format!("{:.2}", rounded(value, 2));
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `1 tempo`, `280 tempos`.
pub(super) fn plural(count: u32, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{} {noun}s", grouped(count.into())) }
}

/// `1 day`, `0.05 days`.
pub(super) fn days(days: f64) -> String {
    let text = short(days);
    if text == "1" { "1 day".to_owned() } else { format!("{text} days") }
}

/// A whole number with a comma every three digits.
pub(in crate::verb::sim) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A text of at most so many characters, with a sign where it was cut; nothing in it steers a terminal.
pub(super) fn clipped(text: &str, width: usize) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { '?' } else { c }).collect();
    if text.chars().count() <= width {
        return text;
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

/// Parts with dots between them, on as few lines as they need.
pub(super) fn dotted(parts: &[String], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 3 + part.chars().count() <= width => {
                line.push_str(" · ");
                line.push_str(part);
            }
            _ => lines.push(part.clone()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_no_plural() {
        assert_eq!((plural(1, "tempo"), plural(0, "tempo")), ("1 tempo".into(), "0 tempos".into()));
        let texts = (days(1.0), days(0.05), days(14.0));
        assert_eq!(texts, ("1 day".into(), "0.05 days".into(), "14 days".into()));
    }

    #[test]
    fn numbers_are_short_and_signed_where_it_matters() {
        let texts = (grouped(0), grouped(999), grouped(1_234_567));
        assert_eq!(texts, ("0".into(), "999".into(), "1,234,567".into()));
        assert_eq!((short(14.0), short(99.5), short(-0.001)), ("14".into(), "99.5".into(), "0".into()));
        let gain = |mean, half_width| interval(Estimate { mean, half_width }, true);
        assert_eq!(gain(0.944, Some(0.034)), "+0.94 ±0.03");
        assert_eq!(gain(-0.001, Some(0.034)), "+0.00 ±0.03");
        assert_eq!(gain(-1.0, None), "-1.00");
        assert_eq!(gain(-123.456, Some(7.0)), "-123.5 ±7.0");
        assert_eq!(gain(3.0, Some(4_321.0)), "+3 ±4321");
        assert_eq!(percent_change(-0.334), "-33 %");
        assert_eq!(percent_change(0.006), "+0.6 %");
        assert_eq!(percent_change(-0.0001), "+0.0 %");
    }

    #[test]
    fn texts_fit_and_steer_nothing() {
        assert_eq!(clipped("a-very-long-name-indeed", 8), "a-very-…");
        assert_eq!(clipped("a\u{1b}[31mb", 20), "a?[31mb");
        assert_eq!(dotted(&["ab".into(), "cd".into(), "ef".into()], 7), ["ab · cd", "ef"]);
    }
}
