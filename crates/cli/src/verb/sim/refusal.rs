//! What a person is told when a scenario cannot be read or played: what, where, what next.

use crate::code::Code;
use crate::failure::Failure;
use incentor_scenario::{Problem, ScenarioError};
use incentor_sim::SimError;
use std::path::Path;

/// What the scenario is called: its path as typed, or stdin.
pub(super) fn name(scenario: &Path) -> String {
    if scenario == Path::new("-") { "stdin".to_owned() } else { scenario.display().to_string() }
}

/// A scenario that cannot be read.
pub(super) fn scenario(error: &ScenarioError, scenario: &Path) -> Failure {
    let code = match &error.problem {
        Problem::TooLarge { .. } => Code::TooLarge,
        Problem::Syntax { .. } => Code::NotToml,
        Problem::UnknownKey { .. } => Code::UnknownKey,
        Problem::UnknownWord { .. } => Code::UnknownWord,
        Problem::Missing { .. } => Code::MissingKey,
        Problem::Value { .. } => Code::WrongValue,
        Problem::Conflict { .. } => Code::Conflict,
        Problem::DuplicateName { .. } => Code::DuplicateName,
        Problem::File { .. } => Code::MissingFile,
        _ => Code::Usage,
    };
    Failure::usage(error).coded(code).at(error.location(&name(scenario))).next(error.problem.remedy())
}

/// A scenario that was read and cannot be played.
pub(super) fn simulation(error: &SimError, file: &Path) -> Failure {
    let refused = |code: Code| Failure::usage(chain(error)).coded(code).at(name(file));
    match error {
        SimError::Defect(_) => Failure::bug(chain(error)),
        SimError::Gate { place, .. } => Failure::usage(error)
            .coded(Code::Gate)
            .at(format_args!("{}:{place}", name(file)))
            .next("incentor explain metrics"),
        SimError::Point(error) => {
            let failure = scenario(error, file);
            Failure { what: format!("at a point of the sweep, {}", failure.what), ..failure }
        }
        SimError::LiveOnly(_) => refused(Code::LiveOnly).next("incentor explain live-only"),
        SimError::NoOwnMechanism => refused(Code::NoMechanism).next("incentor explain no-mechanism"),
        SimError::NoSolver(_) => {
            refused(Code::UnknownWord).next("a solver of that mechanism: docs/scenario.md")
        }
        SimError::NoPrograms => refused(Code::Program).next("a build of incentor with feature `external`"),
        SimError::Program { .. } => refused(Code::Program).next(
            "the program alone: it reads a JSON line and answers with one; what else it says goes to stderr",
        ),
        SimError::Refused { name, source, .. } => refused(Code::Simulation)
            .next(format_args!("another `{name}`; incentor explain {}", source.name())),
        _ => refused(Code::Simulation).next("incentor explain simulation"),
    }
}

/// An error with everything it was caused by.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(&format!(": {error}"));
        source = error.source();
    }
    text
}
