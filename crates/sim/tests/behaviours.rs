//! The page of behaviours says what the table of keys and the shipped scenarios say.

use incentor_mechanisms::abstraction::{self, AnswerModel, MeasureModel, Probes, Quality, Worker};
use incentor_mechanisms::prompting::{self, Marking, Prompting, Reader};
use incentor_mechanisms::storage::{self, Keeper, Placements};
use incentor_mechanisms::tsp::{self, Optimiser, Tours};
use incentor_scenario::keys::{self, Absent, Key};
use incentor_scenario::{Happening, Part, ScenarioFile};
use incentor_sdk::AnyMechanism;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Rows of the tables below a heading, cells without the outer bars.
fn rows(heading: &str) -> Vec<Vec<String>> {
    let page = read(&root().join("docs/behaviours.md"));
    let (_, below) = page.split_once(&format!("\n## {heading}\n")).expect("the page has that heading");
    let section = below.split("\n## ").next().unwrap_or_default();
    let table = section.lines().filter(|line| line.starts_with("| `"));
    table.map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
}

/// Name, exploits and parameters of each behaviour of a role, as the table of keys has them.
fn behaviours(role: &str) -> Vec<[String; 3]> {
    let prefix = format!("{role}.behaviour.");
    let keys = keys::keys();
    let below = |key: &Key| key.path.strip_prefix(&prefix).map(ToOwned::to_owned);
    let names = keys.iter().filter_map(|key| Some((below(key)?, key)));
    let row = |(name, key): (String, &Key)| {
        let parameters = keys.iter().filter_map(|key| {
            let parameter = below(key)?.strip_prefix(&format!("{name}."))?.to_owned();
            let default = match &key.absent {
                Absent::Is(default) => format!(" {default}"),
                Absent::Error | Absent::Nothing => String::new(),
            };
            (!parameter.contains(['.', '['])).then(|| format!("`{parameter}`{default}"))
        });
        let parameters = parameters.collect::<Vec<_>>().join(", ");
        let exploits = key.doc.rsplit_once('(').and_then(|(_, numbers)| numbers.strip_suffix(")."));
        [format!("`{name}`"), exploits.unwrap_or_default().to_owned(), parameters]
    };
    names.filter(|(name, _)| !name.contains('.')).map(row).collect()
}

fn check(heading: &str, role: &str) {
    let found: Vec<Vec<String>> = rows(heading).iter().map(|row| row[..3].to_vec()).collect();
    let expected = behaviours(role);
    assert!(expected.len() >= 10, "{expected:?}");
    assert_eq!(found, expected, "{heading}");
}

#[test]
fn the_page_has_every_behaviour_with_its_parameters() {
    check("Miners", "miner");
    check("Validators", "validator");
}

/// Behaviours that a shipped scenario plays, twins and changes included.
fn played(file: &str) -> BTreeSet<(bool, &'static str)> {
    let path = root().join("scenarios").join(format!("{file}.toml"));
    let source =
        |name: &str| std::fs::read_to_string(root().join("scenarios").join(name)).map_err(|e| e.to_string());
    let file =
        ScenarioFile::parse_with(&read(&path), &source).unwrap_or_else(|error| panic!("{file}: {error}"));
    let mut played = BTreeSet::new();
    for scenario in file.variants.iter().map(|variant| &variant.scenario) {
        let populations = scenario.populations.iter().map(|population| &population.part);
        let later = scenario.events.iter().filter_map(|event| match &event.what {
            Happening::Join(population) => Some(&population.part),
            Happening::Change { part, .. } => Some(part),
            _ => None,
        });
        played.extend(populations.chain(later).map(|part| match part {
            Part::Miner(plan) => (true, plan.behaviour.name()),
            Part::Validator(plan) => (false, plan.behaviour.name()),
        }));
    }
    played
}

#[test]
fn the_scenarios_on_the_page_show_what_they_should() {
    let mut shown = 0;
    for (heading, is_miner) in [("Miners", true), ("Validators", false)] {
        for row in rows(heading).iter().filter(|row| !row[4].is_empty()) {
            let name = row[0].trim_matches('`');
            let plays = played(&row[4]);
            assert!(
                plays.iter().any(|one| *one == (is_miner, name)),
                "{}: {name} is not in {plays:?}",
                row[4]
            );
            shown += 1;
        }
    }
    assert!(shown >= 10, "{shown}");
}

#[test]
fn the_page_has_every_solver() {
    let worker = Worker::new(AnswerModel::default(), MeasureModel::default());
    let mechanisms: [Box<dyn AnyMechanism>; 4] = [
        Box::new(abstraction::mechanism(Probes::default(), Quality::default(), worker)),
        Box::new(tsp::mechanism(Tours::default(), Optimiser::default())),
        Box::new(storage::mechanism(Placements::default(), Keeper::default())),
        Box::new(prompting::mechanism(Prompting::default(), Marking::default(), Reader::default())),
    ];
    let page = read(&root().join("docs/behaviours.md"));
    for mechanism in mechanisms {
        let names: Vec<String> = mechanism.solvers().iter().map(|name| format!("`{name}`")).collect();
        let row = format!("| {} | {} |", mechanism.name(), names.join(", "));
        assert!(page.lines().any(|line| line == row), "{row}");
    }
}

/// Words before a snippet's first bracket or equals sign are keys.
#[test]
fn snippets_are_words_of_the_scenario() {
    let words: BTreeSet<String> = keys::keys()
        .iter()
        .flat_map(|key| key.path.split('.').map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let page = read(&root().join("docs/behaviours.md"));
    let (_, attacks) = page.split_once("and how to write them:").expect("the page lists attacks");
    for snippet in attacks.split('`').skip(1).step_by(2) {
        let word: String = snippet.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
        assert!(word.is_empty() || words.contains(&word), "{snippet}");
    }
}
