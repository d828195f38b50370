//! What helps a person find the way: explain, schema, completions, and the reference page of all verbs.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn incentor(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_incentor")).args(arguments).env("NO_COLOR", "1").output().unwrap()
}

fn stdout(arguments: &[&str]) -> String {
    let output = incentor(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn explain_finds_what_was_printed_and_names_what_is_near() {
    let page = stdout(&["explain", "error[unknown-key]"]);
    assert!(page.starts_with("unknown-key  (errors)\n  A key means nothing where it stands.\n"), "{page}");
    assert!(stdout(&["explain", "EVEN"]).starts_with("BREAK-EVEN, EVEN  (verdicts)\n"));
    assert!(stdout(&["explain", "validator", "trust"]).contains("survives clipping"));
    let capped = stdout(&["explain", "capped"]);
    assert!(
        capped.contains("(findings of a simulation)") && capped.contains("(flaws of scoring rules)"),
        "{capped}"
    );
    let output = incentor(&["explain", "SettingWeightTooFast"]);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr.starts_with("error[unknown-code]") && stderr.contains("SettingWeightsTooFast"),
        "{stderr}"
    );
}

#[test]
fn explain_takes_several_names_and_says_which_one_it_does_not_know() {
    let both = stdout(&["explain", "gain", "PAYS"]);
    assert!(both.starts_with("gain  (metrics)") && both.contains("\nPAYS  (verdicts)"), "{both}");
    assert_eq!(stdout(&["explain", "gain", "gain(sybil)"]), stdout(&["explain", "gain"]), "no page twice");
    let output = incentor(&["explain", "gain", "nosuchthing"]);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    assert!(stderr.contains("no page about `nosuchthing`"), "{stderr}");
    let gates = stdout(&["explain", "gates"]);
    assert!(
        gates.starts_with("gates, assertion") && gates.contains("worst(fallback_rate) <= 1 %"),
        "{gates}"
    );
}

#[test]
fn a_number_below_0_is_told_the_range() {
    for option in ["--seed", "--seeds", "--threads"] {
        let output = incentor(&["sim", "scenarios/quickstart.toml", option, "-1"]);
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{option}");
        assert!(stderr.contains("invalid value '-1'") && stderr.contains("-1 is not in 1..="), "{stderr}");
    }
}

#[test]
fn explain_lists_everything_within_80_columns() {
    let all = stdout(&["explain"]);
    for heading in
        ["VERDICTS", "FINDINGS", "METRICS", "EXIT CODES", "ERRORS", "REFUSALS OF THE CHAIN", "WORDS"]
    {
        assert!(all.contains(heading), "{heading}");
    }
    for page in
        [all, stdout(&["explain", "chain"]), stdout(&["explain", "metrics"]), stdout(&["explain", "gain"])]
    {
        for line in page.lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }
    let json: serde_json::Value = serde_json::from_str(&stdout(&["explain", "PAYS", "--json"])).unwrap();
    assert_eq!(json[0]["group"], "verdicts");
    assert_eq!(json[0]["names"], serde_json::json!(["PAYS"]));
}

#[test]
fn schemas_are_json_schemas_of_what_is_read_and_left() {
    let scenario: serde_json::Value = serde_json::from_str(&stdout(&["schema", "scenario"])).unwrap();
    assert_eq!(scenario["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert!(scenario["properties"]["population"].is_object());
    let run: serde_json::Value = serde_json::from_str(&stdout(&["schema", "run"])).unwrap();
    assert!(run["properties"]["variants"].is_object() && run["properties"]["repeat"].is_object());
}

#[test]
fn completions_are_scripts_that_shells_take() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = stdout(&["completions", shell]);
        assert!(script.contains("retention") && script.contains("threads"), "{shell}: {script}");
        assert!(!script.contains("measured"), "{shell}: `check` is a verb of authors' programs");
        // Where the shell is installed, it reads its script.
        let Ok(mut child) =
            Command::new(shell).arg("-n").stdin(Stdio::piped()).stderr(Stdio::piped()).spawn()
        else {
            continue;
        };
        if matches!(shell, "bash" | "zsh" | "fish") {
            child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
        }
    }
}

#[test]
fn a_verb_that_can_do_nothing_here_is_not_offered() {
    assert!(!stdout(&["--help"]).contains("check"));
    assert_eq!(incentor(&["check"]).status.code(), Some(2));
}

/// `docs/sim.md` shows the help of each verb as it is; `INCENTOR_BLESS=1` writes it anew.
#[test]
fn the_reference_page_is_the_help() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/sim.md");
    let page = fs::read_to_string(&path).unwrap();
    let mut expected = String::new();
    let mut rest = page.as_str();
    let mut verbs = 0;
    while let Some((before, after)) = rest.split_once("<!-- help: ") {
        let (verb, after) = after.split_once(" -->\n").unwrap();
        let (_, after) = after.split_once("```\n").and_then(|(_, rest)| rest.split_once("```\n")).unwrap();
        let help = stdout(&[verb, "--help"]);
        let help: Vec<&str> = help.lines().map(str::trim_end).collect();
        expected.push_str(&format!("{before}<!-- help: {verb} -->\n```\n{}\n```\n", help.join("\n")));
        rest = after;
        verbs += 1;
    }
    expected.push_str(rest);
    assert_eq!(verbs, 4, "sim, explain, schema, completions");
    if std::env::var_os("INCENTOR_BLESS").is_some() {
        fs::write(&path, &expected).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap() == expected,
        "docs/sim.md is not the help; INCENTOR_BLESS=1 writes it"
    );
}
