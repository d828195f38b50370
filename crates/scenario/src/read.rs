//! Reading tables strictly: every key is asked for, and what nobody asked for is an error.

#[cfg(test)]
pub(crate) mod asked;
mod costs;
mod event;
mod file;
mod gate;
mod item;
mod mechanism;
mod miner;
mod nearest;
mod population;
mod references;
mod run;
mod score;
mod subnet;
mod validator;

pub(crate) use file::{Files, read_gates, read_scenario, read_sweep, read_variants};
pub(crate) use item::Item;
pub(crate) use nearest::nearest;

use crate::tree::{At, Entry, Table};
use crate::{Origin, Parameter, Problem, ScenarioError, Unit};
use references::Reference;
use std::cell::RefCell;

/// What is found on the way through a file.
pub(crate) struct Reader<'a> {
    files: Files<'a>,
    parameters: RefCell<Vec<Parameter>>,
    references: RefCell<Vec<Reference>>,
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(files: Files<'a>) -> Self {
        Self { files, parameters: RefCell::new(Vec::new()), references: RefCell::new(Vec::new()) }
    }

    fn note(&self, key: &str, value: String, origin: Origin) {
        self.parameters.borrow_mut().push(Parameter { key: key.to_owned(), value, origin });
    }

    pub(crate) fn into_parameters(self) -> Vec<Parameter> {
        self.parameters.into_inner()
    }
}

/// Which values become parameters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notes {
    /// Those that are given and those that stand for something.
    All,
    /// Those that are given.
    Given,
    /// None: the table is noted as a whole.
    Nothing,
}

/// A table whose keys are asked for one by one.
pub(crate) struct Fields<'a> {
    reader: &'a Reader<'a>,
    path: String,
    /// The path as the schema calls it, without names and places in lists.
    pattern: String,
    table: &'a Table,
    at: &'a At,
    known: Vec<&'static str>,
    /// Other names of known keys.
    also: Vec<&'static str>,
    notes: Notes,
}

impl<'a> Fields<'a> {
    pub(crate) const fn root(reader: &'a Reader<'a>, table: &'a Table, at: &'a At) -> Self {
        let notes = Notes::All;
        Self {
            reader,
            path: String::new(),
            pattern: String::new(),
            table,
            at,
            known: Vec::new(),
            also: Vec::new(),
            notes,
        }
    }

    /// The value of a key, if it is there.
    pub(crate) fn find(&mut self, key: &'static str) -> Option<Item<'a>> {
        self.asked(key, None, None);
        self.known.push(key);
        let entry = self.table.entry(key)?;
        Some(self.item(entry))
    }

    /// The value of a key by another of its names.
    pub(crate) fn find_also(&mut self, key: &'static str) -> Option<Item<'a>> {
        self.also.push(key);
        self.table.entry(key).map(|entry| self.item(entry))
    }

    fn item(&self, entry: &'a Entry) -> Item<'a> {
        Item {
            reader: self.reader,
            key: self.full(&entry.key),
            pattern: join(&self.pattern, &entry.key),
            node: &entry.node,
            notes: self.notes,
        }
    }

    /// The value of a key that must be there.
    pub(crate) fn need(&mut self, key: &'static str, expected: &str) -> Result<Item<'a>, ScenarioError> {
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
        expected: &str,
        accepts: impl Fn(&T) -> bool,
    ) -> Result<T, ScenarioError> {
        self.asked(key, None, Some(expected));
        let item = self.need(key, expected)?;
        let value: T = item.quantity_where(expected, accepts)?;
        item.note_as(&value.to_string());
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
        expected: &str,
        accepts: impl Fn(&T) -> bool,
    ) -> Result<T, ScenarioError> {
        let found = self.find(key);
        self.asked(key, Some(&default.to_string()), Some(expected));
        if let Some(item) = found {
            let value: T = item.quantity_where(expected, accepts)?;
            item.note_as(&value.to_string());
            return Ok(value);
        }
        self.note_default(key, &default.to_string());
        Ok(default)
    }

    /// A switch, or what stands for it.
    pub(crate) fn flag_or(&mut self, key: &'static str, default: bool) -> Result<bool, ScenarioError> {
        let found = self.find(key);
        self.asked(key, Some(&default.to_string()), None);
        if let Some(item) = found {
            item.note();
            return item.flag();
        }
        self.note_default(key, &default.to_string());
        Ok(default)
    }

    /// One of a few words, or the first of them.
    pub(crate) fn word_or_first<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&'static str, T)],
    ) -> Result<T, ScenarioError> {
        let found = self.find(key);
        let Some((word, default)) = words.first() else { unreachable!("a choice of at least one word") };
        self.asked(key, Some(word), None);
        if let Some(item) = found {
            item.note();
            return item.word(words);
        }
        self.note_default(key, word);
        Ok(*default)
    }

    /// A table, or an empty one in its place.
    pub(crate) fn sub_or_empty(&mut self, key: &'static str, expected: &str) -> Result<Self, ScenarioError> {
        match self.find(key) {
            Some(item) => item.table(expected),
            None => Ok(self.empty(key)),
        }
    }

    fn empty(&self, key: &str) -> Self {
        Self {
            reader: self.reader,
            path: self.full(key),
            pattern: join(&self.pattern, key),
            table: Table::EMPTY,
            at: self.at,
            known: Vec::new(),
            also: Vec::new(),
            notes: self.notes,
        }
    }

    /// Notes what stands for a key that is not there.
    pub(crate) fn note_default(&self, key: &str, value: &str) {
        self.asked(key, Some(value), None);
        if self.notes == Notes::All {
            self.reader.note(&self.full(key), value.to_owned(), Origin::Default);
        }
    }

    /// The error for a key that must be there and is not, or is there misspelt.
    pub(crate) fn missing(&self, key: &'static str, expected: &str) -> ScenarioError {
        self.misspelt(key).unwrap_or_else(|| {
            let expected = expected.to_owned();
            self.at.error(Problem::Missing { key: self.full(key), expected })
        })
    }

    /// The error for a key that nobody asked for and that looks like this one.
    pub(crate) fn misspelt(&self, key: &'static str) -> Option<ScenarioError> {
        let mut strangers = self
            .table
            .entries
            .iter()
            .filter(|entry| !self.is_known(&entry.key) && nearest(&entry.key, &[key]).is_some());
        strangers.next().map(|entry| self.unknown(entry, Some(key)))
    }

    fn unknown(&self, entry: &Entry, nearest: Option<&str>) -> ScenarioError {
        let mut known: Vec<String> = Vec::new();
        for key in &self.known {
            if !known.iter().any(|other| other == key) {
                known.push((*key).to_owned());
            }
        }
        let key = self.full(&entry.key);
        entry.at.error(Problem::UnknownKey { key, nearest: nearest.map(Into::into), known: known.into() })
    }

    /// Calls the table by another name in the schema.
    pub(crate) fn known_as(&mut self, pattern: &str) {
        pattern.clone_into(&mut self.pattern);
    }

    /// Calls the table by another name.
    pub(crate) fn rename(&mut self, path: String) {
        self.path = path;
    }

    /// Refuses what nobody asked for.
    pub(crate) fn finish(&self) -> Result<(), ScenarioError> {
        let mut strangers = self.table.entries.iter().filter(|entry| !self.is_known(&entry.key));
        let Some(entry) = strangers.next() else { return Ok(()) };
        let near = nearest(&entry.key, &self.known).or_else(|| nearest(&entry.key, &self.also));
        Err(self.unknown(entry, near))
    }

    fn is_known(&self, key: &str) -> bool {
        self.known.contains(&key) || self.also.contains(&key)
    }

    fn full(&self, key: &str) -> String {
        join(&self.path, key)
    }

    #[cfg(test)]
    fn asked(&self, key: &str, default: Option<&str>, expected: Option<&str>) {
        asked::keep(join(&self.pattern, key), default, expected);
    }

    #[cfg(not(test))]
    #[expect(clippy::unused_self, reason = "the tests keep it")]
    const fn asked(&self, _key: &str, _default: Option<&str>, _expected: Option<&str>) {}
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
