//! A body on its way in.

use crate::{FieldLayout, Layout, SynapseError};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer as _, Error as _, IgnoredAny, MapAccess, Visitor,
};
use serde_json::value::RawValue;
use std::fmt;

/// The fields of a body that came from a peer, not yet looked into.
///
/// Reading it takes time and memory in proportion to its length. Fields the layout does not name, the
/// envelope's among them, are skipped; nothing of them is kept.
#[derive(Debug)]
pub struct Body<'a> {
    route: &'static str,
    text: &'a str,
    fields: Vec<(&'static str, &'a RawValue)>,
}

impl<'a> Body<'a> {
    /// Finds a route's fields in a JSON object.
    ///
    /// # Errors
    /// [`SynapseError::NotAnObject`]; [`SynapseError::TwiceGiven`] if one of the route's fields is.
    pub fn read(layout: &Layout, json: &'a [u8]) -> Result<Self, SynapseError> {
        let route = layout.route;
        let not_an_object = |source| SynapseError::NotAnObject { route, source };
        let text = text_of(route, json)?;
        let mut parser = serde_json::Deserializer::from_str(text);
        let fields = parser.deserialize_map(Known(layout.fields)).map_err(not_an_object)?;
        parser.end().map_err(not_an_object)?;
        for (index, (field, _)) in fields.iter().enumerate() {
            if fields.iter().skip(index + 1).any(|(other, _)| other == field) {
                return Err(SynapseError::TwiceGiven { route, field });
            }
        }
        Ok(Self { route, text, fields })
    }

    /// The route it came along.
    #[must_use]
    pub const fn route(&self) -> &'static str {
        self.route
    }

    /// All of it, as it came.
    #[must_use]
    pub const fn text(&self) -> &'a str {
        self.text
    }

    /// A field's value; one that is not there reads as `null`, which an `Option` is.
    ///
    /// # Errors
    /// [`SynapseError::MissingField`] and [`SynapseError::BadField`].
    pub fn field<T: DeserializeOwned>(&self, field: &'static str) -> Result<T, SynapseError> {
        let route = self.route;
        match self.json(field) {
            Some(json) => {
                serde_json::from_str(json).map_err(|source| SynapseError::BadField { route, field, source })
            }
            None => serde_json::from_str("null").map_err(|_| SynapseError::MissingField { route, field }),
        }
    }

    /// A field's value, or the type's default where it is not there.
    ///
    /// # Errors
    /// [`SynapseError::BadField`].
    pub fn field_or_default<T: DeserializeOwned + Default>(
        &self,
        field: &'static str,
    ) -> Result<T, SynapseError> {
        if self.json(field).is_some() { self.field(field) } else { Ok(T::default()) }
    }

    /// A field's JSON text as it came.
    ///
    /// What the peer hashed, it hashed in this order: that of a free dictionary's keys is lost in most types.
    #[must_use]
    pub fn json(&self, field: &str) -> Option<&'a str> {
        self.fields.iter().find(|(name, _)| *name == field).map(|(_, json)| json.get())
    }
}

/// A body as text: a reader that skips a member does not look into it, so what is no UTF-8 would pass.
pub(crate) fn text_of<'a>(route: &'static str, json: &'a [u8]) -> Result<&'a str, SynapseError> {
    std::str::from_utf8(json)
        .map_err(|error| SynapseError::NotAnObject { route, source: serde_json::Error::custom(error) })
}

/// The members of an object that have one of these names.
struct Known<'l>(&'l [FieldLayout]);

impl<'de> Visitor<'de> for Known<'_> {
    type Value = Vec<(&'static str, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        // Twice as long at most before the caller refuses: a repeated field is kept once more, then not.
        let mut members: Self::Value = Vec::with_capacity(self.0.len());
        while let Some(name) = map.next_key_seed(Name(self.0))? {
            match name {
                Some(name) if members.len() <= self.0.len() => members.push((name, map.next_value()?)),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(members)
    }
}

/// A key, compared without being kept.
#[derive(Clone, Copy)]
struct Name<'l>(&'l [FieldLayout]);

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Option<&'static str>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Option<&'static str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field's name")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.iter().map(|field| field.name).find(|known| *known == name))
    }
}
