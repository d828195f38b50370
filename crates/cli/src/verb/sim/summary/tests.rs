//! What a person sees of a run, whole; the texts lie beside this file.

use super::{Paths, sample, summary};
use crate::paragraph::WIDTH;
use incentor_scenario::run::{Deviation, Run, Verdict};
use std::path::Path;

fn drawn(run: &Run, verbose: bool) -> String {
    let files = ["report.html".to_owned(), "run.json".to_owned(), "coldkeys.csv".to_owned()];
    let paths = Paths {
        program: "incentor",
        scenario: Path::new("scenarios/quickstart.toml"),
        out: Path::new("incentor-out/quickstart-1"),
        out_is_given: false,
        files: &files,
        could_sweep: false,
        could_be_a_program: true,
    };
    anstream::adapter::strip_str(&summary(run, &paths, verbose)).to_string()
}

/// The text as it is on file; `INCENTOR_BLESS=1` writes it anew, for somebody to read.
fn check(name: &str, drawn: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/verb/sim/summary/shown").join(name);
    if std::env::var_os("INCENTOR_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, drawn).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(drawn, expected, "{name} is drawn in another way; INCENTOR_BLESS=1 takes it over");
}

#[test]
fn three_variants_stand_side_by_side() {
    check("variants.txt", &drawn(&sample::run(), false));
}

#[test]
fn verbose_shows_every_variant_and_gate() {
    let text = drawn(&sample::run(), true);
    assert!(text.contains("WHO EARNS in hardened") && text.contains("passed     gain(sybil)"), "{text}");
    assert!(text.contains("What the usual mistakes cost"), "{text}");
}

#[test]
fn one_variant_says_what_each_gain_is_made_of() {
    check("plain.txt", &drawn(&sample::plain(), false));
}

#[test]
fn sweeps_published_totals_and_subnets_are_tables() {
    check("rich.txt", &drawn(&sample::rich(), false));
}

/// The first deviation gains 6.60 τ/day, and loses 0.40 all the same.
fn at_a_loss(mut run: Run) -> Run {
    let deviation = &mut run.variants[0].deviations[0];
    (deviation.entry_profit.mean, deviation.straight_profit) = (-0.4, -7.0);
    deviation.verdict = Verdict::Pays;
    deviation.reading = Deviation::reading(Verdict::Pays, -0.4, -7.0);
    run
}

#[test]
fn a_smaller_loss_is_not_sold_as_a_profit() {
    let words = "loses less than playing straight";
    for run in [sample::run(), sample::plain()] {
        assert!(!drawn(&run, false).contains(words));
    }
    let several = drawn(&at_a_loss(sample::run()), false);
    let line = format!("  sybil in draft {words}: -0.40 instead of -7.00 τ/day\n");
    assert!(several.contains(&line), "{several}");
    let one = drawn(&at_a_loss(sample::plain()), false);
    assert!(one.contains(&format!("-0.40 instead of -7.00\n{:23}{words}\n", "")), "{one}");
}

#[test]
fn who_deviates_without_cheating_is_not_called_a_cheat() {
    let mut run = sample::run();
    for deviation in run.variants.iter_mut().flat_map(|variant| &mut variant.deviations) {
        deviation.is_cheat = false;
    }
    let text = drawn(&run, false);
    assert!(text.contains("DOES DEVIATING PAY?") && !text.contains("DOES CHEATING PAY?"), "{text}");
}

#[test]
fn a_sweep_says_where_it_stops_paying() {
    let mut run = sample::rich();
    for (point, verdict) in
        run.sweep.as_mut().unwrap().points.iter_mut().zip([Verdict::Pays, Verdict::Pays, Verdict::Loses])
    {
        point.deviations[0].verdict = verdict;
    }
    let text = drawn(&run, false);
    assert!(text.contains("  sybil pays up to 2, and is not seen to from 4 on\n"), "{text}");
    run.sweep.as_mut().unwrap().points[2].deviations[0].verdict = Verdict::Pays;
    assert!(drawn(&run, false).contains("  sybil begins to pay at 1\n"));
}

#[test]
fn no_line_is_wider_than_a_terminal() {
    let mut long = sample::run();
    long.variants[0].name = "a-variant-with-a-very-long-name".to_owned();
    long.variants[1].populations[0].name = "a-population-with-a-very-long-name".to_owned();
    long.variants[1].deviations[0].population = "a-population-with-a-very-long-name".to_owned();
    long.variants[2].deviations[1].gain = sample::estimate(-123_456.0, 4_321.0);
    long.variants.push(sample::variant("a-fourth", [(incentor_scenario::run::Verdict::Pays, 1.0); 3], 1.5));
    for run in [sample::run(), sample::plain(), sample::rich(), long] {
        for verbose in [false, true] {
            let text = drawn(&run, verbose);
            let ours =
                |line: &&str| !["report", "repeat", "next"].iter().any(|label| line.starts_with(label));
            for line in text.lines().filter(ours) {
                assert!(line.chars().count() <= WIDTH, "{} columns: {line}", line.chars().count());
                assert_eq!(line.trim_end(), line, "nothing at the end of a line");
            }
        }
    }
}
