//! What a person should know first.

use super::figures::{clipped, grouped};
use crate::paragraph::{WIDTH, wrapped};
use crate::terminal::{BAD, BOLD, DIM, GOOD, WARN};
use incentor_scenario::run::{Finding, Run, Severity, VariantRun};
use std::fmt::Write as _;

/// Findings that are printed; the report has all.
const MOST: usize = 12;

pub(super) fn findings(run: &Run, program: &str) -> String {
    if run.findings.is_empty() {
        return String::new();
    }
    let named = run.findings.iter().map(|finding| finding.variant.chars().count());
    let column = named.max().unwrap_or(0).min(16);
    let mut text = format!("{BOLD}FINDINGS{BOLD:#}  {DIM}`{program} explain CODE` says more{DIM:#}\n");
    for finding in run.findings.iter().take(MOST) {
        text.push_str(&draw(finding, column));
    }
    if let Some(more @ 1..) = run.findings.len().checked_sub(MOST) {
        let _ = writeln!(text, "  {DIM}… and {more} more in the report{DIM:#}");
    }
    text.push('\n');
    text
}

fn draw(finding: &Finding, column: usize) -> String {
    let (sign, style) = match finding.severity {
        Severity::Bad => ('!', BAD.bold()),
        Severity::Warning => ('~', WARN.bold()),
        Severity::Good => ('+', GOOD.bold()),
    };
    let column = if column == 0 { 0 } else { column + 2 };
    let indent = 4 + column;
    let sentence = format!("{} [{}]", finding.sentence, finding.code);
    let mut text = String::new();
    for (at, line) in wrapped(&sentence, WIDTH - indent).into_iter().enumerate() {
        // The code is for looking up, not for reading along.
        let line = line.replace(&format!("[{}]", finding.code), &format!("{DIM}[{}]{DIM:#}", finding.code));
        if at == 0 {
            let variant = clipped(&finding.variant, 16);
            let _ = writeln!(text, "  {style}{sign}{style:#} {variant:<column$}{line}");
        } else {
            let _ = writeln!(text, "{:indent$}{line}", "");
        }
    }
    text
}

/// What went differently from what the scenario wanted: refused weights, void rounds.
pub(super) fn notes(run: &Run) -> String {
    let mut text = String::new();
    for variant in &run.variants {
        for note in [refused(variant), void(variant)].into_iter().flatten() {
            let of = if variant.name.is_empty() { String::new() } else { format!("{}: ", variant.name) };
            for (at, line) in wrapped(&format!("{of}{note}"), WIDTH - 8).into_iter().enumerate() {
                let label = if at == 0 { format!("{WARN}note{WARN:#}") } else { "    ".to_owned() };
                let _ = writeln!(text, "{label}    {line}");
            }
        }
    }
    text
}

fn refused(variant: &VariantRun) -> Option<String> {
    let there = &variant.participation;
    let refused: u64 = there.weights_refused.iter().map(|(_, count)| count).sum();
    if refused == 0 {
        return None;
    }
    let reasons: Vec<String> =
        there.weights_refused.iter().map(|(reason, count)| format!("{reason} {}", grouped(*count))).collect();
    let all = grouped(there.weights_taken.saturating_add(refused));
    Some(format!("the chain refused {} of {all} weight settings: {}", grouped(refused), reasons.join(", ")))
}

fn void(variant: &VariantRun) -> Option<String> {
    let there = &variant.participation;
    if there.void_rounds == 0 {
        return None;
    }
    let why = there.first_fault.as_deref().unwrap_or("the rule gave no scores");
    Some(format!("{} rounds were void and scored nobody; the first: {why}", grouped(there.void_rounds)))
}
