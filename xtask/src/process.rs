//! Programs that jobs run.

use crate::failure::Failure;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

/// The repository's folder.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_owned)
}

/// Where cargo builds.
pub(crate) fn target_dir() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// The cargo that runs this job, in the repository.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Runs a program to its end, on this terminal.
pub(crate) fn run(command: &mut Command) -> Result<(), Failure> {
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    check(status)
}

/// Runs a program to its end and gives what it printed; its errors go to this terminal.
pub(crate) fn output(command: &mut Command) -> Result<String, Failure> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| cannot_start(command, &error))?;
    check(output.status)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn cannot_start(command: &Command, error: &std::io::Error) -> Failure {
    Failure::Environment(format!("cannot start {}: {error}", command.get_program().display()))
}

fn check(status: ExitStatus) -> Result<(), Failure> {
    match status.code() {
        Some(0) => Ok(()),
        // Ended by a signal, as by Ctrl-C.
        None => Err(Failure::Program(130)),
        Some(code) => Err(Failure::Program(u8::try_from(code).unwrap_or(1))),
    }
}

/// A member of a JSON object on one line, without quotes; for the plain names and numbers our own programs print.
pub(crate) fn field<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(&format!("\"{name}\":"))?;
    Some(rest.split([',', '}']).next()?.trim().trim_matches('"'))
}

#[test]
fn fields_are_found_by_name() {
    let line = r#"{"port": 80, "hotkey":"5F","last":1.5}"#;
    assert_eq!(
        ["port", "hotkey", "last"].map(|name| field(line, name)),
        [Some("80"), Some("5F"), Some("1.5")]
    );
    assert_eq!(field(line, "key"), None);
}
