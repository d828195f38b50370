//! A score with where it comes from.

use crate::{Peer, Score};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What one answer was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Who answered.
    pub peer: Peer,
    /// Which of the round's questions.
    pub question: usize,
    /// The score.
    pub score: Score,
    /// Parts of it that are on record, in the order in which they were scored.
    pub parts: Vec<Part>,
}

/// A named part of a score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The name it was recorded under.
    pub name: Cow<'static, str>,
    /// What this part gave.
    pub score: f64,
}
