//! Where a score begins.

use crate::{Exam, Notes, Score, Scoring, Task};

/// Nothing below a bar. Law: `s ↦ s` from `least` on, else 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Threshold<S> {
    /// The rule.
    pub rule: S,
    /// The bar; a score on it counts.
    pub least: f64,
}

/// Passed or not. Law: `s ↦ 1` from `least` on, else 0.
///
/// Above the bar improving stops paying; as a factor beside an open-ended rule that is what one wants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PassFail<S> {
    /// The rule.
    pub rule: S,
    /// The bar; a score on it passes.
    pub least: f64,
}

impl<T: Task, S: Scoring<T>> Scoring<T> for Threshold<S> {
    fn score(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Vec<Score> {
        let scores = self.rule.score(exam, notes);
        scores.into_iter().map(|score| if score.get() >= self.least { score } else { Score::ZERO }).collect()
    }
}

impl<T: Task, S: Scoring<T>> Scoring<T> for PassFail<S> {
    fn score(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Vec<Score> {
        let scores = self.rule.score(exam, notes);
        let passes = |score: Score| score.get() > 0.0 && score.get() >= self.least;
        scores.into_iter().map(|score| if passes(score) { Score::ONE } else { Score::ZERO }).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::By;
    use crate::trial::{Read, points};

    #[test]
    fn the_bar_itself_counts() {
        let worth = [0.0, 0.4, 0.5, 2.0];
        assert_eq!(points(&By(Read).at_least(0.5), &worth), [0.0, 0.0, 0.5, 2.0]);
        assert_eq!(points(&By(Read).passes(0.5), &worth), [0.0, 0.0, 1.0, 1.0]);
        // Nothing is no pass, however low the bar lies.
        assert_eq!(points(&By(Read).passes(0.0), &worth), [0.0, 1.0, 1.0, 1.0]);
        assert_eq!(points(&By(Read).passes(f64::NAN), &worth), [0.0; 4]);
    }
}
