//! Numbers and names as a person reads them.

use incentor_primitives::{AccountId, Alpha, RAO_PER_TAO};
use incentor_state::Document;

/// Characters of a line.
pub(super) const WIDTH: usize = 80;

/// What a state is called: its name, or the line it stands on, and whose state it is.
pub(super) fn heading(document: &Document) -> String {
    let mut heading = match &document.name {
        Some(name) => shown(name),
        None => format!("state on line {}", document.line),
    };
    if let Some(netuid) = document.netuid {
        heading.push_str(&format!(", subnet {netuid}"));
    }
    heading.push_str(&format!(", block {}", document.state.current_block));
    heading
}

/// A name from a file, fit for a terminal.
pub(super) fn shown(name: &str) -> String {
    const MAX_CHARS: usize = 60;
    let mut shown = String::new();
    for character in name.chars().take(MAX_CHARS) {
        if character.is_control() {
            shown.extend(character.escape_debug());
        } else {
            shown.push(character);
        }
    }
    if name.chars().nth(MAX_CHARS).is_some() {
        shown.push('…');
    }
    shown
}

/// Both ends of an address, which is enough to recognise it.
pub(super) fn short(hotkey: &AccountId) -> String {
    let address = hotkey.to_string();
    match (address.get(..4), address.get(address.len().saturating_sub(4)..)) {
        (Some(head), Some(tail)) => format!("{head}…{tail}"),
        _ => address,
    }
}

/// A fixed-point share of 1 with four decimals, cut; `-` is exactly nothing.
pub(super) fn share(bits: i64) -> String {
    let parts = (i128::from(bits) * 10_000) >> 32;
    match (bits, parts) {
        (0, _) => "-".to_owned(),
        (_, 0) => "<.0001".to_owned(),
        (..0, _) => format!("-{}", share(bits.saturating_neg())),
        _ => format!("{}.{:04}", parts / 10_000, parts % 10_000),
    }
}

/// The same within a sentence, where nothing is `0`.
pub(super) fn share_in_words(bits: i64) -> String {
    if bits == 0 { "0".to_owned() } else { share(bits) }
}

/// A fixed-point share of 1 with every decimal it may need.
pub(super) fn exact(bits: i64) -> String {
    if bits == 0 {
        return "-".to_owned();
    }
    let parts = (i128::from(bits.unsigned_abs()) * 10_000_000_000) >> 32;
    let sign = if bits < 0 { "-" } else { "" };
    format!("{sign}{}.{:010}", parts / 10_000_000_000, parts % 10_000_000_000)
}

/// A fixed-point share of 1 in percent, cut to two decimals.
pub(super) fn percent(bits: i64) -> String {
    let parts = (i128::from(bits) * 10_000) >> 32;
    match (bits, parts) {
        (0, _) => "0 %".to_owned(),
        (_, 0) => "less than 0.01 %".to_owned(),
        _ => format!("{}.{:02} %", parts / 100, parts % 100),
    }
}

/// An amount to the last rao.
pub(super) fn alpha(rao: u64) -> String {
    Alpha::from_rao(rao).to_string()
}

/// An amount cut to so many decimals, without its sign.
pub(super) fn alpha_cut(rao: u64, decimals: u32) -> String {
    let text = format!("{}.{:09}", rao / RAO_PER_TAO, rao % RAO_PER_TAO);
    let cut = (9 - decimals.min(9)) as usize;
    text[..text.len() - cut].trim_end_matches('.').to_owned()
}

/// An amount with its thousands apart and no more decimals than it needs.
pub(super) fn amount(rao: u64) -> String {
    let whole = (rao / RAO_PER_TAO).to_string();
    let mut text = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    let decimals = format!("{:09}", rao % RAO_PER_TAO);
    match decimals.trim_end_matches('0') {
        "" => text,
        decimals => format!("{text}.{decimals}"),
    }
}

/// `one uid`, `3 uids`.
pub(super) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("one {noun}") } else { format!("{number} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_has_its_thousands_apart() {
        let check = |rao, expected: &str| assert_eq!(amount(rao), expected);
        check(0, "0");
        check(1, "0.000000001");
        check(999_000_000_000, "999");
        check(1_894_367_125_000_000, "1,894,367.125");
    }

    #[test]
    fn shares_are_cut_and_nothing_is_told_from_little() {
        let one = 1_i64 << 32;
        let check = |bits, four: &str, hundred: &str| {
            assert_eq!((share(bits).as_str(), percent(bits).as_str()), (four, hundred));
        };
        check(0, "-", "0 %");
        check(1, "<.0001", "less than 0.01 %");
        check(one, "1.0000", "100.00 %");
        check(one - 1, "0.9999", "99.99 %");
        check(one / 2, "0.5000", "50.00 %");
        assert_eq!(exact(1), "0.0000000002");
        assert_eq!(exact(-one), "-1.0000000000");
    }

    #[test]
    fn amounts_are_cut_never_rounded() {
        assert_eq!(alpha_cut(1_999_999_999, 9), "1.999999999");
        assert_eq!(alpha_cut(1_999_999_999, 2), "1.99");
        assert_eq!(alpha_cut(1_999_999_999, 0), "1");
        assert_eq!(alpha_cut(u64::MAX, 9), "18446744073.709551615");
    }

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        assert_eq!(shown("a\u{1b}[31mb\nc"), "a\\u{1b}[31mb\\nc");
        assert_eq!(shown(&"x".repeat(100)).chars().count(), 61);
    }
}
