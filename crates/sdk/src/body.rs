//! Requests and replies as the JSON that travels, each without the other's fields.

use crate::Synapse;
use crate::synapse::{Fields, Part};
use serde_json::Value;

/// A request's fields, without those the miner fills in.
pub(crate) fn ask_json<A: Synapse>(ask: &A) -> Result<Value, serde_json::Error> {
    match ask.request() {
        Ok(fields) => Ok(fields_json(ask, &fields, |part| part != Part::Reply)),
        Err(_) => serde_json::to_value(ask),
    }
}

/// A reply's fields; a reply that has none, such as a number, as it is.
#[cfg(feature = "external")]
pub(crate) fn reply_json<A: Synapse>(ask: &A, reply: &A::Reply) -> Result<Value, serde_json::Error> {
    if A::LAYOUTS.is_empty() {
        return serde_json::to_value(reply);
    }
    match ask.answer(reply) {
        Ok(fields) => Ok(fields_json(ask, &fields, |part| part == Part::Reply)),
        Err(_) => serde_json::to_value(reply),
    }
}

/// Those of a body's fields whose part is asked for; all where the protocol does not say.
fn fields_json<A: Synapse>(ask: &A, fields: &Fields, wanted: fn(Part) -> bool) -> Value {
    let layout = A::LAYOUTS.iter().find(|layout| layout.route == ask.route());
    let Ok(Value::Object(mut all)) = serde_json::to_value(fields) else { return Value::Null };
    if let Some(layout) = layout {
        for field in layout.fields.iter().filter(|field| !wanted(field.part)) {
            all.remove(field.name);
        }
    }
    Value::Object(all)
}
