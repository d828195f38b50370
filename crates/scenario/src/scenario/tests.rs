use super::*;
use crate::Origin;

const GOOD: &str = r#"
name     = "tiny"
rule_set = "subtensor-2026-06"
run      = { seeds = 2, duration = "20 tempos", warmup = "4 tempos" }
population = [
  { name = "honest", role = "miner", count = 3, behaviour = "honest", quality = { median = 1.0, sd = 0.25, draw = "quantiles" } },
  { name = "copycat", role = "miner", behaviour = { copycat = { of = "best_visible", delay = "400ms" } }, otherwise = { behaviour = "honest", quality = 0.5 } },
  { name = "validators", role = "validator", count = 2, stake = ["400k", "250k"], behaviour = "honest" },
]
[subnet]
commit_reveal = false
alpha_price = { constant = "0.01 tao" }
[mechanism]
kind    = "abstract"
task    = { given_to = "all_miners", difficulty_sd = 0.15 }
answer  = { sd = 0.20, latency = "800ms" }
measure = { sd = 0.15, common = 0.30 }
score   = { product = [ { quality = { cap = 1.0 } }, { in_time = "12s" } ] }
book    = { alpha = 0.10 }
round   = { every = "60 blocks", sample = 8 }
weights = { every = "120 blocks" }
[costs]
worker = { base = "0.4 tao/day", exponent = 2.0 }
hotkey = "0.05 tao/day"
"#;

#[test]
fn a_good_file_is_read_with_its_defaults_and_their_origin() {
    let scenario = Scenario::parse(GOOD).unwrap();
    assert_eq!((scenario.run.seeds, scenario.run.first_seed, scenario.run.confidence), (2, 1, 0.95));
    assert_eq!((scenario.subnet.tempo, scenario.subnet.yuma3_on), (360, true));
    assert_eq!(scenario.mechanism.score.product.len(), 2);
    let origin = |key: &str| {
        let found = scenario.parameters.iter().find(|parameter| parameter.key == key);
        found.map(|parameter| (parameter.value.as_str(), parameter.origin))
    };
    assert_eq!(origin("run.seeds"), Some(("2", Origin::Given)));
    assert_eq!(origin("subnet.tempo"), Some(("360", Origin::Default)));
    assert_eq!(origin("population.validators.stake"), Some(("400k, 250k", Origin::Given)));
    assert_eq!(origin("mechanism.weights.power"), Some(("1", Origin::Default)));
    let mut keys: Vec<&str> = scenario.parameters.iter().map(|parameter| parameter.key.as_str()).collect();
    keys.sort_unstable();
    let all = keys.len();
    keys.dedup();
    assert_eq!(keys.len(), all, "a parameter is noted twice");
}

/// The good file with one text replaced by another.
fn broken(from: &str, to: &str) -> ScenarioError {
    assert!(GOOD.contains(from), "{from}");
    Scenario::parse(&GOOD.replacen(from, to, 1)).unwrap_err()
}

#[test]
fn an_unknown_key_names_its_place_and_the_nearest() {
    let check = |from: &str, to: &str, key: &str, nearest: Option<&str>, place: (usize, usize)| {
        let error = broken(from, to);
        assert_eq!((error.place.line, error.place.column), place, "{error}");
        match error.problem {
            Problem::UnknownKey { key: found, nearest: near, .. } => {
                assert_eq!((found.as_str(), near), (key, nearest));
            }
            other => panic!("{other}"),
        }
    };
    check("seeds = 2", "seed = 2", "run.seed", Some("seeds"), (4, 14));
    check("kind ", "kinds ", "mechanism.kinds", Some("kind"), (14, 1));
    check("given_to", "givento", "mechanism.task.givento", Some("given_to"), (15, 13));
    check("warmup", "warm_up", "run.warm_up", Some("warmup"), (4, 49));
    check("cap = 1.0", "cup = 1.0", "mechanism.score.product[0].quality.cup", Some("cap"), (18, 39));
    check("[costs]", "[gate]\n[costs]", "gate", None, (22, 2));
    check("[subnet]", "[subnet]\nimmunity_period = 5000", "subnet.immunity_period", None, (11, 1));
    check("count = 3", "count = 3, hotkeys = 6", "population.honest.hotkeys", None, (6, 49));
}

#[test]
fn what_is_not_understood_is_refused_by_name() {
    let check = |from: &str, to: &str, expected: &str| assert_eq!(broken(from, to).to_string(), expected);
    check("\"60 blocks\"", "60", "`mechanism.round.every` is 60");
    check("\"60 blocks\"", "\"1 hour\"", "`mechanism.round.every` is \"1 hour\"");
    check("commit_reveal = false", "commit_reveal = true", "`subnet.commit_reveal` is true");
    check("commit_reveal = false", "", "`subnet.commit_reveal` is missing");
    check("\"subtensor-2026-06\"", "\"subtensor\"", "`rule_set` is \"subtensor\"");
    check("\"copycat\", role", "\"honest\", role", "a second population is called \"honest\"");
    check("\"4 tempos\"", "\"20 tempos\"", "`run.warmup` leaves nothing of `duration` to count");
    check("count = 2", "count = 3", "`population.validators.count` is not the number of stakes");
    check("count = 3", "count = 300", "`population` needs more uids than `subnet.max_allowed_uids` allows");
    check("{ quality = { cap = 1.0 } }, ", "{}, ", "`mechanism.score.product[0]` is a table");
    check(
        "[\"400k\", \"250k\"]",
        "[\"20M\", \"1\"]",
        "`population` stakes more than 20 million alpha; there will never be more than 21",
    );
    check("exponent = 2.0", "exponent = 11", "`costs.worker.exponent` is 11");
    check(
        "commit_reveal = false",
        "commit_reveal = false\nmin_burn = \"100.1 tao\"",
        "`subnet.min_burn` is \"100.1 tao\"",
    );
    check("seeds = 2", "seeds = 10001", "`run.seeds` is 10001");
    check("role = \"validator\"", "role = \"owner\"", "`population.validators.role` is \"owner\"");
    check("quality = 0.5", "quality = 0", "`population.copycat.otherwise.quality` is 0");
    check("[costs]", "[costs", "this is not TOML: unclosed table, expected `]`");
}

#[test]
fn every_refusal_has_its_place_and_the_range_of_its_key() {
    let check = |from: &str, to: &str, place: (usize, usize), expected: &str| {
        let error = broken(from, to);
        assert_eq!((error.place.line, error.place.column), place, "{to}: {error}");
        let remedy = match error.problem {
            Problem::Value { expected, .. } => expected.to_owned(),
            Problem::Conflict { remedy, .. } => remedy,
            other => panic!("{to}: {other}"),
        };
        assert!(remedy.contains(expected), "{to}: {remedy}");
    };
    for seeds in ["0", "10001", "1000000000"] {
        check("seeds = 2", &format!("seeds = {seeds}"), (4, 22), "from 1 to 10000,");
    }
    for tempo in ["0", "120", "65536", "1000000000"] {
        check("[subnet]", &format!("[subnet]\ntempo = {tempo}"), (11, 9), "from 121 to 65535,");
    }
    for confidence in ["0", "0.4", "1.0", "1.5"] {
        let run = format!("seeds = 2, confidence = {confidence}");
        check("seeds = 2", &run, (4, 38), "from 0.5 to 0.9999,");
    }
    for seats in ["0", "4097", "1000000000"] {
        check("[subnet]", &format!("[subnet]\nmax_allowed_uids = {seats}"), (11, 20), "from 1 to 4096,");
    }
    check("\"20 tempos\"", "\"0 tempos\"", (4, 36), "1 to 100000 tempos");
    check("\"4 tempos\"", "\"20 tempos\"", (4, 58), "\"19 tempos\" or fewer");
    check("count = 3", "count = 300", (5, 14), "max_allowed_uids = 303,");
    check("count = 3", "count = 5000", (5, 14), "4096 uids or fewer");
    check(
        "role = \"validator\", count = 2, stake = [\"400k\", \"250k\"]",
        "role = \"miner\", quality = 1",
        (5, 14),
        "validator",
    );
    check("\"250k\"", "0", (8, 74), "above 0");
    check("count = 2", "count = 3", (8, 54), "count = 2,");
    check("exponent = 2.0", "exponent = 11", (23, 45), "up to 10,");
    check("sd = 0.25", "sd = 6", (6, 102), "from 0 to 5,");
    check("sd = 0.20", "sd = 6", (16, 18), "from 0 to 5,");
    check("alpha = 0.10", "alpha = 0", (19, 21), "above 0 and up to 1,");
}

#[test]
fn any_damage_is_an_error_and_never_a_panic() {
    for end in (0..GOOD.len()).filter(|end| GOOD.is_char_boundary(*end)) {
        let _ = Scenario::parse(&GOOD[..end]);
        let mut damaged = GOOD.as_bytes().to_vec();
        for byte in [b'"', b'{', b'9', b'\n', b'-', 0] {
            damaged[end] = byte;
            if let Ok(text) = str::from_utf8(&damaged) {
                let _ = Scenario::parse(text);
            }
        }
    }
    assert!(matches!(
        Scenario::parse(&"#".repeat(MOST_BYTES + 1)).unwrap_err().problem,
        Problem::TooLarge { .. }
    ));
}
