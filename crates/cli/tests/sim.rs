//! `incentor sim` as a person meets it: exit codes, files, words, equal bytes.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const QUICKSTART: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/quickstart.toml");

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

/// Five miners and two validators, small enough for a debug build; one gate, one axis to sweep, two variants.
fn small() -> String {
    r#"
name = "small"
rule_set = "subtensor-2026-06"
run = { seeds = 2, duration = "16 tempos", warmup = "4 tempos" }
population = [
  { name = "honest", role = "miner", count = 3, behaviour = "honest", quality = { median = 1.0, sd = 0.25, draw = "quantiles" } },
  { name = "copycat", role = "miner", behaviour = { copycat = { of = "best_visible", delay = "400ms" } }, otherwise = { behaviour = "honest", quality = 0.5 } },
  { name = "validators", role = "validator", count = 2, stake = ["400k", "300k"], behaviour = "honest" },
]
[subnet]
tempo = 360
commit_reveal = false
alpha_price = { constant = "0.01 tao" }
[mechanism]
kind = "abstract"
task = { given_to = "all_miners", load = "light", difficulty_sd = 0.15 }
round = { every = "120 blocks", sample = "all" }
weights = { every = "120 blocks", power = 1.0, positive_floor = 1 }
[[variant]]
name = "draft"
[[variant]]
name = "own-tasks"
set = { "mechanism.task.given_to" = "one_miner" }
[[gate]]
variant = "own-tasks"
assert = ["pay(copycat) < 0.5 * pay(honest)"]
[sweep]
"population.copycat.hotkeys" = [1, 2]
"#
    .to_owned()
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
fn a_scenario_ends_with_tables_files_and_the_verdict_of_its_gates() {
    let out = directory("tables");
    let output = piped(&small(), &["--out", out.to_str().unwrap()]);
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{stdout}{stderr}");
    for line in [
        "WHO EARNS in draft",
        "WHO VALIDATES",
        "DOES CHEATING PAY?",
        "DOES IMPROVING PAY?",
        "GATES on own-tasks   1 passed, 0 failed, 0 undecided",
        "next    ",
    ] {
        assert!(stdout.contains(line), "{line} is missing:\n{stdout}");
    }
    let ours = |line: &&str| !["report", "repeat", "next"].iter().any(|label| line.starts_with(label));
    for line in stdout.lines().filter(ours) {
        assert!(line.chars().count() <= 80, "{} columns: {line}", line.chars().count());
    }
    assert!(!stdout.contains('\u{1b}'), "colour into a pipe");
    assert!(stderr.is_empty(), "{stderr}");
    for name in ["report.html", "run.json", "coldkeys.csv", "uids.csv", "series.csv"] {
        assert!(fs::metadata(out.join(name)).is_ok_and(|file| file.len() > 100), "{name}");
    }
    let drafts = fs::read_dir(&out)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with('.'));
    assert_eq!(drafts.count(), 0, "nothing half written stays");
}

#[test]
fn a_gate_that_fails_or_is_open_ends_with_1() {
    let out = directory("gates");
    let gated = |gate: &str| {
        let scenario = small().replace("pay(copycat) < 0.5 * pay(honest)", gate);
        let output = piped(&scenario, &["--variant", "own-tasks", "--out", out.to_str().unwrap()]);
        (output.status.code(), text(&output.stdout))
    };
    let (code, stdout) = gated("pay(honest) < 0.5 * pay(copycat)");
    assert_eq!(code, Some(1), "{stdout}");
    assert!(stdout.contains("0 passed, 1 failed, 0 undecided"), "{stdout}");
    assert!(stdout.contains("FAILED     pay(honest) < 0.5 * pay(copycat)"), "{stdout}");
    let arguments = ["--variant", "own-tasks", "--seeds", "1", "--out", out.to_str().unwrap()];
    let output = piped(&small(), &arguments);
    let stdout = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "one seed shows nothing: {stdout}");
    assert!(stdout.contains("0 passed, 0 failed, 1 undecided"), "{stdout}");
}

#[test]
fn one_thread_and_two_leave_equal_bytes() {
    let source = directory("threads-scenario").with_extension("toml");
    fs::create_dir_all(source.parent().unwrap()).unwrap();
    fs::write(&source, small()).unwrap();
    let run = |threads: &str| {
        let out = directory(&format!("threads-{threads}"));
        let arguments = [source.to_str().unwrap(), "--out", out.to_str().unwrap(), "--json", "--quiet"];
        let output = incentor(&arguments).args(["--threads", threads]).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(&out)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
            .collect();
        files.sort();
        (output.stdout, files)
    };
    let (stdout, files) = run("1");
    let (_, json) = files.iter().find(|(name, _)| name == "run.json").unwrap();
    assert_eq!(stdout, *json, "--json prints run.json");
    assert!((stdout, files) == run("2"), "the number of threads shows");
}

#[test]
fn seeds_sets_and_variants_come_from_the_command_line_and_the_run_says_so() {
    let out = directory("json");
    let arguments = ["--json", "--seed", "7", "--seeds", "3", "--variant", "draft"];
    let sets = ["--set", "mechanism.weights.power=4", "--set", "mechanism.weights.power=2"];
    let output = piped(&small(), &[&arguments[..], &sets, &["--out", out.to_str().unwrap()]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let run: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(run["format"], "incentor-run/2");
    assert_eq!((run["seeds"]["first"].as_u64(), run["seeds"]["count"].as_u64()), (Some(7), Some(3)));
    assert_eq!(run["variants"].as_array().map(Vec::len), Some(1));
    assert_eq!(run["hash"].as_str().map(str::len), Some(64));
    let parameter = |key: &str| {
        let parameters = run["parameters"].as_array().unwrap();
        let found = parameters.iter().find(|parameter| parameter["key"] == key).unwrap();
        (found["value"].as_str().unwrap().to_owned(), found["origin"].as_str().unwrap().to_owned())
    };
    assert_eq!(parameter("run.first_seed"), ("7".into(), "command_line".into()));
    assert_eq!(
        parameter("mechanism.weights.power"),
        ("2".into(), "command_line".into()),
        "the last one wins"
    );
    let repeat = "incentor sim - --seed 7 --seeds 3 --set mechanism.weights.power=4 \
                  --set mechanism.weights.power=2 --variant draft";
    assert_eq!(run["repeat"], repeat);
}

#[test]
fn a_sweep_is_a_table_of_its_own() {
    let out = directory("sweep");
    let output =
        piped(&small(), &["--sweep", "--variant", "draft", "--seeds", "2", "--out", out.to_str().unwrap()]);
    let stdout = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(stdout.contains("SWEEP in draft\n  population.copycat.hotkeys\n"), "{stdout}");
    assert!(stdout.contains("honest profit") && stdout.contains("copycat"), "{stdout}");
}

#[test]
fn a_wrong_scenario_names_kind_place_and_remedy() {
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
    check("seeds = 2", "sedes = 2", &["error[unknown-key]: unknown key `run.sedes`", "stdin:4:", "`seeds`"]);
    check("\"120 blocks\"", "120", &["error[wrong-value]: `mechanism.round.every` is 120", "blocks"]);
    check("tempo = 360", "tempoo = 360", &["unknown key `subnet.tempoo`", "`tempo`"]);
    check("\"best_visible\"", "\"best_visibel\"", &["error[unknown-word]", "best_visibel", "stdin:7:"]);
    check("pay(copycat) <", "pya(copycat) <", &["pya", "pay"]);
    check("name = \"draft\"", "name = \"own-tasks\"", &["error[duplicate-name]", "own-tasks"]);
    check("[[gate]]", "[[gate]", &["error[not-toml]"]);
    let scenario = small();
    let head = scenario.split("task = {").next().unwrap();
    let own =
        head.replace("\"abstract\"", "\"own\"") + "round = { every = \"60 blocks\", sample = \"all\" }\n";
    let output = piped(&own, &["--out", "never"]);
    assert!(text(&output.stderr).contains("error[no-mechanism]"), "{}", text(&output.stderr));
    assert!(!Path::new("never").exists(), "nothing is made before the scenario is read");
}

#[test]
fn a_wrong_command_line_says_what_would_be_right() {
    let check = |arguments: &[&str], expected: &[&str]| {
        let output = piped(&small(), &[arguments, &["--out", "never"]].concat());
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        for part in expected {
            assert!(stderr.contains(part), "no {part:?} in\n{stderr}");
        }
    };
    check(&["--variant", "drafd"], &["error[unknown-variant]", "draft"]);
    check(&["--set", "run.seeds"], &["error[no-equals]", "--set run.seeds=8"]);
    check(&["--set", "run.sedes=3"], &["error[unknown-key]", "--set run.sedes"]);
    check(&["--set", "subnet.tempo=soon"], &["error[wrong-value]", "subnet.tempo"]);
    check(&["--seeds", "0"], &["0 is not in 1.."]);
    let no_sweep = small().replace("[sweep]\n\"population.copycat.hotkeys\" = [1, 2]", "");
    let output = piped(&no_sweep, &["--sweep", "--out", "never"]);
    assert!(text(&output.stderr).contains("error[nothing-to-sweep]"), "{}", text(&output.stderr));
    assert!(!Path::new("never").exists());
}

#[test]
fn missing_files_wrong_flags_and_full_disks_have_their_exit_codes() {
    let code = |arguments: &[&str]| {
        let output = incentor(arguments).output().unwrap();
        assert!(!text(&output.stderr).contains("panicked"), "{}", text(&output.stderr));
        output.status.code()
    };
    assert_eq!(code(&["no-such-file.toml"]), Some(2));
    assert_eq!(code(&[QUICKSTART, "--seeds", "1", "--out", "/dev/null/never"]), Some(3));
    // A directory that is there and takes no file: said before any world is played.
    let output = incentor(&[QUICKSTART, "--seeds", "1", "--out", "/proc"]).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stderr).contains("error[output-directory]: cannot write to the output directory"));
    assert_eq!(code(&["--help"]), Some(0));
    assert_eq!(code(&[env!("CARGO_BIN_EXE_incentor")]), Some(2), "a binary is no scenario");
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
    let output = incentor(&[source, "--seed", "7", "--variant", "draft", "--out", there]).output().unwrap();
    let command = repeat(&text(&output.stdout));
    let expected = format!("incentor sim '{source}' --seed 7 --seeds 2 --variant draft --out '{there}'");
    assert_eq!(command, expected);
    let output = piped(&small(), &["--variant", "draft", "--out", there]);
    let command = repeat(&text(&output.stdout));
    assert!(command.starts_with("incentor sim - --seed 1 --seeds 2 --variant draft --out '"), "{command}");
    assert!(command.ends_with("  # the scenario came from standard input"), "{command}");
}

#[test]
fn verbose_says_the_pace_on_stderr_and_every_variant_on_stdout() {
    let out = directory("verbose");
    let run = |arguments: &[&str]| {
        let output = piped(&small(), &[&["--out", out.to_str().unwrap()], arguments].concat());
        (text(&output.stdout), text(&output.stderr))
    };
    let (plain, silent) = run(&["--quiet"]);
    assert_eq!(silent, "");
    assert!(plain.contains("WHO EARNS in draft") && !plain.contains("WHO EARNS in own-tasks"), "{plain}");
    let (verbose, pace) = run(&["-v"]);
    assert!(verbose.contains("WHO EARNS in own-tasks"), "{verbose}");
    assert!(pace.contains(" worlds in ") && pace.ends_with(" epochs per second\n"), "{pace}");
    assert_eq!(pace.lines().count(), 1);
}

#[test]
fn the_page_fetches_nothing() {
    let out = directory("page");
    piped(&small(), &["--out", out.to_str().unwrap()]);
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(!page.contains("src=") && !page.contains("href=\"http"));
    assert!(page.contains("prefers-color-scheme:dark") && page.contains("width=device-width"));
}

/// Ctrl-C in the middle of the work: 130, and nothing is left, not even the directory it made.
#[cfg(unix)]
#[test]
fn control_c_ends_with_130_and_leaves_nothing() {
    use std::time::Duration;
    let out = directory("interrupted");
    let child = incentor(&[QUICKSTART, "--seeds", "500", "--out", out.to_str().unwrap()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    for _ in 0..1500 {
        if out.exists() {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    // The directory is there just before Ctrl-C is watched for.
    std::thread::sleep(Duration::from_millis(500));
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let output = child.wait_with_output().unwrap();
    let stderr = text(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{stderr}");
    assert!(stderr.contains("error[interrupted]: interrupted"), "{stderr}");
    assert!(output.stdout.is_empty() && !out.exists());
}
