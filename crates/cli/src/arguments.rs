//! The command line's shape.

use crate::options::Global;
use crate::verb::Verb;
use clap::Parser;

/// The workshop for incentive mechanisms: does yours pay the right people?
#[derive(Debug, Parser)]
#[command(name = "incentor", version, propagate_version = true, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}
