//! `cargo xtask scenarios`: plays the shipped scenarios in full, and says which of their claims hold.

use crate::failure::Failure;
use crate::process;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Played only when it is named: it takes minutes by itself.
const LONG: &str = "network-year";

/// Plays those named, or all; a line each.
pub(crate) fn run(names: &[&str]) -> Result<(), Failure> {
    let mut found = Vec::new();
    collect(&process::root().join("scenarios"), &mut found)?;
    let stem =
        |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    if let Some(name) = names.iter().find(|name| !found.iter().any(|path| stem(path) == **name)) {
        return Err(Failure::Usage(format!("no scenario `{name}` in scenarios/")));
    }
    found.retain(|path| {
        let name = stem(path);
        if names.is_empty() { name != LONG } else { names.contains(&name.as_str()) }
    });
    process::run(process::cargo().args(["build", "--release", "--quiet", "-p", "incentor"]))?;
    let mut failed = 0;
    for path in &found {
        let name = stem(path);
        let begun = Instant::now();
        let status = Command::new(process::target_dir().join("release/incentor"))
            .current_dir(process::root())
            .args(["sim", "--quiet", "--out"])
            .arg(process::target_dir().join("scenarios").join(&name))
            .arg(path)
            .stdout(Stdio::null())
            .status()
            .map_err(|error| Failure::Environment(format!("cannot start incentor: {error}")))?;
        let said = match status.code() {
            Some(0) => "holds",
            Some(1) => "FAILED: a gate did not hold, or is undecided",
            _ => "FAILED: it could not be played",
        };
        failed += usize::from(!status.success());
        println!("{name:<24} {:>7.1} s  {said}", begun.elapsed().as_secs_f64());
    }
    println!("{} of {} hold", found.len() - failed, found.len());
    if failed == 0 { Ok(()) } else { Err(Failure::Program(1)) }
}

/// Scenario files below a folder, in the order of their names.
fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let unreadable =
        |error: std::io::Error| Failure::Environment(format!("cannot read {}: {error}", folder.display()));
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        paths.push(entry.map_err(unreadable)?.path());
    }
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            found.push(path);
        }
    }
    Ok(())
}

#[test]
fn every_shipped_scenario_is_found() {
    let mut found = Vec::new();
    collect(&process::root().join("scenarios"), &mut found).unwrap();
    for name in ["quickstart.toml", "cases/22.toml", "case-studies/cohort-scaling.toml"] {
        assert!(found.iter().any(|path| path.ends_with(name)), "{name}");
    }
}

#[test]
fn a_scenario_that_is_not_there_is_refused_before_anything_is_built() {
    assert!(matches!(run(&["quikstart"]), Err(Failure::Usage(_))));
}
