//! What holds for every run.

use crate::{coldkey, file, only, play, run};
use incentor_scenario::run::RoleName;
use incentor_sim::{Options, planned_epochs, planned_worlds, simulate};
use std::sync::atomic::{AtomicU64, Ordering};

#[test]
fn every_rao_of_a_day_is_accounted_for() {
    let run = play(2, &[]);
    let rows = |role| only(&run).coldkeys.iter().filter(move |coldkey| coldkey.role == role);
    // 7200 blocks of one alpha, less the owner's 11796/65535, half and half, at 0.01 τ.
    let half = 7200.0 * (1.0 - 11_796.0 / 65_535.0) / 2.0 * 0.01;
    for role in [RoleName::Miner, RoleName::Validator] {
        let sum: f64 = rows(role).map(|coldkey| coldkey.pay.mean).sum();
        assert!((sum / half - 1.0).abs() < 1e-4, "{role:?}: {sum} of {half}");
        let shares: f64 = rows(role).map(|coldkey| coldkey.pay_share).sum();
        assert!((shares - 1.0).abs() < 1e-12);
    }
    let fresh: f64 = rows(RoleName::Miner).filter_map(|coldkey| coldkey.fresh_work_share).sum();
    assert!((fresh - 1.0).abs() < 1e-12);
    let populations: f64 = only(&run).populations.iter().map(|population| population.profit.mean).sum();
    let coldkeys: f64 = only(&run).coldkeys.iter().map(|coldkey| coldkey.profit.mean).sum();
    assert!((populations - coldkeys).abs() < 1e-9);
    let [flow] = only(&run).flow.subnets.as_slice() else { panic!("one subnet") };
    let paid: f64 = flow.miners.iter().chain(&flow.validators).map(|(_, alpha)| alpha).sum();
    let whole = flow.owner + flow.root + flow.withheld + flow.dust + paid;
    assert!((whole / flow.issued - 1.0).abs() < 1e-6, "{whole} of {}", flow.issued);
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let file = file(&[("seeds = 1", "seeds = 3"), ("60 tempos", "30 tempos")]);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let simulation = pool.install(|| simulate(&file, &Options::default(), &|| ())).unwrap();
        (serde_json::to_string(&simulation.run).unwrap(), simulation.tables)
    };
    let one = on(1);
    assert_eq!(one, on(1));
    assert_eq!(one, on(2));
    assert_eq!(one, on(3));
}

#[test]
fn a_document_can_be_read_again() {
    let run = play(2, &[("60 tempos", "30 tempos")]);
    let text = serde_json::to_string(&run).unwrap();
    let read: incentor_scenario::run::Run = serde_json::from_str(&text).unwrap();
    assert_eq!(read, run);
    let without = incentor_scenario::run::Run { hash: String::new(), ..run.clone() };
    assert_ne!(serde_json::to_string(&without).unwrap(), text);
    assert_eq!(run.hash.len(), 64);
}

#[test]
fn seeds_differ_and_do_not_depend_on_their_neighbours() {
    let three = play(3, &[]);
    let pays = &coldkey(&three, "honest#1").pay_per_seed;
    assert!(pays[0] != pays[1] && pays[1] != pays[2]);
    let second = play(1, &[("first_seed = 1", "first_seed = 2")]);
    assert_eq!(coldkey(&second, "honest#1").pay_per_seed, [pays[1]]);
}

#[test]
fn variants_meet_the_same_luck() {
    let variants = "[[variant]]\nname = \"one\"\n[[variant]]\nname = \"two\"\n[mechanism]";
    let run = play(2, &[("[mechanism]", variants)]);
    let [one, two] = run.variants.as_slice() else { panic!("two variants") };
    assert_eq!(one.coldkeys, two.coldkeys);
    assert_eq!(one.metrics, two.metrics);
}

#[test]
fn progress_and_counts_are_what_was_played() {
    let file = file(&[("seeds = 1", "seeds = 3")]);
    let worlds = AtomicU64::new(0);
    let count = || {
        worlds.fetch_add(1, Ordering::Relaxed);
    };
    let run = simulate(&file, &Options::default(), &count).unwrap().run;
    // As written, one twin, three probes; with one deviation its twin is everybody playing straight.
    assert_eq!((worlds.into_inner(), planned_worlds(&file, false), run.worlds), (15, 15, 5));
    assert_eq!((run.epochs, planned_epochs(&file, false)), (15 * 60, 15 * 60));
    let variant = only(&run);
    assert!((variant.participation.coverage - 8.0 / 13.0).abs() < 1e-12);
    assert_eq!(variant.series.days.len(), 60);
    assert_eq!((variant.participation.validators, variant.participation.mining_coldkeys), (3, 13));
}

#[test]
fn weights_that_come_too_soon_are_counted() {
    let refused = |run: &incentor_scenario::run::Run| -> u64 {
        only(run).participation.weights_refused.iter().map(|(_, count)| count).sum()
    };
    assert_eq!(refused(&play(1, &[])), 0);
    let run = play(1, &[("every = \"120 blocks\"", "every = \"60 blocks\"")]);
    assert!(refused(&run) > 0);
    assert!(run.findings.iter().any(|finding| finding.code == "weights-refused"), "{:?}", run.findings);
}

#[test]
fn what_one_seed_cannot_say_is_not_said() {
    let alone = run(&file(&[]));
    let codes: Vec<&str> = alone.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert!(codes.contains(&"single-seed"), "{codes:?}");
    assert!(only(&alone).deviations[0].gain.half_width.is_none());
}

#[test]
fn a_subnet_that_lets_nobody_go_says_so() {
    let join = "event = [{ at = \"25 tempos\", join = { name = \"late\", role = \"miner\", behaviour = \"honest\", quality = 1.0 } }]\n[subnet]";
    let found = |seats: &str| {
        let run = play(2, &[("max_allowed_uids = 64", seats), ("[subnet]", join)]);
        run.findings
            .into_iter()
            .find(|finding| finding.code == "never-prunes")
            .map(|finding| finding.sentence)
    };
    let sentence = found("max_allowed_uids = 16\nmin_non_immune_uids = 16");
    let expected = "1.0 hotkeys per seed are refused a seat to the end: all 16 are taken, and a neuron past its immunity is \
                    pruned only while more than 16 such are left (`min_non_immune_uids`)";
    assert_eq!(sentence.as_deref(), Some(expected));
    assert_eq!((found("max_allowed_uids = 16"), found("max_allowed_uids = 64")), (None, None));
}

/// Out for ten tempos, the book of a tenth a round has forgotten a miner; it is back as fast as the book learns.
#[test]
fn a_miner_that_was_out_is_paid_as_before_when_scores_remember_it() {
    let out = "event = [{ at = \"30 tempos\", outage = { who = \"honest#6\", lasts = \"3600 blocks\" } }]\n[subnet]";
    let recovered = |book: &str| {
        let run = play(2, &[("[subnet]", out), ("alpha = 0.10", book)]);
        let metric = only(&run).metrics.iter().find(|metric| metric.name == "recovery_tempos").unwrap();
        metric.value.mean
    };
    let (fast, slow) = (recovered("alpha = 0.50"), recovered("alpha = 0.05"));
    assert!(fast < 3.0 && slow > fast + 3.0, "{fast} and {slow} tempos");
}
