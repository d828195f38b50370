//! `incentor retention` as a person or a script meets it.

use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A map of a moment: two stakes, 50 networks of 24 neurons.
const SMALL: &[&str] = &[
    "--honest-stakes",
    "0.8,0.6",
    "--uids",
    "24",
    "--validators",
    "6",
    "--grid-points",
    "5",
    "--seeds",
    "1",
];

fn directory(name: &str) -> PathBuf {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("retention").join(name);
    let _ = fs::remove_dir_all(&directory);
    directory
}

fn retention(out: &PathBuf, arguments: &[&str]) -> Output {
    command(out, arguments).output().expect("the binary starts")
}

fn command(out: &PathBuf, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_incentor"));
    command.arg("retention").args(arguments).arg("--out").arg(out);
    command
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("output is text")
}

#[test]
fn json_is_one_document_with_params_and_rows() {
    let out = directory("json");
    let output = retention(&out, &[SMALL, &["--json", "--quiet"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "");
    let document: Value = serde_json::from_slice(&output.stdout).expect("stdout is one document");
    assert_eq!(document["params"]["kappa"], 0.5);
    assert_eq!(document["params"]["weight_deviation"], 0.4);
    assert_eq!(document["params"]["seeds"], 1);
    let rows = document["rows"].as_array().expect("rows are a list");
    let stakes: Vec<_> = rows.iter().map(|row| row["honest_stake"].as_f64()).collect();
    assert_eq!(stakes, [Some(0.6), Some(0.8)], "ascending, whatever the order asked for");
    for row in rows {
        let utility = row["required_utility"].as_f64().expect("an honest majority retains its stake");
        assert!((0.0..=1.0).contains(&utility) && row["at_cabal_weight"].is_number(), "{row}");
        assert_eq!(row.get("published"), None, "no figure has networks of 24");
    }
}

#[test]
fn the_table_is_plain_text_and_the_files_are_named() {
    let out = directory("table");
    let output = retention(&out, SMALL);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let table = text(&output.stdout);
    assert!(table.contains("σ 0.4 · κ 0.5 · β 1 · ξ 0.5"), "{table}");
    assert!(table.contains("An honest majority of 60 % of stake"), "{table}");
    assert!(!table.contains('\u{1b}') && !table.contains("published"), "{table}");
    assert!(text(&output.stderr).contains("retention.svg"));
    let file = |name: &str| fs::read_to_string(out.join(name)).expect("the file was written");
    assert_eq!(file("retention.csv").lines().count(), 1 + 2);
    assert_eq!(file("retention-contours.csv").lines().count(), 1 + 2 * 5);
    let svg = file("retention.svg");
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
    assert!(!svg.contains("href") && !svg.contains("src="));
}

#[test]
fn published_numbers_stand_beside_ours() {
    let out = directory("published");
    let few = ["--honest-stakes", "0.8,0.99", "--grid-points", "3", "--seeds", "1"];
    let output = retention(&out, &few);
    let table = text(&output.stdout);
    assert!(table.contains("difference") && table.contains("0.813"), "{table}");
    let output = retention(&out, &[&few[..], &["--json"]].concat());
    let document: Value = serde_json::from_slice(&output.stdout).expect("stdout is one document");
    assert_eq!(document["rows"][0]["published"]["required_utility"], 0.813);
    assert_eq!(document["rows"][1].get("published"), None);
}

#[test]
fn threads_change_no_byte() {
    let on = |threads: &str| {
        let out = directory(&format!("threads-{threads}"));
        let output = command(&out, &[SMALL, &["--json", "--quiet"]].concat())
            .env("RAYON_NUM_THREADS", threads)
            .output()
            .expect("the binary starts");
        let files = ["retention.csv", "retention-contours.csv", "retention.svg"];
        (output.stdout, files.map(|name| fs::read(out.join(name)).expect("the file was written")))
    };
    assert_eq!(on("1"), on("2"));
}

#[test]
fn what_makes_no_sense_is_a_usage_error() {
    let out = directory("refused");
    for (flag, value, expected) in [
        ("--kappa", "1.1", "kappa is 1.1, and must lie between 0 and 1"),
        ("--kappa", "-1", "kappa is -1"),
        ("--kappa", "half", "invalid value 'half'"),
        ("--beta", "2", "bonds_penalty is 2"),
        ("--xi", "nan", "validator_share is NaN"),
        ("--sigma", "inf", "weight_deviation is inf"),
        ("--stake-deviation", "11", "stake_deviation is 11"),
        ("--honest-stakes", "", "invalid value ''"),
        ("--honest-stakes", "0.6,1", "honest_stakes holds 1"),
        ("--uids", "3", "uids is 3"),
        ("--uids", "99999999", "uids is 99999999"),
        ("--validators", "1", "validators is 1"),
        ("--validators", "512", "validators is 512"),
        ("--grid-points", "1", "grid_points is 1"),
        ("--grid-points", "1000000", "grid_points is 1000000"),
        ("--seeds", "0", "seeds is 0"),
        ("--seeds", "18446744073709551615", "seeds is 18446744073709551615"),
        ("--first-seed", "18446744073709551615", "first_seed is"),
        ("--yuma", "4", "invalid value '4'"),
    ] {
        let output = retention(&out, &[flag, value]);
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{flag} {value}: {stderr}");
        assert!(stderr.contains(expected), "{flag} {value}: {stderr}");
        assert_eq!(text(&output.stdout), "", "{flag} {value}");
    }
    assert!(!out.exists(), "a refused command leaves nothing");
}

#[test]
fn an_error_names_the_flag_and_the_next_command() {
    let output = retention(&directory("flag"), &["--beta", "2"]);
    let stderr = text(&output.stderr);
    assert!(stderr.contains("--bonds-penalty") && stderr.contains("incentor retention --help"), "{stderr}");
}

#[test]
fn a_directory_that_cannot_be_made_is_the_surroundings_fault() {
    let out = directory("blocked");
    fs::create_dir_all(out.parent().expect("it has a parent")).expect("the test directory can be made");
    let _ = fs::remove_file(&out);
    fs::write(&out, "in the way").expect("the test directory can be written");
    let output = retention(&out, SMALL);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    fs::remove_file(&out).expect("the file is ours");
}

#[test]
fn help_teaches_by_example() {
    let output = retention(&directory("help"), &["--help"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("incentor retention --sigma 0"));
}
