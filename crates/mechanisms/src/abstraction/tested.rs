//! Customers do not score.

use crate::abstraction::Probes;
use incentor_sdk::{Exam, Notes, Score, Scoring};
use std::collections::BTreeMap;

/// A rule by which tests alone are scored: for a customer's question a miner has the score of its last test.
///
/// It has none before its first test.
pub(super) struct Tested<S>(pub(super) S);

/// The slot of a validator's notes with each hotkey's last score of a test.
const SLOT: &str = "abstract.tested";

impl<S: Scoring<Probes>> Scoring<Probes> for Tested<S> {
    fn score(&self, exam: &Exam<'_, Probes>, notes: &mut Notes) -> Vec<Score> {
        let mut scores = self.0.score(exam, notes);
        if scores.len() != exam.answers.len() {
            return scores;
        }
        let last: &mut BTreeMap<String, f64> = notes.slot(SLOT);
        let asked = |organic: bool| {
            let is = move |at: usize| {
                exam.answers
                    .get(at)
                    .and_then(|answer| exam.question(answer))
                    .map(|question| question.ask.organic)
            };
            move |at: &usize| is(*at) == Some(organic)
        };
        // Tests first, so that the order of questions does not matter.
        for at in (0..scores.len()).filter(asked(false)) {
            last.insert(exam.answers[at].peer.hotkey.to_string(), scores[at].get());
        }
        for at in (0..scores.len()).filter(asked(true)) {
            let stands = last.get(&exam.answers[at].peer.hotkey.to_string()).copied().unwrap_or(0.0);
            scores[at] = Score::saturating(stands);
        }
        scores
    }
}
