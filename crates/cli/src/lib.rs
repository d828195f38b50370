//! The `incentor` command line, as a library so that an author's own binary gets every verb.
//!
//! stdout carries the result, stderr the talk, the exit code the verdict ([`ExitCode`]).

mod arguments;
mod code;
mod directory;
mod exit;
mod explain;
mod failure;
mod interrupt;
mod options;
mod paragraph;
mod program;
mod terminal;
mod verb;

pub use exit::ExitCode;

use clap::FromArgMatches as _;
use failure::Failure;
use program::Program;
use std::panic::{self, AssertUnwindSafe};

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

/// The Rust of the guide to one's own scorer, compiled as a doc test.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/guides/is-my-scorer-safe.md")]
struct ScorerGuide;

/// Parses the process's arguments, runs the verb and says how it went.
#[must_use]
pub fn run() -> ExitCode {
    start(&Program::incentor())
}

/// The same for an author's program: every verb, and the author's mechanism wherever a scenario asks for
/// `kind = "own"`.
///
/// ```no_run
/// # use incentor::sdk::*;
/// # #[derive(Clone, Debug, PartialEq, Synapse)] struct Ping { #[reply] time: u32 }
/// # struct Pings; impl Task for Pings { type Ask = Ping; type Truth = ();
/// #   fn questions(&self, _: &Round, _: &mut Notes, _: &mut Rng) -> Vec<Question<Ping, ()>> { vec![] } }
/// # struct Pong; impl Solver<Ping> for Pong {
/// #   fn solve(&self, _: &Ping, _: &mut Desk) -> Result<(PingReply, Work), Refusal> { Err(Refusal("busy")) } }
/// fn main() -> incentor::ExitCode {
///     incentor::main(Mechanism::new("ping", Pings, InTime::within("1s"), Pong))
/// }
/// ```
#[must_use]
pub fn main(subnet: impl Into<sdk::Subnet>) -> ExitCode {
    start(&Program::of_author(subnet.into()))
}

fn start(program: &Program) -> ExitCode {
    let mut command = verb::command(program);
    let matches = command.try_get_matches_from_mut(std::env::args_os());
    let arguments = match matches.and_then(|mut matches| {
        let arguments = arguments::Arguments::from_arg_matches_mut(&mut matches);
        arguments.map_err(|error| error.format(&mut command))
    }) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are results; anything else is a usage error. A closed pipe changes neither.
            let _ = error.print();
            return if error.use_stderr() { ExitCode::Usage } else { ExitCode::Fine };
        }
    };
    let terminal = terminal::Terminal::new(&arguments.global);
    // The panic itself has been printed by then; what is missing is whose fault it is.
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| verb::run(&arguments.verb, &terminal, program)));
    match outcome.unwrap_or_else(|_| Err(Failure::bug("the command panicked"))) {
        Ok(exit) => exit,
        Err(failure) => {
            terminal.fail(&failure);
            failure.exit
        }
    }
}
