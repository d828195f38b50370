//! JSON Schemas (draft 2020-12) of what goes in and what comes out.

mod build;

use crate::keys::{Form, keys};
use crate::run::Run;
use build::{Branch, tree};
use serde_json::{Map, Value, json};

/// The dialect that both schemas are written in.
pub const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of a scenario file, as an editor of TOML reads it: one description, range and default per key.
///
/// It is looser than the reader: units within texts, names of others and limits on the whole are the reader's.
#[must_use]
pub fn scenario() -> Value {
    let keys = keys();
    let root = tree(&keys);
    let part = |role: &str| {
        let mut row = root.child("population").and_then(|one| one.child("[]")).cloned().unwrap_or_default();
        if let Some(own) = root.child(role) {
            row.take_children(own);
        }
        let mut schema = row.object(false);
        schema["properties"]["role"] = json!({ "const": role, "description": "What it is there for." });
        schema
    };
    let otherwise = |role: &str| root.child(role).map(|own| own.object(true)).unwrap_or_default();
    let group = |name: &str| root.child(name).cloned().unwrap_or_default();
    let mut file = root.object(false);
    // What is said once, wherever the file has it.
    if let Some(properties) = file.get_mut("properties").and_then(Value::as_object_mut) {
        properties.retain(|name, _| !["miner", "validator", "rule"].contains(&name.as_str()));
    }
    file["$schema"] = json!(DIALECT);
    file["title"] = json!("A scenario of Incentor");
    file["$defs"] = json!({
        "population": { "anyOf": [part("miner"), part("validator")] },
        "part": { "anyOf": [otherwise("miner"), otherwise("validator")] },
        "subnet": group("subnet").object(false),
        "mechanism": group("mechanism").object(false),
        "rule": group("rule").choice(),
    });
    file
}

/// The schema of `run.json`.
#[must_use]
pub fn run() -> Value {
    schemars::SchemaGenerator::default().into_root_schema_for::<Run>().into()
}

impl Branch {
    /// The schema of a table with the keys below this one.
    fn object(&self, all_may_be_absent: bool) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for (name, child) in self.children() {
            if name == "[]" {
                continue;
            }
            properties.insert(name.clone(), child.schema());
            if child.is_needed() && !all_may_be_absent {
                required.push(json!(name));
            }
        }
        let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
        if !required.is_empty() {
            schema["required"] = Value::Array(required);
        }
        schema
    }

    /// The schema of one of the keys below this one, as a word or as the only key of a table.
    fn choice(&self) -> Value {
        let word = |child: &&(String, Self)| child.1.is_a_word();
        let words: Vec<&String> = self.children().iter().filter(word).map(|(name, _)| name).collect();
        let mut table = self.object(true);
        table["minProperties"] = json!(1);
        table["maxProperties"] = json!(1);
        if words.is_empty() { table } else { json!({ "anyOf": [{ "enum": words }, table] }) }
    }

    /// Whether it can stand as a bare word: it has parameters, and all of them have defaults.
    fn is_a_word(&self) -> bool {
        self.form() == Some(Form::Table) && !self.children().iter().any(|(_, child)| child.is_needed())
    }

    /// The schema of the value, with what its key says.
    fn schema(&self) -> Value {
        let Some(key) = self.key() else { return self.object(false) };
        let mut schema = self.value(key.form);
        schema["description"] = json!(self.description());
        if let Some(default) = self.default_value() {
            schema["default"] = default;
        }
        schema
    }

    fn value(&self, form: Form) -> Value {
        let list = |items: Value| json!({ "type": "array", "items": items });
        let refer = |name: &str| json!({ "$ref": format!("#/$defs/{name}") });
        match form {
            Form::Text => json!({ "type": "string" }),
            Form::Texts => list(json!({ "type": "string" })),
            Form::Words(words) => json!({ "enum": words }),
            Form::Flag => json!({ "type": "boolean" }),
            Form::Whole(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
            Form::From(least, most) => json!({ "type": "number", "minimum": least, "maximum": most }),
            Form::Above(least, most) => {
                json!({ "type": "number", "exclusiveMinimum": least, "maximum": most })
            }
            Form::Quantity => json!({ "type": ["string", "number"] }),
            Form::Table => self.object(false),
            Form::Choice => self.choice(),
            Form::Choices => {
                let mut choice = self.choice();
                if let Some(table) = choice.pointer_mut("/anyOf/1").and_then(Value::as_object_mut) {
                    table.remove("maxProperties");
                }
                choice
            }
            Form::NumberOrTable => json!({ "anyOf": [{ "type": "number" }, self.object(false)] }),
            Form::Rows => list(self.child("[]").map_or_else(|| json!({}), |row| row.object(false))),
            Form::Free => json!({ "type": "object" }),
            Form::Populations => list(refer("population")),
            Form::Population => refer("population"),
            Form::Part => self.part(),
            Form::Subnets => json!({ "anyOf": [refer("subnet"), list(refer("subnet"))] }),
            Form::Mechanism => refer("mechanism"),
            Form::Mechanisms => list(refer("mechanism")),
            Form::Rule => refer("rule"),
            Form::Rules => list(refer("rule")),
            Form::Sample => json!({ "anyOf": [{ "const": "all" }, { "type": "integer", "minimum": 1 }] }),
            Form::Stakes => {
                let one = json!({ "type": ["string", "number"] });
                json!({ "anyOf": [one, list(one.clone())] })
            }
        }
    }

    /// A part has the keys of a row and those below this one: who changes.
    fn part(&self) -> Value {
        if self.children().is_empty() {
            return json!({ "$ref": "#/$defs/part" });
        }
        json!({ "type": "object", "properties": self.object(false)["properties"], "required": ["who"] })
    }
}
