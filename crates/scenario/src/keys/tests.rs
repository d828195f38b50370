//! The table of keys and the reader say the same.

use super::{Absent, Form, Key, keys};
use crate::read::asked;
use crate::{HYPERPARAMETERS, ScenarioFile};
use std::collections::{BTreeMap, BTreeSet};

const EVERYTHING: &str = include_str!("../../tests/everything.toml");

/// Nothing but what must be there.
const LITTLE: &str = r#"
name = "little"
rule_set = "subtensor-2026-06"
run = { duration = "3 tempos" }
population = [
  { name = "m", role = "miner", behaviour = "honest", quality = { sd = 0.1 } },
  { name = "v", role = "validator", stake = "1k", behaviour = "honest" },
]
mechanism = { kind = "abstract" }
"#;

fn prices(_: &str) -> Result<String, String> {
    Ok("day,price\n0,0.01\n1.5,0.02\n".to_owned())
}

/// What the reader asks for, over both texts and all bare words.
fn asked() -> BTreeMap<String, asked::Asked> {
    let read =
        |text: &str| ScenarioFile::parse_with(text, &prices).map_err(|error| panic!("{text}: {error}"));
    read(EVERYTHING).unwrap();
    read(LITTLE).unwrap();
    for word in ["improving", "sandbagger", "noisy", "selective", "rotating", "decoys", "gaming"] {
        read(&LITTLE.replacen("\"honest\"", &format!("{word:?}"), 1)).unwrap();
    }
    for word in ["squatter", "tests_only"] {
        read(&LITTLE.replacen("\"honest\"", &format!("{word:?}"), 1)).unwrap();
    }
    for word in ["constant", "copycat", "memoriser", "insider = { of = \"v\" }"] {
        let row = match word.split_once(' ') {
            Some(_) => format!("{{ {word} }}"),
            None => format!("{word:?}"),
        };
        read(&LITTLE.replacen("\"honest\", quality = { sd = 0.1 }", &row, 1)).unwrap();
    }
    for word in ["lazy", "late", "weight_copier", "winner_takes_all", "{ cabal = { own = [\"m\"] } }"] {
        let word = if word.starts_with('{') { word.to_owned() } else { format!("{word:?}") };
        read(&LITTLE.replacen("\"1k\", behaviour = \"honest\"", &format!("\"1k\", behaviour = {word}"), 1))
            .unwrap();
    }
    let colocated = "{ colocated = { with = \"v\" } }";
    read(&LITTLE.replacen("\"honest\"", colocated, 1)).unwrap();
    for kind in ["\"tsp\"", "\"storage\"", "\"prompting\"", "{ command = [\"true\"] }"] {
        read(&LITTLE.replacen("\"abstract\"", kind, 1)).unwrap();
    }
    for shape in ["top = {}", "softmax = {}"] {
        let kind = format!("\"abstract\", weights = {{ {shape} }}");
        read(&LITTLE.replacen("\"abstract\"", &kind, 1)).unwrap();
    }
    for rule in ["{ dedup = { part = \"quality\" } }", "{ first_come = { part = \"quality\" } }"] {
        read(&LITTLE.replacen("\"abstract\"", &format!("\"abstract\", score = {rule}"), 1)).unwrap();
    }
    let price = "subnet = { alpha_price = { pool = { tao = \"1k\", alpha = \"1k\" } } }\nmechanism";
    read(&LITTLE.replacen("mechanism", price, 1)).unwrap();
    asked::all()
}

fn table() -> BTreeMap<String, Key> {
    let mut table = BTreeMap::new();
    for key in keys() {
        let path = key.path.to_string();
        assert!(table.insert(path.clone(), key).is_none(), "{path} is there twice");
    }
    table
}

/// Entries of lists are no keys, and other names of a hyperparameter have its row.
fn is_key(pattern: &str) -> bool {
    let also = |name: &str| HYPERPARAMETERS.iter().any(|one| one.also.contains(&name));
    !pattern.ends_with("[]") && !pattern.strip_prefix("subnet.").is_some_and(also)
}

#[test]
fn every_key_the_reader_asks_for_is_in_the_table_and_the_other_way_round() {
    let asked = asked();
    let asked: BTreeSet<&str> = asked.keys().map(String::as_str).filter(|key| is_key(key)).collect();
    let table = table();
    let table: BTreeSet<&str> = table.keys().map(String::as_str).collect();
    let missing: Vec<_> = asked.difference(&table).collect();
    let unasked: Vec<_> = table.difference(&asked).collect();
    assert!(
        missing.is_empty() && unasked.is_empty(),
        "not in the table: {missing:?}\nnever asked: {unasked:?}"
    );
}

#[test]
fn every_default_and_range_in_the_table_is_the_readers() {
    let asked = asked();
    let mut wrong = Vec::new();
    for (path, key) in table() {
        let Some(asked) = asked.get(&path) else { continue };
        let default = match &key.absent {
            Absent::Is(default) => BTreeSet::from([default.to_string()]),
            Absent::Error | Absent::Nothing => BTreeSet::new(),
        };
        if asked.defaults != default {
            wrong.push(format!("{path}: {default:?}, and the reader takes {:?}", asked.defaults));
        }
        if asked.expected.iter().any(|expected| *expected != key.accepts) {
            wrong.push(format!("{path}: {:?}, and the reader expects {:?}", key.accepts, asked.expected));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_range_is_the_one_its_words_name() {
    for key in keys() {
        let (least, most) = match key.form {
            Form::Whole(least, most) => (least.to_string(), most.to_string()),
            Form::From(least, most) | Form::Above(least, most) => (least.to_string(), most.to_string()),
            _ => continue,
        };
        let names = |number: &String| key.accepts.contains(number.as_str());
        assert!(names(&least) && names(&most), "{}: {} has no {least} or {most}", key.path, key.accepts);
    }
}

#[test]
fn lines_are_sentences() {
    for key in keys() {
        assert!(key.doc.ends_with('.') && key.doc.len() < 240, "{}: {}", key.path, key.doc);
    }
}
