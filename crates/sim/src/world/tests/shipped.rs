//! Every shipped scenario, for a few tempos.

use super::*;
use incentor_scenario::Tempos;
use std::path::Path;

fn check(file: &str, tempos: u32) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    let read = |path: &str| std::fs::read_to_string(folder.join(path)).map_err(|error| error.to_string());
    let scenarios = ScenarioFile::parse_with(&text, &read).unwrap_or_else(|error| panic!("{file}: {error:?}"));
    for variant in &scenarios.variants {
        let mut scenario = variant.scenario.clone();
        scenario.run.duration = Tempos(tempos);
        scenario.run.warmup = Tempos(1);
        scenario.subnets.iter_mut().for_each(|subnet| subnet.copies = subnet.copies.min(2));
        let started = std::time::Instant::now();
        let outcome = world(&scenario, 1);
        println!("{file} {:?}: {:?}", variant.name, started.elapsed());
        for (coldkey, tally) in Cast::of(&scenario).coldkeys.iter().zip(&outcome.coldkeys).take(30) {
            println!("  {:20} pay {:9.4} run {:8.4} reg {:8.4} fresh {:9.3} asked {:5} answers {:5} prunes {} trust {} w {}", coldkey.name, tally.income_tao, tally.running_tao, tally.registration_tao, tally.fresh_value, tally.asked, tally.answers, tally.prunes, tally.validator_trust_sum, tally.weights_taken);
        }
        for subnet in outcome.subnets.iter().take(2) {
            println!("  {:?} void {} {:?} refused {:?} reg {} {} prunes {} false {} epochs {:?}", subnet.issued_rao, subnet.void_rounds, subnet.first_fault, subnet.refused, subnet.registrations, subnet.registrations_tao, subnet.prunes, subnet.false_prunes, subnet.epoch_blocks);
        }
        assert!(outcome.epochs >= u64::from(tempos), "{file}");
    }
}

#[test]
fn quick() { check("quickstart.toml", 60); }
#[test]
fn departure() { check("departure.toml", 8); }
#[test]
fn house() { check("full-house.toml", 30); }
#[test]
fn reveal() { check("late-reveal.toml", 20); }
#[test]
fn cabal() { check("cabal.toml", 8); }
#[test]
fn winner() { check("winner-takes-all.toml", 8); }
#[test]
fn capped() { check("capped-score.toml", 8); }
#[test]
fn three() { check("three-subnets.toml", 8); }
#[test]
fn year() { check("network-year.toml", 4); }
#[test]
fn tsp() { check("tsp.toml", 3); }
#[test]
fn storage() { check("storage.toml", 3); }
#[test]
fn prompting() { check("prompting.toml", 3); }
