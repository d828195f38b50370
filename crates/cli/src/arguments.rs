//! The command line's shape.

use crate::options::Global;
use crate::verb::Verb;
use clap::Parser;

/// The workshop for incentive mechanisms: does yours pay the right people?
#[derive(Debug, Parser)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}
