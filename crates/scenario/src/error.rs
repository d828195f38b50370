//! What is wrong with a scenario file, and where.

use std::fmt;

/// A place in a text, both from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

impl Place {
    pub(crate) fn of(text: &str, offset: usize) -> Self {
        let mut end = offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = text.get(..end).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        Self { line: before.matches('\n').count() + 1, column: line.chars().count() + 1 }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Why a scenario cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct ScenarioError {
    /// Where.
    pub place: Place,
    /// What.
    pub problem: Problem,
}

/// What is wrong at a place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The text is larger than any scenario.
    #[error("{bytes} bytes are too many for a scenario; the most is {most}")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        most: usize,
    },
    /// No TOML.
    #[error("this is not TOML: {message}")]
    Syntax {
        /// The parser's words.
        message: String,
    },
    /// A key that means nothing here.
    #[error("unknown key `{key}`")]
    UnknownKey {
        /// Full path of the key.
        key: String,
        /// The key of that table it resembles most.
        nearest: Option<&'static str>,
        /// Every key of that table.
        known: Vec<&'static str>,
    },
    /// A key that must be there is not.
    #[error("`{key}` is missing")]
    Missing {
        /// Full path of the key.
        key: String,
        /// What it should be.
        expected: &'static str,
    },
    /// A value of the wrong kind, unit or range.
    #[error("`{key}` is {found}")]
    Value {
        /// Full path of the key.
        key: String,
        /// What stands there.
        found: String,
        /// What should.
        expected: &'static str,
    },
    /// A value that is fine alone and wrong beside another.
    #[error("`{key}` {conflict}")]
    Conflict {
        /// Full path of the key.
        key: String,
        /// With what, and why.
        conflict: &'static str,
        /// What would do.
        remedy: String,
    },
    /// Two populations of one name.
    #[error("a second population is called {name:?}")]
    DuplicateName {
        /// The name.
        name: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_from_one() {
        let text = "a = 1\nτb = 2\n";
        assert_eq!(Place::of(text, 0), Place { line: 1, column: 1 });
        assert_eq!(Place::of(text, 6), Place { line: 2, column: 1 });
        assert_eq!(Place::of(text, 8), Place { line: 2, column: 2 });
        assert_eq!(Place::of(text, 7), Place { line: 2, column: 1 });
        assert_eq!(Place::of(text, 999), Place { line: 3, column: 1 });
    }
}
