//! Rules that need to know nothing about the task.

use crate::{Exam, Notes, Score, Scoring, Span, Task, each};
use std::time::Duration;

/// 1 for a reply within the limit, 0 for one after it.
///
/// A threshold, not a gradient: a gradient pays the miner who rents a server beside the validator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InTime(pub Duration);

impl InTime {
    /// The limit as a [`Duration`] or as text, `"12s"`.
    ///
    /// # Panics
    /// If the text is no length of time.
    #[must_use]
    pub fn within(limit: impl Span) -> Self {
        Self(limit.duration())
    }
}

impl<T: Task> Scoring<T> for InTime {
    fn score(&self, exam: &Exam<'_, T>, _: &mut Notes) -> Vec<Score> {
        each(exam, |answer, _| if answer.latency <= self.0 { Score::ONE } else { Score::ZERO })
    }
}

/// Faster is better: `2^(−latency / half_life)`, 0 without a reply.
///
/// By the validator's own watch. It pays for being near; prefer [`InTime`] unless speed itself is the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Latency {
    half_life: Duration,
}

impl Latency {
    /// The time after which a reply is worth half.
    ///
    /// As a [`Duration`] or as text, `"250ms"`.
    ///
    /// # Panics
    /// If the text is no length of time.
    #[must_use]
    pub fn half_life(half_life: impl Span) -> Self {
        Self { half_life: half_life.duration() }
    }
}

impl<T: Task> Scoring<T> for Latency {
    fn score(&self, exam: &Exam<'_, T>, _: &mut Notes) -> Vec<Score> {
        each(exam, |answer, _| {
            let halves = answer.latency.as_secs_f64() / self.half_life.as_secs_f64();
            Score::saturating(libm::exp2(-halves))
        })
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
        assert_eq!(InTime::within("12s"), InTime(Duration::from_secs(12)));
    }

    #[test]
    fn each_half_life_halves() {
        let answers = [
            answer(0, Ok(1), 0, 0),
            answer(1, Ok(1), 250, 1),
            answer(2, Ok(1), 500, 2),
            answer(3, Err(Failure::Timeout), 0, 3),
        ];
        assert_eq!(scores(&Latency::half_life("250ms"), &answers), [1.0, 0.5, 0.25, 0.0]);
        // No half-life at all: only what took no time is worth something, and 0/0 is not.
        assert_eq!(scores(&Latency::half_life("0s"), &answers), [0.0; 4]);
        let never = [crate::Answer { latency: Duration::MAX, ..answer(0, Ok(1), 0, 0) }];
        assert_eq!(scores(&Latency::half_life("250ms"), &never), [0.0]);
    }
}
