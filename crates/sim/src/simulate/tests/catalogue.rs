//! Metrics of the catalogue on outcomes made by hand, each against its formula.

use super::*;
use incentor_scenario::run::{GateOutcome, Metric};

/// A run of the small game with outcomes changed by hand.
fn run(text: &str, gates: &str, pay: Pay<'_>, change: &dyn Fn(&mut Outcome, &Take)) -> Run {
    let file = ScenarioFile::parse(&format!("{text}\n[[gate]]\nassert = [{gates}]\n")).unwrap();
    let studio = |scenario: &Scenario, lineup: &Lineup, takes: &[Take]| {
        let play = |take: &Take| {
            let mut outcome = outcome(scenario, lineup, take, pay);
            change(&mut outcome, take);
            outcome
        };
        Ok(takes.iter().map(play).collect())
    };
    simulate_in(&file, &Options::default(), &studio).unwrap().run
}

fn metric<'r>(run: &'r Run, name: &str) -> Option<&'r Metric> {
    run.variants[0].metrics.iter().find(|metric| metric.name == name)
}

fn value(run: &Run, name: &str) -> f64 {
    metric(run, name).unwrap_or_else(|| panic!("{name}")).value.mean
}

/// The gate on a metric that is not there, and its reason.
fn absent<'r>(run: &'r Run, name: &str) -> &'r str {
    assert!(metric(run, name).is_none(), "{name}");
    let [GateOutcome { state: GateState::Undecided, why: Some(why), .. }] = run.gates.as_slice() else {
        panic!("{:?}", run.gates)
    };
    why
}

const FLAT: Pay<'_> = &|_, _, _| 2.0;

/// Pay is 2 q τ a day, and swings by 0.4 τ a day from one half day to the next: σ² = 10 tempos · 2 · 0.4².
#[test]
fn two_miners_are_told_apart_by_so_many_tempos() {
    let swings = |outcome: &mut Outcome, _: &Take| {
        for (at, interval) in outcome.series.iter_mut().enumerate() {
            let more = if at % 2 == 0 { 0.2 } else { -0.2 };
            interval.income_tao.iter_mut().for_each(|income| *income = 1.0 + more);
        }
    };
    let gates = "\"samples_to_rank(best) <= 500 tempos\", \"samples_to_rank(best, 20%) <= 110 tempos\"";
    let run = run(SMALL, gates, &|_, _, quality| 2.0 * quality, &swings);
    let best = run.variants[0].improvements[0].quality;
    let (noise, apart) = (10.0 * 2.0 * 0.4 * 0.4, 2.0 * best * 0.1);
    let expected = 12.365_114 * noise / (apart * apart);
    assert!((value(&run, "samples_to_rank(best)") / expected - 1.0).abs() < 1e-6, "{expected}");
    let row = metric(&run, "samples_to_rank(best)").unwrap();
    assert_eq!((row.unit.as_str(), row.n), ("tempos", 10));
    assert!(value(&run, "samples_to_rank(worst)") > value(&run, "samples_to_rank(median)"));
    let twice = run.gates[1].value.unwrap();
    assert!((twice / expected - 0.25).abs() < 1e-6, "twice as far apart: {twice} of {expected}");
    assert!(run.gates.iter().all(|gate| gate.state == GateState::Passed), "{:?}", run.gates);
}

#[test]
fn who_is_not_paid_for_more_cannot_be_told_apart() {
    let run = run(SMALL, "\"samples_to_rank(best) <= 500 tempos\"", FLAT, &|_, _| ());
    assert_eq!(absent(&run, "samples_to_rank(best)"), "better answers are not seen to be paid more");
}

/// 400 seat tempos a seed, two prunes in half of the seeds and six in the others: ln 2 · 400 / 4.
#[test]
fn half_of_the_seats_change_hands_in_a_half_life() {
    let pruned = |outcome: &mut Outcome, take: &Take| {
        let subnet = &mut outcome.subnets[0];
        (subnet.seat_epochs, subnet.prunes) = (400, 9);
        subnet.counted_prunes = if take.seed.is_multiple_of(2) { 2 } else { 6 };
    };
    let run = run(SMALL, "\"tenure_half_life > 20 tempos\"", FLAT, &pruned);
    assert!((value(&run, "tenure_half_life") - 69.314_718).abs() < 1e-6);
    assert_eq!(metric(&run, "tenure_half_life").unwrap().n, 32);
    assert!((value(&run, "churn") - 4.0 / 20.0).abs() < 1e-12, "of twenty counted epochs");
}

#[test]
fn where_nobody_goes_tenure_has_no_half_life() {
    let run = run(SMALL, "\"tenure_half_life > 20 tempos\"", FLAT, &|_, _| ());
    assert_eq!(absent(&run, "tenure_half_life"), "nobody is pruned in the counted window");
}

/// Found at once and two tempos late on average; dividends of 2 and 1 on the same stake.
#[test]
fn the_first_mover_earns_a_multiple_of_the_last() {
    let found = |outcome: &mut Outcome, _: &Take| {
        let [.., first, second] = outcome.coldkeys.as_mut_slice() else { panic!("two validators") };
        (first.discoveries, first.dividends_rao) = ((3, 1), 2_000_000);
        second.discoveries = (3, 6);
    };
    let gate = "\"early_discoverer_bonus > 1\"";
    let two = run(SMALL, gate, FLAT, &found);
    assert!((value(&two, "early_discoverer_bonus") - 2.0).abs() < 1e-12);
    assert_eq!(two.gates[0].state, GateState::Passed);
    let together = run(SMALL, gate, FLAT, &|outcome, _| {
        outcome.coldkeys.iter_mut().for_each(|tally| tally.discoveries = (2, 4));
    });
    assert!(absent(&together, "early_discoverer_bonus").starts_with("no validator is behind another"));
}

#[test]
fn the_deviation_of_weights_is_the_mean_of_its_epochs() {
    let gate = "\"avg_weight_dev < 1\"";
    let seen = run(SMALL, gate, FLAT, &|outcome, _| outcome.subnets[0].weight_deviation = (3.0, 4));
    assert!((value(&seen, "avg_weight_dev") - 0.75).abs() < 1e-12);
    let unseen = run(SMALL, gate, FLAT, &|_, _| ());
    assert_eq!(absent(&unseen, "avg_weight_dev"), "no validator with a permit has weights in force");
}

/// Intervals are ten tempos long; whoever was out in the second is back in the fourth.
#[test]
fn an_outage_is_felt_until_pay_is_back() {
    let outage = "event = [{ at = \"10 tempos\", outage = { who = \"honest#1\", lasts = \"3600 blocks\" } }]\n[mechanism]";
    let text =
        SMALL.replace("warmup = \"20 tempos\"", "warmup = \"0 tempos\"").replace("[mechanism]", outage);
    let slow = |outcome: &mut Outcome, _: &Take| outcome.series[2].income_tao[0] = 0.5;
    let gate = "\"p80(recovery_tempos(honest)) <= 10 tempos\"";
    let slow = run(&text, gate, FLAT, &slow);
    assert_eq!(value(&slow, "recovery_tempos"), 10.0);
    assert_eq!((slow.gates[0].value, metric(&slow, "recovery_tempos").unwrap().n), (Some(10.0), 1));
    assert!(metric(&slow, "recovery_tempos(honest)").is_none(), "of one population it is that of all");
    let gone = |outcome: &mut Outcome, _: &Take| {
        outcome.series.iter_mut().skip(1).for_each(|interval| interval.income_tao[0] = 0.0);
    };
    let gone = run(&text, gate, FLAT, &gone);
    assert_eq!(gone.gates[0].why.as_deref(), Some("it is infinite: it never happened in too many seeds"));

    let none = run(SMALL, "\"recovery_tempos <= 10 tempos\"", FLAT, &|_, _| ());
    assert!(absent(&none, "recovery_tempos").starts_with("nobody it is about has an outage"));
    let early = SMALL.replace("[mechanism]", outage);
    let early = run(&early, "\"recovery_tempos <= 10 tempos\"", FLAT, &|_, _| ());
    assert!(absent(&early, "recovery_tempos").contains("paid nothing in counted tempos before"));
}

#[test]
fn every_quality_has_its_slope() {
    let grow = |outcome: &mut Outcome, _: &Take| {
        for interval in &mut outcome.series {
            let day = interval.end_block as f64 / 7200.0;
            let [best, median, delivered] = [0.3, 0.2, -0.1].map(|rate| libm::exp(rate * day));
            (interval.best_quality, interval.median_quality) = (best, median);
            interval.delivered = delivered;
        }
    };
    let run = run(SMALL, "\"slope(best) > 0.2 per day\", \"slope(delivered) < 0 per day\"", FLAT, &grow);
    for (name, rate) in
        [("slope", 1.0), ("slope(best)", 0.3), ("slope(median)", 0.2), ("slope(delivered)", -0.1)]
    {
        assert!((value(&run, name) - rate).abs() < 1e-9, "{name}");
    }
    assert!(run.gates.iter().all(|gate| gate.state == GateState::Passed), "{:?}", run.gates);
}
