//! What happens, what is tried, and what must hold.

use super::{GOOD, check, check_everything, check_set, overlaid};
use incentor_scenario::ScenarioFile;

#[test]
fn what_cannot_happen() {
    check(
        "event = []",
        r#"event = [{ at = "150 tempos", join = { name = "newcomer", role = "miner", behaviour = "honest" } }]"#,
        "16:38: `population.newcomer.quality` is missing",
        r#"give a number above 0 and up to 1000, or { median = 1.0, sd = 0.25, draw = "quantiles" }"#,
    );
    check(
        "event = []",
        r#"event = [{ at = "150 tempos" }]"#,
        "16:10: `event[0]` has 0 things that happen",
        "give one of `join`, `leave`, `outage`, `set`, `change`, `reset_bonds`, `move_stake`, and an event each",
    );
    check(
        "event = []",
        r#"event = [{ at = "150", leave = { who = "lazy" } }]"#,
        r#"16:17: `event[0].at` is "150""#,
        r#"give blocks, tempos, hours or days, such as "150 tempos", "6h", "2.5 days" or "100 blocks""#,
    );
    check(
        "event = []",
        r#"event = [{ at = "150 tempos", leave = { who = "lasy" } }]"#,
        r#"16:47: `event[0].leave.who` is "lasy""#,
        r#"did you mean "lazy"?"#,
    );
    check(
        "event = []",
        r#"event = [{ at = "150 tempos", set = { "subnet.kapa" = 0.6 } }]"#,
        "16:39: unknown key `event[0].set.subnet.kapa`",
        "did you mean `kappa`?",
    );
    check(
        "event = []",
        r#"event = [{ at = "150 tempos", set = { kappa = 0.6 } }]"#,
        "16:47: `event[0].set.kappa` is no hyperparameter of a subnet",
        r#"give a key such as "subnet.kappa", or "subnet.text.kappa" for one of several"#,
    );
    check(
        "event = []",
        r#"event = [{ at = "150 tempos", set = { subnet.kappa = 1.6 } }]"#,
        "16:54: `event[0].set.subnet.kappa` is 1.6",
        "give a share from 0 to 1, such as 0.5",
    );
    check(
        "event = []",
        r#"event = [{ at = "150 tempos", join = { name = "lazy", role = "miner", behaviour = "honest", quality = 1 } }]"#,
        r#"16:10: a second population is called "lazy""#,
        "give it another name",
    );
}

#[test]
fn what_cannot_be_asserted() {
    check(
        r#"variant = "hardened""#,
        r#"variant = "harden""#,
        r#"53:11: `gate[0].variant` is "harden""#,
        "one of: draft, steeper, hardened",
    );
    check(
        "gain(sybil)",
        "gain(honest)",
        r#"54:11: `gate[0].assert[0]` asks `gain` of "honest", which has no `otherwise` to compare with"#,
        r#"say what "honest" would do playing straight, or name one of: copycat, sybil, lazy, copier"#,
    );
    check(
        "gain(sybil)",
        "gains(sybil)",
        r#"54:11: `gate[0].assert[0]` is "gains""#,
        r#"did you mean "gain"?"#,
    );
    check(
        "gain(sybil)",
        "gain(sibyl)",
        r#"54:11: `gate[0].assert[0]` is "sibyl""#,
        "one of: copycat, sybil, lazy, copier",
    );
    check(
        "gain(sybil)",
        "gain",
        "54:11: `gate[0].assert[0]` gives `gain` 0 arguments",
        "give it 1, as in `gain(copycat)`",
    );
    check(
        "copier_g(copier) < 1",
        "copier_g(copier) < 1 tao/day",
        r#"54:105: `gate[0].assert[3]` gives the unit "tao/day" for `copier_g`, which is a plain number"#,
        "write the number alone, such as 0.95",
    );
    check(
        "copier_g(copier) < 1",
        "copier_g(sybil) < 1",
        r#"54:105: `gate[0].assert[3]` asks `copier_g` of "sybil", which is no population of validators"#,
        "name one of: validators, copier",
    );
    check(
        "copier_g(copier) < 1",
        "roi(sybil) < 2 * roi(honest)",
        "54:105: `gate[0].assert[3]` gates on `roi`, which flatters honest play for no reason: a cheat costs next to nothing, so its ratio says nothing about what it takes",
        "gate on `gain(…)`, the difference it makes in τ per day; `roi` is in the report",
    );
    check(
        "copier_g(copier) < 1",
        "copier_g(copier) == 1",
        r#"54:105: `gate[0].assert[3]` is "copier_g(copier) == 1": after `copier_g` one of <, <=, > and >= is expected"#,
        "write it as `gain(sybil) <= 0.05 tao/day` or `profit(honest) > 2 * profit(sybil)`",
    );
    check(
        "copier_g(copier) < 1",
        "p80(gain(sybil)) <= 1",
        "54:105: `gate[0].assert[3]` gives no unit for `gain`, which is τ per day",
        "write 1 tao/day",
    );
    check(
        "copier_g(copier) < 1",
        "profit(sybil) < pay_share(honest)",
        "54:105: `gate[0].assert[3]` compares τ per day with a share",
        "compare metrics of one unit",
    );
    check(
        "improvement_pay(best, 10%)",
        "improvement_pay(top, 10%)",
        r#"54:129: `gate[0].assert[4]` is "top""#,
        "one of: best, median, worst",
    );
    check(
        "improvement_pay(best, 10%)",
        "improvement_pay(best)",
        "54:129: `gate[0].assert[4]` gives `improvement_pay` 1 arguments",
        "give it 2, as in `improvement_pay(best, 10%)`",
    );
}

#[test]
fn what_no_variant_or_sweep_can_change() {
    check(
        r#""population.sybil.hotkeys" = [1"#,
        r#""population.sibyl.hotkeys" = [1"#,
        "56:1: unknown key `population.sibyl`",
        "did you mean `sybil`?",
    );
    check(
        r#""population.sybil.hotkeys" = [1"#,
        r#""population.sybil.hotkey" = [1"#,
        "56:1: unknown key `population.sybil.hotkey`",
        "did you mean `hotkeys`?",
    );
    check(
        r#""population.sybil.hotkeys" = [1"#,
        r#""population.sybil.hotkeys" = ["one""#,
        r#"56:31: `population.sybil.hotkeys` is "one""#,
        "give a whole number from 1 to 4096, such as 6",
    );
    check(
        r#""population.sybil.hotkeys" = [1, 2, 4, 8]"#,
        r#""population.sybil.hotkeys" = []"#,
        "56:30: `sweep.population.sybil.hotkeys` is an empty list",
        "give a list of at least one value, such as [1, 2, 4]",
    );
    check(
        r#"set = { "mechanism.score""#,
        r#"set = { "mechanism.scores""#,
        r#"47:9: unknown key `mechanism.scores`, in variant "steeper""#,
        "did you mean `score`?",
    );
    check(
        r#"set = { "mechanism.score""#,
        r#"set = { "run.seeds" = 3, "mechanism.score""#,
        r#"47:9: `run.seeds` is the same for all variants, which meet the same luck, in variant "steeper""#,
        "change it for the whole file, or make another file",
    );
}

#[test]
fn what_cannot_be_set() {
    check_set(
        "mechanism.weights.powr",
        "2",
        "--set mechanism.weights.powr: unknown key `mechanism.weights.powr`",
        "did you mean `power`?",
    );
    check_set(
        "mechanism.weights.power",
        "two",
        r#"--set mechanism.weights.power: `mechanism.weights.power` is "two""#,
        "give a number above 0 and up to 1000, such as 1.0",
    );
    check_set(
        "subnet.nope.kappa",
        "0.6",
        "--set subnet.nope.kappa: unknown key `subnet.nope`",
        "known there: name, copies, tempo, kappa, max_allowed_uids, min_allowed_uids, max_validators, immunity_period, immune_owner_uids_limit, min_non_immune_uids, min_allowed_weights, weights_rate_limit, weights_version, activity_cutoff_factor, commit_reveal, reveal_period_epochs, yuma3_on, bonds_moving_avg, bonds_penalty, bonds_reset_on, liquid_alpha_on, alpha_low, alpha_high, alpha_sigmoid_steepness, registration_allowed, min_burn, max_burn, burn_half_life, burn_increase, subnet_emission_enabled, owner_cut_enabled, recycle_or_burn, transfers_enabled, fee_rate, price_halving, min_childkey_take, max_regs_per_block, target_regs_per_interval, serving_rate_limit, rho, activity_cutoff, adjustment_interval, adjustment_alpha, difficulty, min_difficulty, max_difficulty, alpha_price, mechanism, mechanisms",
    );
    check_set(
        "population.sybil.hotkeys",
        "60",
        "f.toml:8:14: `population` needs more uids than `subnet.max_allowed_uids` allows: 78 > 64",
        "give max_allowed_uids = 78, or a smaller `count`",
    );
    check_set(
        "population.sibyl.hotkeys",
        "6",
        "--set population.sibyl.hotkeys: unknown key `population.sibyl`",
        "did you mean `sybil`?",
    );
    check_set(
        "population.validators.behaviour.late.by",
        r#""1 tempos""#,
        r#"--set population.validators.behaviour.late.by: `population.validators.behaviour.late.by` leads into "honest", which has no keys"#,
        "give the whole value, as the file would write it",
    );
    check_set(
        "mechanism.kind",
        "tsp",
        r#"f.toml:30:11: `mechanism.task` is the abstract mechanism's, and the kind is "tsp""#,
        r#"remove `task`, or give kind = "abstract""#,
    );
    check_set(
        "mechanism.score.product[7].quality.cap",
        "2",
        "--set mechanism.score.product[7].quality.cap: `mechanism.score.product[7].quality.cap` leads to place 7 of `product`, which has 2",
        "count from 0 the entries that are there, or give the whole list",
    );
    check_set(
        "run.duration",
        "28 tempos",
        "f.toml:4:76: `run.warmup` leaves nothing of `duration` to count",
        r#""27 tempos" or fewer, or a longer `duration`"#,
    );
    check_set(
        "variant",
        "draft",
        "--set variant: `variant` cannot be set",
        "give --variant NAME, or change the file",
    );
    check_set(
        "",
        "3",
        "--set : `` is no path of keys",
        "write keys with dots between them, such as mechanism.weights.power",
    );
    check_set(
        "a..b",
        "3",
        "--set a..b: `a..b` is no path of keys",
        "write keys with dots between them, such as mechanism.weights.power",
    );
    check_set(
        "mechanism.kind",
        r#"{command=["python3""#,
        "--set mechanism.kind: this is not TOML: unclosed array, expected `]`",
        "correct the text there; https://toml.io shows how values are written",
    );
    check_set(
        "subnet.alpha_price",
        r#"{csv="x.csv"}"#,
        r#"--set subnet.alpha_price: `subnet.alpha_price.csv` names "x.csv", which cannot be read: no such file"#,
        "check that the file is there and can be read",
    );
    check_set(
        "population",
        "[]",
        "--set population: `population` is an empty list",
        "give a list of populations",
    );
}

/// What the command line says of the kind stands in place of what the file says of its part.
#[test]
fn a_program_that_is_set_takes_its_part() {
    let given = |sets: &[(&str, &str)]| {
        let sets: Vec<_> = sets.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        ScenarioFile::parse_overlaid(GOOD, &sets, &|_| Err("no such file".to_owned()))
    };
    let scorer = ("mechanism.kind", r#"{command=["python3","scorer.py"]}"#);
    let file = given(&[scorer]).unwrap();
    for variant in &file.variants {
        let rule = variant.scenario.parameters.iter().find(|one| one.key == "mechanism.score");
        assert_eq!(rule.map(|one| one.value.as_str()), Some("the program's"), "{:?}", variant.name);
    }
    let error = given(&[scorer, ("mechanism.score", "{quality={}}")]).unwrap_err();
    assert_eq!(
        format!("{}: {error}", error.location("f.toml")),
        "--set mechanism.score: `mechanism.score` is the abstract mechanism's rule, and the program scores"
    );
}

#[test]
fn what_can_be_set() {
    let check = |key: &str, value: &str| {
        overlaid(key, value).unwrap_or_else(|error| panic!("{key}={value}: {error}"));
    };
    check("mechanism.weights.power", "2");
    check("subnet.kappa", "0.6");
    check("population.copycat.behaviour.copycat.delay", "1s");
    check("population.validators.behaviour", "late");
    check("mechanism.kind", r#"{command=["python3","scorer.py"]}"#);
    check("mechanism.score.product[0].quality.cap", "2");
    check("run.seeds", "4");
    check("gate", "[]");
}

#[test]
fn a_change_keeps_stakes_where_they_are() {
    check(
        "event = []",
        "event = [{ at = \"1 tempos\", change = { who = \"copier\", behaviour = \"honest\", stake = \"1k\" } }]",
        "16:78: `event[0].change.stake` cannot change with a part",
        "give an event with `move_stake`, or remove `stake`",
    );
}

#[test]
fn rank_correlation_alone_is_no_gate() {
    let list = "[\"gain(improving) <= 0.05 tao/day\", \"p80(overtake_epochs) < 60 tempos\", \"profit(honest) > 2 * \
                profit(noisy)\", \"pay_share(honest) > 30 %\"]";
    let alone = "`gate` asserts rank correlation and nothing else; it is high where one worker behind six hotkeys \
                 takes a third";
    check_everything(list, "[\"spearman > 0.9\"]", alone);
}

#[test]
fn a_point_of_a_sweep_is_named() {
    let more = "`population` needs more uids than `subnet.max_allowed_uids` allows: 418 > 64, in the point of the sweep \
                with `population.sybil.hotkeys` = 400";
    check(
        "[1, 2, 4, 8]",
        "[1, 2, 400]",
        &format!("8:14: {more}"),
        "give max_allowed_uids = 418, or a smaller `count`",
    );
    // Fine one by one, and too much together.
    let axes = "[1, 20]\n\"population.honest.count\" = [12, 50]";
    let file = ScenarioFile::parse(&GOOD.replacen("[1, 2, 4, 8]", axes, 1)).unwrap();
    let errors: Vec<String> = file.points().filter_map(|point| Some(point.err()?.to_string())).collect();
    assert_eq!(errors.len(), 3, "{errors:?}");
    assert!(
        errors[0].ends_with("with `population.sybil.hotkeys` = 20, `population.honest.count` = 50"),
        "{errors:?}"
    );
}
