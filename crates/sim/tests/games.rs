//! Games whose outcome is known beforehand, and the laws every run keeps.

use incentor_scenario::{RoleName, Run, Scenario, Verdict};
use incentor_sim::{planned_worlds, simulate};
use std::sync::atomic::{AtomicU64, Ordering};

const QUICKSTART: &str = include_str!("../../../scenarios/quickstart.toml");

/// The quickstart, short, with texts replaced.
fn scenario(seeds: u32, changes: &[(&str, &str)]) -> Scenario {
    let mut text = QUICKSTART.replace("280 tempos", "60 tempos").replace("28 tempos", "20 tempos");
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    Scenario::parse(&text).unwrap().with_seeds(None, Some(seeds))
}

fn play(seeds: u32, changes: &[(&str, &str)]) -> Run {
    simulate(&scenario(seeds, changes), "test", &|| ()).unwrap()
}

/// No noise anywhere, and everybody is asked.
const EXACT: [(&str, &str); 6] = [
    ("difficulty_sd = 0.15", "difficulty_sd = 0.0"),
    ("sd = 0.20, drift_sd = 0.02", "sd = 0.0, drift_sd = 0.0"),
    ("sd = 0.15, common = 0.30", "sd = 0.0"),
    ("sample = 8", "sample = \"all\""),
    ("{ quality = { cap = 1.0 } }", "{ quality = {} }"),
    ("latency_sd = 0.4", "latency_sd = 0.0"),
];

fn honest(run: &Run) -> Vec<(f64, f64)> {
    let rows = run.coldkeys.iter().filter(|coldkey| coldkey.population == "honest");
    rows.map(|coldkey| (coldkey.quality.unwrap(), coldkey.pay.mean)).collect()
}

#[test]
fn without_noise_pay_goes_with_quality_to_the_power() {
    for (power, text) in [(1.0, "power = 1.0"), (2.0, "power = 2.0")] {
        let run = play(1, &[&EXACT[..], &[("power = 1.0", text)]].concat());
        let honest = honest(&run);
        let (quality, pay) = honest[0];
        for (other, paid) in honest {
            let expected = pay * libm::pow(other / quality, power);
            assert!(
                (paid / expected - 1.0).abs() < 1e-3,
                "power {power}, quality {other}: {paid}, not {expected}"
            );
        }
    }
}

#[test]
fn without_noise_a_cap_is_a_plateau() {
    let run = play(1, &[&EXACT[..4], &EXACT[5..]].concat());
    let above: Vec<f64> =
        honest(&run).into_iter().filter(|(quality, _)| *quality >= 1.0).map(|row| row.1).collect();
    assert!(above.len() == 6 && above.iter().all(|pay| (pay / above[0] - 1.0).abs() < 1e-9), "{above:?}");
}

#[test]
fn a_perfect_copy_is_paid_like_the_best() {
    let run = play(1, &EXACT);
    let copycat = run.coldkeys.iter().find(|coldkey| coldkey.name == "copycat").unwrap();
    let best = honest(&run).last().unwrap().1;
    assert!((copycat.pay.mean / best - 1.0).abs() < 1e-9, "{} against {best}", copycat.pay.mean);
    assert_eq!(copycat.fresh_work_share, Some(0.0));
}

#[test]
fn late_answers_earn_nothing() {
    // A copy is there 13 s after an original that is there at once.
    let run = play(1, &[&EXACT[..], &[("400ms", "13s")]].concat());
    let copycat = run.coldkeys.iter().find(|coldkey| coldkey.name == "copycat").unwrap();
    assert_eq!(copycat.pay.mean, 0.0);
}

#[test]
fn with_a_task_of_ones_own_there_is_nothing_to_copy() {
    let run = play(4, &[("all_miners", "one_miner")]);
    assert_eq!(run.deviations[0].verdict, Verdict::Loses);
    let copycat = run.coldkeys.iter().find(|coldkey| coldkey.name == "copycat").unwrap();
    assert_eq!((copycat.pay.mean, copycat.fresh_work_share), (0.0, Some(0.0)));
    assert!(run.deviations[0].harm.is_some_and(|harm| harm < 0.0), "a silent seat leaves the others more");
}

#[test]
fn playing_the_same_in_both_worlds_gains_exactly_nothing() {
    let copycat = "{ behaviour = \"honest\", quality = 0.5 }";
    let same = "{ behaviour = { copycat = { of = \"best_visible\", delay = \"400ms\" } } }";
    let run = play(3, &[(copycat, same)]);
    let deviation = &run.deviations[0];
    assert_eq!(deviation.verdict, Verdict::BreakEven);
    assert_eq!(deviation.gain_per_seed, [0.0; 3]);
    assert_eq!(deviation.harm, Some(0.0));
}

#[test]
fn common_luck_narrows_a_change_of_quality() {
    let cheat = "behaviour = { copycat = { of = \"best_visible\", delay = \"400ms\" } }";
    let run = play(8, &[(cheat, "behaviour = \"honest\", quality = 0.55")]);
    let ratio = run.deviations[0].pairing_ratio.unwrap();
    assert!(ratio > 15.0, "{ratio}");
}

#[test]
fn every_rao_of_a_day_is_accounted_for() {
    let run = play(2, &[]);
    let sum = |role| -> f64 {
        run.coldkeys.iter().filter(|coldkey| coldkey.role == role).map(|coldkey| coldkey.pay.mean).sum()
    };
    // 7200 blocks of one alpha, less the owner's 11796/65535, half and half, at 0.01 τ.
    let half = 7200.0 * (1.0 - 11_796.0 / 65_535.0) / 2.0 * 0.01;
    for role in [RoleName::Miner, RoleName::Validator] {
        assert!((sum(role) / half - 1.0).abs() < 1e-4, "{role:?}: {} of {half}", sum(role));
    }
    let shares: f64 = run
        .coldkeys
        .iter()
        .filter(|coldkey| coldkey.role == RoleName::Miner)
        .map(|coldkey| coldkey.pay_share)
        .sum();
    assert!((shares - 1.0).abs() < 1e-12);
    let fresh: f64 = run.coldkeys.iter().filter_map(|coldkey| coldkey.fresh_work_share).sum();
    assert!((fresh - 1.0).abs() < 1e-12);
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let scenario = scenario(5, &[]);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| serde_json::to_string(&simulate(&scenario, "test", &|| ()).unwrap()).unwrap())
    };
    let one = on(1);
    assert_eq!(one, on(1));
    assert_eq!(one, on(2));
    assert_eq!(one, on(3));
}

#[test]
fn seeds_differ_and_do_not_depend_on_their_neighbours() {
    let run = play(3, &[]);
    let pays = &run.coldkeys[0].pay_per_seed;
    assert!(pays[0] != pays[1] && pays[1] != pays[2]);
    let second = simulate(&scenario(1, &[("first_seed = 1", "first_seed = 2")]), "test", &|| ()).unwrap();
    assert_eq!(second.coldkeys[0].pay_per_seed, [pays[1]]);
}

#[test]
fn progress_and_counts_are_what_was_played() {
    let scenario = scenario(3, &[]);
    let worlds = AtomicU64::new(0);
    let run = simulate(&scenario, "test", &|| {
        worlds.fetch_add(1, Ordering::Relaxed);
    })
    .unwrap();
    assert_eq!((worlds.into_inner(), planned_worlds(&scenario)), (6, 6));
    assert_eq!(run.epochs, 6 * 60);
    assert!((run.coverage - 8.0 / 13.0).abs() < 1e-12);
    assert_eq!(run.series.days.len(), 60);
}

#[test]
fn weights_that_come_too_soon_are_counted() {
    assert_eq!(play(1, &[]).weights_refused, 0);
    let run = play(1, &[("every = \"120 blocks\"", "every = \"60 blocks\"")]);
    assert!(
        run.weights_refused.abs_diff(run.weights_taken) <= 3,
        "every second one: {}",
        run.weights_refused
    );
}

#[test]
fn extreme_but_legal_numbers_end_in_a_run() {
    for changes in [
        [("sd = 0.20,", "sd = 5.0,"), ("power = 1.0", "power = 1000.0")],
        [("alpha = 0.10", "alpha = 1.0"), ("latency_sd = 0.4", "latency_sd = 5.0")],
        [("60 blocks", "1000000 blocks"), ("120 blocks", "1 block")],
        [("sample = 8", "sample = 1000000"), ("12s", "0ms")],
        [("\"400k\", \"250k\", \"200k\"", "0.000000001"), ("0.01 tao", "0 tao")],
    ] {
        let run = play(1, &changes);
        let json = serde_json::to_string(&run).unwrap();
        assert!(!json.contains("null,\"cost\""), "a number that is none: {changes:?}");
        assert!(run.coldkeys.iter().all(|coldkey| coldkey.pay.mean.is_finite()), "{changes:?}");
    }
}

#[test]
fn where_nobody_is_paid_there_is_no_verdict() {
    let run = play(4, &[("60 tempos", "1 tempos"), ("20 tempos", "0 tempos")]);
    assert!(!run.paid_miners());
    let deviation = &run.deviations[0];
    assert!(deviation.gain.mean > deviation.epsilon, "copying saves the cost of a worker");
    assert_eq!((deviation.verdict, deviation.seeds_needed), (Verdict::Inconclusive, None));
    assert_eq!(deviation.harm, None, "no profit to lose a share of");
    assert!(play(1, &[]).paid_miners());
}
