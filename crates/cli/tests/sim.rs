//! `incentor sim` as a person meets it: exit codes, files, words, equal bytes.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const QUICKSTART: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/quickstart.toml");
const FILES: [&str; 5] = ["report.html", "run.json", "coldkeys.csv", "uids.csv", "series.csv"];

/// A directory of its own for each test, emptied first.
fn directory(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sim").join(name);
    let _ = fs::remove_dir_all(&path);
    path
}

fn incentor(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_incentor"));
    command.args(["sim"]).args(arguments).env_remove("RAYON_NUM_THREADS").env("NO_COLOR", "1");
    command
}

/// The quickstart, small enough for a debug build.
fn small() -> String {
    let text = fs::read_to_string(QUICKSTART).unwrap();
    text.replace("280 tempos", "24 tempos")
        .replace("28 tempos", "4 tempos")
        .replace("seeds = 32", "seeds = 2")
}

fn piped(scenario: &str, arguments: &[&str]) -> Output {
    let mut child = incentor(&[&["-"], arguments].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(scenario.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_quickstart_exits_0_with_a_table_and_its_files() {
    let out = directory("quickstart");
    let output = incentor(&[QUICKSTART, "--seeds", "2", "--out", out.to_str().unwrap()]).output().unwrap();
    let stdout = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    for line in ["WHO EARNS", "WHO VALIDATES", "DOES CHEATING PAY?", "PAYS", "--seed 1 --seeds 2"] {
        assert!(stdout.contains(line), "{line} is missing:\n{stdout}");
    }
    for line in stdout.lines().filter(|line| !line.starts_with("report") && !line.starts_with("repeat")) {
        assert!(line.chars().count() <= 80, "{} columns: {line}", line.chars().count());
    }
    assert!(!stdout.contains('\u{1b}'), "colour into a pipe");
    assert!(output.stderr.is_empty(), "{}", text(&output.stderr));
    assert_eq!(fs::read_dir(&out).unwrap().count(), FILES.len(), "nothing else is left");
    for name in FILES {
        assert!(fs::metadata(out.join(name)).is_ok_and(|file| file.len() > 100), "{name}");
    }
}

#[test]
fn one_thread_and_two_leave_equal_bytes() {
    let run = |threads: &str| {
        let out = directory(&format!("threads-{threads}"));
        let source = directory("threads-scenario").with_extension("toml");
        fs::create_dir_all(source.parent().unwrap()).unwrap();
        fs::write(&source, small()).unwrap();
        let arguments = [source.to_str().unwrap(), "--out", out.to_str().unwrap(), "--json", "--quiet"];
        let output = incentor(&arguments).env("RAYON_NUM_THREADS", threads).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let files: Vec<Vec<u8>> = FILES.iter().map(|name| fs::read(out.join(name)).unwrap()).collect();
        (output.stdout, files)
    };
    let (stdout, files) = run("1");
    assert_eq!(stdout, files[1], "--json prints run.json");
    assert!((stdout, files) == run("2"), "the number of threads shows");
}

#[test]
fn json_is_the_run_and_seeds_come_from_the_command_line() {
    let out = directory("json");
    let output = piped(&small(), &["--json", "--seed", "7", "--seeds", "3", "--out", out.to_str().unwrap()]);
    let run: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(run["format"], "incentor-run/1");
    assert_eq!((run["seeds"]["first"].as_u64(), run["seeds"]["count"].as_u64()), (Some(7), Some(3)));
    assert_eq!(run["coldkeys"][0]["pay_per_seed"].as_array().map(Vec::len), Some(3));
    assert_eq!(run["hash"].as_str().map(str::len), Some(64));
    let parameters = run["parameters"].as_array().unwrap();
    let seed = parameters.iter().find(|parameter| parameter["key"] == "run.first_seed").unwrap();
    assert_eq!((&seed["value"], &seed["origin"]), (&"7".into(), &"command_line".into()));
}

#[test]
fn a_wrong_scenario_names_place_and_remedy() {
    let check = |from: &str, to: &str, expected: &[&str]| {
        let scenario = small();
        assert!(scenario.contains(from), "{from}");
        let output = piped(&scenario.replacen(from, to, 1), &["--out", "never"]);
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(output.stdout.is_empty());
        for part in expected {
            assert!(stderr.contains(part), "no {part:?} in\n{stderr}");
        }
    };
    check("seeds = 2", "sedes = 2", &["unknown key `run.sedes`", "stdin:10:14", "`seeds`, the nearest"]);
    check("\"60 blocks\"", "60", &["`mechanism.round.every` is 60", "\"60 blocks\""]);
    check("tempo            =", "tempoo           =", &["unknown key `subnet.tempoo`", "`tempo`"]);
    check("commit_reveal    = false", "commit_reveal    = true", &["`subnet.commit_reveal` is true"]);
    check(
        "[costs]",
        "[[gate]]\n[costs]",
        &["unknown key `gate`", "one of the keys here: name, rule_set, run"],
    );
    check(
        "tempo            = 360",
        "tempo = 0",
        &["stdin:23:9", "try  a whole number of blocks from 121 to"],
    );
    check("count = 12", "count = 99", &["stdin:16:14", "try  max_allowed_uids = 103"]);
    check("[costs]", "[costs", &["this is not TOML"]);
    assert!(!Path::new("never").exists(), "nothing is made before the scenario is read");
}

#[test]
fn missing_files_wrong_flags_and_full_disks_have_their_exit_codes() {
    let code = |arguments: &[&str]| {
        let output = incentor(arguments).output().unwrap();
        assert!(!text(&output.stderr).contains("panicked"), "{}", text(&output.stderr));
        output.status.code()
    };
    assert_eq!(code(&["no-such-file.toml"]), Some(2));
    assert_eq!(code(&[QUICKSTART, "--seeds", "0"]), Some(2));
    assert_eq!(code(&[QUICKSTART, "--seeds", "1", "--out", "/dev/null/never"]), Some(3));
    // A directory that is there and takes no file: said before any world is played.
    let output = incentor(&[QUICKSTART, "--seeds", "1", "--out", "/proc"]).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stderr).contains("cannot write to the output directory"));
    assert_eq!(code(&["--help"]), Some(0));
    assert_eq!(code(&[env!("CARGO_BIN_EXE_incentor")]), Some(2), "a binary is no scenario");
}

#[test]
fn a_run_that_pays_nobody_has_no_verdict() {
    let out = directory("unpaid");
    let scenario = small().replace("24 tempos", "1 tempos").replace("4 tempos", "0 tempos");
    let output = piped(&scenario, &["--out", out.to_str().unwrap()]);
    let stdout = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(stdout.contains("0.05 days = 1 tempo, 0 of them"), "{stdout}");
    assert!(stdout.contains("INCONCLUSIVE") && stdout.contains("no miner was paid"), "{stdout}");
    assert!(!stdout.contains("honest miners") && !stdout.contains("PAYS"), "{stdout}");
    assert!(stdout.lines().all(|line| line.chars().count() <= 80 || line.starts_with("re")), "{stdout}");
}

#[test]
fn the_repeat_line_is_a_command_that_repeats() {
    let out = directory("a repeat");
    fs::create_dir_all(&out).unwrap();
    let (source, there) = (out.join("my scenario.toml"), out.join("there"));
    let (source, there) = (source.to_str().unwrap(), there.to_str().unwrap());
    fs::write(source, small()).unwrap();
    let repeat = |stdout: &str| {
        let line = stdout.lines().find_map(|line| line.strip_prefix("repeat  ")).unwrap();
        line.to_owned()
    };
    let output = incentor(&[source, "--seed", "7", "--out", there]).output().unwrap();
    let command = repeat(&text(&output.stdout));
    assert_eq!(command, format!("incentor sim '{source}' --seed 7 --seeds 2 --out '{there}'"));
    let output = piped(&small(), &["--out", there]);
    let command = repeat(&text(&output.stdout));
    assert!(command.starts_with("incentor sim - --seed 1 --seeds 2 --out '"), "{command}");
    assert!(command.ends_with("  # the scenario came from standard input"), "{command}");
}

#[test]
fn verbose_says_the_pace_on_stderr_alone() {
    let out = directory("verbose");
    let run = |arguments: &[&str]| {
        let output = piped(&small(), &[&["--out", out.to_str().unwrap()], arguments].concat());
        (text(&output.stdout), text(&output.stderr))
    };
    let (plain, silent) = run(&[]);
    let (verbose, pace) = run(&["-v"]);
    assert_eq!((plain, silent.as_str()), (verbose, ""));
    assert!(pace.starts_with("4 worlds in ") && pace.ends_with(" epochs per second\n"), "{pace}");
    assert_eq!(pace.lines().count(), 1);
    assert_eq!(run(&["-v", "--quiet"]).1, "");
}

#[test]
fn the_page_fetches_nothing() {
    let out = directory("page");
    piped(&small(), &["--out", out.to_str().unwrap()]);
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(!page.contains("src=") && !page.contains("href=") && !page.contains("<script"));
    assert!(page.contains("prefers-color-scheme:dark") && page.contains("width=device-width"));
}
