//! Where two documents differ.

use serde_json::Value;
use std::fmt;

/// One field that is not equal.
pub(crate) struct Difference {
    /// Names from the outside in, such as `subnets.1.stake`.
    pub(crate) path: String,
    pub(crate) ours: Value,
    pub(crate) chains: Value,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, ours, chains } = self;
        write!(f, "{path}: {} here, {} on the chain", short(ours), short(chains))
    }
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(160) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// Every field of either that the other has not, or has otherwise; in the order of the names.
pub(crate) fn differences(ours: &Value, chains: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    collect("", ours, chains, &mut found);
    found
}

fn collect(path: &str, ours: &Value, chains: &Value, found: &mut Vec<Difference>) {
    if ours == chains {
        return;
    }
    let inner = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match (ours, chains) {
        (Value::Object(a), Value::Object(b)) => {
            let mut names: Vec<&String> = a.keys().chain(b.keys()).collect();
            names.sort_unstable();
            names.dedup();
            for name in names {
                let side = |object: &serde_json::Map<String, Value>| object.get(name).cloned();
                collect(&inner(name), &side(a).unwrap_or_default(), &side(b).unwrap_or_default(), found);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (position, (a, b)) in a.iter().zip(b).enumerate() {
                collect(&inner(&position.to_string()), a, b, found);
            }
        }
        _ => found.push(Difference { path: path.to_owned(), ours: ours.clone(), chains: chains.clone() }),
    }
}
