//! The verbs, one file each.

mod epoch;
mod retention;
mod sim;
mod wallet;

use crate::{ExitCode, failure::Failure, terminal::Terminal};
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Epoch(epoch::Arguments),
    Retention(retention::Arguments),
    Sim(sim::Arguments),
    Wallet(wallet::Arguments),
}

pub(crate) fn run(verb: &Verb, terminal: &Terminal) -> Result<ExitCode, Failure> {
    match verb {
        Verb::Epoch(arguments) => epoch::run(arguments, terminal),
        Verb::Retention(arguments) => retention::run(arguments, terminal),
        Verb::Sim(arguments) => sim::run(arguments, terminal),
        Verb::Wallet(arguments) => wallet::run(arguments, terminal),
    }
}
