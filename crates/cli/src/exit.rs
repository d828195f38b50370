//! What the exit code says.

use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
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

impl Exit {
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

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        exit.code().into()
    }
}
