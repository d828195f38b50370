//! What a person sees of `incentor epoch`: stdout, stderr, exit code.

#[path = "../../scenario/tests/schema/validate.rs"]
mod validate;

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

struct Ran {
    stdout: String,
    stderr: String,
    code: i32,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn run_with(stdin: &str, arguments: &[&str]) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_incentor"))
        .current_dir(root())
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .arg("epoch")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Written beside reading, since the command answers while it reads; one that refuses its arguments
    // does not read at all.
    let mut pipe = child.stdin.take().unwrap();
    let bytes = stdin.to_owned();
    let writer = thread::spawn(move || drop(pipe.write_all(bytes.as_bytes())));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Ran {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().expect("an exit code"),
    }
}

fn run(arguments: &[&str]) -> Ran {
    run_with("", arguments)
}

const METAGRAPH: &str = "data/metagraph-netuid15-block4769998.json";
const VECTORS: &str = "crates/yuma/tests/vectors/epoch/public.jsonl";

/// Lines of the vectors whose names begin so.
fn vectors(prefix: &str) -> String {
    let start = format!("{{\"name\":\"{prefix}");
    let text = fs::read_to_string(root().join(VECTORS)).unwrap();
    text.lines().filter(|line| line.starts_with(&start)).map(|line| format!("{line}\n")).collect()
}

/// Text without its line breaks.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A bad input ends with code 2, nothing on stdout, and what, where and what next on stderr.
#[track_caller]
fn refused(ran: &Ran, what: &str, place: &str, next: &str) {
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert_eq!(ran.stdout, "");
    let lines: Vec<&str> = ran.stderr.lines().collect();
    assert!(lines[0].starts_with("error[") && lines[0].contains(what), "{}", ran.stderr);
    assert!(lines[1].trim_start().starts_with("at ") && lines[1].contains(place), "{}", ran.stderr);
    assert!(lines[2].trim_start().starts_with("try ") && lines[2].contains(next), "{}", ran.stderr);
}

#[test]
fn json_gives_the_exact_result_a_line_for_each_state() {
    let input = fs::read_to_string(root().join(VECTORS)).unwrap();
    let ran = run(&[VECTORS, "--json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let mut lines = 0;
    for (line, printed) in input.lines().zip(ran.stdout.lines()) {
        let (name, expected) = line.split_once(r#","expected":"#).unwrap();
        assert_eq!(printed, expected.strip_suffix('}').unwrap(), "{}", &name[..30]);
        lines += 1;
    }
    assert_eq!((lines, ran.stdout.lines().count()), (648, 648));
}

#[test]
fn the_metagraph_s_three_runs_come_from_the_command_line() {
    let results =
        fs::read_to_string(root().join("data/metagraph-netuid15-block4769998.expected.json")).unwrap();
    let results: serde_json::Value = serde_json::from_str(&results).unwrap();
    for (run_index, set) in
        ["", "yuma3_on=true", "yuma3_on=true,liquid_alpha_on=true,bonds_penalty_u16=0"].iter().enumerate()
    {
        let mut arguments = vec![METAGRAPH, "--json"];
        if !set.is_empty() {
            arguments.extend(["--set", set]);
        }
        let ran = run(&arguments);
        let printed: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        assert!(printed == results["runs"][run_index]["expected"], "run {run_index} differs");
    }
}

#[test]
fn the_table_fits_the_screen_and_adds_up() {
    let ran = run(&[METAGRAPH, "--top", "3"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert!(ran.stdout.lines().all(|line| line.chars().count() <= 80), "{}", ran.stdout);
    assert!(!ran.stdout.contains('\u{1b}'), "no colour into a pipe");
    let expected = "\
metagraph-netuid15-block4769998, subnet 15, block 4769998
256 uids, up to 128 permits, Yuma 2, majority from 49.99 %

                 stake                 val.   con- incen-  divi-      emission
  uid hotkey     share permit active  trust sensus   tive  dends      in alpha
  126 5EL3…SUJd  <.01% yes    no          - 0.5000 0.5220      -  77.271005189
    2 5F4t…ZAc3 34.80% yes    yes    0.9591      -      - 0.3514  52.018843625
  244 5EWy…dhdC  <.01% yes    no          - 0.1898 0.1881      -  27.844843838
    … 253 more uids with 138.885306293 α together; --top all shows them
────────────────────────────────────────────────────────────────────────────────
emission in                    296.020000000 α
  to miners                    148.009999088 α  for incentive
  to validators                148.009999857 α  for dividends
  dust                           0.000001055 α  lost to rounding down
";
    assert_eq!(ran.stdout, expected);
}

#[test]
fn colour_changes_no_text() {
    let plain = run(&[METAGRAPH, "--color", "never"]).stdout;
    let coloured = run(&[METAGRAPH, "--color", "always"]).stdout;
    assert!(coloured.contains("\u{1b}["));
    let mut stripped = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        stripped.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    assert_eq!(stripped + rest, plain);
}

#[test]
fn several_states_have_a_table_each() {
    let ran = run_with(&vectors("single-0"), &["-", "--top", "all"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(ran.stdout.matches("emission in").count(), 10);
    assert!(ran.stdout.starts_with("single-00, block "));
    assert!(ran.stdout.contains("\n\nsingle-01, block "));
    assert!(!ran.stdout.contains('…'), "nobody is hidden");
}

#[test]
fn every_family_can_be_shown_explained_and_traced() {
    for family in ["irregular", "all-zero", "liquid-alpha", "owner", "commit-reveal", "recent", "large-scale"]
    {
        let input = vectors(family);
        for arguments in [&["-", "--trace"][..], &["-", "--explain", "0"], &["-", "--top", "all"]] {
            let ran = run_with(&input, arguments);
            assert_eq!(ran.code, 0, "{family}: {}", ran.stderr);
            let long = ran.stdout.lines().find(|line| line.chars().count() > 80);
            assert_eq!(long, None, "{family} {arguments:?}");
        }
    }
}

#[test]
fn a_validator_is_explained() {
    let ran = run(&[METAGRAPH, "--explain", "0"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    for words in [
        "uid 0 of metagraph-netuid15-block4769998",
        "5FFApaS75bv5pJHfAp2FVLBj9ZaXuFDjEypsaBNc1wCfe52v",
        "Earns 11.507151570 α of the subnet's 296.020000000 α, all by validating.",
        "7.77 % of all stake, number 5 of",
        "It held a validator permit during this epoch",
        "It is active.",
        "20 weights were cut",
        "- miner 153: 0.0790 cut to 0.0713. Its consensus is 0.0713: 53.63 % of the stake gives that",
        "Validator trust, the sum of what counts: 0.9498.",
        "Dividends, its share of all validators': 7.77 %.",
        "No validator gives it weight that counts",
    ] {
        assert!(flat(&ran.stdout).contains(words), "{words}\n{}", ran.stdout);
    }
}

#[test]
fn a_miner_is_explained() {
    let ran = run(&[METAGRAPH, "--explain", "126"]);
    for words in [
        "Earns 77.271005189 α of the subnet's 296.020000000 α, all by mining.",
        "It never set weights",
        "It gives no weights.",
        "validators give it weight.",
        "an incentive of 52.20 %",
        "By mining: 26.10 % of the whole, 77.271005189 α.",
    ] {
        assert!(flat(&ran.stdout).contains(words), "{words}\n{}", ran.stdout);
    }
}

#[test]
fn masks_are_explained() {
    let check = |name: &str, uid: &str, words: &str| {
        let ran = run_with(&vectors(name), &["-", "--explain", uid]);
        assert!(flat(&ran.stdout).contains(words), "{words}\n{}{}", ran.stdout, ran.stderr);
    };
    check("inactive-01", "0", "because that miner registered after these weights were set (uid ");
    check("no-permit-00", "4", "because it held no permit");
    check("owner-02", "1", "because a weight on oneself counts for the subnet owner only");
    check("irregular-04", "5", "Ignored: 2 weights on uids 11 and 18, because the subnet has no such uid");
    check(
        "commit-reveal-01",
        "0",
        "because that miner registered after the commit that is still to be revealed (uid ",
    );
}

#[test]
fn an_explanation_is_a_document_too() {
    let ran = run(&[METAGRAPH, "--explain", "0", "--json"]);
    let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(document["uid"], 0);
    assert_eq!(document["emission"]["validating_rao"], "11507151570");
    assert_eq!(document["stake"]["rank"], 5);
    assert_eq!(document["permit"]["why"]["reason"], "large-stake");
    assert_eq!(document["as_validator"]["weights"].as_array().unwrap().len(), 37);
    assert_eq!(document["as_validator"]["weights"][2]["majority"]["uids"][0], 0);
}

#[test]
fn a_trace_is_a_document_too() {
    let ran = run_with(&vectors("grid-00"), &["-", "--trace", "--json"]);
    assert_eq!(ran.stdout.lines().count(), 1);
    let document: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(document["name"], "grid-00");
    assert_eq!(document["expected"]["consensus"][2], 7524);
    assert_eq!(document["trace"]["stake"].as_array().unwrap().len(), 10);
}

#[test]
fn files_that_cannot_be_read_are_said() {
    refused(&run(&["no/such.json"]), "there is no such file", "no/such.json", "check the path");
    refused(&run(&["data"]), "that is a directory", "data", "name a file in it");
    refused(&run_with("", &["-"]), "there is no state in it", "standard input:1:0", "metagraph");
}

#[test]
fn states_that_are_wrong_are_said_with_place_and_advice() {
    let good = vectors("grid-00");
    let check = |input: &str, what: &str, place: &str, next: &str| {
        refused(&run_with(input, &["-"]), what, place, next);
    };
    check("{", "it ends in the middle", "standard input:1:1", "cut off");
    check("[]", "expected an object", "standard input:1", "one object to a line");
    check(&good.replace("\"tempo\"", "\"temp\""), "no field `temp`", "field input", "`tempo`");
    check(
        &good.replace("\"kappa_u16\":26214", "\"kappa_u16\":0.4"),
        "0.4 is not a whole number",
        "field kappa_u16",
        "plain digits",
    );
    check(
        &good.replace("[2,38738]", "[3,38738]"),
        "names uid 3 twice",
        "field weights[0][1]",
        "at most once",
    );
    check(&good.replace("\"n\":10", "\"n\":11"), "expected 11 entries", "field total_stake", "correct `n`");
    check(
        &good.replace("\"total_stake\":[1,1,", "\"total_stake\":[18446744073709551615,18446744073709551615,"),
        "2^63 rao or more",
        "field total_stake",
        "rao",
    );
    check(&good.replace("\"input\"", "\"inptu\""), "has no `input`", "standard input:1", "`inptu`");
}

#[test]
fn results_before_a_bad_line_are_kept() {
    let ran = run_with(&format!("{}nonsense\n", vectors("grid-00")), &["-", "--json"]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.stdout.lines().count(), 1);
    assert!(ran.stderr.contains("at   standard input:2:"), "{}", ran.stderr);
}

#[test]
fn arguments_that_are_wrong_are_said() {
    refused(
        &run(&[METAGRAPH, "--explain", "256"]),
        "there is no uid 256: the subnet has uids 0 to 255",
        METAGRAPH,
        "--top all",
    );
    refused(&run(&[METAGRAPH, "--set", "yuma_on=true"]), "no field `yuma_on`", "--set", "yuma3_on");
    refused(&run(&[METAGRAPH, "--set", "tempo=fast"]), "does not fit `tempo`", "--set", "as JSON");
    refused(&run(&[METAGRAPH, "--set", "n=4"]), "`n` is not a single value", "--set", "tempo");
    for arguments in [&["--top", "few"][..], &["--explain", "-1"], &["--explain", "1", "--trace"], &[]] {
        let mut all = if arguments.is_empty() { vec![] } else { vec![METAGRAPH] };
        all.extend(arguments);
        let ran = run(&all);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.stderr.starts_with("error"), "{}", ran.stderr);
    }
}

#[test]
fn without_a_reader_it_stops() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_incentor"))
        .args(["epoch", "-", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let state = vectors("single-00");
    let mut states = child.stdin.take().unwrap();
    states.write_all(state.as_bytes()).unwrap();
    let mut results = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    results.read_line(&mut first).unwrap();
    assert!(first.starts_with("{\"stake_weight\""), "{first}");
    drop(results);
    // Far more than a pipe holds: writing fails as soon as nobody takes it.
    let taken = (0..100_000).take_while(|_| states.write_all(state.as_bytes()).is_ok()).count();
    assert!(taken < 100_000, "it reads on although nobody listens");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn help_has_examples() {
    let ran = run(&["--help"]);
    assert_eq!(ran.code, 0);
    assert!(ran.stdout.contains("Examples:\n  incentor epoch state.json "), "{}", ran.stdout);
}

/// What `incentor schema epoch` says of one kind of line.
fn form(name: &str) -> serde_json::Value {
    let output = Command::new(env!("CARGO_BIN_EXE_incentor")).args(["schema", "epoch"]).output().unwrap();
    let mut schema: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(schema["$defs"][name].is_object(), "{name}");
    schema["anyOf"] = serde_json::json!([{ "$ref": format!("#/$defs/{name}") }]);
    schema
}

fn fits(ran: &Ran, form: &serde_json::Value) -> usize {
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for line in ran.stdout.lines() {
        let mut document: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(validate::validate(&document, form), Ok(()));
        document["surplus"] = true.into();
        assert!(validate::validate(&document, form).is_err(), "it takes any key");
    }
    ran.stdout.lines().count()
}

/// Yuma 2 and 3, liquid alpha, masks of every kind: states of every family, and all uids of one of them.
#[test]
fn every_line_of_json_fits_its_schema() {
    let (expected, traced, explanation) = (form("expected"), form("traced"), form("explanation"));
    assert!(fits(&run(&[VECTORS, "--json"]), &expected) > 100);
    assert_eq!(fits(&run(&[METAGRAPH, "--trace", "--json"]), &traced), 1);
    let families = ["grid", "ties", "liquid-alpha", "recent-registration", "owner", "kitchen-sink", "topk"];
    let mut states = 0;
    for family in families {
        let lines = vectors(family);
        let few: String = lines.lines().take(12).map(|line| format!("{line}\n")).collect();
        states += fits(&run_with(&few, &["-", "--trace", "--json"]), &traced);
        states += fits(&run_with(&few, &["-", "--explain", "0", "--json"]), &explanation);
    }
    assert_eq!(states, 2 * 12 * families.len());
    for uid in ["0", "1", "12", "100", "255"] {
        assert_eq!(fits(&run(&[METAGRAPH, "--explain", uid, "--json"]), &explanation), 1);
    }
}
