//! A body on its way out.

use crate::{FieldLayout, Part, SynapseError};
use serde::ser::{self, SerializeMap as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::value::RawValue;
use std::{borrow::Cow, fmt};

/// One field and its value as JSON text.
///
/// The text is what travels, to the byte: a hash made of it is a hash of what the peer reads, with the order of
/// nested fields and `1` kept apart from `1.0`.
#[derive(Clone, Debug)]
pub struct Field {
    name: Cow<'static, str>,
    part: Part,
    json: String,
}

impl Field {
    /// Its name on the wire.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Who fills it in.
    #[must_use]
    pub const fn part(&self) -> Part {
        self.part
    }

    /// Its value as JSON text.
    #[must_use]
    pub fn json(&self) -> &str {
        &self.json
    }
}

/// The fields of a body, in the order of declaration; serializes as a JSON object.
///
/// Python's envelope (`name`, `timeout`, `dendrite`, …) is the transport's.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<Field>);

impl Fields {
    /// A body without fields yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a field's value.
    ///
    /// A float that is no number becomes `null`, as JSON has none.
    ///
    /// # Errors
    /// [`SynapseError::Unwritable`] for a value without a JSON form.
    pub fn add(
        &mut self,
        route: &'static str,
        layout: &FieldLayout,
        value: &impl Serialize,
    ) -> Result<(), SynapseError> {
        let json =
            serde_json::to_string(value).map_err(|source| SynapseError::Unwritable { route, source })?;
        self.0.push(Field { name: Cow::Borrowed(layout.name), part: layout.part, json });
        Ok(())
    }

    /// Adds whatever fields a value's own JSON has; a field of that name gives way.
    pub(crate) fn merge(
        &mut self,
        route: &'static str,
        part: Part,
        value: &impl Serialize,
    ) -> Result<(), SynapseError> {
        let json =
            serde_json::to_string(value).map_err(|source| SynapseError::Unwritable { route, source })?;
        let Members(members) =
            serde_json::from_str(&json).map_err(|source| SynapseError::NotAnObject { route, source })?;
        for (name, json) in members {
            let json = json.get().to_owned();
            match self.0.iter_mut().find(|field| field.name == name) {
                Some(field) => (field.part, field.json) = (part, json),
                None => self.0.push(Field { name: Cow::Owned(name), part, json }),
            }
        }
        Ok(())
    }

    /// The fields in order.
    pub fn iter(&self) -> impl Iterator<Item = &Field> {
        self.0.iter()
    }

    /// The field of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Field> {
        self.iter().find(|field| field.name == name)
    }

    /// The body as compact JSON.
    #[must_use]
    pub fn json(&self) -> String {
        let mut text = String::from("{");
        for (index, field) in self.0.iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            // A string is always JSON.
            text.push_str(&serde_json::to_string(field.name()).unwrap_or_default());
            text.push(':');
            text.push_str(field.json());
        }
        text.push('}');
        text
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for field in &self.0 {
            let json: &RawValue = serde_json::from_str(&field.json).map_err(ser::Error::custom)?;
            map.serialize_entry(field.name(), json)?;
        }
        map.end()
    }
}

/// A JSON object in its own order; `null`, as a unit struct is written, has no members.
struct Members(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a struct with named fields")
            }

            fn visit_unit<E: de::Error>(self) -> Result<Members, E> {
                Ok(Members(Vec::new()))
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}
