//! One field of a state, set from the outside.

use crate::{
    Problem, State,
    document::FieldSeed,
    error::shown,
    field::Field,
    nearest,
    notes::Notes,
    reader::{words, wrong_type},
};
use serde::de::DeserializeSeed as _;
use serde_json::{Deserializer, error::Category};

/// A field of `input` that is a single value, and the value it is to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    name: &'static str,
    field: Field,
    value: String,
}

/// Why a setting was refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SettingError {
    /// There is no such field.
    #[error("there is no field `{name}`")]
    Unknown {
        /// The name, shortened.
        name: String,
        /// The field that was meant, perhaps.
        nearest: Option<&'static str>,
    },
    /// The field is a list, or the number of uids.
    #[error("`{field}` is not a single value, so it cannot be set on its own")]
    NotSingle {
        /// Its name.
        field: &'static str,
    },
    /// The value does not fit the field.
    #[error("`{value}` does not fit `{field}`: {problem}")]
    Value {
        /// The field.
        field: &'static str,
        /// The value, shortened.
        value: String,
        /// Why.
        #[source]
        problem: Problem,
    },
}

impl Setting {
    /// A setting of the field of that name to a value in JSON.
    ///
    /// # Errors
    /// As [`SettingError`] says; the value is tried out.
    pub fn new(name: &str, value: &str) -> Result<Self, SettingError> {
        let Some((name, field)) = Field::named(name) else {
            return Err(SettingError::Unknown { name: shown(name), nearest: nearest(name, Self::names()) });
        };
        if !field.is_setting() {
            return Err(SettingError::NotSingle { field: name });
        }
        let setting = Self { name, field, value: value.to_owned() };
        setting.apply(&mut State::default())?;
        Ok(setting)
    }

    /// Names of the fields that can be set.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Field::ALL.iter().filter(|(_, field)| field.is_setting()).map(|(name, _)| *name)
    }

    /// Changes the state.
    ///
    /// # Errors
    /// [`SettingError::Value`], which [`Setting::new`] has ruled out.
    pub fn apply(&self, state: &mut State) -> Result<(), SettingError> {
        let Self { name, field, value } = self;
        let notes = Notes::default();
        let mut json = Deserializer::from_str(value);
        FieldSeed { notes: &notes, name, field: *field, state }
            .deserialize(&mut json)
            .and_then(|()| json.end())
            .map_err(|error| {
                let problem = match error.classify() {
                    Category::Data => notes.take_problem().unwrap_or_else(|| wrong_type(words(&error))),
                    Category::Eof => Problem::Truncated,
                    Category::Io | Category::Syntax => Problem::Syntax { message: words(&error) },
                };
                SettingError::Value { field: name, value: shown(value), problem }
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_change_the_fields_they_name() {
        let mut state = State::default();
        for (name, value) in [
            ("yuma3_on", "true"),
            ("bonds_penalty_u16", "65535"),
            ("alpha_values_u16", "[1638, 65535]"),
            ("alpha_sigmoid_steepness", "-32768"),
            ("owner_uid", "7"),
            ("emission_rao", "18446744073709551615"),
        ] {
            Setting::new(name, value).unwrap().apply(&mut state).unwrap();
        }
        assert!(state.yuma3_on);
        assert_eq!(state.bonds_penalty_u16, 65_535);
        assert_eq!(state.alpha_values_u16, (1638, 65_535));
        assert_eq!(state.alpha_sigmoid_steepness, -32_768);
        assert_eq!(state.owner_uid, Some(7));
        assert_eq!(state.emission_rao, u64::MAX);
    }

    #[test]
    fn a_setting_that_does_not_fit_says_why() {
        let check = |name, value, text: &str| {
            assert_eq!(Setting::new(name, value).unwrap_err().to_string(), text);
        };
        check("yuma3", "true", "there is no field `yuma3`");
        check("n", "4", "`n` is not a single value, so it cannot be set on its own");
        check("tempo", "-1", "`-1` does not fit `tempo`: -1 is not within 0 to 18446744073709551615");
        check("kappa_u16", "65536", "`65536` does not fit `kappa_u16`: 65536 is not within 0 to 65535");
        check(
            "kappa_u16",
            "0.5",
            "`0.5` does not fit `kappa_u16`: 0.5 is not a whole number of at most 64 bits",
        );
        check("yuma3_on", "1", "`1` does not fit `yuma3_on`: expected true or false, found integer `1`");
        check("tempo", "1 2", "`1 2` does not fit `tempo`: not JSON: trailing characters");
        check("tempo", "", "`` does not fit `tempo`: it ends in the middle of a state");
    }
}
