//! Whatever a scenario may say can be played: both ends of the accepted ranges.

use crate::{file, run};

/// The duel, very short, with one text replaced.
fn play(from: &str, to: &str) {
    let short =
        [("60 tempos", "3 tempos"), ("20 tempos", "1 tempos"), ("seeds = 1", "seeds = 2"), (from, to)];
    let run = run(&file(&short));
    let text = serde_json::to_string(&run).unwrap();
    assert!(!text.contains("\"mean\":null"), "{to}: a number without end");
    for variant in &run.variants {
        assert!(variant.coldkeys.iter().all(|coldkey| coldkey.profit.mean.is_finite()), "{to}");
    }
}

#[test]
fn the_ends_of_the_subnets_ranges_can_be_played() {
    for (key, ends) in [
        (
            "max_allowed_uids = 64",
            &["16", "32", "63", "65", "4096"].map(|seats| format!("max_allowed_uids = {seats}"))[..],
        ),
        ("min_burn         = \"0.0005 tao\"", &["0", "100"].map(|burn| format!("min_burn = \"{burn} tao\""))),
        ("tempo            = 360", &["121", "65535"].map(|tempo| format!("tempo = {tempo}"))),
        (
            "constant = \"0.01 tao\"",
            &["0.000000001", "21000000"].map(|price| format!("constant = \"{price} tao\"")),
        ),
        (
            "yuma3_on         = true",
            &[
                "yuma3_on = false".to_owned(),
                "weights_rate_limit = 1".to_owned(),
                "weights_rate_limit = 1000000".to_owned(),
            ],
        ),
    ] {
        for end in ends {
            play(key, end);
        }
    }
}

#[test]
fn the_ends_of_the_populations_ranges_can_be_played() {
    for (key, ends) in [
        ("\"400k\", \"250k\", \"200k\"", &["0.000000001", "20M"].map(|stake| format!("\"{stake}\""))[..]),
        ("quality = 0.5", &["0.000001", "1000"].map(|quality| format!("quality = {quality}"))),
        ("sd = 0.25", &["0", "5"].map(|sd| format!("sd = {sd}"))),
        ("delay = \"400ms\"", &["0ms", "24h"].map(|delay| format!("delay = \"{delay}\""))),
    ] {
        for end in ends {
            play(key, end);
        }
    }
}

#[test]
fn the_ends_of_the_mechanisms_and_the_costs_ranges_can_be_played() {
    for (key, ends) in [
        ("difficulty_sd = 0.15", &["0", "5"].map(|sd| format!("difficulty_sd = {sd}"))[..]),
        ("drift_sd = 0.02", &["0", "5"].map(|sd| format!("drift_sd = {sd}"))),
        ("drift_memory = 0.98", &["0", "0.999999"].map(|memory| format!("drift_memory = {memory}"))),
        ("latency_sd = 0.4", &["0", "5"].map(|sd| format!("latency_sd = {sd}"))),
        ("common = 0.30", &["0", "1"].map(|share| format!("common = {share}"))),
        ("alpha = 0.10", &["0.000001", "1"].map(|alpha| format!("alpha = {alpha}"))),
        ("sample = 8", &["1", "1000000"].map(|sample| format!("sample = {sample}"))),
        ("\"60 blocks\"", &["\"1 blocks\"".to_owned(), "\"1000000 blocks\"".to_owned()]),
        ("\"120 blocks\"", &["\"1 blocks\"".to_owned(), "\"1000000 blocks\"".to_owned()]),
        ("power = 1.0", &["0.000001", "1000"].map(|power| format!("power = {power}"))),
        ("positive_floor = 1", &["0", "1000"].map(|floor| format!("positive_floor = {floor}"))),
        ("exponent = 2.0", &["0.000001", "10"].map(|exponent| format!("exponent = {exponent}"))),
        ("\"0.4 tao/day\"", &["0", "1000000"].map(|base| format!("\"{base} tao/day\""))),
        ("confidence = 0.95", &["0.5", "0.9999"].map(|share| format!("confidence = {share}"))),
    ] {
        for end in ends {
            play(key, end);
        }
    }
}
