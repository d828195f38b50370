//! `check`, in an author's program: the checkers of scoring rules on the author's own.

use crate::code::Code;
use crate::failure::Failure;
use crate::program::Program;
use crate::sdk::check::{Depth, Finding};
use crate::terminal::{BAD, BOLD, DIM, GOOD, Terminal};
use crate::{ExitCode, sdk};
use clap::value_parser;
use serde::Serialize;

/// Is my scorer safe: try it against every law, and show the smallest case that breaks one
///
/// The checkers invent rounds, let miners work, copy, hide and lie, and compare worlds that differ in one thing.
/// A flaw comes with the smallest example found; `explain` says what to do about it.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Seed of questions and luck
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    seed: u64,
    /// Cases tried per law
    #[arg(long, value_name = "COUNT", default_value_t = 24, value_parser = value_parser!(u32).range(1..=100_000))]
    cases: u32,
    /// A field of the reply that is the work itself, so that changing it is no fraud; may be repeated
    #[arg(long, value_name = "FIELD")]
    measured: Vec<String>,
}

/// What was found about one mechanism.
#[derive(Serialize)]
struct Checked {
    mechanism: String,
    findings: Vec<Found>,
}

#[derive(Serialize)]
struct Found {
    code: &'static str,
    text: String,
}

pub(crate) fn run(
    arguments: &Arguments,
    terminal: &Terminal,
    program: &Program,
) -> Result<ExitCode, Failure> {
    let Some(subnet) = &program.own else {
        return Err(Failure::bug("a program without a mechanism of its own offers to check it"));
    };
    let depth = Depth { seed: arguments.seed, cases: arguments.cases, measured: arguments.measured.clone() };
    let mut all = Vec::new();
    for (_, mechanism, _) in subnet.mechanisms() {
        all.push(checked(mechanism, &depth)?);
    }
    if terminal.json {
        terminal.result(&(serde_json::to_string_pretty(&all).map_err(Failure::bug)? + "\n"))?;
    } else {
        terminal.result(&all.iter().map(|one| draw(one, program)).collect::<String>())?;
    }
    let sound = all.iter().all(|checked| checked.findings.is_empty());
    Ok(if sound { ExitCode::Fine } else { ExitCode::Negative })
}

fn checked(mechanism: &dyn sdk::AnyMechanism, depth: &Depth) -> Result<Checked, Failure> {
    let Some(findings) = mechanism.check(depth) else {
        let error = mechanism.simulable().err().map_or_else(String::new, |error| error.to_string());
        return Err(Failure::usage(error).coded(Code::LiveOnly).next("incentor explain live-only"));
    };
    let found = |finding: &Finding| Found { code: finding.code(), text: finding.to_string() };
    Ok(Checked { mechanism: mechanism.name().to_owned(), findings: findings.iter().map(found).collect() })
}

fn draw(checked: &Checked, program: &Program) -> String {
    let mut text = format!("{BOLD}{}{BOLD:#}\n", checked.mechanism);
    if checked.findings.is_empty() {
        text.push_str(&format!("  {GOOD}no law was seen broken{GOOD:#}\n"));
    }
    let bad = BAD.bold();
    for found in &checked.findings {
        for (at, line) in found.text.lines().enumerate() {
            let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            let line = if at == 0 { format!("{bad}!{bad:#} {line}") } else { format!("  {line}") };
            text.push_str(&format!("  {line}\n"));
        }
        text.push_str(&format!("    {DIM}{} explain {}{DIM:#}\n", program.name, found.code));
    }
    text
}
