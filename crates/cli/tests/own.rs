//! An author's program: `incentor::main(mechanism)` has every verb, plays its own mechanism and checks its rule.
//!
//! This test is such a program: it starts itself with [`AUTHOR`] set.

use incentor::sdk::{
    Desk, Mechanism, Notes, Peer, Question, Refusal, Rng, Round, Solver, Synapse, Task, To, Work, per_reply,
};
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

const AUTHOR: &str = "INCENTOR_TEST_IS_AN_AUTHORS_PROGRAM";

#[derive(Clone, Debug, PartialEq, Synapse)]
struct Sum {
    a: u32,
    b: u32,
    #[reply]
    sum: u32,
}

struct Sums;

impl Task for Sums {
    type Ask = Sum;
    type Truth = u32;

    fn questions(&self, round: &Round<'_>, _: &mut Notes, rng: &mut Rng) -> Vec<Question<Sum, u32>> {
        let mut question = |peer: &Peer| {
            let (a, b) = (1 + rng.below(1000) as u32, rng.below(1000) as u32);
            Question { to: To::One(*peer), ask: Sum::ask(a, b), truth: a + b }
        };
        round.peers.iter().map(&mut question).collect()
    }
}

/// Right more often the harder it works.
struct Adder;

impl Solver<Sum> for Adder {
    fn solve(&self, ask: &Sum, desk: &mut Desk<'_>) -> Result<(SumReply, Work), Refusal> {
        let right = desk.rng.unit() < 1.0 - 0.5_f64.powf(desk.effort);
        Ok((SumReply { sum: if right { ask.a + ask.b } else { 0 } }, Work::default()))
    }
}

fn mechanism() -> Mechanism<Sums> {
    let right = per_reply(
        |question: &Question<Sum, u32>, reply: &SumReply| {
            if reply.sum == question.truth { 1.0 } else { 0.0 }
        },
    );
    Mechanism::new("sums", Sums, right, Adder)
}

const SCENARIO: &str = r#"
name = "own"
rule_set = "subtensor-2026-06"
run = { seeds = 2, duration = "12 tempos", warmup = "2 tempos" }
population = [
  { name = "honest", role = "miner", count = 3, behaviour = "honest", quality = { median = 2.0, sd = 0.25, draw = "quantiles" } },
  { name = "copycat", role = "miner", behaviour = { copycat = { of = "best_visible", delay = "400ms" } }, otherwise = { behaviour = "honest", quality = 1.0 } },
  { name = "validators", role = "validator", count = 2, stake = ["400k", "300k"], behaviour = "honest" },
]
[subnet]
tempo = 360
commit_reveal = false
alpha_price = { constant = "0.01 tao" }
[mechanism]
kind = "own"
round = { every = "60 blocks", sample = "all" }
"#;

fn author(arguments: &[&str], input: &str) -> Output {
    let out = concat!(env!("CARGO_TARGET_TMPDIR"), "/own");
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(arguments)
        .env(AUTHOR, "1")
        .env("NO_COLOR", "1")
        .current_dir({
            std::fs::create_dir_all(out).unwrap();
            out
        })
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A verb that reads nothing may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn main() -> incentor::ExitCode {
    if std::env::var_os(AUTHOR).is_some() {
        return incentor::main(mechanism());
    }
    // The mechanism is played: a copy of another question's answer earns next to nothing.
    let output = author(&["sim", "-"], SCENARIO);
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{stdout}{stderr}");
    assert!(stdout.contains("WHO EARNS") && stdout.contains("\nrepeat  own"), "{stdout}");
    let output = author(&["sim", "-", "--json", "--quiet"], SCENARIO);
    let run: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let share = |at: usize| run["variants"][0]["populations"][at]["pay_share"].as_f64().unwrap();
    assert!(share(0) > 0.9 && share(1) < 0.1, "{} {}", share(0), share(1));
    // Its rule is checked, by name; the exit code says whether anything was found.
    let output = author(&["check", "--cases", "6", "--measured", "sum"], "");
    let stdout = text(&output.stdout);
    assert!(stdout.starts_with("sums\n"), "{stdout}{}", text(&output.stderr));
    assert_eq!(output.status.code(), Some(i32::from(stdout.contains("  ! "))), "{stdout}");
    // Every verb is there under the program's own name.
    let help = text(&author(&["--help"], "").stdout);
    assert!(help.contains("check") && help.contains("Usage: own") && help.contains("retention"), "{help}");
    assert!(text(&author(&["completions", "bash"], "").stdout).contains("measured"));
    assert_eq!(author(&["explain", "capped"], "").status.code(), Some(0));
    println!("an author's program: every check passed");
    incentor::ExitCode::Fine
}
