//! The file printed in the specification of scenarios, word for word, and the one that everybody meets first.

use incentor_scenario::{Part, Scenario, ScenarioFile, ScoreRule, SettingValue};

fn read(name: &str, text: &str) -> ScenarioFile {
    ScenarioFile::parse(text)
        .unwrap_or_else(|error| panic!("{}: {error}; {}", error.location(name), error.problem.remedy()))
}

fn published() -> ScenarioFile {
    read("section6.toml", include_str!("section6.toml"))
}

#[test]
fn the_specifications_file_is_read_as_written() {
    let file = published();
    let names: Vec<_> = file.variants.iter().map(|variant| variant.name.as_deref().unwrap()).collect();
    assert_eq!(names, ["draft", "steeper", "hardened"]);
    assert_eq!(file.variants[0].scenario, file.base);
    assert_eq!(file.gates.len(), 1);
    assert_eq!(file.gates[0].assertions.len(), 5);
    assert_eq!(file.base.record.len(), 6);
    assert_eq!(file.points_len(), 12);
    let sybil = &file.base.populations[2];
    let (Part::Miner(cheats), Some(Part::Miner(straight))) = (&sybil.part, &sybil.otherwise) else {
        panic!("{sybil:?}")
    };
    assert_eq!((cheats.hotkeys, straight.hotkeys, straight.quality), (6, 1, cheats.quality));
    let reveal = file.base.subnets[0].settings.iter().find(|setting| setting.name == "commit_reveal");
    assert_eq!(reveal.unwrap().value, SettingValue::Switch(true));
}

#[test]
fn a_variant_changes_what_it_says_and_nothing_else() {
    let file = published();
    let [draft, steeper, hardened] = &file.variants[..] else { panic!() };
    let score = |scenario: &Scenario| match &scenario.subnets[0].mechanisms[0].kind {
        incentor_scenario::Kind::Abstract(plan) => plan.score.clone(),
        other => panic!("{other:?}"),
    };
    let ScoreRule::Product(parts) = score(&steeper.scenario) else { panic!() };
    assert_eq!(parts[0], ScoreRule::Quality { cap: None });
    let ScoreRule::Product(parts) = score(&draft.scenario) else { panic!() };
    assert_eq!(parts[0], ScoreRule::Quality { cap: Some(1.0) });
    assert_eq!(steeper.changes[1], ("mechanism.weights.power".to_owned(), "4.0".to_owned()));
    assert_eq!(steeper.scenario.populations, draft.scenario.populations);
    assert_eq!(hardened.changes.len(), 4);
}

#[test]
fn the_first_scenario_is_the_specifications_with_more_words() {
    let quickstart = read("quickstart.toml", include_str!("../../../scenarios/quickstart.toml"));
    let published = published();
    assert_eq!(quickstart.gates.len(), published.gates.len());
    for (ours, theirs) in quickstart.variants.iter().zip(&published.variants) {
        assert_eq!(ours.changes, theirs.changes);
        assert_eq!(ours.scenario.subnets[0].mechanisms, theirs.scenario.subnets[0].mechanisms);
        assert_eq!(ours.scenario.costs, theirs.scenario.costs);
        assert_eq!(ours.scenario.run, theirs.scenario.run);
    }
}

#[test]
fn editors_of_windows_are_welcome() {
    let text = format!("\u{feff}{}", include_str!("section6.toml").replace('\n', "\r\n"));
    assert_eq!(read("section6.toml", &text).base.populations.len(), published().base.populations.len());
}
