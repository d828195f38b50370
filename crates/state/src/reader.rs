//! States out of a stream of JSON.

use crate::{
    Document, Place, Problem, StateError,
    document::DocumentSeed,
    notes::Notes,
    source::{Gauge, Source},
};
use serde::de::DeserializeSeed as _;
use serde_json::{Deserializer, de::IoRead, error::Category};
use std::{io::BufRead, rc::Rc};

/// Bytes one state may have; a subnet of 2048 uids with every weight and bond set fits.
pub const MAX_DOCUMENT_BYTES: u64 = 256 << 20;

/// Reads states one after the other; no more than one is in memory.
///
/// Between two states there may be any white space, so one pretty-printed state and JSON Lines are the
/// same to it. It stops at the first error.
///
/// ```
/// use incentor_state::Reader;
///
/// let text = r#"{"name": "a", "input": {"n": 0}}"#;
/// let error = Reader::new(text.as_bytes()).next().unwrap().unwrap_err();
/// assert_eq!(error.to_string(), "line 1, column 31, n: a subnet of 0 uids has no epoch");
/// ```
pub struct Reader<R: BufRead> {
    json: Deserializer<IoRead<Source<R>>>,
    gauge: Rc<Gauge>,
    limit: u64,
    keep_expected: bool,
    progress: Progress,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Start,
    Between,
    Done,
}

impl<R: BufRead> Reader<R> {
    /// Reads states of at most [`MAX_DOCUMENT_BYTES`] each.
    pub fn new(bytes: R) -> Self {
        Self::with_limit(bytes, MAX_DOCUMENT_BYTES)
    }

    /// Reads states of at most so many bytes each.
    pub fn with_limit(bytes: R, limit: u64) -> Self {
        let gauge = Rc::new(Gauge::default());
        let json = Deserializer::from_reader(Source::new(bytes, Rc::clone(&gauge)));
        Self { json, gauge, limit, keep_expected: false, progress: Progress::Start }
    }

    /// Reads `expected` beside `input` too, instead of passing over it.
    #[must_use]
    pub fn keep_expected(self) -> Self {
        Self { keep_expected: true, ..self }
    }

    fn next_document(&mut self) -> Result<Option<Document>, StateError> {
        let notes = Notes::default();
        self.gauge.budget.set(self.limit);
        let line = match self.json.end() {
            Ok(()) if self.progress == Progress::Start => {
                return Err(StateError {
                    place: Place { line: 1, ..Place::default() },
                    problem: Problem::Empty,
                });
            }
            Ok(()) => return Ok(None),
            Err(error) if error.classify() == Category::Io => return Err(self.explain(error, &notes)),
            // Anything else says that white space is followed by something: the next state.
            Err(error) => error.line(),
        };
        let seed = DocumentSeed { notes: &notes, keep_expected: self.keep_expected };
        match seed.deserialize(&mut self.json) {
            Ok(document) => Ok(Some(Document { line, ..document })),
            Err(error) => Err(self.explain(error, &notes)),
        }
    }

    fn explain(&self, error: serde_json::Error, notes: &Notes) -> StateError {
        let place = Place { line: error.line().max(1), column: error.column(), path: notes.path() };
        let problem = match error.classify() {
            Category::Io if self.gauge.exceeded.get() => Problem::TooLong { limit: self.limit },
            Category::Io if self.gauge.utf16.get() => Problem::Utf16,
            Category::Io => Problem::Io(error.into()),
            Category::Eof => Problem::Truncated,
            Category::Syntax => Problem::Syntax { message: words(&error) },
            Category::Data => notes.take_problem().unwrap_or_else(|| wrong_type(words(&error))),
        };
        StateError { place, problem }
    }
}

impl<R: BufRead> Iterator for Reader<R> {
    type Item = Result<Document, StateError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.progress == Progress::Done {
            return None;
        }
        let next = self.next_document();
        self.progress = if let Ok(Some(_)) = next { Progress::Between } else { Progress::Done };
        next.transpose()
    }
}

/// The parser's message without the place it ends with.
pub(crate) fn words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&place).unwrap_or(&text).to_owned()
}

/// Takes the parser's sentence about types apart.
pub(crate) fn wrong_type(message: String) -> Problem {
    let parts = message.split_once(": ").and_then(|(_, rest)| rest.rsplit_once(", expected "));
    match parts {
        Some((found, expected)) => {
            Problem::WrongType { found: crate::error::shown(found), expected: expected.to_owned() }
        }
        None => Problem::Syntax { message },
    }
}
