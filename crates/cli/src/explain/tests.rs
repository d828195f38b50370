//! Every name the program can print has a page, and no page is there for nothing.

use super::{Group, find, groups, nearest};
use crate::ExitCode;
use crate::code::Code;
use incentor_ledger::RuleError;
use incentor_scenario::METRICS;
use incentor_scenario::run::Verdict;
use incentor_sdk::check;
use incentor_sim::FINDINGS;
use std::collections::BTreeSet;

fn group<'a>(groups: &'a [Group], name: &str) -> &'a Group {
    groups.iter().find(|group| group.name == name).unwrap()
}

/// The group's first names are exactly these.
fn holds<'n>(name: &str, expected: impl IntoIterator<Item = &'n str>) {
    let groups = groups();
    let there: BTreeSet<&str> = group(&groups, name).pages.iter().map(|page| &*page.names[0]).collect();
    let expected: BTreeSet<&str> = expected.into_iter().collect();
    let missing: Vec<_> = expected.difference(&there).collect();
    let surplus: Vec<_> = there.difference(&expected).collect();
    assert!(
        missing.is_empty() && surplus.is_empty(),
        "{name}: no page for {missing:?}, no use for {surplus:?}"
    );
}

#[test]
fn every_error_has_a_page() {
    holds("errors", Code::ALL.iter().map(|code| code.name()));
}

#[test]
fn every_refusal_of_the_chain_has_a_page() {
    holds("chain", RuleError::ALL.iter().map(|error| error.name()));
}

#[test]
fn every_verdict_has_a_page() {
    let verdicts =
        [Verdict::Pays, Verdict::BreakEven, Verdict::Loses, Verdict::Inconclusive].map(Verdict::word);
    holds("verdicts", verdicts.into_iter().chain(["PASSED", "FAILED", "UNDECIDED"]));
}

/// What the page shows can be asserted, with every comparison there is.
#[test]
fn assertions_on_the_page_about_gates_are_read() {
    let groups = groups();
    let page = &group(&groups, "gates").pages[0].text;
    let examples: Vec<&str> =
        page.split("\n\n").filter_map(|paragraph| paragraph.strip_prefix('`')?.strip_suffix('`')).collect();
    assert!(examples.len() >= 6, "{examples:?}");
    let (file, _) = include_str!("../../../../scenarios/quickstart.toml").split_once("\n[[gate]]").unwrap();
    for example in examples {
        let text = format!("{file}\n[[gate]]\nassert = [{example:?}]\n");
        let read = incentor_scenario::ScenarioFile::parse(&text);
        assert!(read.is_ok(), "{example}: {read:?}");
    }
    for word in ["`<`", "`<=`", "`>`", "`>=`", "`worst(…)`", "p80(…)"] {
        assert!(page.contains(word), "{word}");
    }
}

#[test]
fn every_exit_code_has_a_page() {
    let names: Vec<String> = ExitCode::ALL.iter().map(|exit| format!("exit-{}", exit.code())).collect();
    holds("exits", names.iter().map(String::as_str));
}

#[test]
fn every_flaw_has_a_page() {
    holds("flaws", check::Finding::CODES);
}

#[test]
fn every_finding_has_a_page() {
    holds("findings", FINDINGS.iter().map(|kind| kind.code));
}

#[test]
fn every_metric_has_a_page() {
    holds("metrics", METRICS.iter().map(|metric| metric.name));
}

/// The names an axon answers with, as its source has them: the list cannot be asked for, and new ones must not be
/// forgotten.
#[test]
fn every_refusal_of_an_axon_has_a_page() {
    let source = include_str!("../../../wire/src/refusal.rs");
    let (_, names) = source.split_once("pub const fn name").unwrap();
    let names: Vec<&str> = names.split("=> \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(names.len() > 10, "{names:?}");
    holds("wire", names);
}

#[test]
fn pages_say_what_a_name_means_in_a_line() {
    for group in groups() {
        assert!(!group.pages.is_empty() && !group.title.is_empty(), "{}", group.name);
        for page in &group.pages {
            let name = &*page.names[0];
            assert!(page.names.iter().all(|name| !name.is_empty()), "{page:?}");
            assert!(page.title.len() > 5, "{name} says nothing");
            let tables = ["words", "metrics", "findings", "keys"];
            let one_line = page.title.len() <= 110 && page.title.ends_with('.');
            let one_line = one_line || tables.contains(&group.name);
            assert!(one_line, "{name}: a sentence of its own comes first: {}", page.title);
        }
    }
}

#[test]
fn names_are_found_however_they_are_written_and_near_ones_named() {
    let groups = groups();
    let found =
        |typed: &str| -> Vec<&str> { find(&groups, typed).iter().map(|(_, page)| &*page.names[0]).collect() };
    assert_eq!(found("error[unknown-key]"), ["unknown-key"]);
    assert_eq!(found("settingweightstoofast"), ["SettingWeightsTooFast"]);
    assert_eq!(found("gain(sybil)"), ["gain"]);
    assert_eq!(found("even"), ["BREAK-EVEN"]);
    assert_eq!(found("130"), ["exit-130"]);
    assert_eq!(found("mechanism.round.sample"), ["mechanism.round.sample"]);
    assert_eq!(found("kappa"), ["kappa"]);
    assert!(found("seed").contains(&"seed"));
    assert_eq!(found("unknwon-key"), [""; 0]);
    assert_eq!(nearest(&groups, "unknwon-key").first(), Some(&"unknown-key"));
    assert!(nearest(&groups, "WeightsTooFast").contains(&"SettingWeightsTooFast"));
    assert_eq!(nearest(&groups, "xqzqqx"), [""; 0]);
}
