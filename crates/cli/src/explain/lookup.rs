//! From what a person types to pages.

use super::{Group, Page};
use std::borrow::Cow;

/// Names that look like what was typed, most alike first; at most so many.
const MOST: usize = 5;
/// How alike two names must be, 0 to 1.
const ALIKE: f64 = 0.72;

/// The pages of a name, with their groups: none, one, or several where groups share a word.
pub(crate) fn find<'a>(groups: &'a [Group], typed: &str) -> Vec<(&'a Group, &'a Page)> {
    let wanted = plain(typed);
    let pages = groups.iter().flat_map(|group| group.pages.iter().map(move |page| (group, page)));
    pages.filter(|(_, page)| page.names.iter().any(|name| plain(name) == wanted)).collect()
}

/// Names like the one that was typed.
pub(crate) fn nearest<'a>(groups: &'a [Group], typed: &str) -> Vec<&'a str> {
    let wanted = plain(typed);
    let names = groups.iter().flat_map(|group| &group.pages).flat_map(|page| &page.names);
    let alike = |name: &'a Cow<'static, str>| {
        let name_plain = plain(name);
        let score = strsim::jaro_winkler(&name_plain, &wanted);
        let (short, long) = (name_plain.len().min(wanted.len()), name_plain.len().max(wanted.len()));
        if short >= 4 && (name_plain.contains(&wanted) || wanted.contains(&name_plain)) {
            // A part of a name is worth more, the more of it there is.
            return (score.max(0.7 + 0.25 * short as f64 / long as f64), &**name);
        }
        (score, &**name)
    };
    let mut scored: Vec<(f64, &'a str)> = names.map(alike).filter(|(score, _)| *score > ALIKE).collect();
    scored.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    scored.dedup_by_key(|(_, name)| *name);
    scored.into_iter().map(|(_, name)| name).take(MOST).collect()
}

/// Without brackets, case and what joins words: `error[Unknown_Key]` is `unknownkey`, `gain(sybil)` is `gain`.
fn plain(text: &str) -> String {
    let text = text.trim();
    let text = match text.split_once('[') {
        Some((_, inside)) => inside.trim_end_matches([']', ':']),
        None => text.split('(').next().unwrap_or(text),
    };
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_surrounds_a_name_is_left_out() {
        let check = |typed: &str, expected: &str| assert_eq!(plain(typed), expected);
        check("error[unknown-key]:", "unknownkey");
        check("[capped]", "capped");
        check("gain(sybil)", "gain");
        check("BREAK-EVEN", "breakeven");
        check("Yuma 3", "yuma3");
    }
}
