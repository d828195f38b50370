//! What can go wrong with a program.

use std::{io, time::Duration};

/// Why a program gave no answer that counts. Lines are quoted, shortened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProgramError {
    /// It does not start.
    #[error("`{program}` does not start")]
    Start {
        /// The program.
        program: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// It ended instead of answering.
    #[error("`{program}` ended with {status} instead of answering; it said: {said}")]
    Died {
        /// The program.
        program: String,
        /// How it ended.
        status: String,
        /// The end of its standard error.
        said: String,
    },
    /// It took too long.
    #[error("`{program}` did not answer within {within:?}")]
    Late {
        /// The program.
        program: String,
        /// The limit.
        within: Duration,
    },
    /// A line or a state is longer than it may be.
    #[error("{what} of `{program}` is longer than {most} bytes")]
    TooLong {
        /// The program.
        program: String,
        /// What is too long.
        what: &'static str,
        /// The limit.
        most: usize,
    },
    /// It printed a line nobody asked for.
    #[error("`{program}` printed a line nobody asked for: {line}")]
    Unasked {
        /// The program.
        program: String,
        /// The line.
        line: String,
    },
    /// The line is not JSON, or not of the shape that was asked for.
    #[error("`{program}` answered {line}: {reason}")]
    Unreadable {
        /// The program.
        program: String,
        /// The line.
        line: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Not one score per reply.
    #[error("`{program}` gave {found} scores for {expected} replies: {line}")]
    WrongLength {
        /// The program.
        program: String,
        /// Replies sent.
        expected: usize,
        /// Scores given.
        found: usize,
        /// The line.
        line: String,
    },
    /// A score is negative or no number.
    #[error("`{program}` gave reply {reply} the score {score}, which is none: {line}")]
    NoScore {
        /// The program.
        program: String,
        /// Place of the reply.
        reply: usize,
        /// What stands there.
        score: String,
        /// The line.
        line: String,
    },
    /// Two runs of a checked program differ.
    #[error("two runs of `{program}` answer the same message differently: {first} and {second}")]
    Differs {
        /// The program.
        program: String,
        /// One line.
        first: String,
        /// The other line.
        second: String,
    },
    /// It failed so often that it is not started again.
    #[error("`{program}` failed {failures} times, {in_a_row} of them in a row, and is not started again")]
    GaveUp {
        /// The program.
        program: String,
        /// How often.
        failures: u64,
        /// How often since its last answer.
        in_a_row: u32,
        /// The last failure.
        #[source]
        last: std::sync::Arc<ProgramError>,
    },
    /// A value has no JSON form.
    #[error("a message to `{program}` cannot be written")]
    Unwritable {
        /// The program.
        program: String,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
}

/// Longest quotation, in characters.
const MOST_QUOTED: usize = 200;

/// A line as a message quotes it.
pub(super) fn quoted(line: &str) -> String {
    let line = line.trim_end();
    if line.chars().count() <= MOST_QUOTED {
        return format!("{line:?}");
    }
    let start: String = line.chars().take(MOST_QUOTED).collect();
    format!("{start:?} and so on")
}
