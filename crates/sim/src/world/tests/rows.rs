//! What validators' rows say: how far they lie apart, and who found a miner first.

use super::*;

/// Two validators with rows of their own and two miners; 8 tempos of warm-up.
fn scripted(stakes: [&str; 2], rows: [&str; 2]) -> Scenario {
    parse(&format!(
        r#"
        name = "rows"
        rule_set = "subtensor-2026-06"
        run = {{ seeds = 1, duration = "30 tempos", warmup = "8 tempos" }}
        population = [
          {{ name = "big", role = "validator", stake = ["{}"], behaviour = {{ scripted = {{ rows = [{}] }} }} }},
          {{ name = "small", role = "validator", stake = ["{}"], behaviour = {{ scripted = {{ rows = [{}] }} }} }},
          {{ name = "one", role = "miner", behaviour = {{ constant = {{ value = 1.0 }} }} }},
          {{ name = "two", role = "miner", behaviour = {{ constant = {{ value = 1.0 }} }} }},
        ]
        [subnet]
        tempo = 360
        commit_reveal = false
        weights_rate_limit = 0
        [mechanism]
        kind = "abstract"
        score = {{ quality = {{}} }}
        round = {{ every = "360 blocks" }}
        weights = {{ every = "120 blocks" }}
        "#,
        stakes[0], rows[0], stakes[1], rows[1]
    ))
}

fn deviation(outcome: &Outcome) -> f64 {
    let (sum, epochs) = outcome.subnets[0].weight_deviation;
    assert_eq!(epochs, 22, "each counted epoch has weights in force");
    sum / f64::from(epochs)
}

const ONE: &str = "{ from = 0, weights = { one = 1.0 } }";
const TWO: &str = "{ from = 0, weights = { two = 1.0 } }";

/// µ = (s, 1 − s): either miner is off by s (1 − s) from both sides, 4 s (1 − s) in all. Dividends move s a little.
#[test]
fn rows_that_pay_different_miners_are_as_far_apart_as_their_stakes_say() {
    for (stakes, share) in [(["300k", "300k"], 0.5), (["400k", "100k"], 0.8)] {
        let apart = deviation(&world(&scripted(stakes, [ONE, TWO]), 1));
        assert!((apart - 4.0 * share * (1.0 - share)).abs() < 0.01, "{share}: {apart}");
    }
    let alike = deviation(&world(&scripted(["300k", "100k"], [ONE, ONE]), 1));
    assert!(alike.abs() < 1e-12, "{alike}");
    // Half of one row lies elsewhere: a quarter of it on either side of the mean, for both.
    let half = "{ from = 0, weights = { one = 0.5, two = 0.5 } }";
    let apart = deviation(&world(&scripted(["300k", "300k"], [ONE, half]), 1));
    assert!((apart - 0.5).abs() < 1e-3, "{apart}");
}

#[test]
fn whoever_gives_weight_later_is_behind_by_the_tempos_between() {
    let then = |tempo: u32| format!("{ONE}, {{ from = {tempo}, weights = {{ one = 0.5, two = 0.5 }} }}");
    let scenario = scripted(["300k", "100k"], [&then(14), &then(19)]);
    let outcome = world(&scenario, 1);
    let found = ["big", "small"].map(|name| of(&scenario, &outcome, name).discoveries);
    assert_eq!(found, [(1, 0), (1, 5)], "the other miner was found before counting began");
    let early = scripted(["300k", "100k"], [&then(4), &then(19)]);
    let outcome = world(&early, 1);
    let found = ["big", "small"].map(|name| of(&early, &outcome, name).discoveries);
    assert_eq!(found, [(0, 0), (0, 0)]);
}
