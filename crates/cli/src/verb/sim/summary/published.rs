//! Our totals beside published ones.

use super::figures::clipped;
use super::of_variant;
use crate::paragraph::WIDTH;
use crate::terminal::{BOLD, DIM};
use incentor_scenario::run::VariantRun;
use std::fmt::Write as _;

/// Validators on one line.
const ACROSS: usize = 4;

pub(super) fn beside_published(variant: &VariantRun) -> String {
    let Some(published) = &variant.published else { return String::new() };
    let mut text = format!(
        "{BOLD}BESIDE WHAT WAS PUBLISHED{}{BOLD:#}  dividends per 1000 staked\n",
        of_variant(variant)
    );
    let _ = writeln!(text, "  {DIM}{}{DIM:#}", clipped(&published.source, WIDTH - 2));
    for start in (0..published.validators.len()).step_by(ACROSS) {
        let end = published.validators.len().min(start + ACROSS);
        let mut line = format!("  {:<22}", "");
        for name in published.validators.get(start..end).unwrap_or_default() {
            let _ = write!(line, "{:>14}", clipped(name, 13));
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
                    let _ = write!(text, "{value:>14.4}");
                }
                text.push('\n');
            }
        }
    }
    text.push('\n');
    text
}
