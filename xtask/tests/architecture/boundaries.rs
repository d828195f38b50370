//! Rules 3 and 4: only the command line prints, exits and knows its arguments; sockets have their crates.

use super::findings::Findings;
use super::scanner::has_word;
use super::source::{self, Source};

/// The crate that talks to a person.
const TALKS: &[&str] = &["cli"];

/// The crates that may have an async runtime; those of them that do not exist yet are named for the day they do.
const ASYNC: &[&str] = &["wire", "localnet", "client", "neuron", "cli"];

const TALK: &[&str] =
    &["println!", "eprintln!", "print!", "eprint!", "process::exit", "process::abort", "clap"];
const RUNTIMES: &[&str] = &["tokio", "async_std", "smol", "futures::executor"];

#[test]
fn only_the_command_line_talks() {
    words(source::all(), TALKS, TALK).check();
}

#[test]
fn only_named_crates_have_a_runtime() {
    words(source::all(), ASYNC, RUNTIMES).check();
}

fn words(sources: &[Source], allowed: &[&str], words: &[&str]) -> Findings {
    let mut findings = Findings::of(
        "only `cli` prints, exits and knows clap; only named crates know an async runtime (rules 3 and 4)",
        "return a value or a typed error and let the caller speak",
    );
    for source in sources.iter().filter(|source| source.krate().is_some() && !source.is_in(allowed)) {
        for line in source.shipped() {
            for word in words.iter().filter(|word| has_word(&line.code, word)) {
                findings.at(&source.path, line.number, &format!("`{word}`"));
            }
        }
    }
    findings
}

#[test]
fn talk_is_found_where_it_counts() {
    let text = "eprintln!(\"a\");\nstd::process::exit(1);\n/// println!\nfn a() {}";
    let check = |path: &str| words(&source::invented(path, text), TALKS, TALK);
    let expected = ["crates/sim/src/a.rs:1: `eprintln!`", "crates/sim/src/a.rs:2: `process::exit`"];
    assert_eq!(check("crates/sim/src/a.rs").places(), expected);
    for elsewhere in ["crates/cli/src/a.rs", "crates/sim/examples/a.rs", "xtask/src/main.rs"] {
        assert!(check(elsewhere).places().is_empty(), "{elsewhere}");
    }
}

#[test]
fn a_report_loads_nothing() {
    loads(source::all()).check();
}

/// Whole addresses, as no line-based look can tell whether one ends up in a `src` or `href`.
fn loads(sources: &[Source]) -> Findings {
    let mut findings = Findings::of(
        "a report stands alone: no http(s) in any src or href (design, command line)",
        "put it into the page; a namespace's name is the only address that is never loaded",
    );
    for source in sources.iter().filter(|source| source.is_in(&["report"])) {
        for line in source.shipped() {
            let text = line.text.replace("http://www.w3.org/", "");
            if text.contains("http://") || text.contains("https://") {
                findings.at(&source.path, line.number, line.text.trim());
            }
        }
    }
    findings
}

#[test]
fn addresses_in_a_report_are_found() {
    let text = "(\"xmlns\", \"http://www.w3.org/2000/svg\")\n(\"src\", \"https://cdn.example/a.js\")";
    assert_eq!(loads(&source::invented("crates/report/src/a.rs", text)).places().len(), 1);
}
