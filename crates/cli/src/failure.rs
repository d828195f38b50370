//! What went wrong, where, and what to try next.

use crate::{ExitCode, code::Code};

/// An error as a person meets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// Whose fault it is.
    pub(crate) exit: ExitCode,
    /// What kind it is; `incentor explain` has a page for it.
    pub(crate) code: Code,
    /// What is wrong, in one line.
    pub(crate) what: String,
    /// Where: a file with line and column, a field, a uid.
    pub(crate) place: Option<String>,
    /// The next thing to do or command to type.
    pub(crate) next: Option<String>,
}

#[expect(clippy::needless_pass_by_value, reason = "callers hand over literals, errors and format_args alike")]
impl Failure {
    /// A wrong command line or input.
    pub(crate) fn usage(what: impl ToString) -> Self {
        Self { exit: ExitCode::Usage, code: Code::Usage, what: what.to_string(), place: None, next: None }
    }

    /// Surroundings that do not let the command do its work.
    pub(crate) fn environment(what: impl ToString) -> Self {
        Self { exit: ExitCode::Environment, code: Code::Environment, ..Self::usage(what) }
    }

    /// Ctrl-C where something was asked.
    pub(crate) fn interrupted() -> Self {
        Self { exit: ExitCode::Interrupted, code: Code::Interrupted, ..Self::usage("interrupted") }
    }

    /// A bug of ours; `what` is how it showed.
    pub(crate) fn bug(what: impl ToString) -> Self {
        let next = "report it with the command line and the input that showed it";
        Self { exit: ExitCode::Bug, code: Code::Bug, ..Self::usage(what) }.next(next)
    }

    /// Says what kind it is.
    pub(crate) fn coded(self, code: Code) -> Self {
        Self { code, ..self }
    }

    /// Adds where it is.
    pub(crate) fn at(self, place: impl ToString) -> Self {
        Self { place: Some(place.to_string()), ..self }
    }

    /// Adds what to do next.
    pub(crate) fn next(self, next: impl ToString) -> Self {
        Self { next: Some(next.to_string()), ..self }
    }
}
