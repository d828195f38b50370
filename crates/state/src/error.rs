//! What is wrong with a state, and where.

use incentor_primitives::Ss58Error;
use std::{fmt, io};

/// A state that was refused.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct StateError {
    /// Where reading stopped.
    pub place: Place,
    /// What is wrong there.
    #[source]
    pub problem: Problem,
}

/// A place in a file of states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Line of the file, from 1.
    pub line: usize,
    /// Byte of the line at which reading stopped, just past what is wrong; 0 = before the first.
    pub column: usize,
    /// Field, such as `weights[3][7]`; `None` outside every field.
    pub path: Option<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)?;
        self.path.as_ref().map_or(Ok(()), |path| write!(f, ", {path}"))
    }
}

/// What is wrong with a state.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// Nothing but white space.
    #[error("there is no state in it")]
    Empty,
    /// The input ends before the state does.
    #[error("it ends in the middle of a state")]
    Truncated,
    /// No JSON.
    #[error("not JSON: {message}")]
    Syntax {
        /// The parser's words.
        message: String,
    },
    /// UTF-16, as some shells write it.
    #[error("the text is UTF-16, not UTF-8")]
    Utf16,
    /// One state is larger than the reader takes.
    #[error("one state has more than {limit} bytes")]
    TooLong {
        /// The bound.
        limit: u64,
    },
    /// The file or stream failed.
    #[error("cannot read: {0}")]
    Io(#[source] io::Error),
    /// Another kind of JSON value.
    #[error("expected {expected}, found {found}")]
    WrongType {
        /// What stands there.
        found: String,
        /// What should.
        expected: String,
    },
    /// A number with a fraction or an exponent, or beyond 64 bits.
    #[error("{found} is not a whole number of at most 64 bits")]
    NotWhole {
        /// The number as it was understood.
        found: String,
    },
    /// A whole number outside the field's range.
    #[error("{found} is not within {min} to {max}")]
    OutOfRange {
        /// The number.
        found: i128,
        /// Least.
        min: i64,
        /// Greatest.
        max: u64,
    },
    /// A field that the format does not have.
    #[error("there is no field `{name}`")]
    UnknownField {
        /// Its name, shortened.
        name: String,
        /// The field that was meant, perhaps.
        nearest: Option<&'static str>,
    },
    /// A field of `input` that is not there.
    #[error("the field `{field}` is missing")]
    MissingField {
        /// Its name.
        field: &'static str,
    },
    /// A field that is there twice.
    #[error("the field `{field}` is there twice")]
    DuplicateField {
        /// Its name.
        field: &'static str,
    },
    /// A field of `input` stands beside `input`, so it would not count.
    #[error("the field `{field}` stands beside `input`, not in it")]
    Beside {
        /// Its name.
        field: &'static str,
    },
    /// An object that neither is a state nor holds one.
    #[error("the object is no state and has no `input`")]
    NoInput {
        /// A key of it that may be a mistyped `input`.
        mistyped: Option<String>,
    },
    /// A list that must have one entry per uid has not.
    #[error("expected {n} entries, one per uid, found {len}")]
    Length {
        /// Entries in the list.
        len: usize,
        /// Uids in the subnet.
        n: usize,
    },
    /// A list longer than any subnet could need.
    #[error("more than {max} entries")]
    TooManyEntries {
        /// The bound.
        max: usize,
    },
    /// A subnet without uids.
    #[error("a subnet of 0 uids has no epoch")]
    NoUids,
    /// More uids than an epoch takes.
    #[error("{n} uids are more than {max}")]
    TooManyUids {
        /// Uids asked for.
        n: u64,
        /// The bound.
        max: usize,
    },
    /// A row names a column twice.
    #[error("the row names uid {column} twice")]
    DuplicateColumn {
        /// The column.
        column: u16,
    },
    /// A list that must be a pair has another length.
    #[error("expected a pair of numbers, found {found}")]
    NotAPair {
        /// What was found instead.
        found: &'static str,
    },
    /// A hotkey that is no address.
    #[error("not an SS58 address: {0}")]
    Address(#[source] Ss58Error),
}

/// Text from a file, fit to be shown: short, and without control characters.
pub(crate) fn shown(text: &str) -> String {
    const MAX_CHARS: usize = 48;
    let mut shown = String::new();
    for character in text.chars().take(MAX_CHARS) {
        if character.is_control() {
            shown.extend(character.escape_debug());
        } else {
            shown.push(character);
        }
    }
    if text.chars().nth(MAX_CHARS).is_some() {
        shown.push('…');
    }
    shown
}
