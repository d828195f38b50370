//! The score: how much shorter than the validator's own tour.

use super::optimiser::{gain, optimised, reference};
use super::plateau::Paid;
use super::tour::{Order, Tour, length};
use super::tours::{SLOT, Size, Tours};
use incentor_sdk::{Answer, Exam, Notes, Score, Scoring};
use std::time::Duration;

/// `(n / 100) · max(0, L_ref / L − 1)` for a valid tour in time, 0 for anything else.
///
/// `L_ref` is the length of the validator's own tour of the same map; see [`reference`]. Nobody else's reply matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shorter {
    /// Replies after it are worth nothing; by the validator's own watch.
    pub deadline: Duration,
    /// Moves per city of the long search that says how good a reply to a measured question could be; see
    /// [`Measured`](super::Measured).
    pub yardstick_moves: u64,
}

impl Default for Shorter {
    /// 10 seconds, 10,000 moves: with fewer the long search's own luck hides a plateau.
    fn default() -> Self {
        Self { deadline: Duration::from_secs(10), yardstick_moves: 10_000 }
    }
}

impl Shorter {
    /// The score and the tour's length.
    fn judge(self, ask: &Tour, answer: &Answer<Order>) -> Option<(Score, f64)> {
        let order = answer.reply.as_ref().ok().filter(|_| answer.latency <= self.deadline)?;
        let own = length(&ask.cities, &order.order)?;
        let gain = gain(reference(&ask.cities), own)?;
        Some((Score::saturating(ask.cities.len() as f64 / 100.0 * gain), own))
    }

    /// Length of the best tour that the long search finds: the yardstick by which tours of different maps compare.
    fn best_known(self, cities: &[[f32; 2]]) -> f64 {
        let order = optimised(cities, self.yardstick_moves.saturating_mul(cities.len() as u64));
        length(cities, &order).unwrap_or(0.0)
    }
}

impl Scoring<Tours> for Shorter {
    fn score(&self, exam: &Exam<'_, Tours>, notes: &mut Notes) -> Vec<Score> {
        let mut measured = Vec::new();
        let mut scores = Vec::with_capacity(exam.answers.len());
        for answer in exam.answers {
            let judged = exam.question(answer).and_then(|question| {
                let (score, own) = self.judge(&question.ask, answer)?;
                if question.truth.0 && score > Score::ZERO {
                    measured.push(Paid {
                        uid: answer.peer.uid.0,
                        quality: self.best_known(&question.ask.cities) / own,
                        // Weights go with the square of the score.
                        pay: score.get() * score.get(),
                    });
                }
                Some(score)
            });
            scores.push(judged.unwrap_or(Score::ZERO));
        }
        let paid = scores.iter().any(|score| *score > Score::ZERO);
        notes.slot::<Size>(SLOT).plateau.note(!scores.is_empty(), paid, measured);
        scores
    }
}
