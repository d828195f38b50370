//! Pages made of tables that other crates keep: metrics, findings, keys of a scenario.

use super::{Group, Page};
use incentor_scenario::keys::{Absent, Key};
use incentor_scenario::{METRICS, MetricArgument, MetricKind};
use incentor_sim::{FINDINGS, FindingKind};

pub(super) fn metrics() -> Group {
    Group { name: "metrics", title: "Metrics", pages: METRICS.iter().map(metric).collect() }
}

fn metric(kind: &MetricKind) -> Page {
    let (title, more) = first_sentence(kind.doc);
    let unit = match kind.unit.words() {
        [] | [""] => "a plain number".to_owned(),
        ["", "%"] => "a share, also in percent".to_owned(),
        words => words.first().copied().unwrap_or_default().to_owned(),
    };
    let mut text = format!("`{}`, {unit}. {}.", call(kind), kind.formula);
    if !more.is_empty() {
        text = format!("{more}\n\n{text}");
    }
    let mut names = vec![kind.name.into()];
    if kind.name == "copier_g" {
        // What the summary and the report call it.
        names.push("G".into());
    }
    Page { names, title, text }
}

/// As a gate writes it: `gain(POPULATION)`, `top_share([N])` where the argument may be left out.
fn call(kind: &MetricKind) -> String {
    let word = |argument: &MetricArgument| match argument {
        MetricArgument::Deviation | MetricArgument::Population => "POPULATION",
        MetricArgument::Validators => "VALIDATORS",
        MetricArgument::Newcomers => "NEWCOMERS",
        MetricArgument::Rank => "best, median or worst",
        MetricArgument::Percentage => "10%",
        MetricArgument::Hotkeys | MetricArgument::Count => "N",
        MetricArgument::What => "pay or incentive",
        MetricArgument::Quality => "best, median or delivered",
    };
    if kind.arguments.is_empty() {
        return kind.name.to_owned();
    }
    let words = kind.arguments.iter().enumerate().map(|(at, argument)| {
        if at < kind.needed { word(argument).to_owned() } else { format!("[{}]", word(argument)) }
    });
    format!("{}({})", kind.name, words.collect::<Vec<_>>().join(", "))
}

pub(super) fn findings() -> Group {
    Group {
        name: "findings",
        title: "Findings of a simulation",
        pages: FINDINGS.iter().map(finding).collect(),
    }
}

fn finding(kind: &FindingKind) -> Page {
    let (title, more) = first_sentence(kind.when);
    let text = if more.is_empty() { kind.remedy.to_owned() } else { format!("{more}\n\n{}", kind.remedy) };
    Page { names: vec![kind.code.into()], title, text }
}

pub(super) fn keys() -> Group {
    let pages = incentor_scenario::keys::keys().into_iter().map(key).collect();
    Group { name: "keys", title: "Keys of a scenario", pages }
}

fn key(key: Key) -> Page {
    let absent = match &key.absent {
        Absent::Error => "It must be there.".to_owned(),
        Absent::Nothing => "It may be left out.".to_owned(),
        Absent::Is(value) => format!("Without it: {value}."),
    };
    let (title, more) = first_sentence(&key.doc);
    let takes = format!("Takes {}. {absent}", key.accepts);
    let text = if more.is_empty() { takes } else { format!("{more}\n\n{takes}") };
    Page { names: vec![key.path], title, text }
}

/// The first sentence, and the rest.
fn first_sentence(text: &str) -> (String, String) {
    match text.split_once(". ") {
        Some((first, rest)) => (format!("{first}."), rest.to_owned()),
        None => (text.to_owned(), String::new()),
    }
}
