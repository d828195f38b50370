//! Names of wallets and hotkeys, which are names of files.

use std::{fmt, str::FromStr};

/// What file systems take.
const MAX_BYTES: usize = 200;
/// How the public file beside a hotkey ends; a hotkey named so would be taken for one.
pub(crate) const PUBLIC_SUFFIX: &str = "pub.txt";

/// The name of a wallet or a hotkey: one part of a path, nothing more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name(String);

/// Why a text is no such name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NameError {
    /// Nothing.
    #[error("the name is empty")]
    Empty,
    /// More bytes than a file name takes beside its ending.
    #[error("a name has at most {MAX_BYTES} bytes")]
    TooLong,
    /// A slash, a backslash, or a character that no screen shows.
    #[error("a name holds no slash, backslash or control character")]
    Character,
    /// A dot in front: hidden, or a way up.
    #[error("a name does not begin with a dot")]
    Dot,
    /// Taken for the public file beside a hotkey.
    #[error("a name does not end in `{PUBLIC_SUFFIX}`")]
    PublicFile,
}

impl Name {
    /// The name wallets and hotkeys have where none is given.
    #[must_use]
    pub fn standard() -> Self {
        Self("default".to_owned())
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Name {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let bad = |letter: char| matches!(letter, '/' | '\\') || letter.is_control();
        match text {
            "" => Err(NameError::Empty),
            _ if text.len() > MAX_BYTES => Err(NameError::TooLong),
            _ if text.contains(bad) => Err(NameError::Character),
            _ if text.starts_with('.') => Err(NameError::Dot),
            _ if text.ends_with(PUBLIC_SUFFIX) => Err(NameError::PublicFile),
            _ => Ok(Self(text.to_owned())),
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_part_of_a_path() {
        let check = |text: &str, expected: Result<&str, NameError>| {
            assert_eq!(
                text.parse::<Name>().as_ref().map(Name::as_str),
                expected.as_ref().copied(),
                "{text:.40}"
            );
        };
        for good in ["default", "my wallet", "hot-1", "a.b", "größe"] {
            check(good, Ok(good));
        }
        check("", Err(NameError::Empty));
        for bad in ["a/b", "/", "a\\b", "a\0b", "a\nb", "a\u{1b}[2J"] {
            check(bad, Err(NameError::Character));
        }
        for bad in ["..", ".", ".hidden"] {
            check(bad, Err(NameError::Dot));
        }
        check("hotpub.txt", Err(NameError::PublicFile));
        check(&"a".repeat(201), Err(NameError::TooLong));
    }
}
