//! The `incentor` command line, as a library so that an author's own binary gets every verb.
//!
//! stdout carries the result, stderr the talk, the exit code the verdict ([`ExitCode`]).

mod arguments;
mod directory;
mod exit;
mod failure;
mod options;
mod terminal;
mod verb;

pub use exit::ExitCode;

use clap::Parser as _;
use failure::Failure;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

/// What a mechanism's author writes against, so that `incentor` is the one dependency needed.
pub mod sdk {
    // The trait comes with the rest; the derive is the one that looks for it here.
    pub use incentor_sdk::synapse::export::SynapseInIncentor as Synapse;
    pub use incentor_sdk::*;
}

/// Ready-made mechanisms, to use and to copy.
pub mod mechanisms {
    pub use incentor_mechanisms::*;
}

/// The Rust of the reference page, compiled as a doc test.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/synapse.md")]
struct SynapsePage;

/// The Rust of the guide for authors, compiled and run as doc tests.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/sdk.md")]
struct SdkPage;

/// Parses the process's arguments, runs the verb and says how it went.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = match arguments::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are results; anything else is a usage error. A closed pipe changes neither.
            let _ = error.print();
            return if error.use_stderr() { ExitCode::Usage } else { ExitCode::Fine }.into();
        }
    };
    let terminal = terminal::Terminal::new(&arguments.global);
    // The panic itself has been printed by then; what is missing is whose fault it is.
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| verb::run(&arguments.verb, &terminal)));
    match outcome.unwrap_or_else(|_| Err(Failure::bug("the command panicked"))) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            terminal.fail(&failure);
            failure.exit.into()
        }
    }
}
