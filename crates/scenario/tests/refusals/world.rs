//! Who takes part, and under which rules.

use super::{GOOD, check, check_everything};
use incentor_scenario::ScenarioFile;

#[test]
fn what_is_wrong_with_the_file_as_a_whole() {
    check("seeds = 32", "seed = 32", "4:14: unknown key `run.seed`", "did you mean `seeds`?");
    check(
        "seeds = 32",
        "seeds = 0",
        "4:22: `run.seeds` is 0",
        "give a whole number from 1 to 10000, such as 32",
    );
    check("[costs]", "[cost]", "38:2: unknown key `cost`", "did you mean `costs`?");
    check(
        "0.05 tao/day",
        "0.05",
        r#"40:10: `costs.hotkey` is "0.05""#,
        r#"give 0 to 1000000 τ per day, such as "0.05 tao/day""#,
    );
    check(
        r#"name     = "quickstart""#,
        r#"name = "../quickstart""#,
        r#"2:8: `name` is "../quickstart""#,
        r#"give a name of up to 64 letters, digits, - and _, such as "quickstart""#,
    );
    check(
        r#"rule_set = "subtensor-2026-06""#,
        r#"rule_set = "subtensor-2026-07""#,
        r#"3:12: `rule_set` is "subtensor-2026-07""#,
        "one of: subtensor-2026-06",
    );
    check(
        r#""weights:last""#,
        r#""weight:last""#,
        r#"5:49: `record[3]` is "weight:last""#,
        r#"did you mean "weights:last"?"#,
    );
    check(
        r#""scores:1-in-50""#,
        r#""scores:1-in-0""#,
        r#"5:79: `record[5]` is "scores:1-in-0""#,
        r#"did you mean "scores:1-in-50"?"#,
    );
    check(
        "confidence = 0.95",
        "confidence = 1.0",
        "4:102: `run.confidence` is 1.0",
        "give a share from 0.5 to 0.9999, such as 0.95",
    );
    check(
        r#"duration = "280 tempos""#,
        r#"duration = "14 days""#,
        r#"4:53: `run.duration` is "14 days""#,
        r#"give 1 to 100000 tempos, such as "280 tempos""#,
    );
}

#[test]
fn who_cannot_take_part() {
    check(
        r#"behaviour = "honest", quality = { median"#,
        r#"behaviour = "honst", quality = { median"#,
        r#"9:62: `population.honest.behaviour` is "honst""#,
        r#"did you mean "honest"?"#,
    );
    check(
        "behaviour = { copycat =",
        "behaviour = { copycta =",
        "10:53: unknown key `population.copycat.behaviour.copycta`",
        "did you mean `copycat`?",
    );
    check(
        r#"of = "best_visible""#,
        r#"of = "honest#13""#,
        r#"10:70: `population.copycat.behaviour.copycat.of` is "honest#13", and that population has 12 coldkeys"#,
        r#"give one of "honest#1" … "honest#12""#,
    );
    check(
        r#"of = "best_visible""#,
        r#"of = "validator#1""#,
        r#"10:70: `population.copycat.behaviour.copycat.of` is "validator#1""#,
        r#"did you mean "validators"?"#,
    );
    check(
        r#"of = "best_visible""#,
        r#"of = "honest""#,
        r#"10:70: `population.copycat.behaviour.copycat.of` is "honest", and that population has 12 coldkeys"#,
        r#"give one of "honest#1" … "honest#12""#,
    );
    check(
        r#"delay = "400ms""#,
        "delay = 400",
        "10:94: `population.copycat.behaviour.copycat.delay` is 400",
        r#"give a length of time up to a day, such as "800ms" or "12s""#,
    );
    check(
        r#""400k", "250k", "200k""#,
        r#""400k", "250k""#,
        "13:65: `population.validators.stake` has 2 entries, and `count` is 3",
        "give count = 2, or no `count`: every stake is a validator",
    );
    check(
        "hotkeys = 6",
        "hotkeys = 60",
        "8:14: `population` needs more uids than `subnet.max_allowed_uids` allows: 78 > 64",
        "give max_allowed_uids = 78, or a smaller `count`",
    );
    check(
        "max_allowed_uids = 64",
        "max_allowed_uids = 20",
        "8:14: `population` needs more uids than `subnet.max_allowed_uids` allows: 24 > 20",
        "give max_allowed_uids = 24, or a smaller `count`",
    );
    check(
        "otherwise = { hotkeys = 1 }",
        "otherwise = { hotkey = 1 }",
        "11:114: unknown key `population.sybil.otherwise.hotkey`",
        "did you mean `hotkeys`?",
    );
    check(
        "otherwise = { hotkeys = 1 }",
        r#"otherwise = { role = "validator" }"#,
        "11:114: unknown key `population.sybil.otherwise.role`",
        "known there: behaviour, quality, hotkeys, workers, distance",
    );
    check(
        "quality = 0.9",
        "quality = 0",
        "11:73: `population.sybil.quality` is 0",
        r#"give a number above 0 and up to 1000, or { median = 1.0, sd = 0.25, draw = "quantiles" }"#,
    );
    check(
        r#"quality = 0.9, behaviour = "honest""#,
        r#"behaviour = "honest""#,
        "11:3: `population.sybil.quality` is missing",
        r#"give a number above 0 and up to 1000, or { median = 1.0, sd = 0.25, draw = "quantiles" }"#,
    );
    check(
        "{ constant = { value = 0.12 } }",
        "{ constant = { value = 0.12 } }, quality = 1",
        "12:91: `population.lazy.quality` means nothing for `constant`, which does no work of its own",
        "remove `quality` from that row",
    );
    check(
        "{ constant = { value = 0.12 } }",
        "{ constant = { value = 0.12 }, honest = {} }",
        "12:48: `population.lazy.behaviour` has two keys where one is chosen",
        "keep one of them",
    );
    check(
        "{ constant = { value = 0.12 } }",
        "{ colocated = {} }",
        "12:62: `population.lazy.behaviour.colocated.with` is missing",
        r#"give a coldkey, such as "validators#1""#,
    );
    check(
        r#"role = "validator", count = 3"#,
        r#"role = "owner", count = 3"#,
        r#"13:33: `population.validators.role` is "owner""#,
        "one of: miner, validator",
    );
    check(
        r#""150k""#,
        r#""22M""#,
        r#"14:51: `population.copier.stake[0]` is "22M""#,
        r#"give an amount of alpha above 0 and up to "20M", such as "400k""#,
    );
    check(
        r#""150k""#,
        r#""0""#,
        r#"14:51: `population.copier.stake[0]` is "0""#,
        r#"give an amount of alpha above 0 and up to "20M", such as "400k""#,
    );
}

#[test]
fn what_no_subnet_has() {
    check(
        "yuma3_on = true",
        "yuma_on = true",
        "24:1: unknown key `subnet.yuma_on`",
        "did you mean `yuma3_on`?",
    );
    check(
        "tempo = 360",
        "tempo = 5",
        "19:9: `subnet.tempo` is 5",
        "give a whole number of blocks from 10 to 65535",
    );
    check(
        r#"min_burn = "0.0005 tao""#,
        "min_burn = 0.0005",
        "25:12: `subnet.min_burn` is 0.0005",
        r#"give an amount of TAO from 0 to 21000000, such as "0.0005 tao""#,
    );
    check(
        r#"alpha_price = { constant = "0.01 tao" }"#,
        r#"alpha_price = "0.01 tao""#,
        r#"26:15: `subnet.alpha_price` is "0.01 tao""#,
        r#"give { constant = "0.01 tao" }, { pool = { tao = "20k", alpha = "2M" } } or { csv = "prices.csv" }"#,
    );
    check(
        r#"alpha_price = { constant = "0.01 tao" }"#,
        r#"alpha_price = { csv = "prices.csv" }"#,
        r#"26:23: `subnet.alpha_price.csv` names "prices.csv", which cannot be read: no files can be read here"#,
        "check that the file is there and can be read",
    );
    check("yuma3_on = true", "yuma3_on = 1", "24:12: `subnet.yuma3_on` is 1", "give true or false");
    check(
        "yuma3_on = true",
        "yuma3_on = true\nyuma3_enabled = true",
        "25:17: `subnet.yuma3_enabled` is another name of `yuma3_on`, which is there, too",
        "keep one of the two",
    );
    check(
        "yuma3_on = true",
        "yuma3_on = true\nkappa = 70000",
        "25:9: `subnet.kappa` is 70000",
        "give a share from 0 to 1, such as 0.5",
    );
    check(
        "yuma3_on = true",
        "yuma3_on = true\nburn_increase = 3.5",
        "25:17: `subnet.burn_increase` is 3.5",
        "give a factor from 1 to 3, such as 1.26",
    );
    check(
        "yuma3_on = true",
        "yuma3_on = true\nmax_burn = \"0.0001 tao\"",
        "18:1: `subnet` has a `min_burn` above its `max_burn`",
        "give a `min_burn` that is not above `max_burn`, or raise `max_burn`",
    );
    check(
        "yuma3_on = true",
        "yuma3_on = true\nmax_validators = 65",
        "18:1: `subnet` has a `max_validators` above its `max_allowed_uids`",
        "give a `max_validators` that is not above `max_allowed_uids`, or raise `max_allowed_uids`",
    );
}

#[test]
fn what_no_mechanism_does() {
    check("kind    =", "kinds =", "29:1: unknown key `mechanism.kinds`", "did you mean `kind`?");
    check(
        r#"given_to = "all_miners""#,
        r#"given_to = "all_miner""#,
        r#"30:24: `mechanism.task.given_to` is "all_miner""#,
        "one of: all_miners, one_validator, one_miner",
    );
    check(
        "cap = 1.0",
        "cup = 1.0",
        "33:39: unknown key `mechanism.score.product[0].quality.cup`",
        "did you mean `cap`?",
    );
    check(
        r#""12s""#,
        "12",
        "33:66: `mechanism.score.product[1].in_time` is 12",
        r#"give a length of time above 0 and up to a day, such as "12s""#,
    );
    check(
        "sample = 8",
        r#"sample = "most""#,
        r#"35:43: `mechanism.round.sample` is "most""#,
        r#"give "all" or a number of miners from 1 to 1000000, such as 8"#,
    );
    check(
        "power = 1.0",
        "power = 1.0, top = { k = 3 }",
        "36:54: `mechanism.weights.top` is a second way from scores to weights",
        "keep one of `power`, `top`, `softmax` and `classic`",
    );
    check(
        "power = 1.0",
        "softmax = { temperature = 0 }",
        "36:61: `mechanism.weights.softmax.temperature` is 0",
        "give a number from 0.001 to 1000, such as 0.1",
    );
    check(
        r#"load = "light""#,
        r#"load = "heavy""#,
        r#"30:45: `mechanism.task.load` is "heavy""#,
        "one of: light, saturating",
    );
    check(
        "{ quality = { cap = 1.0 } }",
        r#""qualty""#,
        r#"33:25: `mechanism.score.product[0]` is "qualty""#,
        r#"did you mean "quality"?"#,
    );
    check(
        "{ quality = { cap = 1.0 } }",
        "{ latency = {} }",
        "33:37: `mechanism.score.product[0].latency.half_life` is missing",
        r#"give a length of time, such as "2s""#,
    );
    check(
        "{ quality = { cap = 1.0 } }",
        r#""rank""#,
        "33:25: `mechanism.score.product[0]` needs more than `rank`",
        r#"give it as in { product = [{ quality = { cap = 1.0 } }, { in_time = "12s" }] }"#,
    );
    check(
        "{ quality = { cap = 1.0 } }",
        r#"{ threshold = { part = "quality" } }"#,
        "33:39: `mechanism.score.product[0].threshold.at` is missing",
        "give a number from 0 to 1000, such as 0.25",
    );
    check(
        "{ quality = { cap = 1.0 } }",
        "{ quality = {}, volume = {} }",
        "33:25: `mechanism.score.product[0]` has two keys where one is chosen",
        "keep one of them",
    );
    check(
        "alpha = 0.10",
        "alpha = 0",
        "34:21: `mechanism.book.alpha` is 0",
        "give a share above 0 and up to 1, such as 0.10",
    );
}

#[test]
fn what_is_there_twice() {
    check_everything("name = \"b\"", "name = \"a\"", "a second subnet is called \"a\"");
    check_everything(
        "name = \"other\"",
        "name = \"as-written\"",
        "a second variant is called \"as-written\"",
    );
    check_everything("name = \"late\"", "name = \"lazy\"", "a second population is called \"lazy\"");
    check_everything(
        "[\"ledger\", \"incentive\"",
        "[\"ledger\", \"ledger\"",
        "`record[1]` is asked for twice",
    );
    check_everything("seeds = 2,", "seeds = 2, seeds = 3,", "this is not TOML: duplicate key");
}

#[test]
fn what_does_not_fit_together_on_several_subnets() {
    let shares = "`subnet.d.mechanisms` has shares that sum to 1.1";
    check_everything("kind = { own = {} }, share = 0.2", "kind = { own = {} }, share = 0.3", shares);
    let some = "`subnet.d.mechanisms` has shares for some only";
    check_everything("kind = { own = {} }, share = 0.2", "kind = { own = {} }", some);
    let beside = "`subnet.d.mechanisms` stands beside `mechanism`";
    check_everything("mechanisms = [", "mechanism = { kind = \"own\" }\nmechanisms = [", beside);
    let nobody = "`mechanism` is nobody's: every subnet has a mechanism of its own";
    check_everything("copies = 2", "copies = 2\nmechanism = { kind = \"own\" }", nobody);
    check_everything("name = \"a\"", "name = \"kappa\"", "`subnet[0].name` is \"kappa\", which is a key");
    check_everything("name = \"a\"\n", "", "`subnet[0].name` is missing");
    check_everything("copies = 2", "copies = 126", "`subnet` makes 129 subnets with its copies");
    check_everything("subnet = \"b\"", "subnet = \"e\"", "`population.cheat.subnet` is \"e\"");
}

#[test]
fn what_a_program_does_itself_has_no_numbers() {
    const SCORE: &str = "score   = { product = [ { quality = { cap = 1.0 } }, { in_time = \"12s\" } ] }\n";
    const MEASURE: &str = "measure = { sd = 0.15, common = 0.30, bias_sd = 0.0, gameable = 0.0 }\n";
    let check = |does: &str, without: &[&str], expected: &str, remedy: &str| {
        let kind = format!("kind    = {{ command = [\"sh\", \"score.sh\"], does = {does} }}");
        let base = GOOD.split_once("[[variant]]").map_or(GOOD, |(base, _)| base);
        let mut text = base.replace("kind    = \"abstract\"", &kind);
        for gone in without {
            assert!(text.contains(gone), "{gone}");
            text = text.replace(gone, "");
        }
        match ScenarioFile::parse(&text) {
            Ok(_) => assert_eq!("", expected),
            Err(error) => {
                assert_eq!(format!("{}: {error}", error.place), expected);
                assert_eq!(error.problem.remedy(), remedy);
            }
        }
    };
    let scores = "remove `score`, or give the kind a `does` without \"score\"";
    let rule = "33:11: `mechanism.score` is the abstract mechanism's rule, and the program scores";
    check("[\"score\"]", &[], rule, scores);
    check("[\"score\"]", &[SCORE], "", "");
    let solve = |key: &str| format!("remove `{key}`, or give the kind a `does` without \"solve\"");
    let sd = "31:18: `mechanism.answer.sd` is the abstract mechanism's miner, and the program answers";
    check("[\"solve\"]", &[], sd, &solve("sd"));
    let measure = "32:11: `mechanism.measure` is the abstract mechanism's miner, and the program answers";
    check("[\"solve\"]", &["sd = 0.20, "], measure, &solve("measure"));
    check("[\"solve\"]", &["sd = 0.20, ", MEASURE], "", "");
    let all = "[\"questions\", \"score\", \"solve\"]";
    let task = "30:24: `mechanism.task.given_to` is the abstract mechanism's task, and the program asks";
    let questions = "remove `given_to`, or give the kind a `does` without \"questions\"";
    check(all, &[SCORE, MEASURE, "sd = 0.20, "], task, questions);
    let asking = ["given_to = \"all_miners\", ", ", difficulty_sd = 0.15"];
    check(all, &[&asking[..], &[SCORE, MEASURE, "sd = 0.20, "]].concat(), "", "");
    let alone = "29:50: `mechanism.kind.does` leaves to the abstract mechanism what it cannot do: score and answer the \
                 program's questions";
    let more = format!("give {all}, or leave the questions to the abstract mechanism");
    check("[\"questions\", \"score\"]", &[], alone, &more);
}

#[test]
fn a_misspelt_table_of_the_mechanism_is_the_one_that_is_meant() {
    let file = include_str!("../section6.toml");
    for name in ["mechanisms", "mechansim"] {
        let text = file.replacen("[mechanism]", &format!("[{name}]"), 1);
        let error = incentor_scenario::ScenarioFile::parse(&text).unwrap_err();
        let incentor_scenario::Problem::UnknownKey { key, nearest, .. } = &error.problem else {
            panic!("{error:?}")
        };
        assert_eq!((key.as_str(), nearest.as_deref()), (name, Some("mechanism")));
    }
}
