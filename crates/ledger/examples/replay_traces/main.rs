//! Replays traces of the chain's own pallets on a `Ledger` and compares every field of every state.
//!
//! `cargo run --release -p incentor-ledger --example replay_traces -- DIR…` takes folders and files; one line
//! per trace, exit code 1 when one differs, 2 when one cannot be read. With `--all` every differing field of
//! the first differing state is listed, not only the first.

#[path = "calls/families.rs"]
mod calls;
mod difference;
mod replay;
mod start;
mod trace;
mod written;

use replay::{Replayed, Stop};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use trace::Trace;

fn main() -> ExitCode {
    let (mut all, mut places) = (false, Vec::new());
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--all" => all = true,
            _ => places.push(PathBuf::from(argument)),
        }
    }
    let files = match traces_in(&places) {
        Ok(files) => files,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::from(2);
        }
    };
    let (mut differ, mut unread) = (0, 0);
    for file in &files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let replayed = Trace::read(file).map(|trace| replay::both_ways(&trace));
        match replayed {
            Ok(Ok(Replayed { steps, states, epochs, refused })) => {
                println!(
                    "{name:<22} ok       {steps} steps, {states} states, {epochs} epochs, {refused} refused"
                );
            }
            Ok(Err(stop)) => {
                differ += 1;
                println!("{name:<22} DIFFERS  {}", describe(&stop, all));
            }
            Err(error) => {
                unread += 1;
                println!("{name:<22} UNREAD   {error}");
            }
        }
    }
    println!(
        "{} traces: {} equal, {differ} differ, {unread} unread",
        files.len(),
        files.len() - differ - unread
    );
    match (differ, unread) {
        (0, 0) => ExitCode::SUCCESS,
        (_, 0) => ExitCode::FAILURE,
        _ => ExitCode::from(2),
    }
}

fn describe(stop: &Stop, all: bool) -> String {
    let mut text = stop.to_string();
    if let (true, Stop::State { differences, .. }) = (all, stop) {
        for difference in differences.iter().skip(1) {
            text.push_str(&format!("\n    {difference}"));
        }
    }
    text
}

/// Every `.json` of the folders, and the files, sorted by name.
fn traces_in(places: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    if places.is_empty() {
        return Err("name at least one folder of traces".into());
    }
    let mut files = Vec::new();
    for place in places {
        if place.is_file() {
            files.push(place.clone());
            continue;
        }
        let unreadable = |error| format!("{}: {error}", place.display());
        for entry in std::fs::read_dir(place).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.extension().is_some_and(|extension| extension == "json") {
                files.push(path);
            }
        }
    }
    files.sort_by(|a, b| name(a).cmp(&name(b)));
    if files.is_empty() {
        return Err("there is no trace in these folders".into());
    }
    Ok(files)
}

fn name(path: &Path) -> Option<&std::ffi::OsStr> {
    path.file_name()
}
