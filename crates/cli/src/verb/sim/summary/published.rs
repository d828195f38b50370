//! Our totals beside published ones.

use super::figures::clipped;
use super::of_variant;
use crate::paragraph::WIDTH;
use crate::terminal::{BOLD, DIM};
use incentor_scenario::run::VariantRun;
use std::fmt::Write as _;

/// Validators on one line.
const ACROSS: usize = 4;
/// Room for what a line is about.
const LABELS: usize = 24;

pub(super) fn beside_published(variant: &VariantRun) -> String {
    let Some(published) = &variant.published else { return String::new() };
    let mut text = format!(
        "{BOLD}BESIDE WHAT WAS PUBLISHED{}{BOLD:#}  dividends per 1000 staked\n",
        of_variant(variant)
    );
    let _ = writeln!(text, "  {DIM}{}{DIM:#}", clipped(&published.source, WIDTH - 2));
    for start in (0..published.validators.len()).step_by(ACROSS) {
        let end = published.validators.len().min(start + ACROSS);
        let names = published.validators.get(start..end).unwrap_or_default();
        let width = width(names);
        let mut line = format!("{:<LABELS$}", "");
        for name in names {
            let _ = write!(line, "{:>width$}", clipped(name, width - 1));
        }
        let _ = writeln!(text, "{}", line.trim_end());
        for row in &published.rows {
            let _ = writeln!(text, "  {}", clipped(&row.consensus, WIDTH - 2));
            for (label, values) in [
                ("published", &row.published),
                ("floats, here", &row.float),
                ("the chain's integers", &row.chain),
            ] {
                let _ = write!(text, "    {label:<20}");
                for value in values.get(start..end).unwrap_or_default() {
                    let _ = write!(text, "{value:>width$.4}");
                }
                text.push('\n');
            }
        }
    }
    text.push('\n');
    text
}

/// Width of a column: a name stays whole if the line has room for it.
fn width(names: &[String]) -> usize {
    let longest = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    (longest + 2).min((WIDTH - LABELS) / names.len().max(1)).max(14)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_names_and_lines_allow() {
        let check = |names: &[&str], expected: usize| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(width(&names), expected, "{names:?}");
        };
        check(&["big", "small"], 14);
        check(&["Big", "SmallEagerLazy", "SmallEagerEager"], 17);
        check(&["a validator with a long name", "b", "c"], 18);
        check(&["a validator with a long name", "b", "c", "d"], 14);
        check(&[], 14);
    }
}
