//! Whatever is done to a network, every law holds: random actions of every kind, on every kind of network.

use crate::calls::{KINDS, action_of};
use crate::campaign::{Campaign, Tally, run};
use crate::cast::Cast;
use crate::dice::Dice;
use crate::values::{GLOBALS, parameter};
use crate::world::genesis;
use incentor_ledger::{Ledger, Network, ParameterKind};
use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence, RngSeed};
use std::collections::{BTreeMap, BTreeSet};

/// A longer run by `PROPTEST_CASES`, and another one by `PROPTEST_RNG_SEED`.
fn config(cases: u32) -> Config {
    let named = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    Config {
        cases: named("PROPTEST_CASES").map_or(cases, |cases| cases as u32),
        max_shrink_iters: 20_000,
        max_shrink_time: 30_000,
        rng_seed: RngSeed::Fixed(named("PROPTEST_RNG_SEED").unwrap_or(20_260_630)),
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(config(16))]

    #[test]
    fn every_law_holds_whatever_is_done(world: u64, turns in prop::collection::vec(any::<u64>(), 1..300)) {
        let mut campaign = Campaign::new(&mut Dice::of_seed(world));
        for turn in turns {
            campaign.turn(&mut Dice::of_seed(turn));
        }
        campaign.finish();
    }
}

proptest! {
    #![proptest_config(config(16))]

    /// As the fuzz target `ledger_actions` does it.
    #[test]
    fn every_law_holds_of_a_run_out_of_bytes(bytes in prop::collection::vec(any::<u8>(), 0..1_000)) {
        run(&bytes);
    }
}

#[test]
fn thousands_of_blocks_of_everything() {
    let mut tallies: BTreeMap<&'static str, Tally> = BTreeMap::new();
    let (mut blocks, mut epochs) = (0, 0);
    for world in 0..10 {
        let mut campaign = Campaign::new(&mut Dice::of_seed(world));
        for turn in 0..800 {
            campaign.turn(&mut Dice::of_seed(world << 32 | turn));
        }
        campaign.finish();
        (blocks, epochs) = (blocks + campaign.blocks, epochs + campaign.epochs);
        for (name, tally) in campaign.tallies {
            let sum = tallies.entry(name).or_default();
            sum.accepted += tally.accepted;
            sum.refused += tally.refused;
        }
    }
    assert!(blocks >= 5_000 && epochs >= 2_000, "{blocks} blocks, {epochs} epochs");
    // Both answers, of every kind: else a run shows nothing of it.
    for kind in KINDS {
        let tally = tallies.get(kind.name).copied().unwrap_or_default();
        // What lies outside is always refused.
        let least = if kind.name == "Outside" { 0 } else { 3 };
        assert!(tally.accepted >= least && tally.refused >= 1, "{}: {tally:?}", kind.name);
    }
}

/// The names of an enum's variants in a source text: they stand eight or four columns in.
fn variants<'a>(source: &'a str, start: &str, indent: &str) -> BTreeSet<&'a str> {
    let body = source.split_once(start).expect("the enum is there").1;
    let body = body.split("\n}").next().unwrap_or(body);
    let lines = body.lines().filter_map(|line| line.strip_prefix(indent));
    let names =
        lines.map(|line| line.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or(""));
    names.filter(|name| name.starts_with(|letter: char| letter.is_ascii_uppercase())).collect()
}

#[test]
fn every_action_and_every_parameter_is_drawn() {
    let actions = variants(include_str!("../../src/action.rs"), "pub enum Action {", "    ");
    assert_eq!(KINDS.iter().map(|kind| kind.name).collect::<BTreeSet<_>>(), actions);
    let globals = variants(include_str!("../../src/parameter.rs"), "global_parameters! {", "    ");
    assert_eq!(GLOBALS.iter().map(|(name, _)| *name).collect::<BTreeSet<_>>(), globals);

    let mut dice = Dice::of_seed(7);
    let ledger = Ledger::new(&genesis(&mut dice)).unwrap();
    let mut hidden = Vec::new();
    for kind in KINDS {
        let mut cast = Cast { view: ledger.view(), dice: &mut dice, hidden: &mut hidden };
        let drawn = format!("{:?}", action_of(kind, &mut cast));
        assert_eq!(drawn.split(['(', ' ']).next(), Some(kind.name));
    }
    for (name, draw) in GLOBALS {
        assert!(format!("{:?}", draw(&mut dice)).starts_with(name));
    }
    for kind in ParameterKind::ALL {
        assert_eq!(parameter(*kind, &mut dice).kind(), *kind);
    }
}
