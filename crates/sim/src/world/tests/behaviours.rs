//! What behaviours are for shows in a world.

use super::*;
use incentor_scenario::{Part, ValidatorBehaviour};

/// A world of four honest miners of quality 1, two validators, and one more population; `one` is the row of that one,
/// `mechanism` its keys beyond the kind.
fn stage(one: &str, mechanism: &str) -> Scenario {
    parse(&format!(
        r#"
        name = "behaviours"
        rule_set = "subtensor-2026-06"
        run = {{ seeds = 1, duration = "16 tempos", warmup = "8 tempos" }}
        population = [
          {{ name = "honest", role = "miner", count = 4, behaviour = "honest", quality = 1.0 }},
          {{ name = "big", role = "validator", stake = ["300k"], behaviour = "honest" }},
          {{ name = "small", role = "validator", stake = ["200k"], behaviour = "honest" }},
          {{ name = "one", role = "miner", {one} }},
        ]
        [subnet]
        tempo = 360
        max_allowed_uids = 16
        commit_reveal = false
        weights_rate_limit = 0
        [mechanism]
        kind = "abstract"
        {mechanism}
        answer = {{ sd = 0.1, drift_sd = 0.0, availability = 1.0 }}
        round = {{ every = "30 blocks" }}
        weights = {{ every = "120 blocks" }}
        "#
    ))
}

/// What the one earns for each τ of an honest miner.
fn earns(one: &str, mechanism: &str) -> f64 {
    let scenario = stage(one, mechanism);
    let outcome = world(&scenario, 1);
    let honest: f64 = (1..=4).map(|at| of(&scenario, &outcome, &format!("honest#{at}")).income_tao).sum();
    4.0 * of(&scenario, &outcome, "one").income_tao / honest
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 0.12, "{found}, not about {expected}");
}

#[test]
fn work_pays_by_its_quality_and_copies_pay_like_the_original() {
    near(earns("behaviour = \"honest\", quality = 1.0", ""), 1.0);
    near(earns("behaviour = { noisy = { sd = 0.5 } }, quality = 1.0", ""), 1.0);
    near(earns("behaviour = { constant = { value = 0.4 } }", ""), 0.4);
    near(earns("behaviour = { copycat = { of = \"honest#2\" } }", ""), 1.0);
    near(earns("behaviour = { copycat = { of = \"first_visible\", disguise = true } }", ""), 1.0);
    // Two hotkeys, one of them at a fifth.
    near(earns("behaviour = { decoys = {} }, hotkeys = 2, quality = 1.0", ""), 1.2);
    assert_eq!(earns("behaviour = { copycat = {} }", "task = { given_to = \"one_miner\" }"), 0.0);
    assert_eq!(
        earns("behaviour = { squatter = { at = \"13s\" } }, quality = 1.0", "score = { in_time = \"12s\" }"),
        0.0
    );
}

#[test]
fn memory_pays_as_often_as_questions_come_again() {
    let memoriser = "behaviour = { memoriser = { value = 1.0 } }";
    near(earns(memoriser, "task = { novelty = 0.4 }"), 0.6);
    assert_eq!(earns(memoriser, ""), 0.0);
}

#[test]
fn polish_pays_as_far_as_the_measure_can_be_gamed() {
    let gaming = "behaviour = { gaming = { share = 0.5 } }, quality = 1.0";
    near(earns(gaming, "measure = { gameable = 1.0 }"), 1.5);
    near(earns(gaming, ""), 1.0);
}

/// Who cannot see customers has to work for them; who can is paid all the same.
#[test]
fn customers_are_served_where_they_cannot_be_told_apart() {
    let served = |shows: bool| {
        let one = "behaviour = { tests_only = { effort = 0.1 } }, quality = 1.0";
        let scenario = stage(
            one,
            &format!("task = {{ given_to = \"one_miner\", organic = 0.5, organic_shows = {shows} }}"),
        );
        let outcome = world(&scenario, 1);
        let [one, honest] = ["one", "honest#1"].map(|name| of(&scenario, &outcome, name));
        near(one.income_tao / honest.income_tao, 1.0);
        one.fresh_value / honest.fresh_value
    };
    near(served(false), 1.0);
    near(served(true), 0.55);
}

/// Of two validators one decides, and the other's row is clipped.
#[test]
fn a_friend_is_paid_where_its_validator_counts() {
    let insider = |of: &str| format!("behaviour = {{ insider = {{ of = \"{of}\" }} }}");
    // Nobody tells it anything: both validators are honest.
    assert_eq!(earns(&insider("big"), ""), 0.0);
    let told = |friend: &str| {
        let mut scenario = stage(&insider(friend), "");
        for population in &mut scenario.populations {
            if let Part::Validator(plan) = &mut population.part
                && population.name == friend
            {
                plan.behaviour = ValidatorBehaviour::Insider { friends: vec!["one".to_owned()] };
            }
        }
        let outcome = world(&scenario, 1);
        of(&scenario, &outcome, "one").income_tao / of(&scenario, &outcome, "honest#1").income_tao
    };
    // The big one's row is consensus, and three fifths of the stake give it that; the small one's is clipped to nothing.
    near(told("big"), 0.6);
    assert_eq!(told("small"), 0.0);
    // Who answers the big one alone has its row alone.
    near(earns("behaviour = { selective = { min_stake = \"250k\" } }, quality = 1.0", ""), 0.6);
}

/// What the old hotkey's record still earns makes up for what the new one's does not earn yet; seats cost.
#[test]
fn a_new_hotkey_costs_its_seat() {
    let one = "behaviour = { rotating = { every = \"3 tempos\" } }, quality = 1.0";
    let scenario = stage(one, "");
    let outcome = world(&scenario, 1);
    let [one, honest] = ["one", "honest#1"].map(|name| of(&scenario, &outcome, name));
    near(one.income_tao / honest.income_tao, 1.0);
    assert!(one.registration_tao > honest.registration_tao, "{}", one.registration_tao);
}
