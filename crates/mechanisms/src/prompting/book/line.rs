//! One phrase with its slots.

use super::name::{is_name, name_at_start};
use super::{BookError, RELATIONS};

/// What a phrase does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// Tells that somebody has somebody as this relation.
    Fact(usize),
    /// Refers to somebody as this relation of somebody.
    Person(usize),
    /// Asks for all who have somebody as this relation.
    List(usize),
    /// Asks for all on the way to somebody.
    Path,
}

impl Says {
    /// The word for it in a book.
    pub(super) const fn verb(self) -> &'static str {
        match self {
            Self::Fact(_) => "tell",
            Self::Person(_) => "name",
            Self::List(_) => "list",
            Self::Path => "path",
        }
    }
}

/// A phrase, cut at its slots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) says: Says,
    before: String,
    /// Between two slots; empty if there is only one.
    between: String,
    after: String,
    /// Whether the second slot stands first.
    swapped: bool,
    /// How a text begins that fits, how it goes on after the first name, and how it ends.
    sieve: [Sieve; 3],
}

/// Eight bytes of a text as a number, with zeros where it is shorter.
fn bytes(text: impl Iterator<Item = u8>) -> u64 {
    let mut bytes = [0; 8];
    for (to, from) in bytes.iter_mut().zip(text) {
        *to = from;
    }
    u64::from_be_bytes(bytes)
}

fn head(text: &str) -> u64 {
    bytes(text.bytes())
}

/// The last byte first.
fn tail(text: &str) -> u64 {
    bytes(text.bytes().rev())
}

/// The heads, or tails, of all texts that begin, or end, in a certain way.
///
/// A sentence is held against every phrase of a book, and hardly any fits: a comparison or two turn most of them away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sieve {
    wanted: u64,
    /// Which bits are looked at.
    mask: u64,
}

impl Sieve {
    /// For texts that begin with one of this head and length.
    fn of(wanted: u64, length: usize) -> Self {
        let rest = 64 - 8 * length.min(8) as u32;
        Self { wanted, mask: u64::MAX.checked_shl(rest).unwrap_or(0) }
    }

    /// Never false for a text that fits.
    const fn passes(self, of_text: u64) -> bool {
        of_text & self.mask == self.wanted
    }
}

/// A text with what is needed of it again and again to find its phrase.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heard<'a> {
    text: &'a str,
    head: u64,
    tail: u64,
    /// The name it begins with, what follows, and the head of that.
    opening: Option<(&'a str, &'a str, u64)>,
}

impl<'a> Heard<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let opening = name_at_start(text).map(|(name, rest)| (name, rest, head(rest)));
        Self { text, head: head(text), tail: tail(text), opening }
    }
}

impl Line {
    /// A line of a book; several if it speaks of any relation.
    pub(super) fn read(text: &str, line: usize) -> Result<Vec<Self>, BookError> {
        let (head, phrase) = text.split_once(':').ok_or(BookError::Shape { line })?;
        let mut head = head.split_whitespace();
        let (verb, relation) = (head.next().unwrap_or_default(), head.next());
        if head.next().is_some() {
            return Err(BookError::Shape { line });
        }
        let says: fn(usize) -> Says = match (verb, relation) {
            ("tell", Some(_)) => Says::Fact,
            ("name", Some(_)) => Says::Person,
            ("list", Some(_)) => Says::List,
            ("path", None) => return Ok(vec![Self::cut(Says::Path, phrase.trim(), line)?]),
            _ => return Err(BookError::Shape { line }),
        };
        let relation = relation.unwrap_or_default();
        let known =
            RELATIONS.into_iter().enumerate().filter(|(_, name)| relation == "*" || relation == *name);
        let lines: Result<Vec<Self>, BookError> =
            known.map(|(at, name)| Self::cut(says(at), &phrase.trim().replace("{r}", name), line)).collect();
        match lines {
            Ok(lines) if lines.is_empty() => Err(BookError::Relation { line, relation: relation.to_owned() }),
            lines => lines,
        }
    }

    fn cut(says: Says, phrase: &str, line: usize) -> Result<Self, BookError> {
        let slots = || BookError::Slots { line };
        let sieve = |before: &str, between: &str, after: &str| {
            [(head(before), before), (head(between), between), (tail(after), after)]
                .map(|(wanted, part)| Sieve::of(wanted, part.len()))
        };
        let cut = match says {
            Says::Fact(_) => {
                let swapped = phrase.find("{b}") < phrase.find("{a}");
                let (first, second) = if swapped { ("{b}", "{a}") } else { ("{a}", "{b}") };
                let (before, rest) = phrase.split_once(first).ok_or_else(slots)?;
                let (between, after) = rest.split_once(second).ok_or_else(slots)?;
                let sieve = sieve(before, between, after);
                let (before, between, after) = (before.into(), between.into(), after.into());
                Self { says, before, between, after, swapped, sieve }
            }
            _ => {
                let (before, after) = phrase.split_once("{x}").ok_or_else(slots)?;
                let sieve = sieve(before, "", after);
                let (before, after) = (before.into(), after.into());
                Self { says, before, between: String::new(), after, swapped: false, sieve }
            }
        };
        let parts = [&cut.before, &cut.between, &cut.after];
        let sound = match says {
            // The passage is cut into sentences at full stops.
            Says::Fact(_) => {
                !cut.between.starts_with(|letter: char| letter.is_ascii_alphabetic())
                    && !cut.between.is_empty()
                    && !phrase.contains('.')
            }
            Says::Person(_) => !cut.before.is_empty() && cut.after.is_empty(),
            Says::List(_) | Says::Path => true,
        };
        if !sound || parts.iter().any(|part| part.contains(['{', '}'])) {
            return Err(slots());
        }
        Ok(cut)
    }

    /// The phrase with its slots filled; the second matters to facts only.
    pub(super) fn fill(&self, first: &str, second: &str) -> String {
        let (first, second) = if self.swapped { (second, first) } else { (first, second) };
        [&*self.before, first, &*self.between, second, &*self.after].concat()
    }

    /// What stands in the slot of a phrase that has one.
    pub(super) fn match_one<'a>(&self, heard: &Heard<'a>) -> Option<&'a str> {
        let [before, _, after] = self.sieve;
        if !before.passes(heard.head) || !after.passes(heard.tail) {
            return None;
        }
        heard.text.strip_prefix(self.before.as_str())?.strip_suffix(self.after.as_str())
    }

    /// The names in the two slots of a fact.
    pub(super) fn match_two<'a>(&self, heard: &Heard<'a>) -> Option<(&'a str, &'a str)> {
        let (first, rest) = if self.before.is_empty() && self.after.is_empty() {
            let (first, rest, head) = heard.opening?;
            let [_, between, _] = self.sieve;
            between.passes(head).then_some((first, rest))?
        } else {
            name_at_start(self.match_one(heard)?)?
        };
        let second = rest.strip_prefix(self.between.as_str())?;
        let names = if self.swapped { (second, first) } else { (first, second) };
        is_name(second).then_some(names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_sieve_keeps_whatever_fits(part in "[a-c]{0,10}", rest in "[a-c]{0,10}") {
            let start = Sieve::of(head(&part), part.len());
            let (before, after) = ([&*part, &*rest].concat(), [&*rest, &*part].concat());
            prop_assert!(start.passes(head(&before)));
            let end = Sieve::of(tail(&part), part.len());
            prop_assert!(end.passes(tail(&after)));
        }

        #[test]
        fn up_to_eight_bytes_it_keeps_nothing_else(part in "[a-c]{0,8}", text in "[a-c]{8,20}") {
            prop_assert_eq!(Sieve::of(head(&part), part.len()).passes(head(&text)), text.starts_with(&part));
            prop_assert_eq!(Sieve::of(tail(&part), part.len()).passes(tail(&text)), text.ends_with(&part));
        }
    }
}
