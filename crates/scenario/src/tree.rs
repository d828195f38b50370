//! A TOML text as an owned tree: values keep their place, so that overlays and errors can name it.

use crate::{Place, Problem, ScenarioError};
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A scenario of a megabyte has been written by a program gone wrong.
pub(crate) const MOST_BYTES: usize = 1 << 20;

/// A text that values come from.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Source {
    text: String,
    /// Bytes at the start of `text` that nobody wrote.
    prefix: usize,
    /// The key of `--set` whose value the text is; `None` for the file.
    pub(crate) set: Option<String>,
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
        let text = self.source.text.get(self.source.prefix..).unwrap_or_default();
        Place::of(text, self.offset.saturating_sub(self.source.prefix))
    }

    pub(crate) fn error(&self, problem: Problem) -> ScenarioError {
        ScenarioError { place: self.place(), set: self.source.set.as_deref().map(Into::into), problem }
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
        let mut merged = self.clone();
        for entry in &under.entries {
            if !except.contains(&entry.key.as_str()) && self.entry(&entry.key).is_none() {
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
    parse_source(Source { text: text.to_owned(), prefix: 0, set: None })
}

/// Reads the value of a `--set`: TOML, or else a word or a quantity without its quotes.
pub(crate) fn parse_set(key: &str, value: &str) -> Result<Node, ScenarioError> {
    const PREFIX: &str = "v=";
    let source = |text: String| Source { text, prefix: PREFIX.len(), set: Some(key.to_owned()) };
    let parsed = parse_source(source(format!("{PREFIX}{value}")));
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
            let source = Arc::new(source(format!("{PREFIX}{value}")));
            let at = At { source, offset: PREFIX.len(), inherited: false };
            Ok(Node { value: Value::Text(value.trim().to_owned()), at })
        }
        Err(error) => Err(error),
    }
}

fn parse_source(source: Source) -> Result<(Table, At), ScenarioError> {
    let source = Arc::new(source);
    let at = |offset| At { source: Arc::clone(&source), offset, inherited: false };
    if source.text.len() > MOST_BYTES {
        return Err(at(0).error(Problem::TooLarge { bytes: source.text.len(), most: MOST_BYTES }));
    }
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
