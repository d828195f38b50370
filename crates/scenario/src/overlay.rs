//! Overlays: values put over those of a file by the path of their key.
//!
//! A path is keys with dots between them, and places in lists in brackets: `mechanism.weights.power`,
//! `event[0].at`. A population and a subnet of several are called by name: `population.sybil.hotkeys`,
//! `subnet.text.kappa`; `subnet.kappa` is every subnet's.

use crate::read::nearest;
use crate::tree::{At, Entry, Node, Table, Value};
use crate::{Problem, ScenarioError};

/// A path longer than this was not written by a person.
const MOST_PATH: usize = 256;

/// Puts a value over what the tree has at a path.
///
/// # Errors
/// A path that leads nowhere. What is left to the reader is whether its last key means anything.
pub(crate) fn put(root: &mut Table, path: &str, at: &At, value: &Node) -> Result<(), ScenarioError> {
    let segments = segments(path, at)?;
    let mut way = Way { path, at, value };
    match segments.as_slice() {
        [Segment { key: "population", index: None }, Segment { key, index: None }, rest @ ..]
            if !rest.is_empty() =>
        {
            let names = root.node("population").map(row_names).unwrap_or_default();
            let Some(place) = names.iter().position(|name| name == key) else {
                return Err(way.unknown(&format!("population.{key}"), key, &names));
            };
            let rows = root.node_mut("population").and_then(Node::list_mut);
            match rows.and_then(|rows| rows.get_mut(place)) {
                Some(row) => way.walk(row, rest),
                None => Ok(()),
            }
        }
        [Segment { key: "subnet", index: None }, rest @ ..] if !rest.is_empty() => {
            put_subnet(root, rest, &mut way)
        }
        [first, rest @ ..] => way.enter(root, first, rest),
        [] => Ok(()),
    }
}

fn put_subnet(root: &mut Table, rest: &[Segment<'_>], way: &mut Way<'_>) -> Result<(), ScenarioError> {
    let named = match rest {
        [Segment { key, index: None }, below @ ..] if !below.is_empty() => Some((*key, below)),
        _ => None,
    };
    match root.node_mut("subnet").map(|node| &mut node.value) {
        Some(Value::List(nodes)) => {
            let has = |node: &Node, name: &str| {
                node.table().and_then(|table| table.node("name")).and_then(Node::text) == Some(name)
            };
            if let Some((name, below)) = named
                && let Some(node) = nodes.iter_mut().find(|node| has(node, name))
            {
                return way.walk(node, below);
            }
            nodes.iter_mut().try_for_each(|node| way.walk(node, rest))
        }
        Some(Value::Table(table)) => {
            let own = table.node("name").and_then(Node::text).map(ToOwned::to_owned);
            match named {
                Some((name, below)) if own.as_deref() == Some(name) => way.within(table, below),
                _ => way.within(table, rest),
            }
        }
        _ => way.enter(root, &Segment { key: "subnet", index: None }, rest),
    }
}

/// One step of a path.
struct Segment<'p> {
    key: &'p str,
    index: Option<usize>,
}

fn segments<'p>(path: &'p str, at: &At) -> Result<Vec<Segment<'p>>, ScenarioError> {
    let wrong = || {
        at.error(Problem::Conflict {
            key: path.chars().take(60).collect(),
            conflict: "is no path of keys".to_owned(),
            remedy: "write keys with dots between them, such as mechanism.weights.power".to_owned(),
        })
    };
    if path.len() > MOST_PATH {
        return Err(wrong());
    }
    let segment = |text: &'p str| -> Option<Segment<'p>> {
        let (key, index) = match text.strip_suffix(']') {
            Some(text) => {
                let (key, index) = text.split_once('[')?;
                (key, Some(index.parse().ok()?))
            }
            None => (text, None),
        };
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '#' | '@');
        (!key.is_empty() && key.chars().all(fits)).then_some(Segment { key, index })
    };
    path.split('.').map(|text| segment(text).ok_or_else(wrong)).collect()
}

/// A path being followed.
struct Way<'a> {
    path: &'a str,
    at: &'a At,
    value: &'a Node,
}

impl Way<'_> {
    /// Follows the rest of the path from a value on, and puts the new value at its end.
    fn walk(&mut self, node: &mut Node, rest: &[Segment<'_>]) -> Result<(), ScenarioError> {
        let Some((first, below)) = rest.split_first() else {
            *node = self.value.clone();
            return Ok(());
        };
        if let Value::Text(word) = &node.value
            && word == first.key
        {
            // A choice without parameters becomes one with them.
            let at = node.at.clone();
            let entry = Entry {
                key: word.clone(),
                at: at.clone(),
                dotted: false,
                node: Node { value: Value::Table(Table::default()), at },
            };
            node.value = Value::Table(Table { entries: vec![entry] });
        }
        match &mut node.value {
            Value::Table(table) => self.enter(table, first, below),
            _ => {
                let (key, conflict) =
                    (self.path.to_owned(), format!("leads into {}, which has no keys", node.source()));
                let remedy = "give the whole value, as the file would write it".to_owned();
                Err(self.at.error(Problem::Conflict { key, conflict, remedy }))
            }
        }
    }

    fn within(&mut self, table: &mut Table, rest: &[Segment<'_>]) -> Result<(), ScenarioError> {
        match rest.split_first() {
            Some((first, below)) => self.enter(table, first, below),
            None => Ok(()),
        }
    }

    fn enter(
        &mut self,
        table: &mut Table,
        segment: &Segment<'_>,
        rest: &[Segment<'_>],
    ) -> Result<(), ScenarioError> {
        let Some(index) = segment.index else {
            if table.entry(segment.key).is_none() {
                let at = self.at.clone();
                let node = Node { value: Value::Table(Table::default()), at: at.clone() };
                table.entries.push(Entry { key: segment.key.to_owned(), at, dotted: false, node });
            }
            if let Some(entry) = table.entries.iter_mut().find(|entry| entry.key == segment.key) {
                // Whatever is wrong with it from here on is wrong with the overlay.
                if rest.is_empty() {
                    entry.at = self.at.clone();
                }
                return self.walk(&mut entry.node, rest);
            }
            return Ok(());
        };
        let list = table.node_mut(segment.key).and_then(Node::list_mut);
        let length = list.as_ref().map_or(0, |list| list.len());
        match list.and_then(|list| list.get_mut(index)) {
            Some(node) => self.walk(node, rest),
            None => {
                let key = self.path.to_owned();
                let conflict = format!("leads to place {index} of `{}`, which has {length}", segment.key);
                let remedy = "count from 0 the entries that are there, or give the whole list".to_owned();
                Err(self.at.error(Problem::Conflict { key, conflict, remedy }))
            }
        }
    }

    fn unknown(&self, key: &str, name: &str, names: &[String]) -> ScenarioError {
        let known: Vec<&str> = names.iter().map(String::as_str).collect();
        let nearest = nearest(name, &known).map(Into::into);
        let known = names.iter().take(40).cloned().collect();
        self.at.error(Problem::UnknownKey { key: key.to_owned(), nearest, known })
    }
}

/// Names of the rows of a list; empty for one without.
fn row_names(node: &Node) -> Vec<String> {
    let Value::List(nodes) = &node.value else { return Vec::new() };
    let name = |node: &Node| node.table()?.node("name")?.text().map(ToOwned::to_owned);
    nodes.iter().map(|node| name(node).unwrap_or_default()).collect()
}

impl Node {
    const fn list_mut(&mut self) -> Option<&mut Vec<Self>> {
        match &mut self.value {
            Value::List(nodes) => Some(nodes),
            _ => None,
        }
    }
}
