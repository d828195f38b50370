//! Verdicts, gates and findings on outcomes made by hand: what is paid is a formula, so what is found is known.

use super::*;
use crate::tally::{ColdkeyTally, IntervalTally, SubnetTally};
use incentor_ledger::AuditHash;
use incentor_scenario::Part;
use incentor_scenario::run::{GateState, Rank, Verdict};
use incentor_sdk::Luck;

mod catalogue;

const QUICKSTART: &str = include_str!("../../../../scenarios/quickstart.toml");

/// Ten honest miners of quality 1, one on trial.
const SMALL: &str = r#"
name     = "small"
rule_set = "subtensor-2026-06"
run      = { seeds = 8, duration = "40 tempos", warmup = "20 tempos" }
population = [
  { name = "honest", role = "miner", count = 10, behaviour = "honest", quality = { median = 1.0, sd = 0.25, draw = "quantiles" } },
  { name = "cheat", role = "miner", behaviour = { constant = { value = 0.12 } }, otherwise = { behaviour = "honest", quality = 0.5 } },
  { name = "validators", role = "validator", count = 2, stake = ["60k", "40k"], behaviour = "honest" },
]
[mechanism]
kind = "abstract"
"#;

/// What a miner is paid per day: in a seed, with its part, its quality and how many hotkeys it has.
type Pay<'a> = &'a dyn Fn(u32, &crate::cast::Coldkey, f64) -> f64;

/// Costs nothing, is paid by a formula, runs for ten days.
fn outcome(scenario: &Scenario, lineup: &Lineup, take: &Take, pay: Pay<'_>) -> Outcome {
    let cast = lineup.cast_of(take.world, scenario, take.seed);
    let luck = Luck::of_seed(take.seed.into());
    let tally = |coldkey: &crate::cast::Coldkey| {
        let count = cast.populations[coldkey.population].plan.count;
        let quality = coldkey.quality(luck, count).unwrap_or(0.0);
        let day = if coldkey.is_miner() { pay(take.seed, coldkey, quality) } else { 1.0 };
        ColdkeyTally {
            paid_rao: (day * 1e9) as u64,
            income_tao: day * 10.0,
            fresh_value: quality,
            dividends_rao: 1_000_000,
            stake_rao_sum: 1_000_000_000,
            seated_days: 10.0,
            quality,
            ..ColdkeyTally::default()
        }
    };
    let coldkeys: Vec<ColdkeyTally> = cast.coldkeys.iter().map(tally).collect();
    let interval = |end: u64| IntervalTally {
        end_block: end,
        income_tao: coldkeys.iter().map(|tally| tally.income_tao / 2.0).collect(),
        paid_quality: libm::exp(end as f64 / 7200.0),
        ..IntervalTally::default()
    };
    Outcome {
        series: [1, 2, 3, 4].map(|part| interval(part * 3600)).to_vec(),
        subnets: vec![SubnetTally { epochs: 20, asked: 6, askable: 12, ..SubnetTally::default() }],
        epochs: 40,
        counted_days: 10.0,
        marks: Vec::new(),
        audit: AuditHash(u128::from(take.seed) << 64 | coldkeys.len() as u128),
        recorded: None,
        coldkeys,
    }
}

fn simulated(text: &str, sweep: bool, pay: Pay<'_>) -> Result<Run, SimError> {
    let file = ScenarioFile::parse(text).unwrap();
    let studio = |scenario: &Scenario, lineup: &Lineup, takes: &[Take]| {
        Ok(takes.iter().map(|take| outcome(scenario, lineup, take, pay)).collect())
    };
    let options = Options { version: "test", repeat: "again", sweep, subnet: None };
    simulate_in(&file, &options, &studio).map(|simulation| simulation.run)
}

fn small(gates: &str, pay: Pay<'_>) -> Run {
    let text = format!("{SMALL}\n[[gate]]\nassert = [{gates}]\n");
    simulated(&text, false, pay).unwrap()
}

/// Honest miners earn 2τ; the cheat 2 + `extra`, and as much as the others when it plays straight.
fn with_extra(extra: impl Fn(u32) -> f64) -> impl Fn(u32, &crate::cast::Coldkey, f64) -> f64 {
    move |seed, coldkey, _| match &coldkey.part {
        Part::Miner(plan) if plan.behaviour.name() == "constant" => 2.0 + extra(seed),
        _ => 2.0,
    }
}

/// Up and down by 1, mean 0 over eight seeds.
fn swing(seed: u32) -> f64 {
    if seed.is_multiple_of(2) { 1.0 } else { -1.0 }
}

#[test]
fn the_quickstart_is_nine_worlds_for_every_variant_and_seed() {
    let file = ScenarioFile::parse(QUICKSTART).unwrap();
    assert_eq!((planned_worlds(&file, false), planned_epochs(&file, false)), (3 * 32 * 9, 241_920));
    let lineup = Lineup::of(&file.variants[0].scenario);
    let better = |rank| WorldPlan::Better(crate::lineup::Subject::At(rank), 0.1);
    assert_eq!(lineup.worlds[0], WorldPlan::Written);
    assert_eq!(lineup.worlds[1..5], [1, 2, 3, 5].map(WorldPlan::Straight));
    assert_eq!(lineup.worlds[5], WorldPlan::AllStraight);
    assert_eq!(lineup.worlds[6..], [Rank::Best, Rank::Median, Rank::Worst].map(better));
}

#[test]
fn worlds_beyond_those_are_played_only_for_gates_that_ask() {
    let check = |gate: &str, worlds: u64| {
        let file = ScenarioFile::parse(&format!("{SMALL}\n[[gate]]\nassert = [{gate:?}]\n")).unwrap();
        assert_eq!(planned_worlds(&file, false), 8 * worlds, "{gate}");
    };
    // As written, one twin that is also everybody playing straight, three probes.
    check("gain(cheat) <= 0 tao/day", 5);
    check("harm <= 10 %", 5);
    check("improvement_pay(best, 10%) > 0 tao/day", 5);
    check("improvement_pay(best, 20%) > 0 tao/day", 6);
    check("sybil_gain(4) <= 1.05", 7);
    check("sybil_gain(4, best) <= 1.05", 6);
    check("p80(overtake_epochs) <= 60 tempos", 6);
    check("saturation <= 50 %", 15);
}

#[test]
fn a_gain_is_the_difference_to_the_twin_world() {
    let run = small(
        "\"gain(cheat) > 0.4 tao/day\", \"gain(cheat) <= 0.4 tao/day\"",
        &with_extra(|seed| 0.5 + 0.01 * swing(seed)),
    );
    let deviation = &run.variants[0].deviations[0];
    assert_eq!((deviation.verdict, deviation.epsilon), (Verdict::Pays, 0.05));
    assert!((deviation.gain.mean - 0.5).abs() < 1e-12, "{deviation:?}");
    assert_eq!(deviation.harm, Some(0.0), "nobody else is paid less");
    assert_eq!((deviation.straight_quality, deviation.straight_pay), (Some(0.5), 2.0));
    assert!((deviation.entry_profit.mean - 2.5).abs() < 1e-12);
    assert_eq!(
        run.gates.iter().map(|gate| gate.state).collect::<Vec<_>>(),
        [GateState::Passed, GateState::Failed]
    );
    assert_eq!((run.worlds, run.epochs), (5, 8 * 5 * 40));
    let sensitivity = &run.variants[0].sensitivity[0];
    let half_and_twice = (sensitivity.at_half.mean, sensitivity.at_twice.mean);
    assert!((half_and_twice.0 - 0.25).abs() < 1e-12 && (half_and_twice.1 - 1.0).abs() < 1e-12);
    assert!(run.findings.iter().any(|finding| finding.code == "cheat-pays"), "{:?}", run.findings);
}

#[test]
fn what_is_open_says_how_many_seeds_would_decide() {
    let run = small("\"gain(cheat) <= 0.2 tao/day\"", &with_extra(swing));
    assert_eq!(run.variants[0].deviations[0].verdict, Verdict::Inconclusive);
    let gate = &run.gates[0];
    assert_eq!((gate.state, gate.value), (GateState::Undecided, Some(0.0)));
    // s² = 8/7: (1.96 · 1.069 / 0.2)² = 109.8.
    assert_eq!(gate.seeds_needed, Some(110));
    let difference = gate.difference.unwrap();
    // t(0.975, 7) = 2.3646 times s / √8.
    assert!((difference.mean + 0.2).abs() < 1e-12);
    assert!((difference.half_width.unwrap() - 2.3646 * 1.069_045 / 8_f64.sqrt()).abs() < 1e-4);
    assert!(run.findings.iter().any(|finding| finding.code == "inconclusive"));
}

#[test]
fn more_variants_share_the_confidence() {
    let pay = with_extra(swing);
    let alone = simulated(SMALL, false, &pay).unwrap();
    let variants = "[[variant]]\nname = \"a\"\n[[variant]]\nname = \"b\"\n[[variant]]\nname = \"c\"\n";
    let three = simulated(&format!("{SMALL}\n{variants}"), false, &pay).unwrap();
    let half = |run: &Run| run.variants[0].deviations[0].gain.half_width.unwrap();
    let t = |tail: f64| crate::statistics::t_quantile(1.0 - tail, 7);
    let ratio = half(&three) / half(&alone);
    assert!((ratio - t(0.025 / 3.0) / t(0.025)).abs() < 1e-9, "{ratio}");
    // What is no verdict is not shared.
    let pay = |run: &Run| run.variants[0].populations[1].pay.half_width;
    assert_eq!(pay(&three), pay(&alone));
}

#[test]
fn statistics_of_gates_are_mean_quantile_and_worst() {
    let gates = "\"worst(gain(cheat)) <= 1 tao/day\", \"worst(gain(cheat)) >= -1 tao/day\", \
                 \"worst(gain(cheat)) < 1 tao/day\", \"p80(gain(cheat)) <= 2 tao/day\", \"gain(cheat) < 0.5 * pay(honest)\"";
    let run = small(gates, &with_extra(swing));
    let states: Vec<GateState> = run.gates.iter().map(|gate| gate.state).collect();
    use GateState::{Failed, Passed, Undecided};
    // Eight seeds are too few for an upper bound of the 80 % quantile; the mean differs from 1 by 1 ± 0.9.
    assert_eq!(states, [Passed, Passed, Failed, Undecided, Passed]);
    assert_eq!(run.gates[3].seeds_needed, Some(17));
}

#[test]
fn regret_is_the_highest_upper_bound() {
    let run = small(
        "\"regret <= 0.9 tao/day\", \"regret <= 0.8 tao/day\", \"regret <= -1 tao/day\"",
        &with_extra(swing),
    );
    // 0 ± 0.8937.
    let states: Vec<GateState> = run.gates.iter().map(|gate| gate.state).collect();
    assert_eq!(states, [GateState::Passed, GateState::Undecided, GateState::Failed]);
    assert!((run.gates[0].value.unwrap() - 0.8937).abs() < 1e-3);
}

#[test]
fn probes_measure_what_quality_is_paid() {
    // Pay is 2 q²: 10 % more quality is 21 % more pay.
    let run = small(
        "\"improvement_pay(best, 10%) > 0 tao/day\", \"elasticity(median) >= 1.9\", \"saturation <= 0 %\"",
        &|_, coldkey, quality| if coldkey.is_honest() { 2.0 * quality * quality } else { 0.5 },
    );
    let variant = &run.variants[0];
    for improvement in &variant.improvements {
        assert!((improvement.pay_share.unwrap() - 0.21).abs() < 1e-12, "{improvement:?}");
    }
    let ranks: Vec<Rank> = variant.improvements.iter().map(|row| row.rank).collect();
    assert_eq!(ranks, [Rank::Best, Rank::Median, Rank::Worst]);
    assert_eq!(variant.improvements[1].coldkey, "honest#5", "of two in the middle the lower");
    let metric = |name: &str| variant.metrics.iter().find(|metric| metric.name == name).unwrap();
    assert!((metric("elasticity(best)").value.mean - 2.0).abs() < 1e-12);
    assert!((metric("spearman").value.mean - 1.0).abs() < 1e-12);
    assert_eq!((metric("spearman").n, metric("coverage").value.mean), (10, 0.5));
    // Paid quality grows by the factor e per day.
    assert!((metric("slope").value.mean - 1.0).abs() < 1e-9);
    assert!(run.gates.iter().all(|gate| gate.state == GateState::Passed), "{:?}", run.gates);
    assert!(run.findings.iter().any(|finding| finding.code == "improving-pays"));
}

#[test]
fn a_plateau_is_found() {
    let run = small("\"saturation <= 60 %\"", &|_, coldkey, quality| {
        if coldkey.is_honest() { 2.0 * quality.min(1.0) } else { 0.5 }
    });
    let saturation = run.gates[0].value.unwrap();
    assert!((saturation - 0.5).abs() < 1e-12, "five of ten are at the cap: {saturation}");
    assert_eq!(run.gates[0].state, GateState::Passed);
    assert!(run.findings.iter().any(|finding| finding.code == "capped"), "{:?}", run.findings);
}

#[test]
fn splitting_a_worker_is_measured_on_the_median_and_the_best() {
    let pay = |_: u32, coldkey: &crate::cast::Coldkey, quality: f64| match &coldkey.part {
        // The median gains half a share per hotkey, the best nothing.
        Part::Miner(plan) if plan.hotkeys > 1 && quality < 1.1 => {
            quality * (1.0 + 0.5 * f64::from(plan.hotkeys - 1))
        }
        _ => quality,
    };
    let run =
        small("\"sybil_gain(3) <= 1.05\", \"sybil_gain(3, best) <= 1.05\", \"sybil_gain(3) >= 1.99\"", &pay);
    let states: Vec<GateState> = run.gates.iter().map(|gate| gate.state).collect();
    assert_eq!(states, [GateState::Failed, GateState::Passed, GateState::Passed]);
}

#[test]
fn harm_is_a_share_of_honest_profit() {
    // In the world as written honest miners earn 1.5, if the cheat plays straight 2.
    let file = ScenarioFile::parse(&format!(
        "{SMALL}\n[[gate]]\nassert = [\"harm > 20 %\", \"harm(cheat) > 20 %\"]\n"
    ))
    .unwrap();
    let studio = |scenario: &Scenario, lineup: &Lineup, takes: &[Take]| {
        let play = |take: &Take| {
            let pay = if take.world == WorldPlan::Straight(1) { 2.0 } else { 1.5 };
            outcome(scenario, lineup, take, &|_, _, _| pay)
        };
        Ok(takes.iter().map(play).collect())
    };
    let run = simulate_in(&file, &Options::default(), &studio).unwrap().run;
    assert_eq!((run.variants[0].harm, run.variants[0].deviations[0].harm), (Some(0.25), Some(0.25)));
    assert!(run.gates.iter().all(|gate| gate.state == GateState::Passed), "{:?}", run.gates);
    assert!(run.findings.iter().any(|finding| finding.code == "harm"));
}

#[test]
fn an_entrant_that_never_overtakes_takes_for_ever() {
    let text = SMALL.replace("seeds = 8", "seeds = 32");
    let play = |late: u32| {
        let gates = "assert = [\"p80(overtake_epochs) <= 12 tempos\", \"overtake_epochs <= 12 tempos\"]";
        let file = ScenarioFile::parse(&format!("{text}\n[[gate]]\n{gates}\n")).unwrap();
        let studio = |scenario: &Scenario, lineup: &Lineup, takes: &[Take]| {
            let play = |take: &Take| {
                let mut outcome = outcome(scenario, lineup, take, &|_, _, _| 2.0);
                if take.world == WorldPlan::Entrant {
                    let cast = lineup.cast_of(take.world, scenario, take.seed);
                    assert_eq!(cast.populations.last().unwrap().joins_at, Some(20 * 360));
                    let entrant = outcome.coldkeys.last_mut().unwrap();
                    entrant.overtook_after = (take.seed > late).then_some(10);
                }
                outcome
            };
            Ok(takes.iter().map(play).collect())
        };
        simulate_in(&file, &Options::default(), &studio).unwrap().run.gates
    };
    let always = play(0);
    assert_eq!((always[0].state, always[1].state), (GateState::Passed, GateState::Passed));
    // In one of 32 seeds never: the 80 % quantile is sure, a mean does not exist.
    let mostly = play(1);
    assert_eq!((mostly[0].state, mostly[0].value), (GateState::Passed, Some(10.0)));
    assert_eq!(mostly[1].state, GateState::Undecided);
    assert!(mostly[1].why.as_ref().is_some_and(|why| why.contains("1 of 32")), "{:?}", mostly[1].why);
    assert_eq!(play(6)[0].state, GateState::Undecided);
    assert_eq!(play(20)[0].state, GateState::Failed);
}

#[test]
fn what_cannot_be_worked_out_says_why() {
    let check = |metric: &str, part: &str| {
        let text = SMALL.replace("count = 10", "count = 5");
        let gate = format!("\n[[gate]]\nassert = [\"{metric} > 0.5\", \"work_share > 0\"]\n");
        let run = simulated(&(text + &gate), false, &|_, _, _| 0.0).unwrap();
        assert_eq!(run.gates[0].state, GateState::Undecided);
        assert!(run.gates[0].why.as_ref().is_some_and(|why| why.contains(part)), "{:?}", run.gates[0]);
    };
    check("spearman", "it needs 8 honest coldkeys");
    check("gini", "no miner of the first subnet was paid");
    check("sybil_gain(2)", "no profit with one hotkey");
}

#[test]
fn a_sweep_judges_every_point_together() {
    let text = format!("{SMALL}\n[sweep]\n\"population.honest.count\" = [10, 9, 8]\n");
    let run = simulated(&text, true, &with_extra(swing)).unwrap();
    let points = &run.sweep.as_ref().unwrap().points;
    assert_eq!(points.iter().map(|point| point.values[0].as_str()).collect::<Vec<_>>(), ["10", "9", "8"]);
    let half = points[0].deviations[0].gain.half_width.unwrap()
        / run.variants[0].deviations[0].gain.half_width.unwrap();
    let t = |tail: f64| crate::statistics::t_quantile(1.0 - tail, 7);
    assert!((half - t(0.025 / 3.0) / t(0.025)).abs() < 1e-9);
    assert_eq!((run.worlds, points[2].honest_profit), (5, 2.0));
    let file = ScenarioFile::parse(&text).unwrap();
    assert_eq!((planned_worlds(&file, false), planned_worlds(&file, true)), (40, 160));
    assert!(simulated(&text, false, &with_extra(swing)).unwrap().sweep.is_none());
}

#[test]
fn the_document_names_what_it_says() {
    let run = small("\"gain(cheat) <= 1 tao/day\"", &with_extra(swing));
    let again = small("\"gain(cheat) <= 1 tao/day\"", &with_extra(swing));
    assert_eq!(run, again);
    assert_eq!((run.hash.len(), run.audit_hash.len()), (64, 32));
    let other = small("\"gain(cheat) <= 1 tao/day\"", &with_extra(|_| 1.0));
    assert!(other.hash != run.hash && other.audit_hash == run.audit_hash);
    assert_eq!((run.repeat.as_str(), run.version.as_str()), ("again", "test"));
    assert!(!run.leaves_out.is_empty() && !run.parameters.is_empty());
}

/// Two hotkeys more than honest, at 2 τ a seat; ten honest miners that each lose 0.5 τ a day.
#[test]
fn an_attack_has_its_price_and_its_damage() {
    let cheat = "behaviour = { constant = { value = 0.12 } }, otherwise";
    let text =
        SMALL.replace(cheat, "hotkeys = 3, workers = 1, quality = 1.0, behaviour = \"honest\", otherwise");
    let gates = "assert = [\"attack_cost(cheat) < 8 tao\", \"damage_cost(cheat) < 2\", \"ndcg(3) >= 0.99\"]";
    let file = ScenarioFile::parse(&format!("{text}\n[[gate]]\n{gates}\n")).unwrap();
    let studio = |scenario: &Scenario, lineup: &Lineup, takes: &[Take]| {
        let play = |take: &Take| {
            let lost = if take.world == WorldPlan::Straight(1) { 0.0 } else { 0.5 };
            let mut outcome = outcome(scenario, lineup, take, &|_, _, quality| 2.0 * quality - lost);
            outcome.series.last_mut().unwrap().seat_tao = 2.0;
            outcome
        };
        Ok(takes.iter().map(play).collect())
    };
    let run = simulate_in(&file, &Options::default(), &studio).unwrap().run;
    let metric = |name: &str| run.variants[0].metrics.iter().find(|metric| metric.name == name).unwrap();
    let step = 1.26 * libm::exp2(-1.0 / 360.0);
    let cost = 2.0 * (1.0 + step + step * step);
    assert!((metric("attack_cost(cheat)").value.mean - cost).abs() < 1e-9, "{cost}");
    assert!((metric("damage_cost(cheat)").value.mean - cost / 5.0).abs() < 1e-9);
    assert_eq!((metric("attack_cost(cheat)").unit.as_str(), metric("damage_cost(cheat)").n), ("tao", 10));
    assert!((metric("ndcg").value.mean - 1.0).abs() < 1e-12, "pay goes with quality");
    assert!(run.gates.iter().all(|gate| gate.state == GateState::Passed), "{:#?}", run.gates);
}

#[test]
fn an_attack_without_damage_has_no_price_of_it() {
    for lost in [0.0, 1e-3] {
        // What an honest miner is paid less differs from seed to seed by more than its mean.
        let pay = |seed: u32, coldkey: &crate::cast::Coldkey, _: f64| match &coldkey.part {
            Part::Miner(plan) if plan.behaviour.name() == "constant" => 2.0,
            Part::Miner(_) => 2.0 - lost * swing(seed) - lost / 10.0,
            Part::Validator(_) => 1.0,
        };
        let text = format!("{SMALL}\n[[gate]]\nassert = [\"damage_cost(cheat) < 2\"]\n");
        let file = ScenarioFile::parse(&text).unwrap();
        let studio = |scenario: &Scenario, lineup: &Lineup, takes: &[Take]| {
            let play = |take: &Take| match take.world {
                WorldPlan::Written => outcome(scenario, lineup, take, &pay),
                _ => outcome(scenario, lineup, take, &|_, _, _| 2.0),
            };
            Ok(takes.iter().map(play).collect())
        };
        let run = simulate_in(&file, &Options::default(), &studio).unwrap().run;
        nothing_is_lost(&run);
    }
}

fn nothing_is_lost(run: &Run) {
    assert_eq!(run.gates[0].state, GateState::Undecided);
    assert_eq!(run.gates[0].why.as_deref(), Some("honest miners are not seen to lose anything to it"));
    assert!(run.variants[0].metrics.iter().all(|metric| !metric.name.starts_with("damage_cost")));
}

/// Stakes 3 and 1; consensus leaves 0.9 of the one and 0.5 of the other: 0.2 of the weight is lost.
#[test]
fn what_consensus_clips_is_weighted_by_stake() {
    let file = ScenarioFile::parse(SMALL).unwrap();
    let play = |of_second: u64| {
        let studio = |scenario: &Scenario, lineup: &Lineup, takes: &[Take]| {
            let play = |take: &Take| {
                let mut outcome = outcome(scenario, lineup, take, &|_, _, _| 2.0);
                let [.., first, second] = outcome.coldkeys.as_mut_slice() else { panic!("two validators") };
                (first.stake_rao_sum, first.validator_trust_sum) = (3, 18 * 65_535);
                (second.stake_rao_sum, second.validator_trust_sum) = (1, of_second * 65_535);
                outcome
            };
            Ok(takes.iter().map(play).collect())
        };
        let run = simulate_in(&file, &Options::default(), &studio).unwrap().run;
        run.variants[0].metrics.iter().find(|metric| metric.name == "clip_loss").unwrap().value.mean
    };
    assert!((play(10) - 0.2).abs() < 1e-12);
    assert!((play(0) - 0.1).abs() < 1e-12, "who sends nothing loses nothing");
}
