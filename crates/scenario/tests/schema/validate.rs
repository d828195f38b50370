//! As much of JSON Schema as the schemas here use; a keyword it does not know is an error.

use serde_json::Value;

/// Keywords that say nothing about whether a value fits.
const WORDS: [&str; 7] = ["$schema", "$defs", "title", "description", "default", "format", "$id"];

pub(crate) fn validate(value: &Value, schema: &Value) -> Result<(), String> {
    check(value, schema, schema, "")
}

fn check(value: &Value, schema: &Value, root: &Value, path: &str) -> Result<(), String> {
    let table = match schema {
        Value::Bool(true) => return Ok(()),
        Value::Object(table) => table,
        _ => return Err(format!("{path}: nothing fits")),
    };
    for (keyword, rule) in table {
        keyword_holds(value, keyword, rule, table, root, path)?;
    }
    Ok(())
}

fn keyword_holds(
    value: &Value,
    keyword: &str,
    rule: &Value,
    schema: &serde_json::Map<String, Value>,
    root: &Value,
    path: &str,
) -> Result<(), String> {
    let fails = |why: String| Err(format!("{path}: {value} {why}"));
    let compares = |holds: fn(f64, f64) -> bool| match (value.as_f64(), rule.as_f64()) {
        (Some(value), Some(limit)) => holds(value, limit),
        _ => true,
    };
    match keyword {
        "type" => {
            let types = rule.as_array().cloned().unwrap_or_else(|| vec![rule.clone()]);
            if types.iter().any(|name| is_a(value, name.as_str().unwrap())) {
                Ok(())
            } else {
                fails(format!("is no {rule}"))
            }
        }
        "enum" => {
            if rule.as_array().unwrap().contains(value) {
                Ok(())
            } else {
                fails(format!("is none of {rule}"))
            }
        }
        "const" => {
            if rule == value {
                Ok(())
            } else {
                fails(format!("is not {rule}"))
            }
        }
        "minimum" => {
            if compares(|value, limit| value >= limit) {
                Ok(())
            } else {
                fails(format!("is below {rule}"))
            }
        }
        "maximum" => {
            if compares(|value, limit| value <= limit) {
                Ok(())
            } else {
                fails(format!("is above {rule}"))
            }
        }
        "exclusiveMinimum" => {
            if compares(|value, limit| value > limit) {
                Ok(())
            } else {
                fails(format!("is not above {rule}"))
            }
        }
        "$ref" => {
            check(value, root.pointer(rule.as_str().unwrap().strip_prefix('#').unwrap()).unwrap(), root, path)
        }
        "anyOf" | "oneOf" => {
            let errors: Vec<String> = rule
                .as_array()
                .unwrap()
                .iter()
                .filter_map(|schema| check(value, schema, root, path).err())
                .collect();
            if errors.len() < rule.as_array().unwrap().len() { Ok(()) } else { Err(errors.join("; or ")) }
        }
        "items" => {
            let mut items = value.as_array().into_iter().flatten().enumerate();
            items.try_for_each(|(at, item)| check(item, rule, root, &format!("{path}/{at}")))
        }
        "prefixItems" => {
            let mut items = value.as_array().into_iter().flatten().zip(rule.as_array().unwrap()).enumerate();
            items.try_for_each(|(at, (item, rule))| check(item, rule, root, &format!("{path}/{at}")))
        }
        "minItems" | "maxItems" => Ok(()),
        "minProperties" => {
            let enough = value.as_object().is_none_or(|table| table.len() as u64 >= rule.as_u64().unwrap());
            if enough { Ok(()) } else { fails("has too few keys".to_owned()) }
        }
        "maxProperties" => {
            let few = value.as_object().is_none_or(|table| table.len() as u64 <= rule.as_u64().unwrap());
            if few { Ok(()) } else { fails("has too many keys".to_owned()) }
        }
        "required" => {
            let Some(table) = value.as_object() else { return Ok(()) };
            let missing =
                rule.as_array().unwrap().iter().find(|key| !table.contains_key(key.as_str().unwrap()));
            missing.map_or(Ok(()), |key| Err(format!("{path}: {key} is missing")))
        }
        "properties" => {
            let Some(table) = value.as_object() else { return Ok(()) };
            let known = |(key, value): (&String, &Value)| {
                rule.get(key).map_or(Ok(()), |schema| check(value, schema, root, &format!("{path}/{key}")))
            };
            table.iter().try_for_each(known)
        }
        "additionalProperties" => {
            let Some(table) = value.as_object() else { return Ok(()) };
            let known = |key: &str| schema.get("properties").is_some_and(|known| known.get(key).is_some());
            let mut rest = table.iter().filter(|(key, _)| !known(key));
            rest.try_for_each(|(key, value)| check(value, rule, root, &format!("{path}/{key}")))
        }
        word if WORDS.contains(&word) => Ok(()),
        other => panic!("{other} is not checked"),
    }
}

fn is_a(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        other => panic!("no such type: {other}"),
    }
}
