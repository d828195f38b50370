//! What the shipped scenarios claim.
//!
//! The short forms check what does not need many seeds; `cargo xtask scenarios` measures all of it anew.

use crate::run;
use incentor_scenario::ScenarioFile;
use incentor_scenario::run::{GateState, Run};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios")
}

fn read(path: &Path, sets: &[(&str, &str)]) -> ScenarioFile {
    let sets: Vec<(String, String)> =
        sets.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let text = std::fs::read_to_string(path).unwrap();
    let beside =
        |name: &str| std::fs::read_to_string(path.with_file_name(name)).map_err(|error| error.to_string());
    ScenarioFile::parse_overlaid(&text, &sets, &beside)
        .unwrap_or_else(|error| panic!("{}: {error:?}", path.display()))
}

/// Plays a short form: no gate fails, and so many pass already.
fn short(name: &str, seeds: &str, tempos: &str, warmup: &str, passed: usize) -> Run {
    let sets = [("run.seeds", seeds), ("run.duration", tempos), ("run.warmup", warmup)];
    let run = run(&read(&folder().join(name), &sets));
    let of = |state: GateState| run.gates.iter().filter(move |gate| gate.state == state);
    assert!(of(GateState::Failed).next().is_none(), "{name}: {:#?}", run.gates);
    assert!(of(GateState::Passed).count() >= passed, "{name}: {:#?}", run.gates);
    run
}

fn codes(run: &Run, variant: &str) -> Vec<String> {
    let here = run.findings.iter().filter(|finding| finding.variant == variant);
    here.map(|finding| finding.code.clone()).collect()
}

#[test]
fn the_quickstart_tells_its_three_stories() {
    let run = short("quickstart.toml", "4", "120 tempos", "28 tempos", 5);
    assert_eq!((run.worlds, run.gates.len()), (27, 5));
    let draft = codes(&run, "draft");
    for code in ["sybil-pays", "copycat-fed", "capped", "harm"] {
        assert!(draft.iter().any(|found| found == code), "{code}: {draft:?}");
    }
    let fed = run.findings.iter().find(|one| one.variant == "steeper" && one.code == "copycat-fed");
    assert!(fed.is_some_and(|one| one.sentence.contains("this variant feeds copycat")), "{fed:?}");
    let hardened = codes(&run, "hardened");
    assert_eq!(hardened, ["weight-copying-pays", "improving-pays"]);
    // Eight of twenty, all of twenty; the copier asks nobody.
    let asked = |variant: usize| {
        let there = &run.variants[variant].participation;
        (there.coverage, there.coverage_of_askers, there.idle_validators)
    };
    let (all, askers, idle) = asked(0);
    assert!((all - 0.3).abs() < 1e-9 && (askers - 0.4).abs() < 1e-9 && idle == 1, "{all} {askers} {idle}");
    assert!((asked(2).1 - 1.0).abs() < 1e-9, "{:?}", asked(2));
    let copied =
        run.findings.iter().find(|one| one.variant == "hardened" && one.code == "weight-copying-pays");
    let said = &copied.unwrap().sentence;
    assert!(
        said.starts_with("copying weights brings copier +0.") && said.contains(": 0.25 by not evaluating"),
        "{said}"
    );
    let share = |name: &str| {
        let rows = run.variants[0].populations.iter();
        rows.filter(|row| row.name == name).map(|row| row.pay_share).sum::<f64>()
    };
    assert!((0.25..0.35).contains(&share("sybil")), "one worker takes a third: {}", share("sybil"));
}

#[test]
fn distance_from_consensus_costs() {
    let run = short("departure.toml", "4", "60 tempos", "20 tempos", 3);
    let deviations = &run.variants[0].deviations;
    assert!(deviations.iter().all(|deviation| !deviation.is_cheat), "who errs does not cheat");
}

#[test]
fn a_majority_takes_what_a_minority_cannot() {
    let run = short("cabal.toml", "3", "40 tempos", "20 tempos", 3);
    assert!(codes(&run, "majority").iter().any(|code| code == "top-heavy"));
}

#[test]
fn hidden_weights_are_worth_less_to_a_copier() {
    let run = short("late-reveal.toml", "3", "70 tempos", "40 tempos", 2);
    let hidden = run.variants.iter().filter(|variant| variant.name != "ask-all");
    let ratios: Vec<f64> = hidden.map(|variant| variant.deviations[0].dividend_ratio.unwrap()).collect();
    assert!(ratios.windows(2).all(|pair| pair[1] < pair[0]), "the longer, the less: {ratios:?}");
}

#[test]
fn only_an_open_score_keeps_them_improving() {
    short("capped-score.toml", "3", "300 tempos", "40 tempos", 2);
}

#[test]
fn the_winner_takes_most_and_the_weakest_have_no_reason() {
    short("winner-takes-all.toml", "4", "60 tempos", "20 tempos", 2);
}

#[test]
fn a_full_house_has_doors() {
    let run = short("full-house.toml", "3", "120 tempos", "20 tempos", 1);
    assert!((run.variants[0].participation.prunes - 3.0).abs() < 1e-12, "one for each newcomer");
}

#[test]
fn three_subnets_have_their_epochs_apart() {
    let run = short("three-subnets.toml", "2", "20 tempos", "5 tempos", 2);
    let flows = &run.variants[0].flow.subnets;
    assert!(flows[0].share > flows[1].share && flows[1].share > flows[2].share, "{flows:?}");
    for (at, one) in flows.iter().enumerate() {
        for other in &flows[at + 1..] {
            assert!(one.epoch_blocks.iter().all(|block| !other.epoch_blocks.contains(block)));
        }
    }
}

#[test]
fn bytes_that_are_not_kept_are_not_paid() {
    let run = short("storage.toml", "2", "6 tempos", "2 tempos", 3);
    // Nine tenths of the bytes: less than half of what keeping all of them earns.
    let each = |name: &str| {
        let row = run.variants[0].populations.iter().find(|row| row.name == name).unwrap();
        row.pay_share / f64::from(row.coldkeys)
    };
    assert!(each("partial") < each("honest") / 2.0, "{} of {}", each("partial"), each("honest"));
    assert!(
        run.variants[0].deviations.iter().all(|one| one.gain.mean < 0.0),
        "{:?}",
        run.variants[0].deviations
    );
}

#[test]
fn shortcuts_on_a_map_of_ones_own_earn_nothing() {
    let run = short("tsp.toml", "2", "6 tempos", "2 tempos", 3);
    for name in ["nearest", "reference", "relay"] {
        let deviation = run.variants[0].deviations.iter().find(|one| one.population == name).unwrap();
        assert!(deviation.gain.mean < 0.0 && deviation.makes_a_loss(), "{deviation:?}");
    }
}

#[test]
fn a_template_inverter_lives_of_templates() {
    let run = short("prompting.toml", "2", "3 tempos", "1 tempos", 1);
    let played = |variant: &str| run.variants.iter().find(|one| one.name == variant).unwrap();
    let share = |variant: &str| {
        played(variant).populations.iter().find(|row| row.name == "inverter").unwrap().pay_share
    };
    assert!(share("procedural") > 5.0 * share("remedy"), "{} and {}", share("procedural"), share("remedy"));
    let gain = |variant: &str| played(variant).deviations[0].gain.mean;
    assert!(
        gain("procedural") > 5.0 && gain("remedy") < 0.5,
        "{} and {}",
        gain("procedural"),
        gain("remedy")
    );
}

#[test]
fn a_copy_is_worth_less_the_later_weights_are_revealed() {
    let sets = [("run.seeds", "1"), ("run.duration", "60 tempos"), ("run.warmup", "40 tempos")];
    let file = read(&folder().join("late-reveal.toml"), &sets).with_variant("reveal-1").unwrap();
    let options = incentor_sim::Options { sweep: true, ..incentor_sim::Options::default() };
    let run = incentor_sim::simulate(&file, &options, &|| ()).unwrap().run;
    let points = run.sweep.unwrap().points;
    assert!(points.len() >= 5, "{points:?}");
    let gains: Vec<f64> = points.iter().map(|point| point.deviations[0].gain.mean).collect();
    assert!(gains.windows(2).all(|pair| pair[1] < pair[0]), "the later, the less: {gains:?}");
}
