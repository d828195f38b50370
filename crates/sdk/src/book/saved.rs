//! A score book as it is kept between runs.

use super::{Kept, MOST_HISTORY, Page, ScoreBook};
use crate::{AccountId, Part, Peer, Uid};
use serde::{Deserialize, Serialize};

/// A score book in plain types, ready for any format.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedBook {
    alpha: f64,
    history: usize,
    pages: Vec<SavedPage>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedPage {
    uid: u16,
    hotkey: String,
    average: f64,
    #[serde(default)]
    rounds: Vec<SavedLine>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedLine {
    round: u64,
    score: f64,
    #[serde(default)]
    parts: Vec<Part>,
}

/// Why saved pages are no score book.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BookError {
    /// The weight of a new score is not within 0..=1.
    #[error("alpha is {alpha}, not within 0 to 1")]
    Alpha {
        /// What it is.
        alpha: f64,
    },
    /// More rounds are remembered than a book may.
    #[error("{history} rounds are remembered, more than {most}")]
    History {
        /// How many.
        history: usize,
        /// How many may be.
        most: usize,
    },
    /// Two pages of one uid.
    #[error("uid {uid} has two pages")]
    Twice {
        /// Which.
        uid: u16,
    },
    /// A page without an owner.
    #[error("the hotkey of uid {uid} is no account")]
    Hotkey {
        /// Whose page.
        uid: u16,
        /// Why.
        #[source]
        source: incentor_primitives::Ss58Error,
    },
    /// A number that is no score.
    #[error("uid {uid} has {value}, which is no score")]
    Score {
        /// Whose page.
        uid: u16,
        /// What it says.
        value: f64,
    },
}

impl ScoreBook {
    /// The book in plain types.
    #[must_use]
    pub fn save(&self) -> SavedBook {
        let line =
            |kept: &Kept| SavedLine { round: kept.round, score: kept.score, parts: kept.parts.clone() };
        let page = |(uid, page): (u16, &Option<Page>)| {
            let page = page.as_ref()?;
            let rounds = page.lines.iter().map(line).collect();
            Some(SavedPage { uid, hotkey: page.hotkey.to_string(), average: page.average, rounds })
        };
        let pages = (0..=u16::MAX).zip(&self.pages).filter_map(page).collect();
        SavedBook { alpha: self.alpha, history: self.history, pages }
    }

    /// The book a [`save`](Self::save) left; every score in it is the same to the last bit.
    ///
    /// # Errors
    /// As [`BookError`] says.
    pub fn load(saved: SavedBook) -> Result<Self, BookError> {
        let SavedBook { alpha, history, pages } = saved;
        if !(0.0..=1.0).contains(&alpha) {
            return Err(BookError::Alpha { alpha });
        }
        let longest = pages.iter().map(|page| page.rounds.len()).fold(history, usize::max);
        if longest > MOST_HISTORY {
            return Err(BookError::History { history: longest, most: MOST_HISTORY });
        }
        let mut book = Self::new(alpha).with_history(history);
        for saved in pages {
            let uid = saved.uid;
            let page = saved.open()?;
            let seat = Peer { uid: Uid(uid), hotkey: page.hotkey, coldkey: page.hotkey };
            if book.pages.get(seat.uid.index()).is_some_and(Option::is_some) {
                return Err(BookError::Twice { uid });
            }
            if let Some(fresh) = book.turn(&seat, 0.0) {
                *fresh = page;
            }
        }
        Ok(book)
    }
}

impl SavedPage {
    fn open(self) -> Result<Page, BookError> {
        let Self { uid, hotkey, average, rounds } = self;
        let scores =
            rounds.iter().flat_map(|line| line.parts.iter().map(|part| part.score).chain([line.score]));
        if let Some(value) = scores.chain([average]).find(|value| !value.is_finite() || *value < 0.0) {
            return Err(BookError::Score { uid, value });
        }
        let hotkey = hotkey.parse::<AccountId>().map_err(|source| BookError::Hotkey { uid, source })?;
        let line = |SavedLine { round, score, parts }| Kept { round, score, parts };
        Ok(Page { hotkey, average, lines: rounds.into_iter().map(line).collect() })
    }
}
