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
    sieve: Sieve,
}

/// The first and the last eight bytes of a text as numbers, with zeros where it is shorter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ends {
    head: u64,
    tail: u64,
}

impl Ends {
    pub(super) fn of(text: &str) -> Self {
        let (mut head, mut tail) = ([0; 8], [0; 8]);
        for (to, from) in head.iter_mut().zip(text.bytes()) {
            *to = from;
        }
        for (to, from) in tail.iter_mut().rev().zip(text.bytes().rev()) {
            *to = from;
        }
        Self { head: u64::from_be_bytes(head), tail: u64::from_be_bytes(tail) }
    }
}

/// The ends of all texts that may fit a phrase.
///
/// A sentence is held against every phrase of a book, and hardly any fits: two comparisons turn most of them away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sieve {
    wanted: Ends,
    /// Which bits are looked at.
    mask: Ends,
}

impl Sieve {
    fn of(before: &str, after: &str) -> Self {
        let wanted = Ends { head: Ends::of(before).head, tail: Ends::of(after).tail };
        let bits = |text: &str| 8 * text.len().min(8) as u32;
        let mask = Ends {
            head: u64::MAX.checked_shl(64 - bits(before)).unwrap_or(0),
            tail: u64::MAX.checked_shr(64 - bits(after)).unwrap_or(0),
        };
        Self { wanted, mask }
    }

    /// Whether a text with these ends may fit: never false for one that does.
    const fn passes(self, ends: Ends) -> bool {
        ends.head & self.mask.head == self.wanted.head && ends.tail & self.mask.tail == self.wanted.tail
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
        let cut = match says {
            Says::Fact(_) => {
                let swapped = phrase.find("{b}") < phrase.find("{a}");
                let (first, second) = if swapped { ("{b}", "{a}") } else { ("{a}", "{b}") };
                let (before, rest) = phrase.split_once(first).ok_or_else(slots)?;
                let (between, after) = rest.split_once(second).ok_or_else(slots)?;
                let sieve = Sieve::of(before, after);
                let (before, between, after) = (before.into(), between.into(), after.into());
                Self { says, before, between, after, swapped, sieve }
            }
            _ => {
                let (before, after) = phrase.split_once("{x}").ok_or_else(slots)?;
                let sieve = Sieve::of(before, after);
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

    /// What stands in the slot of a phrase that has one; `ends` are the text's.
    pub(super) fn match_one<'a>(&self, text: &'a str, ends: Ends) -> Option<&'a str> {
        if !self.sieve.passes(ends) {
            return None;
        }
        text.strip_prefix(self.before.as_str())?.strip_suffix(self.after.as_str())
    }

    /// The names in the two slots of a fact; `ends` are the text's.
    pub(super) fn match_two<'a>(&self, text: &'a str, ends: Ends) -> Option<(&'a str, &'a str)> {
        let (first, rest) = name_at_start(self.match_one(text, ends)?)?;
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
        fn a_sieve_keeps_whatever_fits(before in "[a-c]{0,10}", slot in "[a-c]{0,4}", after in "[a-c]{0,10}") {
            let sieve = Sieve::of(&before, &after);
            let text = [&*before, &*slot, &*after].concat();
            prop_assert!(sieve.passes(Ends::of(&text)));
        }

        #[test]
        fn what_a_short_phrase_turns_away_does_not_fit(
            before in "[a-c]{0,8}",
            after in "[a-c]{0,8}",
            text in "[a-c]{8,20}",
        ) {
            let fits = text.starts_with(&before) && text.ends_with(&after);
            prop_assert_eq!(Sieve::of(&before, &after).passes(Ends::of(&text)), fits);
        }
    }
}
