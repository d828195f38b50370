//! The verbs, one file each.

mod check;
mod completions;
mod epoch;
mod explain;
mod retention;
mod schema;
mod sim;
mod wallet;

use crate::{ExitCode, failure::Failure, program::Program, terminal::Terminal};
use crate::{arguments::Arguments, options::Global};
use clap::{Args as _, CommandFactory as _, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Sim(sim::Arguments),
    Check(check::Arguments),
    Epoch(epoch::Arguments),
    Retention(retention::Arguments),
    Wallet(wallet::Arguments),
    Explain(explain::Arguments),
    Schema(schema::Arguments),
    Completions(completions::Arguments),
}

/// The command line of this program: a verb that could do nothing here is not there.
pub(crate) fn command(program: &Program) -> clap::Command {
    let whole = Arguments::command();
    let verbs = whole.get_subcommands().filter(|verb| verb.get_name() != "check" || program.own.is_some());
    let command = clap::Command::new(program.name.clone())
        .bin_name(program.name.clone())
        .version(env!("CARGO_PKG_VERSION"))
        .propagate_version(true)
        .max_term_width(100)
        .about(whole.get_about().cloned().unwrap_or_default())
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(verbs.cloned());
    Global::augment_args(command)
}

pub(crate) fn run(verb: &Verb, terminal: &Terminal, program: &Program) -> Result<ExitCode, Failure> {
    match verb {
        Verb::Sim(arguments) => sim::run(arguments, terminal, program),
        Verb::Check(arguments) => check::run(arguments, terminal, program),
        Verb::Epoch(arguments) => epoch::run(arguments, terminal),
        Verb::Retention(arguments) => retention::run(arguments, terminal),
        Verb::Wallet(arguments) => wallet::run(arguments, terminal),
        Verb::Explain(arguments) => explain::run(arguments, terminal),
        Verb::Schema(arguments) => schema::run(arguments, terminal),
        Verb::Completions(arguments) => completions::run(arguments, terminal, program),
    }
}
