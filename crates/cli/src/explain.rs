//! The pages of `incentor explain`: one per name that the program can print, and the glossary.

mod lookup;
mod tables;
#[cfg(test)]
mod tests;

pub(crate) use lookup::{find, nearest};

use std::borrow::Cow;

/// Pages of one kind.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// What `explain` calls it.
    pub(crate) name: &'static str,
    /// What it holds.
    pub(crate) title: &'static str,
    /// Its pages, in the order of the text.
    pub(crate) pages: Vec<Page>,
}

/// One page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// The name, and other words for it.
    pub(crate) names: Vec<Cow<'static, str>>,
    /// What it means, in a sentence.
    pub(crate) title: String,
    /// More, in paragraphs; may be empty.
    pub(crate) text: String,
}

/// The words of the field and our own; the page people read is the one source.
const GLOSSARY: &str = include_str!("../../../GLOSSARY.md");

/// Every group with its pages.
pub(crate) fn groups() -> Vec<Group> {
    vec![
        written("verdicts", include_str!("explain/verdicts.md")),
        tables::findings(),
        written("gates", include_str!("explain/gates.md")),
        written("flaws", include_str!("explain/flaws.md")),
        tables::metrics(),
        tables::keys(),
        written("report", include_str!("explain/report.md")),
        written("exits", include_str!("explain/exits.md")),
        written("errors", include_str!("explain/errors.md")),
        written("chain", include_str!("explain/chain.md")),
        written("wire", include_str!("explain/wire.md")),
        Group { name: "words", title: "Words", pages: words(GLOSSARY) },
    ]
}

/// `# Title`, then pages: `## name, other name`, a line that says what it is, paragraphs.
fn written(name: &'static str, text: &'static str) -> Group {
    let (head, rest) = text.split_once("\n## ").unwrap_or((text, ""));
    let page = |text: &'static str| {
        let (names, text) = text.split_once('\n').unwrap_or((text, ""));
        let (title, text) = text.trim_start().split_once('\n').unwrap_or((text, ""));
        Page { names: list(names), title: title.trim().into(), text: text.trim().into() }
    };
    let pages = if rest.is_empty() { Vec::new() } else { rest.split("\n## ").map(page).collect() };
    Group { name, title: head.trim_start_matches('#').trim(), pages }
}

/// The rows of the glossary's tables.
fn words(text: &'static str) -> Vec<Page> {
    let row = |line: &'static str| {
        let (word, meaning) = line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | ")?;
        (word != "word").then_some(Page {
            names: list(word),
            title: meaning.trim().into(),
            text: String::new(),
        })
    };
    text.lines().filter_map(row).collect()
}

/// Names with commas between them.
fn list(names: &'static str) -> Vec<Cow<'static, str>> {
    names.split(", ").map(|name| Cow::Borrowed(name.trim())).collect()
}
