//! What had to hold, and whether it did.

use super::figures::plural;
use crate::paragraph::{WIDTH, wrapped};
use crate::terminal::{BAD, BOLD, DIM, GOOD, WARN};
use incentor_scenario::run::{Estimate, GateOutcome, GateState, GateTally, Run};
use std::fmt::Write as _;

pub(super) fn gates(run: &Run, verbose: bool) -> String {
    let mut text = String::new();
    let mut variants: Vec<&str> = Vec::new();
    for gate in &run.gates {
        if !variants.contains(&&*gate.variant) {
            variants.push(&gate.variant);
        }
    }
    for variant in &variants {
        let of_variant: Vec<GateOutcome> =
            run.gates.iter().filter(|gate| gate.variant == *variant).cloned().collect();
        let tally = GateTally::of(&of_variant);
        let on = if variant.is_empty() { String::new() } else { format!(" on {variant}") };
        let _ = writeln!(
            text,
            "{BOLD}GATES{on}{BOLD:#}   {} passed, {} failed, {} undecided",
            tally.passed, tally.failed, tally.undecided
        );
        for gate in of_variant.iter().filter(|gate| verbose || gate.state != GateState::Passed) {
            text.push_str(&draw(gate));
        }
    }
    if !variants.is_empty() {
        text.push('\n');
    }
    text
}

fn draw(gate: &GateOutcome) -> String {
    let (word, style) = match gate.state {
        GateState::Passed => ("passed", GOOD),
        GateState::Failed => ("FAILED", BAD.bold()),
        GateState::Undecided => ("UNDECIDED", WARN.bold()),
    };
    let mut text = String::new();
    for (at, line) in wrapped(&gate.assertion, WIDTH - 13).into_iter().enumerate() {
        if at == 0 {
            let room = 11_usize.saturating_sub(word.len());
            let _ = writeln!(text, "  {style}{word}{style:#}{:room$}{line}", "");
        } else {
            let _ = writeln!(text, "{:13}{line}", "");
        }
    }
    let reasons = reasons(gate);
    if !reasons.is_empty() {
        for line in wrapped(&reasons.join("; "), WIDTH - 13) {
            let _ = writeln!(text, "{:13}{DIM}{line}{DIM:#}", "");
        }
    }
    text
}

fn reasons(gate: &GateOutcome) -> Vec<String> {
    let mut reasons: Vec<String> = gate.why.iter().cloned().collect();
    if let Some(value) = gate.value {
        reasons.push(format!("it is {}", exact(value, places(value))));
    }
    if let Some(Estimate { mean, half_width }) = gate.difference {
        let side = if mean > 0.0 { "above" } else { "below" };
        let places = places(half_width.filter(|half| *half > 0.0).unwrap_or(mean));
        let by = exact(mean.abs(), places);
        reasons.push(match half_width {
            Some(half) => format!("{side} the limit by {by} ±{}", exact(half, places)),
            None => format!("{side} the limit by {by}, and one seed has no interval"),
        });
    }
    if let Some(seeds) = gate.seeds_needed {
        reasons.push(format!("about {} would decide", plural(seeds, "seed")));
    }
    reasons
}

/// Gates compare numbers of every size: decimals that leave two digits of this one.
fn places(value: f64) -> usize {
    match value.abs() {
        100.0.. => 0,
        1.0.. => 2,
        0.01.. => 3,
        _ => 5,
    }
}

fn exact(value: f64, places: usize) -> String {
    if value.is_finite() { format!("{value:.places$}") } else { "without end".to_owned() }
}
