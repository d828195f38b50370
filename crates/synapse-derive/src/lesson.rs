//! Compile errors that teach: what is wrong, where, and how it is written.

use quote::ToTokens;
use std::fmt::Display;
use syn::Error;

/// An error at a place: what is wrong, and on the next line what to write.
pub(crate) fn lesson(place: impl ToTokens, what: impl Display, write: impl Display) -> Error {
    Error::new_spanned(place, format!("{what}\nwrite: {write}"))
}

/// All that is wrong with one declaration, so that the author need not find out one by one.
#[derive(Default)]
pub(crate) struct Lessons(Option<Error>);

impl Lessons {
    pub(crate) fn add(&mut self, error: Error) {
        match &mut self.0 {
            Some(errors) => errors.combine(error),
            none => *none = Some(error),
        }
    }

    /// The value, or a note of the error and nothing.
    pub(crate) fn keep<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.add(error)).ok()
    }

    pub(crate) fn finish<T>(self, value: T) -> syn::Result<T> {
        self.0.map_or(Ok(value), Err)
    }
}
