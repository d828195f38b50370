//! Every console block of the documentation, executed: the commands exit with 0 and print what the block shows.
//!
//! A line `…` stands for any lines, and `…` at the end of a line for the rest of it. A command may end with another
//! code than 0 where it says so: `|| echo exit $?`. Commands that are not ours to run here are listed in [`ELSEWHERE`].

use std::{fs, path::Path, process::Command};

/// Run by the test job itself, or a longer job with a page of its own.
const ELSEWHERE: [&str; 8] = [
    // Whole, it takes a release build; the pages show shorter runs of it.
    "cargo run --release -- sim scenarios/quickstart.toml",
    "cargo test",
    "cargo bench",
    "cargo run --release -p incentor-ledger --example replay_traces",
    "cargo xtask",
    "cargo install",
    "RUSTC_BOOTSTRAP=1 cargo fuzz",
    "bash .ci/run",
];

#[test]
fn the_readme_says_what_happens() {
    assert!(check_page("README.md") >= 6, "the README shows the commands");
}

#[test]
fn every_page_says_what_happens() {
    // Keys are never overwritten, so those that an earlier run made must go.
    let _ = fs::remove_dir_all(root().join("incentor-out/docs-wallet"));
    for folder in ["", "docs", "docs/guides", "docs/mechanisms", "data", "fuzz"] {
        let pages = fs::read_dir(root().join(folder)).expect("the documentation is there");
        for page in pages.map(|page| page.expect("a readable folder").path()) {
            let name = page.strip_prefix(root()).expect("found below it").to_string_lossy().into_owned();
            if name.ends_with(".md") && name != "README.md" {
                check_page(&name);
            }
        }
    }
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// Runs the page's commands; gives how many there were.
fn check_page(page: &str) -> usize {
    let text = fs::read_to_string(root().join(page)).expect("the page is there");
    let mut commands = 0;
    for block in text.split("```console\n").skip(1) {
        let block = block.split("```").next().unwrap_or_default();
        for command in block.split("$ ").skip(1) {
            let (command, shown) = command.split_once('\n').unwrap_or((command, ""));
            check_command(page, command, shown);
            commands += 1;
        }
    }
    commands
}

fn check_command(page: &str, command: &str, shown: &str) {
    if ELSEWHERE.iter().any(|elsewhere| command.starts_with(elsewhere)) {
        return;
    }
    let (command, may_fail) = match command.strip_suffix(" || echo exit $?") {
        Some(command) => (command, true),
        None => (command, false),
    };
    let arguments = command
        .strip_prefix("cargo run --release -- ")
        .or_else(|| command.strip_prefix("incentor "))
        .unwrap_or_else(|| panic!("{page}: nobody runs `{command}`"));
    let output = Command::new(env!("CARGO_BIN_EXE_incentor"))
        .args(words(arguments))
        .current_dir(root())
        .output()
        .expect("the program starts");
    let mut stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    let stderr = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        assert!(may_fail, "{page}: `{command}` ended with {}\n{stderr}", output.status);
        stdout.push_str(&format!("exit {}\n", output.status.code().expect("it was not killed")));
    }
    let mut printed = stdout.lines().chain(stderr.lines());
    for line in shown.lines().filter(|line| *line != "…") {
        let is = |printed: &str| match line.strip_suffix('…') {
            Some(start) => printed.starts_with(start),
            None => printed.trim_end() == line,
        };
        assert!(
            printed.any(is),
            "{page}: `{command}` does not print, after what is shown before it:\n{line}\nbut:\n{stdout}\n{stderr}"
        );
    }
}

/// Words as a shell takes them apart: quotation marks hold what is between them together.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut quote, mut begun) = (String::new(), None, false);
    for c in text.chars() {
        match (quote, c) {
            (None, ' ') => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            (None, '\'' | '"') => (quote, begun) = (Some(c), true),
            (Some(mark), _) if mark == c => quote = None,
            _ => {
                word.push(c);
                begun = true;
            }
        }
    }
    assert_eq!(quote, None, "an open quotation mark in {text}");
    if begun {
        words.push(word);
    }
    words
}

#[test]
fn quotation_marks_hold_words_together() {
    assert_eq!(
        words("sim  a.toml --set 'run.duration=\"60 tempos\"'"),
        ["sim", "a.toml", "--set", "run.duration=\"60 tempos\""]
    );
    assert_eq!(words("--out \"\""), ["--out", ""]);
}
