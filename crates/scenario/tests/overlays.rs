//! Variants, `--set` and sweeps: what they change, and where a key leads.

use incentor_scenario::{
    AlphaPrice, Happening, MinerBehaviour, Origin, Part, Scenario, ScenarioFile, SettingValue,
};

const SECTION6: &str = include_str!("section6.toml");
const EVERYTHING: &str = include_str!("everything.toml");

fn prices(_: &str) -> Result<String, String> {
    Ok("day,price\n0,0.01\n1.5,0.02\n".to_owned())
}

fn overlaid(text: &str, sets: &[(&str, &str)]) -> ScenarioFile {
    let sets: Vec<_> = sets.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    ScenarioFile::parse_overlaid(text, &sets, &prices).unwrap_or_else(|error| panic!("{sets:?}: {error}"))
}

fn setting(scenario: &Scenario, subnet: usize, name: &str) -> Option<SettingValue> {
    let settings = &scenario.subnets[subnet].settings;
    settings.iter().find(|setting| setting.name == name).map(|setting| setting.value)
}

fn parameter<'a>(scenario: &'a Scenario, key: &str) -> Option<(&'a str, Origin)> {
    let parameter = scenario.parameters.iter().find(|parameter| parameter.key == key)?;
    Some((&parameter.value, parameter.origin))
}

#[test]
fn a_set_holds_in_every_variant_and_says_where_it_came_from() {
    let file = overlaid(SECTION6, &[("mechanism.weights.power", "3"), ("run.seeds", "4")]);
    for variant in &file.variants {
        let parameter = |key| parameter(&variant.scenario, key);
        assert_eq!(parameter("mechanism.weights.power"), Some(("3", Origin::CommandLine)));
        assert_eq!(variant.scenario.run.seeds, 4);
    }
    assert_eq!(parameter(&file.base, "run.seeds"), Some(("4", Origin::CommandLine)));
    assert_eq!(parameter(&file.base, "run.confidence"), Some(("0.95", Origin::Given)));
    assert_eq!(parameter(&file.base, "costs.thousand_answers"), Some(("0 tao", Origin::Default)));
}

#[test]
fn the_later_of_two_sets_holds() {
    let file = overlaid(SECTION6, &[("run.seeds", "4"), ("run.seeds", "5")]);
    assert_eq!(file.base.run.seeds, 5);
}

#[test]
fn a_key_of_subnets_leads_to_all_or_to_one() {
    let kappa = Some(SettingValue::Whole(39_321));
    let all = overlaid(EVERYTHING, &[("subnet.kappa", "0.6")]);
    assert!((0..4).all(|subnet| setting(&all.base, subnet, "kappa") == kappa));
    let one = overlaid(EVERYTHING, &[("subnet.b.kappa", "0.6")]);
    let found: Vec<_> = (0..4).map(|subnet| setting(&one.base, subnet, "kappa")).collect();
    assert_eq!(found, [None, kappa, None, None]);
    let single = overlaid(SECTION6, &[("subnet.kappa", "0.6")]);
    assert_eq!(setting(&single.base, 0, "kappa"), kappa);
    // A table that is not there yet.
    let bare = SECTION6.replacen("costs]", "published]\nsource = \"x\"\ntotals = {}\n[ignored]", 1);
    assert!(ScenarioFile::parse(&bare).is_err());
}

#[test]
fn a_bare_word_can_be_given_parameters() {
    let file = overlaid(SECTION6, &[("population.copycat.behaviour", "copycat")]);
    let delays = |file: &ScenarioFile| match &file.base.populations[1].part {
        Part::Miner(plan) => match &plan.behaviour {
            MinerBehaviour::Copycat { delay, .. } => delay.0.as_millis(),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    assert_eq!(delays(&file), 400);
    let sets =
        [("population.copycat.behaviour", "copycat"), ("population.copycat.behaviour.copycat.delay", "1s")];
    assert_eq!(delays(&overlaid(SECTION6, &sets)), 1000);
}

#[test]
fn a_part_inherits_what_it_does_not_give() {
    let file = overlaid(EVERYTHING, &[]);
    let changed = file.base.events.iter().find_map(|event| match &event.what {
        Happening::Change { who, part: Part::Miner(plan) } => Some((who.as_str(), plan.clone())),
        _ => None,
    });
    let (who, plan) = changed.unwrap();
    assert_eq!((who, plan.distance.0.as_millis()), ("honest#2", 20));
    assert!(matches!(plan.behaviour, MinerBehaviour::Sandbagger { .. }));
    let Part::Miner(honest) = &file.base.populations[0].part else { panic!() };
    assert_eq!(plan.quality, honest.quality);
    // What is inherited is no parameter of its own.
    assert_eq!(parameter(&file.base, "event[4].change.distance"), None);
    assert_eq!(
        parameter(&file.base, "population.improving.otherwise.behaviour"),
        Some(("honest", Origin::Given))
    );
    assert_eq!(parameter(&file.base, "population.improving.otherwise.quality"), None);
}

#[test]
fn events_are_in_the_order_of_time() {
    let file = overlaid(EVERYTHING, &[]);
    let blocks: Vec<u64> = file.base.events.iter().map(|event| event.at.0).collect();
    // 100 blocks; 5, 6, 7, 8, 9 tempos of 360; 2 days of 7200.
    assert_eq!(blocks, [100, 1800, 2160, 2520, 2880, 3240, 14_400]);
}

#[test]
fn a_sweep_turns_its_last_key_fastest_and_meets_every_variant() {
    let file = overlaid(EVERYTHING, &[]);
    assert_eq!(file.points_len(), 2 * 3 * 2);
    let points: Vec<_> = file.points().map(Result::unwrap).collect();
    let told: Vec<String> = points
        .iter()
        .map(|point| format!("{} {}", point.values.join(" "), point.variant.as_deref().unwrap()))
        .collect();
    assert_eq!(told[..4], ["2 0.4 as-written", "2 0.4 other", "2 0.5 as-written", "2 0.5 other"]);
    assert_eq!(told[11], "4 0.6 other");
    assert_eq!(setting(&points[2].scenario, 0, "kappa"), Some(SettingValue::Whole(32_767)));
    assert_eq!(points[2].scenario.run, file.base.run);
    let Part::Miner(decoys) = &points[11].scenario.populations[10].part else { panic!() };
    assert_eq!(decoys.hotkeys, 4);
}

#[test]
fn one_variant_can_be_taken_alone() {
    let file = overlaid(SECTION6, &[]);
    assert_eq!(file.clone().with_variant("none").unwrap_err(), ["draft", "steeper", "hardened"]);
    let alone = file.clone().with_variant("draft").unwrap();
    assert_eq!((alone.variants.len(), alone.gates.len(), alone.points_len()), (1, 0, 4));
    assert_eq!(alone.variants[0], file.variants[0]);
    let hardened = file.with_variant("hardened").unwrap();
    assert_eq!((hardened.gates.len(), hardened.points().count()), (1, 4));
    assert!(hardened.points().all(|point| point.unwrap().variant.as_deref() == Some("hardened")));
}

#[test]
fn keys_with_dots_and_without_quotes_lead_to_the_same() {
    let corpus = include_str!("corpus/dotted-variant.toml");
    let file = overlaid(corpus, &[]);
    let changes: Vec<&str> = file.variants[0].changes.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(changes, ["subnet.kappa", "subnet.rho", "mechanism.weights.power"]);
    assert_eq!(file.sweep[0].key, "subnet.kappa");
    assert_eq!(setting(&file.variants[0].scenario, 0, "kappa"), Some(SettingValue::Whole(39_321)));
}

#[test]
fn prices_are_read_from_a_file() {
    let text = SECTION6.replacen("{ constant = \"0.01 tao\" }", "{ csv = \"prices.csv\" }", 1);
    let read = |prices: &'static str| ScenarioFile::parse_with(&text, &|_| Ok(prices.to_owned()));
    let file = read("\u{feff}day,price\r\n0,0.01\r\n1.5,0.02\r\n\r\n").unwrap();
    assert_eq!(file.base.subnets[0].alpha_price, AlphaPrice::Given(vec![(0.0, 0.01), (1.5, 0.02)]));
    assert_eq!(parameter(&file.base, "subnet.alpha_price.csv"), Some(("prices.csv", Origin::Measured)));
    let check = |prices: &'static str, expected: &str| {
        let error = read(prices).expect_err(expected).to_string();
        assert!(error.contains(expected), "{prices:?}: {error}");
    };
    check("", "whose line 1 is the only one");
    check("price,day\n0,1\n", "whose line 1 is not `day,price`");
    check("day,price\n", "whose line 1 is the only one");
    check("day,price\n1,0.1\n", "whose line 2 is not for day 0");
    check("day,price\n0,0.1\n0,0.2\n", "whose line 3 is not after the line before it");
    check("day,price\n0,nan\n", "whose line 2 has a day below 0");
    check("day,price\n0,0\n", "whose line 2 has a day below 0");
    check("day,price\n0;1\n", "whose line 2 is not a day and a price");
}
