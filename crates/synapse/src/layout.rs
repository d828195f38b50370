//! What a route's body looks like.

use serde_json::Value;

/// Who fills a field in, and whether the caller's signature covers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The validator; not signed.
    Request,
    /// The validator, and the body hash covers it: `required_hash_fields` of the Python class.
    Hashed,
    /// The miner.
    Reply,
}

/// One field of a route's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldLayout {
    /// Its name on the wire.
    pub name: &'static str,
    /// Who fills it in.
    pub part: Part,
    /// Whether the Python class has no default for it, so that its request needs a placeholder header.
    pub required: bool,
}

/// One route: its name and the fields of its body, in the order of declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The route, which is the name of the Python class.
    pub route: &'static str,
    /// The body's fields.
    pub fields: &'static [FieldLayout],
    /// Names of the hashed fields, in the order in which they are hashed.
    pub hashed: &'static [&'static str],
}

impl Layout {
    /// A route of whose body nothing is known.
    #[must_use]
    pub const fn unsaid(route: &'static str) -> Self {
        Self { route, fields: &[], hashed: &[] }
    }
}

/// JSON Schema of one route.
#[derive(Clone, Debug, PartialEq)]
pub struct RouteSchema {
    /// The route.
    pub route: &'static str,
    /// What the validator fills in.
    pub request: Value,
    /// What the miner fills in.
    pub reply: Value,
}
