//! A small document that fits a schema: every property once, every list with one entry.

use serde_json::{Map, Value, json};

/// How deep a document may go: schemas that refer to themselves end in nothing.
const DEPTH: usize = 24;

pub(crate) fn instance(schema: &Value) -> Value {
    of(schema, schema, DEPTH)
}

fn of(schema: &Value, root: &Value, depth: usize) -> Value {
    let Some(depth) = depth.checked_sub(1) else { return Value::Null };
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return of(root.pointer(reference.strip_prefix('#').unwrap()).unwrap(), root, depth);
    }
    for several in ["anyOf", "oneOf"] {
        if let Some(first) = schema.get(several).and_then(|list| list.get(0)) {
            return of(first, root, depth);
        }
    }
    if let Some(value) = schema.get("const").or_else(|| schema.pointer("/enum/0")) {
        return value.clone();
    }
    let name = match schema.get("type") {
        Some(Value::Array(names)) => names[0].as_str().unwrap(),
        Some(name) => name.as_str().unwrap(),
        None => panic!("no type: {schema}"),
    };
    match name {
        "string" => json!("text"),
        "number" => json!(0.5),
        "integer" => json!(1),
        "boolean" => json!(true),
        "array" => match (schema.get("prefixItems"), schema.get("items")) {
            (Some(Value::Array(items)), _) => items.iter().map(|item| of(item, root, depth)).collect(),
            (_, Some(item)) => json!([of(item, root, depth)]),
            _ => json!([]),
        },
        "object" => {
            let properties = schema.get("properties").and_then(Value::as_object);
            let one = |(name, schema): (&String, &Value)| (name.clone(), of(schema, root, depth));
            Value::Object(properties.into_iter().flatten().map(one).collect::<Map<_, _>>())
        }
        other => panic!("no such type: {other}"),
    }
}
