//! `incentor sim`: who earns, does cheating pay, does improving pay.

mod files;
mod input;
mod refusal;
mod summary;

use crate::code::Code;
use crate::failure::Failure;
use crate::program::Program;
use crate::terminal::Terminal;
use crate::{ExitCode, directory, interrupt, terminal};
use clap::{Args, value_parser};
use incentor_scenario::run::{GateTally, Run};
use incentor_scenario::{Kind, ScenarioFile};
use incentor_sim::{Options, Simulation, planned_worlds, simulate};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Who earns, does cheating pay, does improving pay: play a scenario and report
///
/// A scenario is a TOML file: who takes part, the subnet's hyperparameters, the mechanism, what it costs to take
/// part. Each seed of each variant is played as written, once more for each population that names what it would do
/// if it played straight (`otherwise`), and once more with a better miner; all with the same luck. The gates of the
/// scenario decide the exit code: 0 all hold, 1 one failed or is undecided.
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Scenario file, or - for stdin
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// First seed, instead of the scenario's
    #[arg(long, value_name = "SEED", allow_negative_numbers = true, value_parser = value_parser!(u32).range(1..=1_000_000))]
    seed: Option<u32>,
    /// Number of seeds, instead of the scenario's
    #[arg(long, value_name = "COUNT", allow_negative_numbers = true, value_parser = value_parser!(u32).range(1..=10_000))]
    seeds: Option<u32>,
    /// Put a value over the file's, in every variant; may be repeated, the last one wins
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Play this variant only, and judge the gates that are about it
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
    /// Play the points of the scenario's [sweep] as well
    #[arg(long)]
    sweep: bool,
    /// Directory for report.html, run.json and the tables [default: incentor-out/<scenario>-<seed>]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Threads to work with [default: one per core]
    #[arg(long, value_name = "COUNT", allow_negative_numbers = true, value_parser = value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

const EXAMPLES: &str = "\
Examples:
  incentor sim scenarios/quickstart.toml                 the scenario as it stands
  incentor sim scenarios/quickstart.toml --seeds 4       a quick look
  incentor sim scenarios/quickstart.toml --seed 1001     luck it has never seen
  incentor sim scenarios/quickstart.toml --variant hardened --set subnet.tempo=180
  incentor sim scenarios/quickstart.toml --sweep         from which size on it pays
  incentor sim scenarios/quickstart.toml --json | jq '.variants[].deviations'
  sed 's/all_miners/one_miner/' scenarios/quickstart.toml | incentor sim - --out out/own-tasks

Values are written as in the file; a word or a quantity needs no quotation marks:
  --set mechanism.weights.power=2   --set 'subnet.min_burn=0.01 tao'";

pub(crate) fn run(
    arguments: &Arguments,
    terminal: &Terminal,
    program: &Program,
) -> Result<ExitCode, Failure> {
    let file = input::read(arguments)?;
    refuse(&file, arguments, program)?;
    let Some(first) = file.variants.first() else {
        return Err(Failure::bug("a scenario without any variant"));
    };
    let default = || {
        let name = format!("{}-{}", first.scenario.name, first.scenario.run.first_seed);
        Path::new("incentor-out").join(name)
    };
    let out = arguments.out.clone().unwrap_or_else(default);
    // Before the work, so that it is not lost to a directory that cannot be written.
    let made = directory::prepare(&out)?.then(|| out.clone());
    let repeat = repeat(arguments, program, &first.scenario.run);
    let options = Options {
        version: env!("CARGO_PKG_VERSION"),
        repeat: &repeat,
        sweep: arguments.sweep,
        subnet: program.own.as_ref(),
    };
    let started = Instant::now();
    let simulation = play(&file, &options, arguments, *terminal, made)?;
    pace(&simulation.run, started.elapsed(), *terminal);
    let files = files::all(&simulation)?;
    directory::fill(&out, &files)?;
    let run = &simulation.run;
    if terminal.json {
        terminal.result(&files::json(run)?)?;
        let (dim, out) = (terminal::DIM, out.display());
        terminal.remark(&format!("{dim}written to {out}{dim:#}\n"));
    } else {
        let names: Vec<String> = files.into_iter().map(|(name, _)| name).collect();
        let paths = summary::Paths {
            program: &program.name,
            scenario: &arguments.scenario,
            out: &out,
            out_is_given: arguments.out.is_some(),
            files: &names,
            could_sweep: !arguments.sweep && !file.sweep.is_empty(),
            could_be_a_program: has_kind(&file, |kind| matches!(kind, Kind::Abstract(_))),
        };
        terminal.result(&summary::summary(run, &paths, terminal.verbose > 0))?;
    }
    Ok(if GateTally::of(&run.gates).holds() { ExitCode::Fine } else { ExitCode::Negative })
}

/// Plays all worlds, with a bar that tells how many are done.
fn play(
    file: &ScenarioFile,
    options: &Options<'_>,
    arguments: &Arguments,
    terminal: Terminal,
    made: Option<PathBuf>,
) -> Result<Simulation, Failure> {
    let bar = terminal.progress(planned_worlds(file, arguments.sweep), "simulating", "worlds");
    interrupt::watch(terminal, bar.clone(), made)?;
    let play = || {
        let played = simulate(file, options, &|| bar.inc(1));
        played.map_err(|error| refusal::simulation(&error, &arguments.scenario))
    };
    let played = match arguments.threads {
        None => play(),
        Some(threads) => {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.into()).build();
            let pool = pool.map_err(|error| {
                Failure::environment(format_args!("cannot start {threads} threads: {error}"))
            })?;
            pool.install(play)
        }
    };
    bar.finish_and_clear();
    played
}

/// What the scenario and the options ask for and this program cannot do.
fn refuse(file: &ScenarioFile, arguments: &Arguments, program: &Program) -> Result<(), Failure> {
    if arguments.sweep && file.sweep.is_empty() {
        return Err(Failure::usage("the scenario has no points to sweep")
            .coded(Code::NothingToSweep)
            .at(arguments.scenario.display())
            .next("a table [sweep], such as \"population.sybil.hotkeys\" = [1, 2, 4]"));
    }
    if !has_kind(file, |kind| matches!(kind, Kind::Own)) {
        return Ok(());
    }
    let Some(own) = &program.own else {
        return Err(Failure::usage(
            "the scenario asks for the program's own mechanism, and this one has none",
        )
        .coded(Code::NoMechanism)
        .at(arguments.scenario.display())
        .next("another `mechanism.kind`, or a program of your own: incentor explain no-mechanism"));
    };
    let live = own.mechanisms().find_map(|(_, mechanism, _)| mechanism.simulable().err());
    match live {
        None => Ok(()),
        Some(error) => Err(Failure::usage(error).coded(Code::LiveOnly).next("incentor explain live-only")),
    }
}

fn has_kind(file: &ScenarioFile, is: impl Fn(&Kind) -> bool) -> bool {
    let subnets = file.variants.iter().flat_map(|variant| &variant.scenario.subnets);
    subnets.flat_map(|subnet| &subnet.mechanisms).any(|mechanism| is(&mechanism.kind))
}

/// The command that gives this run again, wherever its files go.
fn repeat(arguments: &Arguments, program: &Program, plan: &incentor_scenario::RunPlan) -> String {
    let scenario = arguments.scenario.display().to_string();
    let mut words = vec![program.name.clone(), "sim".to_owned(), scenario];
    words.extend(["--seed".to_owned(), plan.first_seed.to_string()]);
    words.extend(["--seeds".to_owned(), plan.seeds.to_string()]);
    words.extend(arguments.set.iter().flat_map(|set| ["--set".to_owned(), set.clone()]));
    words.extend(arguments.variant.iter().flat_map(|name| ["--variant".to_owned(), name.clone()]));
    words.extend(arguments.sweep.then(|| "--sweep".to_owned()));
    words.iter().map(|word| summary::quoted(word)).collect::<Vec<_>>().join(" ")
}

/// How long the simulation took, where a person looks on; never part of the result.
fn pace(run: &Run, elapsed: Duration, terminal: Terminal) {
    if terminal.verbose == 0 && !terminal.is_watched() {
        return;
    }
    let worlds = u64::from(run.seeds.count) * u64::from(run.worlds);
    // A clock may stand still; a simulation takes at least a microsecond.
    let seconds = elapsed.as_secs_f64().max(1e-6);
    let noun = if worlds == 1 { "world" } else { "worlds" };
    let per_second = summary::grouped((run.epochs as f64 / seconds) as u64);
    let (dim, worlds) = (terminal::DIM, summary::grouped(worlds));
    terminal
        .remark(&format!("{dim}{worlds} {noun} in {seconds:.2} s, {per_second} epochs per second{dim:#}\n"));
}
