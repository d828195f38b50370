//! Programs that fail on the way: what voids a round, and what ends a simulation.

use super::*;
use crate::SimError;

/// Two miners and a validator for eight tempos of twelve rounds, scored or answered by a shell script.
fn scripted(does: &str, script: &str) -> Result<Outcome, SimError> {
    let scenario = parse(&format!(
        r#"
        name = "program"
        rule_set = "subtensor-2026-06"
        run = {{ seeds = 1, duration = "8 tempos", warmup = "0 tempos" }}
        population = [
          {{ name = "miner", role = "miner", count = 2, behaviour = "honest", quality = 1.0 }},
          {{ name = "validator", role = "validator", stake = ["300k"], behaviour = "honest" }},
        ]
        [subnet]
        tempo = 360
        max_allowed_uids = 16
        commit_reveal = false
        [mechanism]
        kind = {{ command = ["sh", "-c", '''{script}'''], does = ["{does}"] }}
        answer = {{ availability = 1.0 }}
        round = {{ every = "30 blocks" }}
        "#
    ));
    let stage = Stage::of(&scenario, None)?;
    play(&stage, &Cast::of(&scenario), 1, crate::world::Keep::Pictures, crate::world::Extent::All)
}

/// Answers every message alike, and dies at one of them.
fn dying(at: u32) -> String {
    format!(
        r#"n=0; while read -r line; do n=$((n+1)); [ $n = {at} ] && exit 1; echo '{{"scores":[1,1]}}'; done"#
    )
}

fn why(outcome: Result<Outcome, SimError>) -> String {
    match outcome {
        Err(SimError::Program { why }) => why,
        other => panic!("{:?}", other.map(|outcome| outcome.subnets)),
    }
}

#[test]
fn a_scorer_that_dies_once_leaves_a_void_round() {
    let outcome = scripted("score", &dying(60)).unwrap();
    let subnet = &outcome.subnets[0];
    assert_eq!(subnet.void_rounds, 1);
    let first = subnet.first_fault.as_deref().unwrap_or_default();
    assert!(first.contains("ended with exit status: 1 instead of answering"), "{first}");
    assert!(outcome.coldkeys[0].income_tao > 0.0);
}

#[test]
fn a_scorer_that_dies_again_and_again_ends_the_simulation_soon() {
    let why = why(scripted("score", &dying(3)));
    assert!(why.contains("failed 11 times, 1 of them in a row, and is not started again"), "{why}");
}

#[test]
fn a_scorer_that_never_answers_ends_the_simulation() {
    let why = why(scripted("score", "exit 1"));
    assert!(why.contains("failed 4 times, 4 of them in a row, and is not started again"), "{why}");
}

/// Its validator sees a refusal, which may be a miner's right: so the simulator says what it was.
#[test]
fn a_miner_that_fails_ends_the_simulation() {
    let script =
        r#"n=0; while read -r line; do n=$((n+1)); [ $n = 60 ] && exit 1; echo '{"refusal":"no"}'; done"#;
    let why = why(scripted("solve", script));
    assert!(why.contains("ended with exit status: 1 instead of answering"), "{why}");
}
