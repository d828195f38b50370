use super::{HYPERPARAMETERS, Hyperparameter, HyperparameterUnit, Written};
use crate::SettingValue;
use incentor_primitives::RuleSet;

const RULES: RuleSet = RuleSet::SUBTENSOR_2026_06;

fn number(name: &str, written: f64) -> Option<i128> {
    match Hyperparameter::named(name).unwrap().value(&Written::Number(written))? {
        SettingValue::Whole(value) => Some(value),
        SettingValue::Switch(_) => None,
    }
}

fn text(name: &str, written: &str) -> Option<i128> {
    match Hyperparameter::named(name).unwrap().value(&Written::Text(written))? {
        SettingValue::Whole(value) => Some(value),
        SettingValue::Switch(_) => None,
    }
}

#[test]
fn values_become_the_chains_own() {
    let check = |name: &str, written: f64, expected: Option<i128>| {
        assert_eq!(number(name, written), expected, "{name} = {written}");
    };
    // The chain's half is cut off, and so are shares written here.
    check("kappa", 0.5, Some(32_767));
    check("kappa", 0.6, Some(39_321));
    check("kappa", 1.0, Some(65_535));
    check("kappa", 0.0, Some(0));
    check("kappa", 32_767.0, Some(32_767));
    check("kappa", 1.5, None);
    check("kappa", 65_536.0, None);
    check("kappa", -0.1, None);
    check("kappa", f64::NAN, None);
    check("kappa", f64::INFINITY, None);
    check("bonds_moving_avg", 0.9, Some(900_000));
    check("bonds_moving_avg", 900_000.0, Some(900_000));
    check("bonds_moving_avg", 0.975, Some(975_000));
    check("activity_cutoff_factor", 13.889, Some(13_889));
    check("activity_cutoff_factor", 13_889.0, Some(13_889));
    check("activity_cutoff_factor", 0.5, None);
    check("burn_increase", 1.26, Some(RULES.subnet.burn_increase_bits as i128));
    check("burn_increase", 1.0, Some(1 << 64));
    check("burn_increase", 0.9, None);
    check("alpha_sigmoid_steepness", -1000.0, Some(-1000));
    check("alpha_low", 0.7, Some(45_874));
    check("alpha_low", 45_875.0, Some(45_875));
    check("tempo", 360.0, Some(360));
    check("tempo", 360.5, None);
    check("min_burn", 1.0, None);
    assert_eq!(text("min_burn", "0.0005 tao"), Some(500_000));
    assert_eq!(text("tempo", "360 blocks"), Some(360));
    assert_eq!(text("max_difficulty", "18446744073709551615"), Some(u64::MAX.into()));
    assert_eq!(text("max_difficulty", "18446744073709551616"), None);
    assert_eq!(text("recycle_or_burn", "recycle"), Some(1));
    assert_eq!(text("recycle_or_burn", "keep"), None);
}

#[test]
fn every_default_is_within_its_range() {
    for one in HYPERPARAMETERS {
        match one.default(&RULES) {
            SettingValue::Switch(_) => assert_eq!(one.unit, HyperparameterUnit::Switch, "{}", one.name),
            SettingValue::Whole(value) => {
                assert!((one.least..=one.most).contains(&value), "{} = {value}", one.name);
            }
        }
    }
}

/// What is shown is what could be written, up to the digits that are shown.
#[test]
fn what_is_shown_of_a_default_reads_as_that_default() {
    for one in HYPERPARAMETERS {
        let default = one.default(&RULES);
        let shown = one.show(default);
        let written = match (shown.as_str(), shown.parse::<f64>()) {
            ("true", _) => Written::Flag(true),
            ("false", _) => Written::Flag(false),
            (_, Ok(number)) => Written::Number(number),
            (text, Err(_)) => Written::Text(text),
        };
        let read = one.value(&written).or_else(|| one.value(&Written::Text(&shown)));
        let read = read.unwrap_or_else(|| panic!("{} = {shown}: {}", one.name, one.expected()));
        match (default, read) {
            (SettingValue::Whole(default), SettingValue::Whole(read)) => {
                assert!(
                    (default - read).abs() <= 1 || one.unit == HyperparameterUnit::Factor64,
                    "{} = {shown}",
                    one.name
                );
            }
            (default, read) => assert_eq!(default, read, "{}", one.name),
        }
    }
}

#[test]
fn no_name_means_two_things() {
    let mut names: Vec<&str> = HYPERPARAMETERS
        .iter()
        .flat_map(|one| std::iter::once(one.name).chain(one.also.iter().copied()))
        .collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
    assert_eq!(Hyperparameter::named("commit_reveal_weights_enabled").unwrap().name, "commit_reveal");
    assert!(Hyperparameter::named("commit").is_none());
}
