//! Parts by name, so that a score can be explained.

use crate::{Exam, Notes, Score, Scoring, Task};

/// A rule whose scores are put on record under a name. Law: `s ↦ s`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named<S>(pub S, pub &'static str);

impl<T: Task, S: Scoring<T>> Scoring<T> for Named<S> {
    fn score(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Vec<Score> {
        let scores = self.0.score(exam, notes);
        exam.record(self.1, &scores);
        scores
    }
}
