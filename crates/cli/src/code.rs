//! The kinds of errors this program ends with; `incentor explain` has a page for each.

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// The kind of an error, as it stands in brackets behind the word `error`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Code {
            $($(#[$doc])* $variant,)+
        }

        impl Code {
            /// Every one there is, in the order of this list.
            #[cfg(test)]
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant,)+];

            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

codes! {
    // Any command.
    /// A wrong command line or input, of no kind of its own.
    Usage = "usage",
    /// Surroundings that do not let the command work.
    Environment = "environment",
    /// A bug.
    Bug = "bug",
    /// Ctrl-C.
    Interrupted = "interrupted",
    /// The directory for results cannot be made or written to.
    OutputDirectory = "output-directory",
    /// An input cannot be opened or read.
    Unreadable = "unreadable",
    /// An input is not UTF-8.
    NotUtf8 = "not-utf8",
    /// A name that `explain` does not know.
    NoSuchPage = "unknown-code",
    // Scenarios.
    TooLarge = "too-large",
    NotToml = "not-toml",
    UnknownKey = "unknown-key",
    UnknownWord = "unknown-word",
    MissingKey = "missing-key",
    WrongValue = "wrong-value",
    Conflict = "conflict",
    DuplicateName = "duplicate-name",
    MissingFile = "missing-file",
    /// `--set` without an equals sign.
    NoEquals = "no-equals",
    UnknownVariant = "unknown-variant",
    /// `--sweep` on a scenario without points.
    NothingToSweep = "nothing-to-sweep",
    /// A scenario asks for the program's own mechanism, and it has none.
    NoMechanism = "no-mechanism",
    /// A mechanism whose miner waits for the outside world.
    LiveOnly = "live-only",
    /// A mechanism's program failed.
    Program = "program",
    /// A gate that cannot be worked out, whatever is played.
    Gate = "gate",
    /// A simulation that cannot be set up or go on, of no kind of its own.
    Simulation = "simulation",
    // States of subnets.
    NotAState = "not-a-state",
    BadField = "bad-field",
    EpochRefused = "epoch-refused",
    NoSuchUid = "no-such-uid",
    // Keys.
    NoSuchKey = "no-such-key",
    KeyDenied = "key-denied",
    KeyExists = "key-exists",
    NotAKeyfile = "not-a-keyfile",
    DamagedKeyfile = "damaged-keyfile",
    MismatchedAddress = "mismatched-address",
    UnknownScheme = "unknown-scheme",
    WatchOnly = "watch-only",
    OtherPublicFile = "other-public-file",
    WrongPassword = "wrong-password",
    NoPassword = "no-password",
    BadPassword = "bad-password",
    BadSecret = "bad-secret",
    BadExport = "bad-export",
    NoRandomness = "no-randomness",
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn names_are_words_with_hyphens_and_each_is_there_once() {
        let mut names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        assert!(
            names.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c == '8'))
        );
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
