//! A reply as a tree that, unlike JSON, can hold every number a typed reply can.

use super::{MOST_ELEMENTS, Step};
use crate::Message;
use serde::de::value::{Error, MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Nothing,
    Truth(bool),
    Number(Number),
    Text(String),
    List(Vec<Node>),
    Fields(Vec<(String, Node)>),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Number {
    Positive(u64),
    Negative(i64),
    Float(f64),
}

impl Number {
    /// Whole numbers as integers: they fit both kinds of field.
    pub(super) fn of(value: f64) -> Self {
        let whole = value.fract() == 0.0 && value.abs() < 9e15;
        match (whole, value < 0.0) {
            (true, true) => Self::Negative(value as i64),
            (true, false) => Self::Positive(value as u64),
            (false, _) => Self::Float(value),
        }
    }

    /// `None` where a factor changes nothing.
    pub(super) fn times(self, factor: f64) -> Option<Self> {
        let value = match self {
            Self::Positive(value) => value as f64,
            Self::Negative(value) => value as f64,
            Self::Float(value) => value,
        };
        let product = match self {
            Self::Float(_) => Self::Float(value * factor),
            _ => Self::of((value * factor).trunc()),
        };
        (value != 0.0 && product != self).then_some(product)
    }
}

impl Node {
    pub(super) fn of(message: &impl Message) -> Option<Self> {
        serde_json::to_value(message).ok().map(Self::from)
    }

    /// Every place below this one that can be changed, itself included.
    pub(super) fn places(&self, here: &mut Vec<Step>, elements: bool, places: &mut Vec<Vec<Step>>) {
        match self {
            Self::Nothing => {}
            Self::Truth(_) | Self::Number(_) | Self::Text(_) => places.push(here.clone()),
            Self::List(list) => {
                places.push(here.clone());
                let inside = if elements { MOST_ELEMENTS } else { 0 };
                for (at, node) in list.iter().enumerate().take(inside) {
                    here.push(Step::Index(at));
                    node.places(here, elements, places);
                    here.pop();
                }
            }
            Self::Fields(fields) => {
                for (key, node) in fields {
                    here.push(Step::Key(key.clone()));
                    node.places(here, elements, places);
                    here.pop();
                }
            }
        }
    }

    pub(super) fn step(&mut self, step: &Step) -> Option<&mut Self> {
        match (self, step) {
            (Self::List(list), Step::Index(at)) => list.get_mut(*at),
            (Self::Fields(fields), Step::Key(key)) => {
                fields.iter_mut().find(|(name, _)| name == key).map(|(_, node)| node)
            }
            _ => None,
        }
    }
}

impl From<Value> for Node {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Nothing,
            Value::Bool(truth) => Self::Truth(truth),
            Value::Number(number) => Self::Number(match (number.as_u64(), number.as_i64()) {
                (Some(value), _) => Number::Positive(value),
                (None, Some(value)) => Number::Negative(value),
                (None, None) => Number::Float(number.as_f64().unwrap_or(f64::NAN)),
            }),
            Value::String(text) => Self::Text(text),
            Value::Array(list) => Self::List(list.into_iter().map(Self::from).collect()),
            Value::Object(fields) => {
                Self::Fields(fields.into_iter().map(|(key, value)| (key, Self::from(value))).collect())
            }
        }
    }
}

impl<'de> IntoDeserializer<'de> for Node {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Node {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Nothing => visitor.visit_unit(),
            Self::Truth(truth) => visitor.visit_bool(truth),
            Self::Number(Number::Positive(value)) => visitor.visit_u64(value),
            Self::Number(Number::Negative(value)) => visitor.visit_i64(value),
            Self::Number(Number::Float(value)) => visitor.visit_f64(value),
            Self::Text(text) => visitor.visit_string(text),
            Self::List(list) => visitor.visit_seq(SeqDeserializer::new(list.into_iter())),
            Self::Fields(fields) => visitor.visit_map(MapDeserializer::new(fields.into_iter())),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Nothing => visitor.visit_none(),
            some => visitor.visit_some(some),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self {
            Self::Text(variant) => visitor.visit_enum(variant.into_deserializer()),
            Self::Fields(fields) => {
                visitor.visit_enum(MapAccessDeserializer::new(MapDeserializer::new(fields.into_iter())))
            }
            other => other.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq
        tuple tuple_struct map struct identifier ignored_any
    }
}
