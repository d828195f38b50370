//! House style, as far as a machine can tell.

use super::findings::Findings;
use super::source::{self, Source};
use super::tree::{files, read_text};

/// Aim for 400; past this a second idea has moved in.
const MOST_LINES: usize = 600;

/// Files that may be longer, each with its reason.
const LONG: &[(&str, &str)] = &[];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &["utils", "util", "common", "helpers", "helper", "misc"];

/// Places that may name a path of a machine, each with its reason.
const MACHINE_PATHS: &[(&str, &str)] = &[(
    "crates/keys/tests/fixtures/wallet/manifest.json",
    "the official wallets name variables after whole paths",
)];

#[test]
fn files_are_named_after_what_is_inside() {
    let mut findings = Findings::of(
        "`foo.rs` beside `foo/`, never mod.rs; no utils, common, helpers, misc",
        "name the file after the noun it holds",
    );
    for path in files().iter().filter(|path| path.ends_with(".rs")) {
        let empty = |part: &str| EMPTY_NAMES.contains(&part.trim_end_matches(".rs"));
        if path.ends_with("/mod.rs") || path.split('/').any(empty) {
            findings.on(path, "rename");
        }
    }
    findings.check();
}

#[test]
fn files_hold_one_idea() {
    let mut findings = Findings::of(
        "a file has 100 to 400 lines, and at most 600",
        "ask what second idea moved in, and give it a file",
    );
    for source in source::all() {
        let excused = LONG.iter().any(|(path, _)| *path == source.path);
        if source.lines.len() > MOST_LINES && !excused {
            findings.on(&source.path, &format!("{} lines", source.lines.len()));
        }
    }
    for (path, _) in LONG {
        let long = |source: &&Source| source.path == *path && source.lines.len() > MOST_LINES;
        if source::all().iter().find(long).is_none() {
            findings.on(path, "is not long any more: take it off the list");
        }
    }
    findings.check();
}

#[test]
fn the_banned_word_is_absent() {
    banned(source::all()).check();
}

fn banned(sources: &[Source]) -> Findings {
    let mut findings = Findings::of(
        "one word is banned in code: it hides which of five quantities is meant",
        "say score, weight, incentive, dividend, emission or payout",
    );
    for source in sources.iter().filter(|source| source.krate().is_some()) {
        for line in source.lines.iter().filter(|line| line.text.to_lowercase().contains(BANNED)) {
            findings.at(&source.path, line.number, line.text.trim());
        }
    }
    findings
}

const BANNED: &str = "reward";

#[test]
fn the_banned_word_is_found_in_any_dress() {
    let found = banned(&source::invented("crates/sim/src/a.rs", "fn a() {}\nstruct TotalRewards; // b"));
    assert_eq!(found.places(), ["crates/sim/src/a.rs:2: struct TotalRewards; // b"]);
}

#[test]
fn nothing_is_left_for_later() {
    later(source::all()).check();
}

fn later(sources: &[Source]) -> Findings {
    let mut findings = Findings::of(
        "no todo!, unimplemented!, FIXME, and no ignored test: what is in the tree works",
        "finish it, or leave it out",
    );
    for source in sources {
        for line in &source.lines {
            for word in ["todo!", "unimplemented!", "#[ignore"] {
                if line.code.contains(word) {
                    findings.at(&source.path, line.number, word);
                }
            }
            // In a comment; these words are no code.
            for word in ["FIXME", "TODO", "XXX"] {
                if line.text.contains(&format!("// {word}")) {
                    findings.at(&source.path, line.number, word);
                }
            }
        }
    }
    findings
}

#[test]
fn what_is_left_for_later_is_found() {
    // In two parts, or the rule would find it here.
    let text = ["todo!()\n#[ignore = \"slow\"]\nfn a() {} // FIX", "ME\n\"todo!\""].concat();
    assert_eq!(later(&source::invented("crates/sim/tests/a.rs", &text)).places().len(), 3);
}

#[test]
fn no_file_knows_a_machine() {
    let mut findings = Findings::of(
        "no absolute path of a machine in the repository (rule 7)",
        "take the path from the environment, CARGO_MANIFEST_DIR or a temporary folder's own name",
    );
    for path in files().iter().filter(|path| !MACHINE_PATHS.iter().any(|(place, _)| place == path)) {
        let Some(text) = read_text(path) else { continue };
        for (line, number) in text.lines().zip(1..) {
            if let Some(found) = machine_path(line) {
                findings.at(path, number, &found);
            }
        }
    }
    findings.check();
}

/// The first of the usual top folders that a line names with a path below it.
fn machine_path(line: &str) -> Option<String> {
    let folders = ["work", "root", "home", "tmp", "Users"].map(|folder| format!("/{folder}/"));
    folders.into_iter().find(|folder| {
        line.match_indices(folder.as_str()).any(|(at, _)| {
            // Part of a longer path or address otherwise: `a/tmp/b`, `$DIR/tmp/b`.
            let before = line[..at].chars().next_back();
            !before.is_some_and(|before| before.is_alphanumeric() || "_-.}~".contains(before))
        })
    })
}

#[test]
fn machine_paths_are_found() {
    let below = |folder: &str| format!("cp /{folder}/a b");
    assert_eq!(machine_path(&below("home")), Some(["/home", "/"].concat()));
    assert_eq!(machine_path(&format!("\"{}", below("tmp"))), Some(["/tmp", "/"].concat()));
    for harmless in ["https://example.org/work/a", "$DIR/tmp/a", "${DIR}/tmp/a", "target/tmp/a", "/network/a"]
    {
        assert_eq!(machine_path(harmless), None, "{harmless}");
    }
}
