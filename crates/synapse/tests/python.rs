//! The classes of the Python SDK's golden requests, declared here: same fields, same order, same hash list.
//!
//! `vectors/requests.jsonl` holds what SDK 10.2.0 sent.

use incentor_synapse::{Body, FieldLayout, Synapse, Tensor};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Golden {
    id: String,
    class: String,
    json_body: String,
    own_fields: Vec<String>,
    hash_fields: Vec<String>,
    required_fields: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Synapse)]
struct Simple {
    x: i64,
    #[reply]
    y: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Synapse)]
struct SimpleHashed {
    // Python's integers have no end; 2^70 is among the vectors.
    #[hashed]
    x: i128,
    #[reply]
    y: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Synapse)]
struct Mixed {
    #[hashed]
    text: String,
    #[hashed]
    num: f64,
    #[hashed]
    flag: bool,
    #[hashed]
    items: Vec<String>,
    #[hashed]
    table: BTreeMap<String, i64>,
    #[hashed]
    maybe: Option<String>,
    #[reply]
    reply: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Synapse)]
#[synapse(hash_order = "b, a")]
struct Reordered {
    #[hashed]
    #[synapse(default)]
    a: i64,
    #[hashed]
    #[synapse(default)]
    b: i64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
struct Inner {
    q: i64,
    w: String,
}

#[derive(Clone, Debug, PartialEq, Synapse)]
struct Nested {
    #[hashed]
    inner: Option<Inner>,
    #[hashed]
    #[synapse(default)]
    many: Vec<Inner>,
}

#[derive(Clone, Debug, PartialEq, Synapse)]
struct AllOptional {
    note: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Synapse)]
struct WithTensor {
    #[hashed]
    t: Option<Tensor>,
}

#[derive(Clone, Debug, PartialEq, Synapse)]
struct Enc {
    #[synapse(default)]
    name_: String,
    req_any: Value,
    #[synapse(required)]
    req_opt: Option<i64>,
}

#[test]
fn golden_requests_are_read_and_written_as_python_has_them() {
    let mut opened = Vec::new();
    for line in include_str!("vectors/requests.jsonl").lines() {
        let golden: Golden = serde_json::from_str(line).unwrap();
        match golden.class.as_str() {
            "Simple" => check::<Simple>(&golden),
            "SimpleHashed" => check::<SimpleHashed>(&golden),
            "Mixed" => check::<Mixed>(&golden),
            "Reordered" => check::<Reordered>(&golden),
            "Nested" => check::<Nested>(&golden),
            "AllOptional" => check::<AllOptional>(&golden),
            "WithTensor" => check::<WithTensor>(&golden),
            "Enc" => check::<Enc>(&golden),
            // A class without fields of its own, and the hash list as a model's field: both refused by the derive,
            // the first as every axon serves it, the second as it was given up with SDK 7.2.
            "Synapse" | "LegacyField" => {}
            other => panic!("{other} has no declaration here"),
        }
        opened.push(golden.id);
    }
    assert_eq!(opened.len(), 17);
}

fn check<S: Synapse>(golden: &Golden) {
    let id = &golden.id;
    let [layout] = S::LAYOUTS else { panic!("{id}: one route") };
    let names = |fields: &mut dyn Iterator<Item = &'static FieldLayout>| -> Vec<&str> {
        fields.map(|field| field.name).collect()
    };
    assert_eq!(layout.route, golden.class, "{id}");
    assert_eq!(names(&mut layout.fields.iter()), golden.own_fields, "{id}");
    assert_eq!(layout.hashed, golden.hash_fields, "{id}");
    let required = names(&mut layout.fields.iter().filter(|field| field.required));
    assert_eq!(required, golden.required_fields, "{id}");

    let ask = S::read_request(&golden.class, golden.json_body.as_bytes()).unwrap();
    let body: BTreeMap<String, Value> = serde_json::from_str(&golden.json_body).unwrap();
    let ours = ask.request().unwrap();
    for field in ours.iter() {
        assert_eq!(
            exact(field.json()),
            exact(&text_of(&golden.json_body, field.name())),
            "{id}: {}",
            field.name()
        );
        assert!(body.contains_key(field.name()), "{id}: {}", field.name());
    }
    let theirs = Body::read(layout, golden.json_body.as_bytes()).unwrap();
    for (field, name) in ask.hashed().unwrap().iter().zip(layout.hashed) {
        assert_eq!(field.name(), *name, "{id}");
        assert_eq!(exact(field.json()), exact(theirs.json(name).unwrap()), "{id}: {name}");
    }
}

/// The text of one member, read in another way than the crate does.
fn text_of(json: &str, name: &str) -> String {
    let members: BTreeMap<String, Box<serde_json::value::RawValue>> = serde_json::from_str(json).unwrap();
    members[name].get().to_owned()
}

/// A text without what JSON leaves free: spaces, escapes, and the exponent's leading zeros.
fn exact(text: &str) -> String {
    fn parse<T: DeserializeOwned>(text: &str) -> Option<T> {
        serde_json::from_str(text).ok()
    }
    parse::<i128>(text).map(|value| value.to_string()).unwrap_or_else(|| {
        let value: Value = serde_json::from_str(text).unwrap();
        value.to_string()
    })
}
