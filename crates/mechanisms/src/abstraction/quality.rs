//! The leaf that reads quality.

use crate::abstraction::Probes;
use incentor_sdk::{Exam, Notes, Score, Scoring, each};

/// The reading of a piece of work, up to a cap if there is one.
///
/// A piece made for another task is worth nothing here.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quality {
    /// Above it, better work scores no more: where improving stops paying.
    pub cap: Option<f64>,
}

impl Scoring<Probes> for Quality {
    fn score(&self, exam: &Exam<'_, Probes>, _: &mut Notes) -> Vec<Score> {
        each(exam, |answer, piece| {
            let fits = exam.question(answer).is_some_and(|question| question.ask.task == piece.made_for);
            let reading = if fits { piece.worth } else { 0.0 };
            Score::saturating(self.cap.map_or(reading, |cap| reading.min(cap)))
        })
    }
}
