//! Laws of the epoch, on random states of every kind.
//!
//! Seeded and the same on every machine; a state that once broke a law stays in a `.regressions` file beside it.

#[path = "properties/states.rs"]
mod states;

#[path = "properties/beside_naive.rs"]
mod beside_naive;
#[path = "properties/bounds.rs"]
mod bounds;
#[path = "properties/reuse.rs"]
mod reuse;
#[path = "properties/stake.rs"]
mod stake;
#[path = "properties/symmetry.rs"]
mod symmetry;

use incentor_primitives::RuleSet;
use incentor_state::State;
use incentor_yuma::{Epoch, EpochTrace, Workspace};
use proptest::test_runner::{Config, FileFailurePersistence, RngAlgorithm, RngSeed};

fn config(cases: u32) -> Config {
    Config {
        cases,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(20_260_630),
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        max_global_rejects: 20_000,
        ..Config::default()
    }
}

fn fresh() -> Workspace {
    Workspace::new(RuleSet::SUBTENSOR_2026_06.yuma)
}

/// The epoch of a state that has one.
fn run(state: &State) -> Epoch {
    fresh().run(&state.input()).unwrap_or_else(|error| panic!("{error}: {}", state.to_json())).clone()
}

fn trace(state: &State) -> (Epoch, EpochTrace) {
    let mut workspace = fresh();
    let (epoch, trace) = workspace.trace(&state.input()).unwrap();
    (epoch.clone(), trace)
}
