//! The verbs, one file each.

use crate::{Exit, failure::Failure, terminal::Terminal};
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {}

pub(crate) fn run(verb: &Verb, _terminal: &Terminal) -> Result<Exit, Failure> {
    match *verb {}
}
