//! Whole runs: games whose outcome is known beforehand, the laws every run keeps, both ends of every range.

mod cases;
mod known;
mod laws;
mod ranges;
mod shipped;

use incentor_scenario::ScenarioFile;
use incentor_scenario::run::{Coldkey, Run, VariantRun};
use incentor_sdk as _;
use incentor_sim::{Options, simulate};

/// Twelve honest miners, a copycat, three validators; short.
const DUEL: &str = include_str!("duel.toml");

/// The duel with texts replaced.
fn file(changes: &[(&str, &str)]) -> ScenarioFile {
    let mut text = DUEL.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    ScenarioFile::parse(&text).unwrap_or_else(|error| panic!("{changes:?}: {error:?}"))
}

/// With so many seeds.
fn play(seeds: u32, changes: &[(&str, &str)]) -> Run {
    let seeds = format!("seeds = {seeds}");
    run(&file(&[&[("seeds = 1", seeds.as_str())], changes].concat()))
}

fn run(file: &ScenarioFile) -> Run {
    simulate(file, &Options::default(), &|| ()).unwrap_or_else(|error| panic!("{error:?}")).run
}

fn only(run: &Run) -> &VariantRun {
    let [variant] = run.variants.as_slice() else { panic!("{} variants", run.variants.len()) };
    variant
}

fn coldkey<'r>(run: &'r Run, name: &str) -> &'r Coldkey {
    only(run).coldkeys.iter().find(|coldkey| coldkey.name == name).unwrap_or_else(|| panic!("{name}"))
}
