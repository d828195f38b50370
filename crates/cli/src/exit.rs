//! What the exit code says.

use std::process::Termination;

/// How a command ended; what an author's `main` returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitCode {
    /// It ran, and the verdict is fine.
    Fine,
    /// It ran, but the verdict is negative: a gate failed or is undecided.
    Negative,
    /// The command line, the configuration or an input is wrong.
    Usage,
    /// The surroundings are: a file that cannot be written, a port that is busy.
    Environment,
    /// A bug of ours.
    Bug,
    /// Ctrl-C.
    Interrupted,
}

impl ExitCode {
    /// Every one there is.
    pub const ALL: [Self; 6] =
        [Self::Fine, Self::Negative, Self::Usage, Self::Environment, Self::Bug, Self::Interrupted];

    /// The number the shell sees.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Negative => 1,
            Self::Usage => 2,
            Self::Environment => 3,
            Self::Bug => 70,
            Self::Interrupted => 130,
        }
    }
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(exit: ExitCode) -> Self {
        exit.code().into()
    }
}

impl Termination for ExitCode {
    fn report(self) -> std::process::ExitCode {
        self.into()
    }
}
