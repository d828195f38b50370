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

/// Traces that replay whole, from the state and from the setup; the others are known not to.
const WHOLE: &[&str] = &[
    "childkeys-1",
    "childkeys-2",
    "childkeys-3",
    "commit-reveal-1",
    "commit-reveal-2",
    "commit-reveal-3",
    "hyperparameters-1",
    "hyperparameters-2",
    "hyperparameters-3",
    "mechanisms-1",
    "mechanisms-2",
    "mechanisms-3",
    "multi-subnet-4",
    "owner-incentive-1",
    "owner-incentive-2",
    "registration-1",
    "registration-2",
    "registration-3",
    "registration-4",
    "set-weights-1",
    "set-weights-2",
    "staking-1",
    "staking-2",
    "staking-3",
];

fn all() -> Vec<PathBuf> {
    let folder = format!("{}/tests/vectors/traces", env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn every_trace_is_opened_and_replays_as_far_as_listed() {
    let paths = all();
    assert_eq!(paths.len(), 34);
    let mut wrong = Vec::new();
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let replayed = replay::both_ways(&Trace::read(&path).unwrap());
        match (replayed, WHOLE.contains(&name.as_str())) {
            (Ok(replayed), true) => assert!(replayed.steps > 10 && replayed.states > 3, "{name} is empty"),
            (Err(stop), true) => wrong.push(format!("{name}: {stop}")),
            (Ok(_), false) => wrong.push(format!("{name} replays whole: list it")),
            (Err(_), false) => (),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
