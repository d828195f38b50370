//! `incentor schema`: what the files look like, for editors and programs.

use crate::{ExitCode, failure::Failure, terminal::Terminal};
use clap::ValueEnum;

const EXAMPLES: &str = "\
Examples:
  incentor schema scenario > scenario.schema.json     for an editor: keys, defaults, one line about each
  incentor schema run                                 what run.json and `incentor sim --json` hold
  incentor schema epoch                               a line of `incentor epoch --json`";

/// Print the JSON schema of a file format
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Which format
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// What `incentor sim` reads
    Scenario,
    /// What `incentor sim` leaves as run.json
    Run,
    /// A line of `incentor epoch --json`, with or without --trace or --explain
    Epoch,
    /// What the verbs of `incentor wallet` print with --json
    Wallet,
}

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let schema = match arguments.format {
        Format::Scenario => incentor_scenario::schema::scenario(),
        Format::Run => incentor_scenario::schema::run(),
        Format::Epoch => written(include_str!("schema/epoch.json"))?,
        Format::Wallet => written(include_str!("schema/wallet.json"))?,
    };
    terminal.result(&(serde_json::to_string_pretty(&schema).map_err(Failure::bug)? + "\n"))?;
    Ok(ExitCode::Fine)
}

/// A schema that is written by hand, as the types it is about have a form of their own in JSON.
fn written(text: &str) -> Result<serde_json::Value, Failure> {
    serde_json::from_str(text).map_err(Failure::bug)
}
