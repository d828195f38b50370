//! What to run, and how much of it.

use std::path::PathBuf;
use std::time::Duration;

/// A program and its arguments; no shell reads them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    pub(super) command: String,
    pub(super) arguments: Vec<String>,
    pub(super) folder: Option<PathBuf>,
    pub(super) limits: Limits,
    pub(super) checked: bool,
}

/// What a program may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest time to an answer, the start of the program included.
    pub answer_within: Duration,
    /// Longest message to the program, in bytes.
    pub request_bytes: usize,
    /// Longest line from the program, in bytes.
    pub answer_bytes: usize,
    /// Largest state, as JSON, in bytes.
    pub state_bytes: usize,
    /// How often it may fail in a row and be started again.
    pub restarts: u32,
    /// How often it may fail at all; every hundredth answer that counts makes up for one failure.
    pub failures: u32,
}

impl Default for Limits {
    /// 10 s; 16 MiB, 4 MiB and 1 MiB; 3 restarts in a row, 10 failures.
    fn default() -> Self {
        Self {
            answer_within: Duration::from_secs(10),
            request_bytes: 16 << 20,
            answer_bytes: 4 << 20,
            state_bytes: 1 << 20,
            restarts: 3,
            failures: 10,
        }
    }
}

impl Program {
    /// A program by name or path, with the default limits.
    #[must_use]
    pub fn new(command: impl Into<String>) -> Self {
        let (command, arguments) = (command.into(), Vec::new());
        Self { command, arguments, folder: None, limits: Limits::default(), checked: false }
    }

    /// The same with one more argument.
    #[must_use]
    pub fn arg(mut self, argument: impl Into<String>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// The same, started in a folder.
    #[must_use]
    pub fn in_folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// The same with other limits.
    #[must_use]
    pub const fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The same, run twice: an answer on which the two runs differ is an error.
    ///
    /// One run goes on, the other is started anew for every message. For trying a program out: it finds
    /// clocks, random numbers that are not the seed's, and memory outside the state.
    #[must_use]
    pub const fn checked(mut self) -> Self {
        self.checked = true;
        self
    }

    /// As a person would type it.
    pub(super) fn shown(&self) -> String {
        [std::slice::from_ref(&self.command), &self.arguments].concat().join(" ")
    }
}
