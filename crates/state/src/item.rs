//! Values of the format, each read with its bounds and its place.

use crate::{Problem, notes::Notes};
use incentor_primitives::AccountId;
use incentor_yuma::StakeWeight;
use serde::de::{self, DeserializeSeed, Deserializer, SeqAccess, Visitor};
use std::{fmt, marker::PhantomData};

/// Entries any list may have: a column is a u16, and no list is longer than there are columns.
pub(crate) const MAX_ENTRIES: usize = 65_536;

/// A value that knows how it is read.
pub(crate) trait Item: Sized {
    fn read<'de, D: Deserializer<'de>>(notes: &Notes, json: D) -> Result<Self, D::Error>;
}

/// Reads an [`Item`] inside a list or an object.
pub(crate) struct Seed<'n, T>(pub(crate) &'n Notes, PhantomData<T>);

impl<'n, T> Seed<'n, T> {
    pub(crate) const fn new(notes: &'n Notes) -> Self {
        Self(notes, PhantomData)
    }
}

impl<'de, T: Item> DeserializeSeed<'de> for Seed<'_, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<T, D::Error> {
        T::read(self.0, json)
    }
}

macro_rules! whole_numbers {
    ($($number:ty),*) => {$(
        impl Item for $number {
            fn read<'de, D: Deserializer<'de>>(notes: &Notes, json: D) -> Result<Self, D::Error> {
                json.deserialize_u64(Seed::<Self>::new(notes))
            }
        }

        impl<'de> Visitor<'de> for Seed<'_, $number> {
            type Value = $number;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number")
            }

            fn visit_u64<E: de::Error>(self, found: u64) -> Result<$number, E> {
                found.try_into().map_err(|_| out_of_range(self.0, found, <$number>::MIN, <$number>::MAX))
            }

            fn visit_i64<E: de::Error>(self, found: i64) -> Result<$number, E> {
                found.try_into().map_err(|_| out_of_range(self.0, found, <$number>::MIN, <$number>::MAX))
            }

            fn visit_f64<E: de::Error>(self, found: f64) -> Result<$number, E> {
                Err(self.0.refuse(Problem::NotWhole { found: format!("{found:?}") }))
            }
        }
    )*};
}

whole_numbers!(u16, i16, u64);

fn out_of_range<E: de::Error>(
    notes: &Notes,
    found: impl Into<i128>,
    min: impl TryInto<i64>,
    max: impl TryInto<u64>,
) -> E {
    let (min, max) = (min.try_into().unwrap_or(0), max.try_into().unwrap_or(u64::MAX));
    notes.refuse(Problem::OutOfRange { found: found.into(), min, max })
}

impl Item for bool {
    fn read<'de, D: Deserializer<'de>>(_: &Notes, json: D) -> Result<Self, D::Error> {
        struct Flag;
        impl Visitor<'_> for Flag {
            type Value = bool;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true or false")
            }

            fn visit_bool<E>(self, flag: bool) -> Result<bool, E> {
                Ok(flag)
            }
        }
        json.deserialize_bool(Flag)
    }
}

impl Item for StakeWeight {
    fn read<'de, D: Deserializer<'de>>(notes: &Notes, json: D) -> Result<Self, D::Error> {
        u64::read(notes, json).map(Self::from_rao)
    }
}

impl Item for String {
    fn read<'de, D: Deserializer<'de>>(_: &Notes, json: D) -> Result<Self, D::Error> {
        serde::Deserialize::deserialize(json)
    }
}

impl Item for AccountId {
    fn read<'de, D: Deserializer<'de>>(notes: &Notes, json: D) -> Result<Self, D::Error> {
        struct Address<'n>(&'n Notes);
        impl Visitor<'_> for Address<'_> {
            type Value = AccountId;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an SS58 address")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<AccountId, E> {
                text.parse().map_err(|error| self.0.refuse(Problem::Address(error)))
            }
        }
        json.deserialize_str(Address(notes))
    }
}

impl<T: Item> Item for Option<T> {
    fn read<'de, D: Deserializer<'de>>(notes: &Notes, json: D) -> Result<Self, D::Error> {
        struct OrNull<'n, T>(&'n Notes, PhantomData<T>);
        impl<'de, T: Item> Visitor<'de> for OrNull<'_, T> {
            type Value = Option<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value or null")
            }

            fn visit_none<E>(self) -> Result<Option<T>, E> {
                Ok(None)
            }

            fn visit_some<D: Deserializer<'de>>(self, json: D) -> Result<Option<T>, D::Error> {
                T::read(self.0, json).map(Some)
            }
        }
        json.deserialize_option(OrNull(notes, PhantomData))
    }
}

impl<T: Item> Item for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(notes: &Notes, json: D) -> Result<Self, D::Error> {
        struct List<'n, T>(&'n Notes, PhantomData<T>);
        impl<'de, T: Item> Visitor<'de> for List<'_, T> {
            type Value = Vec<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
                let mut items = Vec::new();
                self.0.index(Some(0));
                while let Some(item) = list.next_element_seed(Seed::<T>::new(self.0))? {
                    if items.len() == MAX_ENTRIES {
                        self.0.index(None);
                        return Err(self.0.refuse(Problem::TooManyEntries { max: MAX_ENTRIES }));
                    }
                    items.push(item);
                    self.0.index(Some(items.len()));
                }
                self.0.index(None);
                Ok(items)
            }
        }
        json.deserialize_seq(List(notes, PhantomData))
    }
}

impl Item for (u16, u16) {
    fn read<'de, D: Deserializer<'de>>(notes: &Notes, json: D) -> Result<Self, D::Error> {
        json.deserialize_seq(Seed::<Self>::new(notes))
    }
}

impl<'de> Visitor<'de> for Seed<'_, (u16, u16)> {
    type Value = (u16, u16);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a pair of numbers")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut pair: A) -> Result<(u16, u16), A::Error> {
        let none = "none";
        let first = pair.next_element_seed(Seed::new(self.0))?;
        let first = first.ok_or_else(|| self.0.refuse(Problem::NotAPair { found: none }))?;
        let second = pair.next_element_seed(Seed::new(self.0))?;
        let second = second.ok_or_else(|| self.0.refuse(Problem::NotAPair { found: "one" }))?;
        match pair.next_element::<de::IgnoredAny>()? {
            None => Ok((first, second)),
            Some(_) => Err(self.0.refuse(Problem::NotAPair { found: "more" })),
        }
    }
}
