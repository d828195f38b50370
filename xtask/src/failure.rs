//! Why a job ended early.

use std::fmt;
use std::process::ExitCode;

/// Why a job ended early; the exit codes are those of the command line.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The arguments make no sense.
    Usage(String),
    /// Something is missing on this machine.
    Environment(String),
    /// A program that the job ran failed and has said why; its exit code.
    Program(u8),
    /// The job ended, and so many of its checks failed.
    Checks(u32),
}

impl Failure {
    pub(crate) fn exit(&self) -> ExitCode {
        match self {
            Self::Usage(_) => ExitCode::from(2),
            Self::Environment(_) => ExitCode::from(3),
            Self::Program(code) => ExitCode::from(*code),
            Self::Checks(_) => ExitCode::from(1),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) | Self::Environment(text) => f.write_str(text),
            Self::Program(code) => write!(f, "the program ended with exit code {code}"),
            Self::Checks(1) => f.write_str("a check failed"),
            Self::Checks(failed) => write!(f, "{failed} checks failed"),
        }
    }
}
