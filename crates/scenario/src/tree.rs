//! A TOML text as an owned tree: values keep their place, so that overlays and errors can name it.

use crate::{Place, Problem, ScenarioError};
use std::collections::BTreeSet;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A scenario of a megabyte has been written by a program gone wrong.
pub(crate) const MOST_BYTES: usize = 1 << 20;

/// A text that values come from.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Source {
    text: String,
    /// The key of `--set` whose value the text is; `None` for the file.
    pub(crate) set: Option<String>,
    places: Places,
}

/// Written before the value of a `--set`, by nobody.
const PREFIX: &str = "v=";

impl Source {
    fn new(text: String, set: Option<String>) -> Self {
        let places = Places::of(&text);
        Self { text, set, places }
    }
}

/// Lines and characters of a text, so that a place costs little however long the text and its lines are.
#[derive(Debug, PartialEq, Eq)]
struct Places {
    /// Where lines start, in bytes.
    lines: Vec<usize>,
    /// Characters before each stretch of `STRETCH` bytes.
    characters: Vec<usize>,
}

const STRETCH: usize = 256;

/// Bytes within a character do not begin one.
const fn begins(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

impl Places {
    fn of(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(ends).collect();
        let mut characters = vec![0];
        for stretch in text.as_bytes().chunks(STRETCH) {
            let before = characters.last().copied().unwrap_or_default();
            characters.push(before + stretch.iter().filter(|byte| begins(**byte)).count());
        }
        Self { lines, characters }
    }

    /// Characters before a byte.
    fn characters(&self, text: &str, offset: usize) -> usize {
        let stretch = offset / STRETCH;
        let before = self.characters.get(stretch).copied().unwrap_or_default();
        let rest = text.as_bytes().get(stretch * STRETCH..offset).unwrap_or_default();
        before + rest.iter().filter(|byte| begins(**byte)).count()
    }

    fn place(&self, text: &str, offset: usize) -> Place {
        let offset = offset.min(text.len());
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|line| self.lines.get(line)).copied().unwrap_or_default();
        let column = self.characters(text, offset).saturating_sub(self.characters(text, start)) + 1;
        // A text has fewer bytes than a u32 counts: see `MOST_BYTES`.
        Place { line: line as u32, column: column as u32 }
    }
}

/// Where something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct At {
    pub(crate) source: Arc<Source>,
    pub(crate) offset: usize,
    /// It stands elsewhere, and is in force here because nothing else was said.
    pub(crate) inherited: bool,
}

impl At {
    pub(crate) fn place(&self) -> Place {
        let mut place = self.source.places.place(&self.source.text, self.offset);
        if self.source.set.is_some() && place.line == 1 {
            place.column = place.column.saturating_sub(PREFIX.len() as u32).max(1);
        }
        place
    }

    pub(crate) fn error(&self, problem: Problem) -> ScenarioError {
        ScenarioError {
            place: self.place(),
            set: self.source.set.as_deref().map(Into::into),
            within: None,
            problem,
        }
    }
}

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) at: At,
}

/// A value; numbers and dates as they are written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Text(String),
    Number(String),
    Flag(bool),
    Date(String),
    List(Vec<Node>),
    Table(Table),
}

/// Keys and values in the order of the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Table {
    pub(crate) entries: Vec<Entry>,
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) at: At,
    /// Written `key.more = …`: the value is a table that says nothing of its other keys.
    pub(crate) dotted: bool,
    pub(crate) node: Node,
}

impl Table {
    pub(crate) const EMPTY: &'static Self = &Self { entries: Vec::new() };

    pub(crate) fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    pub(crate) fn node(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    pub(crate) fn node_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.node)
    }

    /// The table with what another one says where it says nothing itself.
    pub(crate) fn over(&self, under: &Self, except: &[&str]) -> Self {
        let own: BTreeSet<&str> = self.entries.iter().map(|entry| entry.key.as_str()).collect();
        let mut merged = self.clone();
        for entry in &under.entries {
            if !except.contains(&entry.key.as_str()) && !own.contains(entry.key.as_str()) {
                let mut entry = entry.clone();
                entry.node.inherit();
                merged.entries.push(entry);
            }
        }
        merged
    }

    /// Paths such as `mechanism.task`, whether written with quotes or without, with their values.
    pub(crate) fn paths(&self) -> Vec<(String, &Entry)> {
        let mut paths = Vec::new();
        for entry in &self.entries {
            match &entry.node.value {
                Value::Table(table) if entry.dotted => {
                    let below = table.paths().into_iter();
                    paths.extend(below.map(|(path, below)| (format!("{}.{path}", entry.key), below)));
                }
                _ => paths.push((entry.key.clone(), entry)),
            }
        }
        paths
    }
}

impl Node {
    pub(crate) const fn table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    fn inherit(&mut self) {
        self.at.inherited = true;
        match &mut self.value {
            Value::List(nodes) => nodes.iter_mut().for_each(Self::inherit),
            Value::Table(table) => table.entries.iter_mut().for_each(|entry| entry.node.inherit()),
            _ => {}
        }
    }

    /// The value as TOML writes it, on one line.
    pub(crate) fn source(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, to: &mut String) {
        match &self.value {
            Value::Text(text) => write_text(text, to),
            Value::Number(text) | Value::Date(text) => to.push_str(text),
            Value::Flag(flag) => to.push_str(if *flag { "true" } else { "false" }),
            Value::List(nodes) => {
                to.push('[');
                for (at, node) in nodes.iter().enumerate() {
                    to.push_str(if at > 0 { ", " } else { "" });
                    node.write(to);
                }
                to.push(']');
            }
            Value::Table(table) if table.entries.is_empty() => to.push_str("{}"),
            Value::Table(table) => {
                for (at, entry) in table.entries.iter().enumerate() {
                    to.push_str(if at > 0 { ", " } else { "{ " });
                    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
                    if !entry.key.is_empty() && entry.key.chars().all(bare) {
                        to.push_str(&entry.key);
                    } else {
                        write_text(&entry.key, to);
                    }
                    to.push_str(" = ");
                    entry.node.write(to);
                }
                to.push_str(" }");
            }
        }
    }
}

fn write_text(text: &str, to: &mut String) {
    to.push('"');
    for c in text.chars() {
        match c {
            '"' => to.push_str("\\\""),
            '\\' => to.push_str("\\\\"),
            c if c.is_control() => to.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => to.push(c),
        }
    }
    to.push('"');
}

/// Reads a file.
pub(crate) fn parse(text: &str) -> Result<(Table, At), ScenarioError> {
    parse_source(text.to_owned(), None)
}

/// Reads the value of a `--set`: TOML, or else a word or a quantity without its quotes.
pub(crate) fn parse_set(key: &str, value: &str) -> Result<Node, ScenarioError> {
    let set = || Some(key.to_owned());
    let parsed = parse_source(format!("{PREFIX}{value}"), set());
    let word = !value.trim_start().starts_with(['{', '[', '"', '\'']);
    match parsed {
        Ok((table, at)) => {
            let mut entries = table.entries.into_iter();
            match (entries.next(), entries.next()) {
                (Some(entry), None) => Ok(entry.node),
                _ => {
                    let message = "one value was expected".to_owned();
                    Err(at.error(Problem::Syntax { message }))
                }
            }
        }
        Err(error) if matches!(error.problem, Problem::Syntax { .. }) && word => {
            let source = Arc::new(Source::new(format!("{PREFIX}{value}"), set()));
            let at = At { source, offset: PREFIX.len(), inherited: false };
            Ok(Node { value: Value::Text(value.trim().to_owned()), at })
        }
        Err(error) => Err(error),
    }
}

fn parse_source(text: String, set: Option<String>) -> Result<(Table, At), ScenarioError> {
    if text.len() > MOST_BYTES {
        let problem = Problem::TooLarge { bytes: text.len(), most: MOST_BYTES };
        let set = set.map(Into::into);
        return Err(ScenarioError { place: Place { line: 1, column: 1 }, set, within: None, problem });
    }
    let source = Arc::new(Source::new(text, set));
    let at = |offset| At { source: Arc::clone(&source), offset, inherited: false };
    let table = DeTable::parse(&source.text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        at(offset).error(Problem::Syntax { message: error.message().to_owned() })
    })?;
    Ok((own_table(table.get_ref(), &source), at(0)))
}

fn own_table(table: &DeTable<'_>, source: &Arc<Source>) -> Table {
    let own = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
        let name: &std::borrow::Cow<'_, str> = key.get_ref();
        let after = source.text.get(key.span().end..).unwrap_or_default();
        Entry {
            key: name.to_string(),
            at: At { source: Arc::clone(source), offset: key.span().start, inherited: false },
            dotted: after.trim_start_matches([' ', '\t']).starts_with('.'),
            node: own_node(value, source),
        }
    };
    let mut entries: Vec<Entry> = table.iter().map(own).collect();
    // In the order of the file, whatever order the parser keeps.
    entries.sort_by_key(|entry| entry.at.offset);
    Table { entries }
}

fn own_node(value: &Spanned<DeValue<'_>>, source: &Arc<Source>) -> Node {
    let at = At { source: Arc::clone(source), offset: value.span().start, inherited: false };
    let written = || source.text.get(value.span()).unwrap_or_default().to_owned();
    let value = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(_) | DeValue::Float(_) => Value::Number(written()),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(_) => Value::Date(written()),
        DeValue::Array(list) => Value::List(list.iter().map(|value| own_node(value, source)).collect()),
        DeValue::Table(table) => Value::Table(own_table(table, source)),
    };
    Node { value, at }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_from_one() {
        let check = |text: &str, offset, line, column| {
            assert_eq!(Places::of(text).place(text, offset), Place { line, column }, "{offset}");
        };
        let text = "a = 1\nτb = 2\n";
        check(text, 0, 1, 1);
        check(text, 6, 2, 1);
        check(text, 8, 2, 2);
        check(text, 999, 3, 1);
        let long = "τ".repeat(1000);
        for at in [0, 1, 127, 128, 129, 500, 999] {
            check(&long, at * 2, 1, at as u32 + 1);
        }
    }

    #[test]
    fn a_value_is_written_as_it_was_read() {
        let check = |text: &str| assert_eq!(parse_set("key", text).unwrap().source(), text);
        check("{ product = [{ quality = { cap = 1.0 } }, { in_time = \"12s\" }] }");
        check("[1_000, 0x10, -0.5, true, {}]");
        check("{ \"mechanism.weights.power\" = 2 }");
        check("\"a \\\"quote\\\" and a \\u0007\"");
    }

    #[test]
    fn a_word_or_a_quantity_needs_no_quotes() {
        let check = |text: &str, source: &str| assert_eq!(parse_set("key", text).unwrap().source(), source);
        check("honest", "\"honest\"");
        check("60 blocks", "\"60 blocks\"");
        check("0.05 tao/day", "\"0.05 tao/day\"");
        check("0.5", "0.5");
        check("a\nb = 1", "\"a\\u000Ab = 1\"");
        assert!(parse_set("key", "1\nb = 1").is_err());
        assert!(parse_set("key", "{ a = ").is_err());
    }
}
