//! Rules that need to know nothing about the task.

use crate::{Exam, Notes, Score, Scoring, Task, each};
use std::time::Duration;

/// 1 for a reply within the limit, 0 for one after it.
///
/// A threshold, not a gradient: a gradient pays the miner who rents a server beside the validator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InTime(pub Duration);

impl<T: Task> Scoring<T> for InTime {
    fn score(&self, exam: &Exam<'_, T>, _: &mut Notes) -> Vec<Score> {
        each(exam, |answer, _| if answer.latency <= self.0 { Score::ONE } else { Score::ZERO })
    }
}

/// The same for every reply.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constant(pub Score);

impl Constant {
    /// A constant; 0 if the number is no score.
    #[must_use]
    pub const fn of(value: f64) -> Self {
        Self(Score::saturating(value))
    }
}

impl<T: Task> Scoring<T> for Constant {
    fn score(&self, exam: &Exam<'_, T>, _: &mut Notes) -> Vec<Score> {
        each(exam, |_, _| self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Failure;
    use crate::trial::{answer, scores};

    #[test]
    fn in_time_is_a_threshold_with_the_limit_inside() {
        let answers = [
            answer(0, Ok(1), 11_999, 0),
            answer(1, Ok(1), 12_000, 1),
            answer(2, Ok(1), 12_001, 2),
            answer(3, Err(Failure::Timeout), 1, 3),
        ];
        assert_eq!(scores(&InTime(Duration::from_secs(12)), &answers), [1.0, 1.0, 0.0, 0.0]);
    }
}
