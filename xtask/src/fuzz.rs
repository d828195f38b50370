//! `cargo xtask fuzz`: broken input for the decoders.

use crate::failure::Failure;
use crate::process;
use std::process::Stdio;

/// How long a target runs unless told otherwise.
const MINUTES: u32 = 10;

/// What single targets need beside the time.
const FLAGS: &[(&str, &[&str])] = &[
    ("keyfile", &["-max_len=8192"]),
    ("prompting_scoring", &["-max_len=4096"]),
    ("state_reader", &["-max_len=65536"]),
    ("storage_scoring", &["-max_len=4096"]),
    ("synapse_reader", &["-max_len=65536"]),
    ("tensor_reader", &["-max_len=4096"]),
    ("tsp_scoring", &["-max_len=4096"]),
    ("wire_stream", &["-max_len=4096"]),
];

/// Prints the names of the targets.
pub(crate) fn list() -> Result<(), Failure> {
    for target in targets()? {
        println!("{target}");
    }
    Ok(())
}

/// Runs one target for a number of minutes.
pub(crate) fn run(target: &str, minutes: Option<u32>) -> Result<(), Failure> {
    let targets = targets()?;
    if !targets.iter().any(|known| known == target) {
        let known = targets.join(", ");
        return Err(Failure::Usage(format!("no fuzz target `{target}`; there are {known}")));
    }
    let mut version = process::cargo();
    let installed = version.args(["fuzz", "--version"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !installed.is_ok_and(|status| status.success()) {
        let text = "cargo fuzz is missing; run: cargo install cargo-fuzz";
        return Err(Failure::Environment(text.to_owned()));
    }
    let seconds = u64::from(minutes.unwrap_or(MINUTES)) * 60;
    let flags = FLAGS.iter().find(|(name, _)| *name == target).map_or(&[][..], |(_, flags)| flags);
    let mut command = process::cargo();
    // Coverage counters are still an unstable flag of rustc. No sanitizer: the code has no unsafe.
    command.env("RUSTC_BOOTSTRAP", "1").args(["fuzz", "run", "-s", "none", target, "--"]);
    process::run(command.args(flags).arg(format!("-max_total_time={seconds}")))
}

/// The targets by name: one file each.
fn targets() -> Result<Vec<String>, Failure> {
    let folder = process::root().join("fuzz/fuzz_targets");
    let unreadable = |error| Failure::Environment(format!("{}: {error}", folder.display()));
    let mut targets = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            targets.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
        }
    }
    targets.sort();
    Ok(targets)
}

#[test]
fn flags_belong_to_targets_that_exist() {
    let targets = targets().unwrap();
    for (target, _) in FLAGS {
        assert!(targets.iter().any(|known| known == target), "{target}");
    }
}

#[test]
fn an_unknown_target_is_refused_with_the_known_ones() {
    let refusal = run("epohc", None).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "no fuzz target `epohc`; there are epoch, keyfile, ledger_actions, prompting_scoring, scenario_reader, \
         state_reader, storage_scoring, synapse_reader, tensor_reader, timelock_payload, tsp_scoring, \
         wire_request, wire_response, wire_stream"
    );
}
