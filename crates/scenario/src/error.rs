//! What is wrong with a scenario file, and where.

use std::fmt;

/// A place in a text, both from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line.
    pub line: u32,
    /// Column.
    pub column: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Why a scenario cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}{}", within.as_deref().map(|what| format!(", in {what}")).unwrap_or_default())]
pub struct ScenarioError {
    /// Where.
    pub place: Place,
    /// The key of the `--set` it stands in, `place` being within its value; `None` = it stands in the file.
    pub set: Option<Box<str>>,
    /// Which variant or point of the sweep the file was read for, in words; `None` = the file itself.
    pub within: Option<Box<str>>,
    /// What.
    pub problem: Problem,
}

impl ScenarioError {
    /// Says for which variant or point of a sweep the file was read.
    pub(crate) fn within(self, what: String) -> Self {
        Self { within: Some(what.into()), ..self }
    }

    /// Where to look: `name:line:column`, or the `--set` it came by.
    #[must_use]
    pub fn location(&self, name: &str) -> String {
        match &self.set {
            Some(key) => format!("--set {key}"),
            None => format!("{name}:{}", self.place),
        }
    }
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
        nearest: Option<Box<str>>,
        /// Every key of that table.
        known: Box<[String]>,
    },
    /// A word that is none of the words or names it could be.
    #[error("`{key}` is {found:?}")]
    UnknownWord {
        /// Full path of the key.
        key: String,
        /// What stands there.
        found: Box<str>,
        /// The word it resembles most.
        nearest: Option<Box<str>>,
        /// Every word it could be.
        known: Box<[String]>,
    },
    /// A key that must be there is not.
    #[error("`{key}` is missing")]
    Missing {
        /// Full path of the key.
        key: String,
        /// What it should be.
        expected: String,
    },
    /// A value of the wrong kind, unit or range.
    #[error("`{key}` is {found}")]
    Value {
        /// Full path of the key.
        key: String,
        /// What stands there.
        found: String,
        /// What should.
        expected: String,
    },
    /// A value that is fine alone and wrong beside another.
    #[error("`{key}` {conflict}")]
    Conflict {
        /// Full path of the key.
        key: String,
        /// With what, and why.
        conflict: String,
        /// What would do.
        remedy: String,
    },
    /// Two things of one name.
    #[error("a second {what} is called {name:?}")]
    DuplicateName {
        /// What they are: `population`, `variant`, `subnet`.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A file that the scenario names cannot be read.
    #[error("`{key}` names {path:?}, which cannot be read: {reason}")]
    File {
        /// Full path of the key.
        key: String,
        /// The file's name.
        path: String,
        /// Why not.
        reason: String,
    },
}

impl Problem {
    /// What to do about it.
    #[must_use]
    pub fn remedy(&self) -> String {
        match self {
            Self::TooLarge { .. } => {
                "keep what describes the network, and let `count` and `copies` repeat it".to_owned()
            }
            Self::Syntax { .. } => {
                "correct the text there; https://toml.io shows how values are written".to_owned()
            }
            Self::UnknownKey { nearest: Some(nearest), .. } => format!("did you mean `{nearest}`?"),
            Self::UnknownKey { known, .. } if known.is_empty() => {
                "remove it; nothing can stand there".to_owned()
            }
            Self::UnknownKey { known, .. } => format!("known there: {}", known.join(", ")),
            // A short list says more than a guess.
            Self::UnknownWord { nearest: Some(nearest), known, .. } if known.len() > 4 => {
                format!("did you mean {nearest:?}?")
            }
            Self::UnknownWord { known, .. } if known.is_empty() => {
                "remove it; there is nothing to name".to_owned()
            }
            Self::UnknownWord { known, .. } => format!("one of: {}", known.join(", ")),
            Self::Missing { expected, .. } | Self::Value { expected, .. } => format!("give {expected}"),
            Self::Conflict { remedy, .. } => remedy.clone(),
            Self::DuplicateName { .. } => "give it another name".to_owned(),
            Self::File { .. } => "check that the file is there and can be read".to_owned(),
        }
    }
}
