//! The histories that the chain's own pallets wrote, replayed.

#[path = "../examples/replay_traces/calls/families.rs"]
mod calls;
#[path = "../examples/replay_traces/difference.rs"]
mod difference;
#[path = "../examples/replay_traces/replay.rs"]
mod replay;
#[path = "../examples/replay_traces/start.rs"]
mod start;
#[path = "../examples/replay_traces/trace.rs"]
mod trace;
#[path = "../examples/replay_traces/written.rs"]
mod written;

use std::path::PathBuf;
use trace::Trace;

fn all() -> Vec<PathBuf> {
    let folder = format!("{}/tests/vectors/traces", env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn every_trace_replays_whole_from_its_state_and_from_its_setup() {
    let paths = all();
    assert_eq!(paths.len(), 34);
    let mut wrong = Vec::new();
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        match replay::both_ways(&Trace::read(&path).unwrap()) {
            Ok(replayed) => assert!(replayed.steps > 10 && replayed.states > 3, "{name} is empty"),
            Err(stop) => wrong.push(format!("{name}: {stop}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
