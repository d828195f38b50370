//! The reference page of the scenario format, written from the tables that the reader is held to.

use crate::keys::{Absent, Group, Key, groups};
use crate::{METRICS, MetricArgument, MetricKind};
use std::fmt::Write as _;

const HEAD: &str = "\
# The scenario file

Every key, what it takes, what stands for it, and what it does. This page is written from the table that the reader is
held to; `incentor schema scenario` prints the same as a JSON Schema, for editors.

";

/// What stands before a key that the reference shows without it, since its group says so.
const SHORT: [&str; 5] = ["population[].", "miner.", "validator.", "event[].", "rule."];

/// The page, in Markdown.
#[must_use]
pub fn reference() -> String {
    let mut page = HEAD.to_owned();
    for group in groups() {
        write_group(&group, &mut page);
    }
    write_metrics(&mut page);
    page
}

fn write_group(group: &Group, page: &mut String) {
    let Group { title, intro, keys } = group;
    let _ = writeln!(
        page,
        "## {title}\n\n{intro}\n\n| key | takes | default | what it does |\n|---|---|---|---|"
    );
    for key in keys {
        let _ = writeln!(
            page,
            "| `{}` | {} | {} | {} |",
            short(key),
            cell(&key.accepts),
            absent(&key.absent),
            cell(&key.doc)
        );
    }
    page.push('\n');
}

fn short(key: &Key) -> &str {
    SHORT.iter().find_map(|start| key.path.strip_prefix(start)).unwrap_or(&key.path)
}

fn absent(absent: &Absent) -> String {
    match absent {
        Absent::Error => "must be there".to_owned(),
        Absent::Nothing => String::new(),
        Absent::Is(default) => format!("`{default}`"),
    }
}

/// A table's cell: bars end one.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn write_metrics(page: &mut String) {
    page.push_str(
        "## Metrics\n\nWhat a gate can hold to something. `incentor explain NAME` says how each is worked out.\n\n\
         | metric | unit | what it says |\n|---|---|---|\n",
    );
    for metric in METRICS {
        let unit = metric.unit.words().iter().find(|word| !word.is_empty()).copied().unwrap_or_default();
        let _ = writeln!(page, "| `{}` | {unit} | {} |", call(metric), cell(metric.doc));
    }
}

/// `improvement_pay(rank, share%)`; what may be absent is in brackets.
fn call(metric: &MetricKind) -> String {
    let mut call = metric.name.to_owned();
    for (place, argument) in metric.arguments.iter().enumerate() {
        let word = match argument {
            MetricArgument::Deviation => "deviation",
            MetricArgument::Population => "population",
            MetricArgument::Validators => "validators",
            MetricArgument::Rank => "best, median or worst",
            MetricArgument::Percentage => "10%",
            MetricArgument::Hotkeys => "hotkeys",
            MetricArgument::Count => "coldkeys",
            MetricArgument::What => "pay or incentive",
            MetricArgument::Quality => "best, median or delivered",
            MetricArgument::Newcomers => "newcomers",
        };
        let word = if place < metric.needed { word.to_owned() } else { format!("[{word}]") };
        call.push_str(if place == 0 { "(" } else { "; " });
        call.push_str(&word);
    }
    if !metric.arguments.is_empty() {
        call.push(')');
    }
    call
}
