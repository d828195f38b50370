//! `incentor retention`: what honesty takes to keep its stake, beside the published figures.

mod document;
mod files;
mod reading;
mod table;

use crate::failure::Failure;
use crate::terminal::Terminal;
use crate::{ExitCode, terminal};
use clap::{Args, ValueEnum};
use incentor_retention::{Params, RetentionError, published};
use incentor_yuma::Bonds;
use std::path::PathBuf;
use std::time::Instant;

/// What honesty needs to keep its stake against a cabal: the published security map
///
/// An honest team with a share of stake faces a cabal that praises its own miners. For each honest stake the map
/// says which share of true utility the honest miners must have so that their team's share of emission does not
/// fall below its share of stake, whatever weight the cabal gives itself. Every network is one bit-exact epoch.
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES, allow_negative_numbers = true)]
pub(crate) struct Arguments {
    /// Honest shares of stake, one row each
    #[arg(long, visible_alias = "honest-stake", value_delimiter = ',', value_name = "SHARE,…",
          default_values_t = Params::default().honest_stakes)]
    honest_stakes: Vec<f64>,
    /// Deviation σ of a validator's weights within a team, in means
    #[arg(long, visible_alias = "sigma", value_name = "SHARE",
          default_value_t = Params::default().weight_deviation)]
    weight_deviation: f64,
    /// Share κ of stake that decides consensus
    #[arg(long, value_name = "SHARE", default_value_t = Params::default().kappa)]
    kappa: f64,
    /// Bonds penalty β: how far weights above consensus are cut for bonds
    #[arg(long, visible_alias = "beta", value_name = "SHARE", default_value_t = Params::default().bonds_penalty)]
    bonds_penalty: f64,
    /// Emission ratio ξ: the validators' share of emission
    #[arg(long, visible_alias = "xi", value_name = "SHARE", default_value_t = Params::default().validator_share)]
    validator_share: f64,
    /// Deviation of validators' stakes within a team, in means
    #[arg(long, value_name = "SHARE", default_value_t = Params::default().stake_deviation)]
    stake_deviation: f64,
    /// How bonds work; the published map is Yuma 2
    #[arg(long, value_enum, default_value_t = Yuma::Two, value_name = "VERSION")]
    yuma: Yuma,
    /// Neurons in a network
    #[arg(long, value_name = "COUNT", default_value_t = Params::default().uids)]
    uids: usize,
    /// How many of them are validators
    #[arg(long, value_name = "COUNT", default_value_t = Params::default().validators)]
    validators: usize,
    /// Points along each weight axis, 0 and 1 included
    #[arg(long, value_name = "COUNT", default_value_t = Params::default().grid_points)]
    grid_points: usize,
    /// Seeds to average over
    #[arg(long, value_name = "COUNT", default_value_t = Params::default().seeds)]
    seeds: u64,
    /// First seed
    #[arg(long, value_name = "SEED", default_value_t = Params::default().first_seed)]
    first_seed: u64,
    /// Directory for retention.csv, retention-contours.csv and retention.svg
    #[arg(long, value_name = "DIR", default_value = "incentor-out/retention")]
    out: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  incentor retention                            the default figure, in the mean of four seeds
  incentor retention --sigma 0                  validators who agree to the digit
  incentor retention --kappa 0.4 --seeds 1      a weaker majority, quickly
  incentor retention --honest-stakes 0.6,0.7 --xi 0.25 --json
  incentor retention --yuma 3                   today's bonds, in their first epoch";

/// Which Yuma Consensus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Yuma {
    /// Validators buy bonds with their stake
    #[value(name = "2")]
    Two,
    /// A bond is a proportion of its own
    #[value(name = "3")]
    Three,
}

impl Arguments {
    fn params(&self) -> Params {
        let mut honest_stakes = self.honest_stakes.clone();
        honest_stakes.sort_by(f64::total_cmp);
        honest_stakes.dedup();
        Params {
            honest_stakes,
            weight_deviation: self.weight_deviation,
            stake_deviation: self.stake_deviation,
            kappa: self.kappa,
            bonds_penalty: self.bonds_penalty,
            validator_share: self.validator_share,
            bonds: match self.yuma {
                Yuma::Two => Bonds::Original,
                Yuma::Three => Bonds::FixedProportion,
            },
            uids: self.uids,
            validators: self.validators,
            grid_points: self.grid_points,
            first_seed: self.first_seed,
            seeds: self.seeds,
        }
    }
}

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let params = arguments.params();
    params.check().map_err(|error| refused(&error))?;
    // Before the work, so that minutes of it are not lost to a directory that cannot be written.
    files::prepare(&arguments.out)?;
    let started = Instant::now();
    let bar = terminal.progress(params.networks(), "retention", "networks");
    let map = incentor_retention::run(&params, &|networks| bar.inc(networks));
    bar.finish_and_clear();
    if terminal.verbose > 0 {
        let seconds = started.elapsed().as_secs_f64();
        terminal.remark(&format!("{} networks in {seconds:.1} s\n", params.networks()));
    }
    let map = map.map_err(|error| refused(&error))?;
    let figure = published::figure_of(&params);
    let written = files::write(&arguments.out, &map, figure)?;
    if terminal.json {
        terminal.result(&document::json(&map, figure)?)?;
    } else {
        terminal.result(&format!("{}\n{}", table::table(&map, figure), reading::reading(&map)))?;
    }
    let (dim, files) = (terminal::DIM, written.join(", "));
    terminal.remark(&format!("{dim}written to {}: {files}{dim:#}\n", arguments.out.display()));
    Ok(ExitCode::Fine)
}

/// A refused parameter as the flag that set it.
fn refused(error: &RetentionError) -> Failure {
    let flag = match error {
        RetentionError::Range { name, .. } | RetentionError::Count { name, .. } => Some(*name),
        RetentionError::HonestStake { .. } => Some("honest_stakes"),
        _ => None,
    };
    match flag {
        Some(name) => Failure::usage(error)
            .at(format_args!("--{}", name.replace('_', "-")))
            .next("incentor retention --help"),
        // The parameters passed their check, so a kernel that refuses a network is our mistake.
        None => Failure::bug(error),
    }
}
