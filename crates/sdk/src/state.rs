//! A validator's memory on paper.

use crate::{Agenda, Asked, BookError, Notes, SavedBook, ScoreBook};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// All that a validator of one mechanism must not forget.
///
/// Its text form is JSON with a name and a version. Whoever keeps it loads before anything is saved, and
/// writes to a new file that then takes the old one's place.
///
/// ```
/// use incentor_sdk::{ScoreBook, ValidatorState};
///
/// let mut state = ValidatorState::new("tsp", ScoreBook::new(0.1));
/// *state.notes.slot::<u32>("asked") = 3;
/// let text = state.to_json();
/// let mut restarted = ValidatorState::from_json(&text, "tsp")?;
/// assert_eq!(*restarted.notes.slot::<u32>("asked"), 3);
/// assert!(ValidatorState::from_json(&text, "storage").is_err());
/// # Ok::<(), incentor_sdk::StateError>(())
/// ```
#[derive(Debug)]
pub struct ValidatorState {
    /// Name of the mechanism.
    pub mechanism: String,
    /// What its task and scoring remember.
    pub notes: Notes,
    /// Scores over time.
    pub book: ScoreBook,
    /// When each miner was last asked.
    pub asked: Asked,
    /// What has been done of the schedule.
    pub agenda: Agenda,
}

/// What the document calls itself.
const FORMAT: &str = "incentor-validator-state";
/// The version written, and the newest one read.
const VERSION: u32 = 1;
/// Longest text that is read, in bytes.
const MOST_BYTES: usize = 256 << 20;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    format: String,
    version: u32,
    mechanism: String,
    notes: BTreeMap<String, Value>,
    book: SavedBook,
    asked: Asked,
    agenda: Agenda,
}

/// The part that is the same in every version.
#[derive(Deserialize)]
struct Cover {
    format: String,
    version: u32,
}

/// Why a text is no validator's memory. Nothing is lost by it: the text is untouched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// Longer than any memory of ours.
    #[error("{bytes} bytes are more than {most}")]
    TooLong {
        /// How long it is.
        bytes: usize,
        /// How long it may be.
        most: usize,
    },
    /// Not JSON, or not of this shape.
    #[error("not a validator's memory")]
    Unreadable(#[source] serde_json::Error),
    /// Some other document.
    #[error("this is {found:?}, not \"incentor-validator-state\"")]
    OtherFormat {
        /// What it calls itself.
        found: String,
    },
    /// Written by a newer program.
    #[error("version {found} is newer than {known}, the newest this program reads")]
    Newer {
        /// The document's version.
        found: u32,
        /// The newest known.
        known: u32,
    },
    /// Of another mechanism.
    #[error("this is the memory of {found:?}, not of {expected:?}")]
    OtherMechanism {
        /// Whose it is.
        found: String,
        /// Whose it should be.
        expected: String,
    },
    /// Its score book is broken.
    #[error("the score book is broken")]
    Book(#[from] BookError),
}

impl ValidatorState {
    /// A mind without memories.
    #[must_use]
    pub fn new(mechanism: impl Into<String>, book: ScoreBook) -> Self {
        let (notes, asked, agenda) = (Notes::default(), Asked::default(), Agenda::default());
        Self { mechanism: mechanism.into(), notes, book, asked, agenda }
    }

    /// The memory as text; equal memories give equal texts.
    #[must_use]
    pub fn to_json(&self) -> String {
        let document = Document {
            format: FORMAT.to_owned(),
            version: VERSION,
            mechanism: self.mechanism.clone(),
            notes: self.notes.save(),
            book: self.book.save(),
            asked: self.asked.clone(),
            agenda: self.agenda,
        };
        // Maps with names as keys, numbers and text: there is nothing JSON cannot say.
        serde_json::to_string(&document).unwrap_or_default()
    }

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    /// As [`StateError`] says.
    pub fn from_json(text: &str, mechanism: &str) -> Result<Self, StateError> {
        if text.len() > MOST_BYTES {
            return Err(StateError::TooLong { bytes: text.len(), most: MOST_BYTES });
        }
        // The cover first: a newer version may have another shape, and should say so.
        let Cover { format, version } = serde_json::from_str(text).map_err(StateError::Unreadable)?;
        if format != FORMAT {
            return Err(StateError::OtherFormat { found: format });
        }
        if version > VERSION {
            return Err(StateError::Newer { found: version, known: VERSION });
        }
        let document: Document = serde_json::from_str(text).map_err(StateError::Unreadable)?;
        if document.mechanism != mechanism {
            let expected = mechanism.to_owned();
            return Err(StateError::OtherMechanism { found: document.mechanism, expected });
        }
        Ok(Self {
            mechanism: document.mechanism,
            notes: Notes::load(document.notes),
            book: ScoreBook::load(document.book)?,
            asked: document.asked,
            agenda: document.agenda,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::peer;
    use crate::{BlockNumber, Candidate, Luck, Mark, Part, Sampling, Score};
    use proptest::prelude::*;

    fn lived() -> ValidatorState {
        let mut state = ValidatorState::new("tsp", ScoreBook::new(0.3).with_history(2));
        state.notes.slot::<BTreeMap<u16, f64>>("placed").insert(7, 0.1 + 0.2);
        let parts = vec![Part { name: "length".into(), score: 1.0 / 3.0 }];
        for round in 0..3 {
            let mark =
                Mark { peer: peer(300), question: 0, score: Score::saturating(0.7), parts: parts.clone() };
            state.book.record_marks(round, &[mark]);
        }
        let candidate = Candidate { peer: peer(300), stake_weight_rao: 5 };
        state.asked.choose(Sampling::All, &[candidate], 2, Luck::of_seed(1));
        state.agenda.round_held(2);
        state.agenda.weights_tried(BlockNumber(150), true);
        state
    }

    #[test]
    fn a_memory_comes_back_to_the_last_bit() {
        let state = lived();
        let text = state.to_json();
        let mut back = ValidatorState::from_json(&text, "tsp").unwrap();
        assert_eq!(back.to_json(), text);
        assert_eq!(back.book, state.book);
        assert_eq!(back.notes.slot::<BTreeMap<u16, f64>>("placed")[&7].to_bits(), (0.1_f64 + 0.2).to_bits());
        assert_eq!(back.asked.last(peer(300).hotkey), Some(2));
    }

    #[test]
    fn what_is_no_memory_says_why() {
        let text = lived().to_json();
        let check = |text: &str, expected: &str| {
            let error = ValidatorState::from_json(text, "tsp").unwrap_err();
            assert_eq!(error.to_string(), expected, "{text}");
        };
        check("", "not a validator's memory");
        check("[1]", "not a validator's memory");
        check(&text[..text.len() / 2], "not a validator's memory");
        check(
            &text.replace(FORMAT, "shopping-list"),
            "this is \"shopping-list\", not \"incentor-validator-state\"",
        );
        let newer = r#"{"format":"incentor-validator-state","version":2,"memories":{}}"#;
        check(newer, "version 2 is newer than 1, the newest this program reads");
        check(&text.replace("\"tsp\"", "\"storage\""), "this is the memory of \"storage\", not of \"tsp\"");
        for (from, to) in [
            ("\"alpha\":0.3", "\"alpha\":1.5"),
            ("\"average\":", "\"average\":-"),
            ("\"history\":2", "\"history\":2000"),
            ("\"hotkey\":\"5", "\"hotkey\":\"4"),
        ] {
            assert!(text.contains(from), "{text}");
            check(&text.replace(from, to), "the score book is broken");
        }
        check(&text.replace("\"agenda\":", "\"diary\":1,\"agenda\":"), "not a validator's memory");
    }

    proptest! {
        /// Hostile bytes end in an error, not in a panic.
        #[test]
        fn one_wrong_byte_is_survived(at in 0_usize..600, byte in 0_u8..128) {
            let mut text = lived().to_json().into_bytes();
            let at = at % text.len();
            text[at] = byte;
            if let Ok(text) = String::from_utf8(text) {
                let _ = ValidatorState::from_json(&text, "tsp");
            }
        }
    }
}
