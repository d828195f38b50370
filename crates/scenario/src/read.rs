//! Reading tables strictly: every key is asked for, and what nobody asked for is an error.

mod nearest;

use crate::{Origin, Parameter, Place, Problem, ScenarioError, Unit};
use nearest::nearest;
use std::{cell::RefCell, ops::Range};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The file being read, and the parameters found so far.
pub(crate) struct Reader<'a> {
    pub(crate) text: &'a str,
    parameters: RefCell<Vec<Parameter>>,
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(text: &'a str) -> Self {
        Self { text, parameters: RefCell::new(Vec::new()) }
    }

    pub(crate) fn error(&self, offset: usize, problem: Problem) -> ScenarioError {
        ScenarioError { place: Place::of(self.text, offset), problem }
    }

    pub(crate) fn note(&self, key: &str, value: String, origin: Origin) {
        self.parameters.borrow_mut().push(Parameter { key: key.to_owned(), value, origin });
    }

    pub(crate) fn into_parameters(self) -> Vec<Parameter> {
        self.parameters.into_inner()
    }
}

/// A value with its full name.
#[derive(Clone)]
pub(crate) struct Item<'a> {
    pub(crate) reader: &'a Reader<'a>,
    pub(crate) key: String,
    value: &'a Spanned<DeValue<'a>>,
}

impl<'a> Item<'a> {
    pub(crate) fn error(&self, problem: Problem) -> ScenarioError {
        self.reader.error(self.value.span().start, problem)
    }

    #[expect(clippy::needless_pass_by_value, reason = "callers hand over literals and format_args alike")]
    pub(crate) fn conflict(&self, conflict: &'static str, remedy: impl ToString) -> ScenarioError {
        self.error(Problem::Conflict { key: self.key.clone(), conflict, remedy: remedy.to_string() })
    }

    pub(crate) fn wrong(&self, expected: &'static str) -> ScenarioError {
        self.error(Problem::Value { key: self.key.clone(), found: self.found(), expected })
    }

    pub(crate) fn text(&self) -> Option<&'a str> {
        self.value.get_ref().as_str()
    }

    pub(crate) fn flag(&self) -> Result<bool, ScenarioError> {
        self.value.get_ref().as_bool().ok_or_else(|| self.wrong("true or false"))
    }

    pub(crate) fn is_table(&self) -> bool {
        self.value.get_ref().is_table()
    }

    pub(crate) fn table(&self, expected: &'static str) -> Result<Fields<'a>, ScenarioError> {
        let table = self.value.get_ref().as_table().ok_or_else(|| self.wrong(expected))?;
        Ok(Fields::new(self.reader, self.key.clone(), table, self.value.span()))
    }

    pub(crate) fn list(&self, expected: &'static str) -> Result<Vec<Self>, ScenarioError> {
        let list = self.value.get_ref().as_array().ok_or_else(|| self.wrong(expected))?;
        let item = |(at, value)| Item { reader: self.reader, key: format!("{}[{at}]", self.key), value };
        Ok(list.iter().enumerate().map(item).collect())
    }

    /// A value with its unit; not yet noted as a parameter.
    pub(crate) fn quantity<T: Unit>(&self) -> Result<T, ScenarioError> {
        let value = match self.value.get_ref() {
            DeValue::String(text) => T::from_text(text),
            DeValue::Integer(number) => number.as_str().parse().ok().and_then(T::from_number),
            DeValue::Float(number) => number.as_str().parse().ok().and_then(T::from_number),
            _ => None,
        };
        value.ok_or_else(|| self.wrong(T::EXPECTED))
    }

    /// A quantity of this key's own range, which `expected` names.
    pub(crate) fn quantity_where<T: Unit>(
        &self,
        expected: &'static str,
        accepts: impl Fn(&T) -> bool,
    ) -> Result<T, ScenarioError> {
        self.quantity().ok().filter(accepts).ok_or_else(|| self.wrong(expected))
    }

    /// One of a few words.
    pub(crate) fn word<T: Copy>(
        &self,
        words: &[(&str, T)],
        expected: &'static str,
    ) -> Result<T, ScenarioError> {
        let word = words.iter().find(|(word, _)| self.text() == Some(word));
        word.map(|(_, value)| *value).ok_or_else(|| self.wrong(expected))
    }

    /// Notes the value as the file writes it.
    pub(crate) fn note(&self) {
        self.reader.note(&self.key, self.source(), Origin::Given);
    }

    /// The value as the file writes it, on one line.
    fn source(&self) -> String {
        let text = self.reader.text.get(self.value.span()).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn found(&self) -> String {
        match self.value.get_ref() {
            DeValue::Table(_) => "a table".to_owned(),
            DeValue::Array(_) => "a list".to_owned(),
            _ => {
                let source = self.source();
                let short: String = source.chars().take(60).collect();
                if short.len() < source.len() { format!("{short}…") } else { source }
            }
        }
    }
}

/// A table whose keys are asked for one by one.
pub(crate) struct Fields<'a> {
    reader: &'a Reader<'a>,
    path: String,
    table: &'a DeTable<'a>,
    span: Range<usize>,
    known: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    pub(crate) const fn new(
        reader: &'a Reader<'a>,
        path: String,
        table: &'a DeTable<'a>,
        span: Range<usize>,
    ) -> Self {
        Self { reader, path, table, span, known: Vec::new() }
    }

    /// The value of a key, if it is there.
    pub(crate) fn find(&mut self, key: &'static str) -> Option<Item<'a>> {
        self.known.push(key);
        let value = self.table.iter().find(|(name, _)| name.get_ref() == key)?.1;
        Some(Item { reader: self.reader, key: self.full(key), value })
    }

    /// The value of a key that must be there.
    pub(crate) fn need(
        &mut self,
        key: &'static str,
        expected: &'static str,
    ) -> Result<Item<'a>, ScenarioError> {
        self.find(key).ok_or_else(|| self.missing(key, expected))
    }

    /// A quantity that must be there.
    pub(crate) fn get<T: Unit>(&mut self, key: &'static str) -> Result<T, ScenarioError> {
        self.get_where(key, T::EXPECTED, |_| true)
    }

    /// A quantity of this key's own range that must be there.
    pub(crate) fn get_where<T: Unit>(
        &mut self,
        key: &'static str,
        expected: &'static str,
        accepts: impl Fn(&T) -> bool,
    ) -> Result<T, ScenarioError> {
        let item = self.need(key, expected)?;
        let value: T = item.quantity_where(expected, accepts)?;
        self.reader.note(&item.key, value.to_string(), Origin::Given);
        Ok(value)
    }

    /// A quantity, or what stands for it.
    pub(crate) fn or<T: Unit>(&mut self, key: &'static str, default: T) -> Result<T, ScenarioError> {
        self.or_where(key, default, T::EXPECTED, |_| true)
    }

    /// A quantity of this key's own range, or what stands for it.
    pub(crate) fn or_where<T: Unit>(
        &mut self,
        key: &'static str,
        default: T,
        expected: &'static str,
        accepts: impl Fn(&T) -> bool,
    ) -> Result<T, ScenarioError> {
        match self.find(key) {
            Some(item) => {
                let value: T = item.quantity_where(expected, accepts)?;
                self.reader.note(&item.key, value.to_string(), Origin::Given);
                Ok(value)
            }
            None => {
                self.reader.note(&self.full(key), default.to_string(), Origin::Default);
                Ok(default)
            }
        }
    }

    /// A switch, or what stands for it.
    pub(crate) fn flag_or(&mut self, key: &'static str, default: bool) -> Result<bool, ScenarioError> {
        let (value, origin) = match self.find(key) {
            Some(item) => (item.flag()?, Origin::Given),
            None => (default, Origin::Default),
        };
        self.reader.note(&self.full(key), value.to_string(), origin);
        Ok(value)
    }

    /// A table that must be there.
    pub(crate) fn sub(&mut self, key: &'static str, expected: &'static str) -> Result<Self, ScenarioError> {
        self.need(key, expected)?.table(expected)
    }

    /// Notes what stands for a key that is not there.
    pub(crate) fn note_default(&self, key: &str, value: &str) {
        self.reader.note(&self.full(key), value.to_owned(), Origin::Default);
    }

    /// The error for a key that must be there and is not, or is there misspelt.
    pub(crate) fn missing(&self, key: &'static str, expected: &'static str) -> ScenarioError {
        let strangers = self.table.iter().map(|(name, _)| name).filter(|name| {
            !self.known.contains(&name.get_ref().as_ref()) && nearest(name.get_ref(), &[key]).is_some()
        });
        match strangers.min_by_key(|name| name.span().start) {
            Some(name) => {
                let problem = Problem::UnknownKey {
                    key: self.full(name.get_ref()),
                    nearest: Some(key),
                    known: self.known.clone(),
                };
                self.reader.error(name.span().start, problem)
            }
            None => self.reader.error(self.span.start, Problem::Missing { key: self.full(key), expected }),
        }
    }

    /// Calls the table by another name.
    pub(crate) fn rename(&mut self, path: String) {
        self.path = path;
    }

    /// Refuses what nobody asked for.
    pub(crate) fn finish(&self) -> Result<(), ScenarioError> {
        let unknown = self.table.iter().filter(|(key, _)| !self.known.contains(&key.get_ref().as_ref()));
        // The first in the file, whatever order the table is kept in.
        let Some((key, _)) = unknown.min_by_key(|(key, _)| key.span().start) else { return Ok(()) };
        let nearest = nearest(key.get_ref(), &self.known);
        let problem =
            Problem::UnknownKey { key: self.full(key.get_ref()), nearest, known: self.known.clone() };
        Err(self.reader.error(key.span().start, problem))
    }

    fn full(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}
