//! Options every verb takes.

use clap::{Args, ValueEnum};

/// Options every verb takes.
#[derive(Args, Clone, Debug)]
pub(crate) struct Global {
    /// Print one JSON document (JSON Lines for streams) on stdout
    #[arg(long, global = true, display_order = 100)]
    pub(crate) json: bool,
    /// No progress and no remarks on stderr; errors stay
    #[arg(long, short, global = true, display_order = 101)]
    pub(crate) quiet: bool,
    /// Say more on stderr
    #[arg(long, short, global = true, action = clap::ArgAction::Count, display_order = 102)]
    pub(crate) verbose: u8,
    /// Colour the output
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN", display_order = 103)]
    pub(crate) color: ColorChoice,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    #[expect(clippy::doc_markdown, reason = "the help text shows backticks as they are")]
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Even into a pipe
    Always,
    /// Never
    Never,
}
