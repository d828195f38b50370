//! Hotkeys that share a worker, mechanism by mechanism.

use super::*;

/// Income of one worker behind two hotkeys as a share of the same worker's behind one, in a mechanism of that kind.
fn gain_of_a_second_hotkey(kind: &str, weights: &str, tempos: u32) -> f64 {
    let earns = |hotkeys: u32| {
        let text = format!(
            r#"
            name = "sharing"
            rule_set = "subtensor-2026-06"
            run = {{ seeds = 1, duration = "{tempos} tempos", warmup = "{} tempos" }}
            population = [
              {{ name = "honest", role = "miner", count = 3, behaviour = "honest", quality = 1.0 }},
              {{ name = "sybil", role = "miner", hotkeys = {hotkeys}, behaviour = "honest", quality = 1.0 }},
              {{ name = "validators", role = "validator", stake = ["400k"], behaviour = "honest" }},
            ]
            [subnet]
            tempo = 360
            max_allowed_uids = 16
            commit_reveal = false
            weights_rate_limit = 0
            [mechanism]
            kind = {kind}
            answer = {{ drift_sd = 0.0, availability = 1.0 }}
            round = {{ every = "60 blocks" }}
            weights = {weights}
            "#,
            tempos / 2
        );
        let scenario = parse(&text);
        of(&scenario, &world(&scenario, 1), "sybil").income_tao
    };
    earns(2) / earns(1)
}

#[test]
fn light_questions_pay_a_worker_behind_every_hotkey() {
    let gain = gain_of_a_second_hotkey("\"abstract\"", "{ every = \"120 blocks\" }", 12);
    // Two of five instead of one of four.
    assert!((gain - 1.6).abs() < 0.05, "{gain}");
}

#[test]
fn tours_share_their_moves() {
    let kind = "{ tsp = { cities = 100, moves = 2.0 } }";
    let gain = gain_of_a_second_hotkey(kind, "{ every = \"120 blocks\", power = 2.0 }", 8);
    assert!(gain < 1.0, "{gain}");
}

#[test]
fn blobs_share_a_disk() {
    // A room that is full after a few tempos: while contracts grow, two grow twice as fast.
    let kind = "{ storage = { room = \"10KiB\", leaf = \"64B\", leaves = 8 } }";
    let gain = gain_of_a_second_hotkey(kind, "{ every = \"120 blocks\" }", 24);
    assert!((gain - 1.0).abs() < 0.1, "{gain}");
}

#[test]
fn prompts_share_the_time() {
    let gain = gain_of_a_second_hotkey("\"prompting\"", "{ every = \"120 blocks\", power = 2.0 }", 12);
    assert!(gain < 1.2, "{gain}");
}
