//! The programs of `examples/external`.

use crate::stage::{Adder, Sums, peers, round, score, shell};
use incentor_sdk::check::{self, Trial};
use incentor_sdk::external::{External, Program};
use incentor_sdk::{AccountId, AnyMechanism, Caller, Desk, Luck, Notes, Refusal, Shelf};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/external"))
}

/// A Python program, unless the machine has no Python.
fn python(script: &str) -> Option<Program> {
    let there = Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success());
    there.then(|| Program::new("python3").arg(script).in_folder(folder()))
}

#[test]
fn a_shell_script_scores_presence() {
    let program = External::new(Program::new("sh").arg("score.sh").in_folder(folder()));
    let mut notes = Notes::default();
    assert_eq!(score(&program, &mut notes).unwrap(), [1.0, 1.0, 0.0]);
    assert_eq!(score(&program, &mut notes).unwrap(), [1.0, 1.0, 0.0]);
    assert!(program.trouble().is_none());
}

#[test]
fn a_python_program_scores_sums_and_remembers_over_restarts() {
    let Some(script) = python("score.py") else { return };
    let mut notes = Notes::default();
    for rounds in 1..=3 {
        // A new process each time, and the notes as they are saved: the state travels with the messages.
        let program = External::new(script.clone().checked());
        assert_eq!(score(&program, &mut notes).unwrap(), [1.0, 0.0, 0.0]);
        notes = Notes::load(notes.save());
        let state = serde_json::json!({ "rounds": rounds });
        assert_eq!(notes.save()["external"], state);
    }
}

/// The guide's scorer, word for word.
#[test]
fn the_guides_python_scores() {
    use incentor_sdk::{Mail, Mechanism, Notes, Question, Rng, Round, Solver, Synapse, Task, To, Work};
    #[derive(Clone, Debug, PartialEq, Synapse)]
    struct Sum {
        a: u32,
        b: u32,
        #[reply]
        sum: u32,
    }
    struct Pair;
    impl Task for Pair {
        type Ask = Sum;
        type Truth = u32;

        fn questions(&self, _: &Round<'_>, _: &mut Notes, _: &mut Rng) -> Vec<Question<Sum, u32>> {
            vec![Question { to: To::All, ask: Sum::ask(2, 3), truth: 5 }]
        }
    }
    struct Adder;
    impl Solver<Sum> for Adder {
        fn solve(&self, ask: &Sum, _: &mut Desk<'_>) -> Result<(SumReply, Work), Refusal> {
            Ok((SumReply { sum: ask.a + ask.b }, Work::default()))
        }
    }
    if python("score.py").is_none() {
        return;
    }
    let guide = include_str!("../../../../docs/sdk.md");
    let script =
        guide.split_once("```python\n").and_then(|(_, rest)| rest.split_once("```")).expect("a script").0;
    let program = External::new(Program::new("python3").arg("-c").arg(script).checked());
    let mechanism = Mechanism::new("sums", Pair, program.scoring(), Adder);
    let mechanism: &dyn AnyMechanism = &mechanism;
    let peers = peers(3);
    let round = round(0, &peers);
    let mut notes = Notes::default();
    let mut sitting = mechanism.open(&round, &mut notes, &mut Luck::of_seed(1).at(0, 0));
    for (sheet, sum) in [(0, 5), (1, 6)] {
        sitting.fill(sheet, Ok(Mail::new(SumReply { sum })), Duration::from_millis(5), sheet as u32);
    }
    let scores: Vec<f64> = sitting.close(&mut notes).iter().map(|(_, score)| score.get()).collect();
    assert!(notes.take_faults().is_empty());
    assert_eq!(scores, [1.0, 0.0, 0.0]);
}

/// The checkers try a program like any other rule.
#[test]
fn a_python_program_is_checked() {
    let Some(script) = python("score.py") else { return };
    let rule = External::new(script).scoring();
    let trial = Trial::new(&Sums, &Adder).cases(4).draws(8);
    let codes: Vec<&str> = check::all(&trial, &rule).iter().map(check::Finding::code).collect();
    assert_eq!(codes, ["clone-unsafe", "split-unsafe"]);
}

struct NoShelf;

impl Shelf for NoShelf {
    fn put(&mut self, _: &[u8], _: &[u8]) -> Result<(), Refusal> {
        Err(Refusal("no shelf"))
    }

    fn get(&self, _: &[u8]) -> Option<Vec<u8>> {
        None
    }
}

/// Plays a round of a whole mechanism with three miners of falling effort.
fn play(mechanism: &dyn AnyMechanism) -> Vec<(u16, f64)> {
    let peers = peers(3);
    let round = round(7, &peers);
    let mut notes = Notes::default();
    let mut sitting = mechanism.open(&round, &mut notes, &mut Luck::of_seed(3).at(0, 7));
    assert_eq!(sitting.sheets(), 3);
    let caller = Caller { hotkey: AccountId([9; 32]), uid: None, stake_weight_rao: 1, permit: true };
    for sheet in 0..sitting.sheets() {
        let uid = sitting.target(sheet).expect("a target").uid;
        let effort = [2.0, 1.9, 0.0][uid.index()];
        let mut rng = Luck::of_seed(3).branch("miner", uid.0.into()).at(0, 7);
        let mut desk = Desk { caller: &caller, effort, rng: &mut rng, shelf: &mut NoShelf };
        let reply = mechanism.solve(sitting.ask(sheet).expect("a request"), &mut desk);
        let (mail, _) = reply.expect("the program answers");
        sitting.fill(sheet, Ok(mail), Duration::from_millis(100), sheet as u32);
    }
    let scores = sitting.close(&mut notes);
    assert!(notes.take_faults().is_empty());
    scores.iter().map(|(peer, score)| (peer.uid.0, score.get())).collect()
}

#[test]
fn a_python_program_is_a_whole_mechanism() {
    let Some(script) = python("mechanism.py") else { return };
    let program = External::new(script.checked());
    let mechanism = program.mechanism("products");
    let scores = play(&mechanism);
    assert_eq!((scores[0], scores[2]), ((0, 1.0), (2, 0.0)));
    assert_eq!(play(&mechanism), scores, "the same messages have the same answers");
}

/// What `cargo run --example external -- --check …` does.
#[test]
fn the_runner_plays_and_compares() {
    let run = |words: &[&str]| {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        crate::runner::run(&words).map_err(|error| error.to_string())
    };
    assert!(run(&[]).unwrap_err().contains("which program?"));
    let cheat = "while read -r line; do case $line in *questions*) \
        echo '{\"questions\":[{\"to\":\"all\",\"ask\":{\"a\":'$$'}}]}' ;; esac; done";
    let differs = run(&["--check", "sh", "-c", cheat]).unwrap_err();
    assert_eq!(differs, "the task failed");
    if python("mechanism.py").is_some() {
        let script = folder().join("mechanism.py");
        let shown = run(&["--check", "python3", script.to_str().unwrap()]).unwrap();
        assert_eq!(shown.lines().count(), 3, "{shown}");
        assert!(shown.starts_with("round 0:  uid 0 1  uid 1 "), "{shown}");
    }
}

#[test]
fn a_shell_one_liner_is_a_solver() {
    use crate::stage::Add;
    use incentor_sdk::Solver;
    // The sum of the two numbers of the question, or a refusal for large ones.
    let script = r#"while read -r line; do
        a=${line#*'"a":'}; a=${a%%[,\}]*}; b=${line#*'"b":'}; b=${b%%[,\}]*}
        if [ "$a" -gt 900 ]; then echo '{"refusal":"too large"}'; else echo "{\"answer\":$((a + b))}"; fi
    done"#;
    let program = External::new(shell(script));
    let caller = Caller { hotkey: AccountId([9; 32]), uid: None, stake_weight_rao: 1, permit: true };
    let mut rng = Luck::of_seed(3).at(0, 7);
    let mut solve = |a, b| {
        let mut desk = Desk { caller: &caller, effort: 1.0, rng: &mut rng, shelf: &mut NoShelf };
        program.solver().solve(&Add { a, b }, &mut desk).map(|(sum, _)| sum)
    };
    assert_eq!(solve(2, 3), Ok(5));
    assert_eq!(solve(901, 3), Err(Refusal("the miner's program refused")));
    assert_eq!(solve(20, 30), Ok(50));
    assert!(program.trouble().is_none());
}
