//! Rules made of rules. [`By`](crate::By) writes them.

use crate::{Exam, Notes, Score, Scoring, Task};

/// Times a factor; below 0 counts as 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scaled<S>(pub S, pub f64);

/// One rule plus another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum<A, B>(pub A, pub B);

/// One rule times another: each can veto.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Product<A, B>(pub A, pub B);

/// Of equal replies to one question only the first to arrive scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstCopyOnly<S>(pub S);

impl<T: Task, S: Scoring<T>> Scoring<T> for Scaled<S> {
    fn score(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Vec<Score> {
        let mut scores = self.0.score(exam, notes);
        for score in &mut scores {
            *score = Score::saturating(score.get() * self.1);
        }
        scores
    }
}

impl<T: Task, A: Scoring<T>, B: Scoring<T>> Scoring<T> for Sum<A, B> {
    fn score(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Vec<Score> {
        pairwise(&self.0, &self.1, exam, notes, |a, b| a + b)
    }
}

impl<T: Task, A: Scoring<T>, B: Scoring<T>> Scoring<T> for Product<A, B> {
    fn score(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Vec<Score> {
        pairwise(&self.0, &self.1, exam, notes, |a, b| a * b)
    }
}

/// Both rules, the first one first: the order in which they touch the notes.
fn pairwise<T: Task>(
    a: &impl Scoring<T>,
    b: &impl Scoring<T>,
    exam: &Exam<'_, T>,
    notes: &mut Notes,
    join: fn(f64, f64) -> f64,
) -> Vec<Score> {
    let mut scores = a.score(exam, notes);
    for (score, other) in scores.iter_mut().zip(b.score(exam, notes)) {
        *score = Score::saturating(join(score.get(), other.get()));
    }
    scores
}

impl<T: Task, S: Scoring<T>> Scoring<T> for FirstCopyOnly<S> {
    fn score(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Vec<Score> {
        let mut scores = self.0.score(exam, notes);
        for (answer, score) in exam.answers.iter().zip(&mut scores) {
            let earlier = exam.answers.iter().any(|other| {
                other.question == answer.question
                    && other.arrival < answer.arrival
                    && other.reply.is_ok()
                    && other.reply == answer.reply
            });
            if earlier {
                *score = Score::ZERO;
            }
        }
        scores
    }
}

#[cfg(test)]
mod tests {
    use crate::trial::{answer, scores};
    use crate::{By, Constant, Failure, InTime};
    use std::time::Duration;

    #[test]
    fn sums_products_and_factors_are_those_of_numbers() {
        let answers = [answer(0, Ok(1), 1, 0)];
        assert_eq!(scores(&(By(Constant::of(2.0)) + By(Constant::of(0.5))), &answers), [2.5]);
        assert_eq!(scores(&(By(Constant::of(2.0)) * By(Constant::of(0.5))), &answers), [1.0]);
        assert_eq!(scores(&(By(Constant::of(2.0)) * 0.25), &answers), [0.5]);
        assert_eq!(scores(&(By(Constant::of(2.0)) * -1.0), &answers), [0.0]);
        assert_eq!(scores(&(By(Constant::of(f64::MAX)) * By(Constant::of(2.0))), &answers), [f64::MAX]);
    }

    #[test]
    fn only_the_first_of_equal_replies_counts() {
        let rule = || By(Constant::of(1.0)).first_copy_only();
        let answers = [answer(0, Ok(7), 1, 2), answer(1, Ok(7), 1, 0), answer(2, Ok(8), 1, 1)];
        assert_eq!(scores(&rule(), &answers), [0.0, 1.0, 1.0]);
    }

    #[test]
    fn silence_is_no_copy_of_silence() {
        let answers = [answer(0, Err(Failure::Timeout), 1, 0), answer(1, Err(Failure::Timeout), 1, 1)];
        assert_eq!(scores(&By(InTime(Duration::from_secs(12))).first_copy_only(), &answers), [0.0, 0.0]);
    }
}
