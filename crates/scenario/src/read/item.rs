//! One value with its full name.

use super::references::Reference;
use super::{Fields, Notes, Reader, nearest};
use crate::tree::{Node, Table, Value};
use crate::{Origin, Problem, ScenarioError, Unit};

/// A value with its full name.
#[derive(Clone)]
pub(crate) struct Item<'a> {
    pub(super) reader: &'a Reader<'a>,
    pub(crate) key: String,
    pub(super) pattern: String,
    pub(crate) node: &'a Node,
    pub(super) notes: Notes,
}

impl<'a> Item<'a> {
    pub(crate) fn error(&self, problem: Problem) -> ScenarioError {
        self.node.at.error(problem)
    }

    #[expect(clippy::needless_pass_by_value, reason = "callers hand over literals and format_args alike")]
    pub(crate) fn conflict(&self, conflict: impl ToString, remedy: impl ToString) -> ScenarioError {
        let (conflict, remedy) = (conflict.to_string(), remedy.to_string());
        self.error(Problem::Conflict { key: self.key.clone(), conflict, remedy })
    }

    pub(crate) fn wrong(&self, expected: &str) -> ScenarioError {
        let expected = expected.to_owned();
        self.error(Problem::Value { key: self.key.clone(), found: self.found(), expected })
    }

    pub(crate) fn text(&self) -> Option<&'a str> {
        self.node.text()
    }

    pub(crate) fn flag(&self) -> Result<bool, ScenarioError> {
        match self.node.value {
            Value::Flag(flag) => Ok(flag),
            _ => Err(self.wrong("true or false")),
        }
    }

    pub(crate) const fn is_table(&self) -> bool {
        self.node.table().is_some()
    }

    pub(crate) fn table(&self, expected: &str) -> Result<Fields<'a>, ScenarioError> {
        let table = self.node.table().ok_or_else(|| self.wrong(expected))?;
        Ok(self.fields(table))
    }

    /// A table in this one's place.
    pub(crate) fn fields<'b>(&self, table: &'b Table) -> Fields<'b>
    where
        'a: 'b,
    {
        Fields {
            reader: self.reader,
            path: self.key.clone(),
            pattern: self.pattern.clone(),
            table,
            at: &self.node.at,
            known: Vec::new(),
            also: Vec::new(),
            notes: self.notes,
        }
    }

    /// The items of a list.
    pub(crate) fn list(&self, expected: &str) -> Result<Vec<Self>, ScenarioError> {
        let Value::List(list) = &self.node.value else { return Err(self.wrong(expected)) };
        let item = |(at, node)| Item {
            reader: self.reader,
            key: format!("{}[{at}]", self.key),
            pattern: format!("{}[]", self.pattern),
            node,
            notes: self.notes,
        };
        Ok(list.iter().enumerate().map(item).collect())
    }

    /// The items of a list that is neither empty nor longer than that.
    pub(crate) fn list_of(&self, most: usize, expected: &str) -> Result<Vec<Self>, ScenarioError> {
        let Value::List(list) = &self.node.value else { return Err(self.wrong(expected)) };
        if list.is_empty() {
            return Err(self.wrong(expected));
        }
        if list.len() > most {
            return Err(self.conflict(
                format_args!("has {} entries", list.len()),
                format_args!("keep it to {most} entries"),
            ));
        }
        self.list(expected)
    }

    /// The values of a table whose keys are names.
    pub(crate) fn named(&self, expected: &str) -> Result<Vec<(&'a str, Self)>, ScenarioError> {
        let table = self.node.table().ok_or_else(|| self.wrong(expected))?;
        let fields = self.fields(table);
        let pattern = format!("{}[]", self.pattern);
        let item = |entry| Item { pattern: pattern.clone(), ..fields.item(entry) };
        Ok(table.entries.iter().map(|entry| (entry.key.as_str(), item(entry))).collect())
    }

    /// Without notes of its parts: it is noted as a whole.
    pub(crate) const fn silent(mut self) -> Self {
        self.notes = Notes::Nothing;
        self
    }

    /// Under another name in the schema: what is the same at several places.
    pub(crate) fn known_as(mut self, pattern: &str) -> Self {
        pattern.clone_into(&mut self.pattern);
        self
    }

    /// A value with its unit; not yet noted as a parameter.
    pub(crate) fn quantity<T: Unit>(&self) -> Result<T, ScenarioError> {
        self.quantity_where(T::EXPECTED, |_| true)
    }

    /// A quantity of this key's own range, which `expected` names.
    pub(crate) fn quantity_where<T: Unit>(
        &self,
        expected: &str,
        accepts: impl Fn(&T) -> bool,
    ) -> Result<T, ScenarioError> {
        #[cfg(test)]
        super::asked::keep(self.pattern.clone(), None, Some(expected));
        let value = match &self.node.value {
            Value::Text(text) => T::from_text(text),
            Value::Number(_) => self.number().and_then(T::from_number),
            _ => None,
        };
        value.filter(accepts).ok_or_else(|| self.wrong(expected))
    }

    /// The number that stands here, if one does.
    pub(crate) fn number(&self) -> Option<f64> {
        let Value::Number(text) = &self.node.value else { return None };
        let text = text.replace('_', "");
        let whole = |digits: &str, base| u64::from_str_radix(digits, base).ok().map(|number| number as f64);
        match text.get(..2) {
            Some("0x") => whole(text.get(2..)?, 16),
            Some("0o") => whole(text.get(2..)?, 8),
            Some("0b") => whole(text.get(2..)?, 2),
            _ => text.parse().ok(),
        }
    }

    /// One of a few words.
    pub(crate) fn word<T: Copy>(&self, words: &[(&'static str, T)]) -> Result<T, ScenarioError> {
        let names: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
        let found = self.one_of(&names)?;
        words
            .iter()
            .find(|(name, _)| *name == found)
            .map(|(_, value)| *value)
            .ok_or_else(|| self.wrong(found))
    }

    /// The one of these names that stands here.
    pub(crate) fn one_of<'n>(&self, names: &[&'n str]) -> Result<&'n str, ScenarioError> {
        let Some(text) = self.text() else { return Err(self.wrong(&either(names))) };
        names.iter().find(|name| **name == text).copied().ok_or_else(|| self.unknown_word(text, names))
    }

    pub(super) fn unknown_word(&self, text: &str, names: &[&str]) -> ScenarioError {
        self.error(Problem::UnknownWord {
            key: self.key.clone(),
            found: text.chars().take(60).collect::<String>().into(),
            nearest: nearest(text, names).map(Into::into),
            known: names.iter().map(|name| (*name).to_owned()).collect(),
        })
    }

    /// Which of these names it chooses: as a word, or as the only key of a table, which then has the parameters.
    pub(crate) fn choice(
        &self,
        names: &'static [&'static str],
        example: &str,
    ) -> Result<(&'static str, Option<Self>), ScenarioError> {
        if self.text().is_some() {
            return Ok((self.one_of(names)?, None));
        }
        let expected = || format!("{}, or {example}", either(names));
        let Some(table) = self.node.table() else { return Err(self.wrong(&expected())) };
        let mut fields = self.fields(table);
        let mut chosen = None;
        for name in names {
            if let Some(item) = fields.find(name) {
                if chosen.is_some() {
                    return Err(self.conflict("has two keys where one is chosen", "keep one of them"));
                }
                chosen = Some((*name, Some(item)));
            }
        }
        fields.finish()?;
        chosen.ok_or_else(|| self.wrong(&expected()))
    }

    /// The parameters of a choice; of a bare word, none are given.
    pub(crate) fn parameters(&self, name: &str, chosen: Option<&Self>) -> Result<Fields<'a>, ScenarioError> {
        if let Some(item) = chosen {
            return item.table("a table of parameters; {} takes the defaults");
        }
        let fields = self.fields(Table::EMPTY);
        Ok(fields.empty(name))
    }

    /// Notes the value as the file writes it.
    pub(crate) fn note(&self) {
        let value = self.text().map_or_else(|| self.node.source(), ToOwned::to_owned);
        self.note_as(&value);
    }

    /// Notes the value in other words.
    pub(crate) fn note_as(&self, value: &str) {
        let origin = if self.node.at.source.set.is_some() { Origin::CommandLine } else { Origin::Given };
        self.note_with(value, origin);
    }

    /// Notes the value with an origin that is not the file's.
    pub(crate) fn note_with(&self, value: &str, origin: Origin) {
        if self.notes != Notes::Nothing && !self.node.at.inherited {
            self.reader.note(&self.key, value.to_owned(), origin);
        }
    }

    /// Remembers to check that what it names is there.
    pub(super) fn refer(&self, reference: impl FnOnce(&str) -> Reference) -> Result<String, ScenarioError> {
        let text = self.text().ok_or_else(|| self.wrong("a name, in quotes"))?;
        self.remember(reference(text));
        Ok(text.to_owned())
    }

    pub(super) fn remember(&self, reference: Reference) {
        self.reader.references.borrow_mut().push(reference);
    }

    pub(crate) fn read_file(&self, path: &str) -> Result<String, ScenarioError> {
        (self.reader.files)(path).map_err(|reason| {
            let (key, path) = (self.key.clone(), path.to_owned());
            self.error(Problem::File { key, path, reason })
        })
    }

    fn found(&self) -> String {
        match self.node.value {
            Value::Table(_) => "a table".to_owned(),
            Value::List(ref list) if list.is_empty() => "an empty list".to_owned(),
            Value::List(_) => "a list".to_owned(),
            _ => {
                let source = self.node.source();
                let short: String = source.chars().take(60).collect();
                if short.len() < source.len() { format!("{short}…") } else { source }
            }
        }
    }
}

/// `"a", "b" or "c"`.
pub(super) fn either(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
