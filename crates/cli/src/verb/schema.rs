//! `incentor schema`: what the files look like, for editors and programs.

use crate::{ExitCode, failure::Failure, terminal::Terminal};
use clap::ValueEnum;

const EXAMPLES: &str = "\
Examples:
  incentor schema scenario > scenario.schema.json     for an editor: keys, defaults, one line about each
  incentor schema run                                 what run.json and `incentor sim --json` hold";

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
}

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let schema = match arguments.format {
        Format::Scenario => incentor_scenario::schema::scenario(),
        Format::Run => incentor_scenario::schema::run(),
    };
    terminal.result(&(serde_json::to_string_pretty(&schema).map_err(Failure::bug)? + "\n"))?;
    Ok(ExitCode::Fine)
}
