//! What was played.

use super::figures::{days, dotted, grouped, plural};
use crate::paragraph::{WIDTH, wrapped};
use crate::terminal::{BOLD, DIM};
use incentor_scenario::run::{Participation, Run, VariantRun};

/// Scenario, cast, time and size of the simulation.
pub(super) fn head(run: &Run, verbose: bool) -> String {
    let mut lines = dotted(&rules(run), WIDTH);
    lines.extend(dotted(&stage(run), WIDTH));
    lines.extend(dotted(&size(run), WIDTH));
    if let (true, Some(teaches)) = (verbose, &run.teaches) {
        lines.extend(wrapped(teaches, WIDTH));
    }
    let first = format!("incentor {} · {}", run.version, run.scenario);
    let mut text = lines.join("\n").replacen(&first, &format!("{BOLD}{first}{BOLD:#}"), 1);
    text.push_str("\n\n");
    text
}

fn rules(run: &Run) -> Vec<String> {
    let mut parts = vec![format!("incentor {} · {}", run.version, run.scenario)];
    let mut consensus: Vec<&str> = run.variants.iter().map(|variant| &*variant.consensus).collect();
    consensus.dedup();
    match consensus[..] {
        [one] if !one.is_empty() => parts.push(format!("{} ({one})", run.rule_set)),
        _ => parts.push(run.rule_set.clone()),
    }
    parts
}

fn stage(run: &Run) -> Vec<String> {
    let mut parts = Vec::new();
    if let Some(first) = run.variants.first() {
        let there = &first.participation;
        let coldkeys = plural(there.mining_coldkeys, "coldkey");
        parts.push(format!(
            "{}, {} of {coldkeys}",
            plural(there.validators, "validator"),
            plural(there.miners, "miner uid")
        ));
    }
    let window = &run.window;
    parts.push(format!("{} = {}", days(window.days), plural(window.tempos, "tempo")));
    parts.push(format!("{} warm-up", grouped(window.warmup_tempos.into())));
    parts
}

fn size(run: &Run) -> Vec<String> {
    let named = run.variants.iter().any(|variant| !variant.name.is_empty());
    let variants = if named { plural(run.variants.len() as u32, "variant") + ", " } else { String::new() };
    let worlds = plural(run.worlds, "world");
    let seeds = plural(run.seeds.count, "seed");
    let mut parts = vec![format!("{variants}{worlds} × {seeds} = {} epochs", grouped(run.epochs))];
    if let Some(asked) = coverage(&run.variants) {
        parts.push(asked + &idle(&run.variants));
    }
    parts
}

/// How many miners a validator asks when it asks; the lever of weight copying.
fn coverage(variants: &[VariantRun]) -> Option<String> {
    let shares = variants.iter().map(|variant| variant.participation.coverage_of_askers * 100.0);
    let least = shares.clone().fold(f64::INFINITY, f64::min);
    let most = shares.fold(f64::NEG_INFINITY, f64::max);
    // Where nobody asks anybody there is nothing to say.
    match (least.is_finite() && most > 0.0, most - least < 0.5) {
        (false, _) => None,
        (true, true) => Some(format!("{most:.0} % of miners asked a round")),
        (true, false) => Some(format!("{least:.0} to {most:.0} % of miners asked a round")),
    }
}

/// Validators that ask nobody: they are not in the share of miners asked.
fn idle(variants: &[VariantRun]) -> String {
    let of = |there: &Participation| (there.idle_validators, there.validators);
    match variants.iter().map(|variant| of(&variant.participation)).max().unwrap_or_default() {
        (0, _) => String::new(),
        (idle, all) => format!(", by all but {} of {all} validators", grouped(idle.into())),
    }
}

/// That the tables above are one variant's, and how to see the others'.
pub(super) fn others(run: &Run, shown: usize) -> String {
    let hidden = run.variants.get(shown..).unwrap_or_default();
    if hidden.is_empty() {
        return String::new();
    }
    let names: Vec<&str> = hidden.iter().map(|variant| &*variant.name).collect();
    let lines = wrapped(&format!("the same of {}: -v, or the report", names.join(", ")), WIDTH - 2);
    lines.iter().map(|line| format!("  {DIM}{line}{DIM:#}\n")).chain(["\n".to_owned()]).collect()
}
