//! What the map says, in words.

use incentor_report::plot::trimmed;
use incentor_retention::{Map, Row};

/// The stake that the published text argues with.
const USUAL_STAKE: f64 = 0.60;

/// Utility that rounds to all there is.
const ALL: f64 = 0.995;

/// The row to read aloud: the one nearest to the usual stake.
pub(super) fn focus(map: &Map) -> Option<&Row> {
    let away = |row: &Row| (row.honest_stake - USUAL_STAKE).abs();
    map.rows.iter().min_by(|a, b| away(a).total_cmp(&away(b)))
}

/// A paragraph on one row, for people.
pub(super) fn reading(map: &Map) -> String {
    focus(map).map_or_else(String::new, |row| wrapped(&sentences(row, map.params.weight_deviation), 100))
}

fn sentences(row: &Row, weight_deviation: f64) -> String {
    let stake = percent(row.honest_stake);
    let cabal_stake = percent(1.0 - row.honest_stake);
    let who = if row.honest_stake > 0.5 { "An honest majority" } else { "An honest minority" };
    let worst = percent(row.at_cabal_weight);
    let lost = |unless: &str| {
        format!(
            "{who} of {stake} of stake cannot be sure of its share: {unless} its own miners are worth \
             everything, a cabal of {cabal_stake} that gives its own miners {worst} of its weight takes more \
             than its stake."
        )
    };
    let utility = match row.required_utility.utility() {
        None => return lost("even if"),
        Some(utility) if utility > ALL => return lost("unless"),
        Some(utility) => utility,
    };
    let mut text = format!(
        "{who} of {stake} of stake retains its share, whatever a cabal claims, only if its own miners are worth {} \
         of all utility or more; the cabal does its worst when it gives its own miners {} of its weight. In other \
         words: a cabal of {cabal_stake} of stake gains ground as soon as its own miners are worth more than {}.",
        percent(utility),
        worst,
        percent(1.0 - utility),
    );
    if weight_deviation > 0.0 && utility > row.honest_stake + 0.005 {
        text += &format!(
            " The {} above the stake itself are the price of honest validators who disagree (σ = {weight_deviation}).",
            points(utility - row.honest_stake),
        );
    }
    text
}

fn percent(share: f64) -> String {
    format!("{} %", trimmed(share * 100.0, 0))
}

fn points(share: f64) -> String {
    let points = trimmed(share * 100.0, 0);
    if points == "1" { "one point".to_owned() } else { format!("{points} points") }
}

/// Words in lines of at most that many characters.
fn wrapped(text: &str, width: usize) -> String {
    let (mut lines, mut used) = (String::new(), 0);
    // A number stays with its sign.
    for word in text.replace(" %", "\u{a0}%").split(' ') {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines.push('\n');
            used = 0;
        } else if used > 0 {
            lines.push(' ');
            used += 1;
        }
        lines.push_str(word);
        used += length;
    }
    lines.push('\n');
    lines.replace('\u{a0}', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use incentor_retention::Requirement::{self, Unattainable, Utility};

    fn row(honest_stake: f64, required_utility: Requirement) -> Row {
        Row { honest_stake, required_utility, at_cabal_weight: 0.8, by_seed: Vec::new(), contour: Vec::new() }
    }

    #[test]
    fn the_usual_stake_is_read_aloud() {
        let text = sentences(&row(0.6, Utility(0.7334)), 0.4);
        assert!(text.starts_with("An honest majority of 60 % of stake retains its share"), "{text}");
        assert!(text.contains("worth 73 % of all utility") && text.contains("gives its own miners 80 %"));
        assert!(text.contains("more than 27 %.") && text.contains("The 13 points above the stake"));
        assert!(!sentences(&row(0.6, Utility(0.6)), 0.0).contains("points"));
    }

    #[test]
    fn a_lost_case_is_called_one() {
        let text = sentences(&row(0.3, Unattainable), 0.4);
        assert!(text.starts_with("An honest minority of 30 % of stake cannot be sure"), "{text}");
        assert!(text.contains("even if its own miners are worth everything"));
        let text = sentences(&row(0.6, Utility(1.0)), 0.4);
        assert!(text.contains("unless its own miners are worth everything"), "{text}");
    }

    #[test]
    fn lines_are_short_and_keep_numbers_whole() {
        let text = wrapped("aaaa 60 % bbb", 9);
        assert_eq!(text, "aaaa 60 %\nbbb\n");
        assert_eq!(wrapped("aaaa 60 % bbb", 8), "aaaa\n60 % bbb\n");
    }
}
