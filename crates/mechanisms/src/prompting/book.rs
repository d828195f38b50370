//! Phrase books: ways to say a fact and to ask a question, and to understand both.

mod line;
mod name;
mod pages;

pub(crate) use name::{FIRST_NAMES, SURNAMES, is_name};

use incentor_sdk::Rng;
use line::{Heard, Line, Says};

/// What people are to each other; each person has one of each.
pub(super) const RELATIONS: [&str; 6] = ["sister", "teacher", "neighbour", "employer", "doctor", "rival"];

/// That somebody has somebody as a relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fact {
    /// Which of [`RELATIONS`].
    pub(super) relation: usize,
    /// Who has.
    pub(super) of: String,
    /// Whom.
    pub(super) is: String,
}

/// What a question asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Query {
    /// From whom the way starts.
    pub(super) from: String,
    /// The relations to follow, nearest first.
    pub(super) path: Vec<usize>,
    /// Asks for everyone who has the end of the way as this relation; otherwise for everybody on the way.
    pub(super) listed: Option<usize>,
}

/// A way of phrasing.
///
/// As text it has a line for each phrase: what the phrase does, which relation it speaks of (`*` for any, then
/// `{r}` stands for its name), and the phrase. `tell` states a fact: `{b}` is what `{a}` has. `name` refers to a
/// person by somebody else, `{x}`, which stands last. `list` asks for all who have `{x}`, `path` for everybody
/// on the way to `{x}`.
///
/// ```
/// use incentor_mechanisms::prompting::Book;
///
/// let book = Book::read(
///     "tell *: {b} serves {a} as {r}
///      name *: the {r} of {x}
///      list *: Who has {x} as {r}?
///      path: Who leads to {x}?",
/// );
/// assert!(book.is_ok());
/// assert_eq!(Book::read("tell bishop: {b} baptised {a}").unwrap_err().to_string(), "line 1: no relation `bishop`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Book(Vec<Line>);

/// Why a text is no phrase book.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BookError {
    /// A line is not `what relation: phrase`.
    #[error("line {line}: not `tell`, `name`, `list` or `path`, a relation, a colon and a phrase")]
    Shape {
        /// From 1.
        line: usize,
    },
    /// Nobody is that to anybody.
    #[error("line {line}: no relation `{relation}`")]
    Relation {
        /// From 1.
        line: usize,
        /// What stands there.
        relation: String,
    },
    /// A phrase lacks a slot, has one twice, runs two together, or says more than one sentence.
    #[error("line {line}: the slots do not stand in the phrase as they should")]
    Slots {
        /// From 1.
        line: usize,
    },
    /// Something cannot be said at all.
    #[error("no phrase to {what} `{relation}`")]
    Missing {
        /// What a phrase would do.
        what: &'static str,
        /// For which relation; empty for a path.
        relation: &'static str,
    },
}

/// Relations a question may follow; more than any level asks for.
const MOST_STEPS: usize = 32;

impl Book {
    /// The public templates of the procedural task: three ways to tell, one to ask.
    #[must_use]
    pub fn templates() -> Self {
        pages::read_own(pages::TEMPLATES)
    }

    /// The built-in paraphrases: no sentence of theirs fits a template.
    ///
    /// They stand for what a subnet's customers write. Live, an owner reads a book of its own that nobody has seen.
    #[must_use]
    pub fn paraphrases() -> Self {
        pages::read_own(pages::PARAPHRASES)
    }

    /// Reads a book.
    ///
    /// # Errors
    /// As [`BookError`] says.
    pub fn read(text: &str) -> Result<Self, BookError> {
        let mut lines = Vec::new();
        for (text, line) in text.lines().zip(1..) {
            if !text.trim().is_empty() {
                lines.extend(Line::read(text.trim(), line)?);
            }
        }
        let book = Self(lines);
        let missing = |what, relation| Err(BookError::Missing { what, relation });
        for (relation, name) in RELATIONS.into_iter().enumerate() {
            for says in [Says::Fact(relation), Says::Person(relation), Says::List(relation)] {
                if book.lines(says).next().is_none() {
                    return missing(says.verb(), name);
                }
            }
        }
        if book.lines(Says::Path).next().is_none() {
            return missing(Says::Path.verb(), "");
        }
        Ok(book)
    }

    fn lines(&self, says: Says) -> impl Iterator<Item = &Line> {
        self.0.iter().filter(move |line| line.says == says)
    }

    /// One of the phrases for this, filled in.
    fn phrase(&self, says: Says, first: &str, second: &str, rng: &mut Rng) -> String {
        let lines: Vec<&Line> = self.lines(says).collect();
        let at = rng.below(lines.len());
        lines.get(at).map(|line| line.fill(first, second)).unwrap_or_default()
    }

    /// A fact as a sentence without its full stop.
    pub(super) fn tell(&self, fact: &Fact, rng: &mut Rng) -> String {
        self.phrase(Says::Fact(fact.relation), &fact.of, &fact.is, rng)
    }

    /// A query as a question.
    pub(super) fn ask(&self, query: &Query, rng: &mut Rng) -> String {
        let step = |who: String, relation: &usize| self.phrase(Says::Person(*relation), &who, "", rng);
        let who = query.path.iter().fold(query.from.clone(), step);
        self.phrase(query.listed.map_or(Says::Path, Says::List), &who, "", rng)
    }

    /// The fact a sentence tells, if this book could have told it.
    pub(super) fn understand(&self, sentence: &str) -> Option<Fact> {
        let heard = Heard::of(sentence);
        self.0.iter().find_map(|line| {
            let Says::Fact(relation) = line.says else { return None };
            let (of, is) = line.match_two(&heard)?;
            Some(Fact { relation, of: of.to_owned(), is: is.to_owned() })
        })
    }

    /// What a question asks for, if this book could have asked it.
    pub(super) fn understand_question(&self, question: &str) -> Option<Query> {
        let heard = Heard::of(question);
        self.0.iter().find_map(|line| {
            let listed = match line.says {
                Says::Path => None,
                Says::List(relation) => Some(relation),
                _ => return None,
            };
            let (from, path) = self.person(line.match_one(&heard)?)?;
            Some(Query { from, path, listed })
        })
    }

    /// Somebody referred to by steps from somebody with a name.
    fn person(&self, text: &str) -> Option<(String, Vec<usize>)> {
        let (mut rest, mut path) = (text, Vec::new());
        while !is_name(rest) {
            let heard = Heard::of(rest);
            let steps = self.0.iter().filter_map(|line| match line.says {
                Says::Person(relation) => line.match_one(&heard).map(|rest| (relation, rest)),
                _ => None,
            });
            // The longest phrase that fits: one may begin like another.
            let (relation, shorter) = steps.min_by_key(|(_, rest)| rest.len())?;
            if shorter.len() >= rest.len() || path.len() >= MOST_STEPS {
                return None;
            }
            path.push(relation);
            rest = shorter;
        }
        path.reverse();
        Some((rest.to_owned(), path))
    }
}

#[cfg(test)]
mod tests;
