//! Games whose outcome is known beforehand.

use crate::{coldkey, only, play};
use incentor_scenario::run::{Rank, Run, Verdict};

/// No noise anywhere, and everybody is asked.
const EXACT: [(&str, &str); 6] = [
    ("difficulty_sd = 0.15", "difficulty_sd = 0.0"),
    ("sd = 0.20, drift_sd = 0.02", "sd = 0.0, drift_sd = 0.0"),
    ("sd = 0.15, common = 0.30", "sd = 0.0"),
    ("sample = 8", "sample = \"all\""),
    ("latency_sd = 0.4", "latency_sd = 0.0"),
    ("{ quality = { cap = 1.0 } }", "{ quality = {} }"),
];

fn honest(run: &Run) -> Vec<(f64, f64)> {
    let rows = only(run).coldkeys.iter().filter(|coldkey| coldkey.population == "honest");
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
            let near = (paid / expected - 1.0).abs() < 1e-3;
            assert!(near, "power {power}, quality {other}: {paid}, not {expected}");
        }
        // 10 % more quality is so much more of the weights, the others' staying the same; the copycat copies the best.
        let all: f64 = only(&run)
            .coldkeys
            .iter()
            .filter(|one| one.quality.is_some() || one.name == "copycat")
            .map(|one| one.pay.mean)
            .sum();
        for row in &only(&run).improvements {
            let own = coldkey(&run, &row.coldkey).pay.mean;
            let grown = own * libm::pow(1.1, power);
            let times = if row.rank == Rank::Best { 2.0 } else { 1.0 };
            let expected = grown * all / (all + times * (grown - own)) / own - 1.0;
            let share = row.pay_share.unwrap();
            assert!((share - expected).abs() < 1e-3, "{row:?}: {expected}");
        }
    }
}

#[test]
fn without_noise_a_cap_is_a_plateau() {
    let run = play(1, &EXACT[..5]);
    let above: Vec<f64> =
        honest(&run).into_iter().filter(|(quality, _)| *quality >= 1.0).map(|row| row.1).collect();
    assert!(above.len() == 6 && above.iter().all(|pay| (pay / above[0] - 1.0).abs() < 1e-9), "{above:?}");
    let best = &only(&run).improvements[0];
    assert!(best.pay_share.unwrap().abs() < 1e-9 && best.profit.mean < 0.0, "{best:?}");
    // 0.4 q² dearer by 21 %.
    let dearer = 0.4 * best.quality * best.quality * 0.21;
    assert!((best.profit.mean + dearer).abs() < 1e-6, "{best:?}: {dearer}");
    assert!(run.findings.iter().any(|finding| finding.code == "capped"), "{:?}", run.findings);
}

#[test]
fn a_perfect_copy_is_paid_like_the_best() {
    let run = play(1, &EXACT);
    let copycat = coldkey(&run, "copycat");
    let best = honest(&run).last().unwrap().1;
    assert!((copycat.pay.mean / best - 1.0).abs() < 1e-9, "{} against {best}", copycat.pay.mean);
    assert_eq!(copycat.fresh_work_share, Some(0.0));
}

#[test]
fn late_answers_earn_nothing() {
    // A copy is there 13 s after an original that is there at once.
    let run = play(1, &[&EXACT[..], &[("400ms", "13s")]].concat());
    assert_eq!(coldkey(&run, "copycat").pay.mean, 0.0);
}

#[test]
fn with_a_task_of_ones_own_there_is_nothing_to_copy() {
    let run = play(4, &[("all_miners", "one_miner")]);
    let deviation = &only(&run).deviations[0];
    assert_eq!(deviation.verdict, Verdict::Loses);
    let copycat = coldkey(&run, "copycat");
    assert_eq!((copycat.pay.mean, copycat.fresh_work_share), (0.0, Some(0.0)));
    assert!(deviation.harm.is_some_and(|harm| harm < 0.0), "a silent seat leaves the others more");
}

#[test]
fn playing_the_same_in_both_worlds_gains_exactly_nothing() {
    let otherwise = "{ behaviour = \"honest\", quality = 0.5 }";
    let same = "{ behaviour = { copycat = { of = \"best_visible\", delay = \"400ms\" } } }";
    let run = play(3, &[(otherwise, same)]);
    let deviation = &only(&run).deviations[0];
    assert_eq!(deviation.verdict, Verdict::BreakEven);
    assert_eq!(deviation.gain_per_seed, [0.0; 3]);
    assert_eq!((deviation.harm, only(&run).harm), (Some(0.0), Some(0.0)));
    assert!(run.findings.iter().any(|finding| finding.code == "cheating-loses"));
}

#[test]
fn common_luck_narrows_a_change_of_quality() {
    let cheat = "behaviour = { copycat = { of = \"best_visible\", delay = \"400ms\" } }";
    let run = play(8, &[(cheat, "behaviour = \"honest\", quality = 0.55")]);
    let ratio = only(&run).deviations[0].pairing_ratio.unwrap();
    assert!(ratio > 15.0, "{ratio}");
}

#[test]
fn where_nobody_is_paid_there_is_no_verdict() {
    let run = play(4, &[("60 tempos", "1 tempos"), ("20 tempos", "0 tempos")]);
    let deviation = &only(&run).deviations[0];
    assert!(deviation.gain.mean > deviation.epsilon, "copying saves the cost of a worker");
    assert_eq!((deviation.verdict, deviation.seeds_needed), (Verdict::Inconclusive, None));
    assert_eq!(deviation.harm, None, "no profit to lose a share of");
    let codes: Vec<&str> = run.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert!(codes.contains(&"unpaid") && !codes.contains(&"cheat-pays"), "{codes:?}");
}

#[test]
fn who_only_loses_less_is_said_to_lose() {
    // Work that costs more than it brings, and a copy that comes too late to be paid.
    let run = play(4, &[("0.4 tao/day", "40 tao/day"), ("400ms", "13s")]);
    let deviation = &only(&run).deviations[0];
    assert_eq!(deviation.verdict, Verdict::Pays);
    assert!(deviation.is_cheat && deviation.only_loses_less(), "{deviation:?}");
    let (now, straight) = (deviation.entry_profit.mean, deviation.straight_profit);
    let numbers = format!("{now:.2} instead of {straight:.2}");
    assert_eq!(deviation.reading, format!("loses less than playing straight: {numbers} τ/day"));
    let fed = run.findings.iter().find(|finding| finding.code == "copycat-fed").unwrap();
    assert!(
        fed.sentence.ends_with(&format!("over playing straight, though at a loss: {numbers}")),
        "{fed:?}"
    );
}

#[test]
fn where_nobody_judges_that_is_what_is_found() {
    let only_copiers = "weight_copier\" },\n]";
    let run = play(2, &[("behaviour = \"honest\" },\n]", &format!("behaviour = \"{only_copiers}"))]);
    let found: Vec<(&str, &str)> =
        run.findings.iter().map(|finding| (finding.code.as_str(), finding.sentence.as_str())).collect();
    let why = "no validator set weights: all of them copy weights, and there are none to copy";
    // Nothing else is said of cheating, of improving, or of consensus: nobody was judged.
    let expected = [
        ("no-weights", why),
        ("unpaid", "no miner was paid anything"),
        ("inconclusive", "undecided: copycat"),
    ];
    assert_eq!(found, expected);
    assert_eq!(only(&run).participation.weights_taken, 0);

    // The copycat's answers come too late for anybody to copy in time, and nobody else is asked.
    let friend = "friends_only = { friends = [\"copycat\"] }";
    let friend = format!("behaviour = {{ {friend} }} }},\n]");
    let run = play(2, &[("behaviour = \"honest\" },\n]", &friend)]);
    let sentences: Vec<&str> = run.findings.iter().map(|finding| finding.sentence.as_str()).collect();
    assert!(
        sentences.contains(&"no validator set weights: none had a score above 0 to send"),
        "{sentences:?}"
    );
}
