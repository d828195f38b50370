//! `incentor sim`: who earns, and does cheating pay.

mod files;
mod input;
mod summary;

use crate::failure::Failure;
use crate::terminal::Terminal;
use crate::{ExitCode, directory, terminal};
use clap::{Args, value_parser};
use incentor_sim::{planned_worlds, simulate};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Who earns, and does cheating pay: plays a scenario and reports
///
/// A scenario is a TOML file: who takes part, the subnet's hyperparameters, the mechanism, what it costs to take
/// part. Every seed is played once as written and once more for each coldkey that names what it would do if it
/// played straight (`otherwise`); the difference in its profit, with the same luck, is what cheating gains.
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Scenario file, or - for stdin
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// First seed, instead of the scenario's
    #[arg(long, value_name = "SEED", value_parser = value_parser!(u32).range(1..=1_000_000))]
    seed: Option<u32>,
    /// Number of seeds, instead of the scenario's
    #[arg(long, value_name = "COUNT", value_parser = value_parser!(u32).range(1..=10_000))]
    seeds: Option<u32>,
    /// Directory for report.html, run.json and the CSV files [default: incentor-out/<scenario>-<seed>]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  incentor sim scenarios/quickstart.toml                 the scenario as it stands
  incentor sim scenarios/quickstart.toml --seeds 4       a quick look
  incentor sim scenarios/quickstart.toml --seed 1001     luck it has never seen
  incentor sim scenarios/quickstart.toml --json | jq .deviations
  sed 's/all_miners/one_miner/' scenarios/quickstart.toml | incentor sim - --out out/own-tasks";

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let scenario = input::read(&arguments.scenario)?.with_seeds(arguments.seed, arguments.seeds);
    let default = || Path::new("incentor-out").join(format!("{}-{}", scenario.name, scenario.run.first_seed));
    let out = arguments.out.clone().unwrap_or_else(default);
    // Before the work, so that it is not lost to a directory that cannot be written.
    directory::prepare(&out)?;
    let started = Instant::now();
    let bar = terminal.progress(planned_worlds(&scenario), "simulating");
    let run = simulate(&scenario, env!("CARGO_PKG_VERSION"), &|| bar.inc(1));
    bar.finish_and_clear();
    // The scenario passed its checks, so a simulation that cannot go on is our mistake.
    let run = run.map_err(|error| Failure::bug(chain(&error)))?;
    if terminal.verbose > 0 {
        terminal.remark(&summary::pace(&run, started.elapsed()));
    }
    let json = files::json(&run)?;
    files::write(&out, &run, &json)?;
    if terminal.json {
        terminal.result(&json)?;
        let (dim, out) = (terminal::DIM, out.display());
        terminal.remark(&format!("{dim}written to {out}{dim:#}\n"));
    } else {
        let out_is_given = arguments.out.is_some();
        let paths = summary::Paths { scenario: &arguments.scenario, out: &out, out_is_given };
        terminal.result(&summary::summary(&run, &paths))?;
    }
    Ok(ExitCode::Fine)
}

/// An error with everything it was caused by.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(&format!(": {error}"));
        source = error.source();
    }
    text
}
