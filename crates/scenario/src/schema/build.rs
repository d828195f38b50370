//! The table of keys as a tree.

use crate::keys::{Absent, Form, Key};
use serde_json::{Value, json};

/// A key with the keys below it, in the order of the table; a list's rows are below `[]`.
#[derive(Clone, Default)]
pub(super) struct Branch {
    key: Option<Key>,
    children: Vec<(String, Branch)>,
}

/// The tree of all keys.
pub(super) fn tree(keys: &[Key]) -> Branch {
    let mut root = Branch::default();
    for key in keys {
        let mut branch = &mut root;
        for segment in key.path.split('.') {
            match segment.strip_suffix("[]") {
                Some(name) => branch = branch.enter(name).enter("[]"),
                None => branch = branch.enter(segment),
            }
        }
        branch.key = Some(key.clone());
    }
    root
}

impl Branch {
    fn enter(&mut self, name: &str) -> &mut Self {
        let place = self.children.iter().position(|(other, _)| other == name).unwrap_or_else(|| {
            self.children.push((name.to_owned(), Self::default()));
            self.children.len() - 1
        });
        &mut self.children[place].1
    }

    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|(other, _)| other == name).map(|(_, child)| child)
    }

    pub(super) fn children(&self) -> &[(String, Self)] {
        &self.children
    }

    pub(super) fn take_children(&mut self, from: &Self) {
        self.children.extend(from.children.iter().cloned());
    }

    pub(super) const fn key(&self) -> Option<&Key> {
        self.key.as_ref()
    }

    pub(super) fn form(&self) -> Option<Form> {
        self.key.as_ref().map(|key| key.form)
    }

    pub(super) fn is_needed(&self) -> bool {
        self.key.as_ref().is_some_and(|key| key.absent == Absent::Error)
    }

    /// What it does, and what it takes.
    pub(super) fn description(&self) -> String {
        match &self.key {
            Some(key) if key.form == Form::Table => key.doc.to_string(),
            Some(key) => format!("{} Takes {}.", key.doc, key.accepts),
            None => String::new(),
        }
    }

    /// The default as the schema's language writes it.
    pub(super) fn default_value(&self) -> Option<Value> {
        let key = self.key.as_ref()?;
        let Absent::Is(text) = &key.absent else { return None };
        let number = || text.parse::<f64>().ok().filter(|_| !text.is_empty());
        Some(match (key.form, text.as_ref()) {
            (Form::Rule, _) => json!({ "quality": {} }),
            (Form::Choice, _) => json!({ "constant": "0.01 tao" }),
            (_, "true") => json!(true),
            (_, "false") => json!(false),
            (_, "[]") => json!([]),
            (Form::Texts, list) => json!([list.trim_matches(['[', ']', '"'])]),
            (_, text) => match (text.parse::<u64>(), number()) {
                (Ok(whole), _) => json!(whole),
                (Err(_), Some(number)) => json!(number),
                (Err(_), None) => json!(text),
            },
        })
    }
}
