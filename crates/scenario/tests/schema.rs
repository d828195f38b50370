//! The schemas say what is read and what is written.

mod schema {
    pub(crate) mod instance;
    pub(crate) mod validate;
}

use incentor_scenario::{run, schema as schemas};
use schema::instance::instance;
use schema::validate::validate;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

fn as_json(text: &str) -> Value {
    fn convert(value: toml::Value) -> Value {
        match value {
            toml::Value::String(text) => json!(text),
            toml::Value::Integer(number) => json!(number),
            toml::Value::Float(number) => json!(number),
            toml::Value::Boolean(flag) => json!(flag),
            toml::Value::Datetime(date) => json!(date.to_string()),
            toml::Value::Array(list) => list.into_iter().map(convert).collect(),
            toml::Value::Table(table) => {
                Value::Object(table.into_iter().map(|(key, value)| (key, convert(value))).collect())
            }
        }
    }
    convert(toml::from_str(text).unwrap())
}

#[test]
fn every_shipped_scenario_fits_the_schema() {
    let schema = schemas::scenario();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = vec![root.join("tests/everything.toml"), root.join("tests/section6.toml")];
    for folder in ["../../scenarios", "../../scenarios/cases"] {
        let entries = fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path());
        texts.extend(entries.filter(|path| path.extension().is_some_and(|extension| extension == "toml")));
    }
    assert!(texts.len() > 10);
    for path in texts {
        let text = fs::read_to_string(&path).unwrap();
        if let Err(error) = validate(&as_json(&text), &schema) {
            panic!("{}: {error}", path.display());
        }
    }
}

#[test]
fn what_the_reader_refuses_by_key_or_kind_the_schema_refuses_too() {
    let schema = schemas::scenario();
    let good = as_json(include_str!("section6.toml"));
    validate(&good, &schema).unwrap();
    let check = |pointer: &str, value: Value| {
        let mut bad = good.clone();
        let (table, key) = pointer.rsplit_once('/').unwrap();
        let table = bad.pointer_mut(table).unwrap().as_object_mut().unwrap();
        if value.is_null() {
            table.remove(key)
        } else {
            table.insert(key.to_owned(), value)
        };
        assert!(validate(&bad, &schema).is_err(), "{pointer}");
    };
    check("/run/seed", json!(3));
    check("/run/seeds", json!(0));
    check("/run/seeds", json!("three"));
    check("/run/duration", Value::Null);
    check("/name", Value::Null);
    check("/mechanism/kind", json!("abstrakt"));
    check("/mechanism/book/alpha", json!(0));
    check("/mechanism/score", json!({ "quality": {}, "volume": {} }));
    check("/population/0/behaviour", json!("honst"));
    check("/population/0/stake", json!("400k"));
    check("/subnet/kapa", json!(0.5));
    check("/subnet/yuma3_on", json!("yes"));
}

#[test]
fn a_schema_says_its_dialect_and_something_about_every_key() {
    let schema = schemas::scenario();
    assert_eq!(schema["$schema"], schemas::DIALECT);
    let seeds = &schema["properties"]["run"]["properties"]["seeds"];
    assert_eq!(seeds["default"], 32);
    assert_eq!(seeds["maximum"], 10_000);
    fn silent(value: &Value, path: &str, found: &mut Vec<String>) {
        if let Some(properties) = value.get("properties").and_then(Value::as_object) {
            for (name, property) in properties {
                let path = format!("{path}/{name}");
                if property.get("description").and_then(Value::as_str).is_none_or(str::is_empty) {
                    found.push(path.clone());
                }
                silent(property, &path, found);
            }
        }
        for key in ["anyOf", "items", "$defs"] {
            match value.get(key) {
                Some(Value::Array(list)) => list.iter().for_each(|value| silent(value, path, found)),
                Some(Value::Object(table)) if key == "$defs" => {
                    table.iter().for_each(|(name, value)| silent(value, name, found));
                }
                Some(value) => silent(value, path, found),
                None => {}
            }
        }
    }
    let mut found = Vec::new();
    silent(&schema, "", &mut found);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn the_schema_of_a_run_knows_the_runs_fields() {
    let schema = schemas::run();
    assert_eq!(schema["$schema"], schemas::DIALECT);
    let outcome = run::GateOutcome {
        variant: "draft".to_owned(),
        assertion: "gain(copycat) <= 0 tao/day".to_owned(),
        state: run::GateState::Undecided,
        difference: Some(run::Estimate { mean: 0.1, half_width: None }),
        value: None,
        seeds_needed: Some(64),
        why: None,
    };
    let mut of_gate = schema["$defs"]["GateOutcome"].clone();
    of_gate["$defs"] = schema["$defs"].clone();
    let written = serde_json::to_value(&outcome).unwrap();
    validate(&written, &of_gate).unwrap();
    for (key, value) in [("state", json!("MAYBE")), ("variant", json!(1)), ("seeds_needed", json!("many"))] {
        let mut bad = written.clone();
        bad[key] = value;
        assert!(validate(&bad, &of_gate).is_err(), "{key}");
    }
    let whole = json!({ "format": run::FORMAT });
    assert!(validate(&whole, &schema).unwrap_err().contains("is missing"));
}

/// Both ways: a document made from the schema is a run, and the run it is fits the schema.
#[test]
fn what_fits_the_schema_of_a_run_is_one() {
    let schema = schemas::run();
    let document = instance(&schema);
    validate(&document, &schema).unwrap();
    let run: run::Run = serde_json::from_value(document.clone()).unwrap();
    assert_eq!((run.variants.len(), run.gates.len(), run.findings.len()), (1, 1, 1));
    let written = serde_json::to_value(&run).unwrap();
    assert_eq!(written, document, "a field is written that the schema does not know, or the other way round");
    validate(&written, &schema).unwrap();
    let mut bad = written;
    bad["variants"][0]["deviations"][0]["verdict"] = json!("MAYBE");
    assert!(validate(&bad, &schema).unwrap_err().contains("/variants/0/deviations/0/verdict"));
}
