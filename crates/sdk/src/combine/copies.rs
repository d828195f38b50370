//! Copies earn nothing.

use crate::{Exam, Notes, ReplyOf, Score, Scoring, Task};

/// Of equal replies to one question only the first to arrive scores.
///
/// Law: `s ↦ 0` if an equal reply with a score came earlier, else `s`. A reply that scores 0 blocks nobody.
/// Where honest miners give equal replies, as with one right answer, this pays the fastest alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstCopyOnly<S>(pub S);

/// How far two replies to one question are apart; 0 = the same work.
///
/// Any function of two replies is one.
pub trait Likeness<R>: Send + Sync + 'static {
    /// The distance, from 0 up; what is no number counts as far.
    fn distance(&self, one: &R, other: &R) -> f64;
}

impl<R, F: Fn(&R, &R) -> f64 + Send + Sync + 'static> Likeness<R> for F {
    fn distance(&self, one: &R, other: &R) -> f64 {
        self(one, other)
    }
}

/// Of near-copies only the first to arrive scores.
///
/// Near are replies to one question within a tolerance. Law: in the order of arrival, `s ↦ 0` if a reply that
/// still scores lies within `tolerance`, else `s`. A chain of small changes does not lead away: every copy is
/// held against originals, not against copies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distinct<S, L> {
    /// The rule.
    pub rule: S,
    /// What tells replies apart.
    pub likeness: L,
    /// Largest distance that is still a copy.
    pub tolerance: f64,
}

impl<T: Task, S: Scoring<T>> Scoring<T> for FirstCopyOnly<S> {
    fn score(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Vec<Score> {
        let scores = self.0.score(exam, notes);
        keep_first(exam, scores, |one, other| one == other)
    }
}

impl<T: Task, S: Scoring<T>, L: Likeness<ReplyOf<T>>> Scoring<T> for Distinct<S, L> {
    fn score(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Vec<Score> {
        let scores = self.rule.score(exam, notes);
        keep_first(exam, scores, |one, other| self.likeness.distance(one, other) <= self.tolerance)
    }
}

/// In the order of arrival: whoever is like one that has been kept loses its score.
fn keep_first<T: Task>(
    exam: &Exam<'_, T>,
    mut scores: Vec<Score>,
    is_copy: impl Fn(&ReplyOf<T>, &ReplyOf<T>) -> bool,
) -> Vec<Score> {
    let mut order: Vec<usize> = (0..exam.answers.len()).collect();
    order.sort_by_key(|&at| exam.answers.get(at).map(|answer| (answer.question, answer.arrival)));
    let mut kept: Vec<(usize, &ReplyOf<T>)> = Vec::new();
    for at in order {
        let (Some(answer), Some(score)) = (exam.answers.get(at), scores.get_mut(at)) else { continue };
        let Ok(reply) = &answer.reply else { continue };
        if score.get() == 0.0 {
            continue;
        }
        // Only this question's replies are of interest; the ones before are done.
        kept.retain(|(question, _)| *question == answer.question);
        if kept.iter().any(|(_, original)| is_copy(original, reply)) {
            *score = Score::ZERO;
        } else {
            kept.push((answer.question, reply));
        }
    }
    scores
}

#[cfg(test)]
mod tests {
    use crate::trial::{Read, answer, points, points_of, scores};
    use crate::{By, Constant, Failure, InTime};
    use std::time::Duration;

    #[test]
    fn only_the_first_of_equal_replies_counts() {
        let rule = || By(Constant::of(1.0)).first_copy_only();
        let answers = [answer(0, Ok(7), 1, 2), answer(1, Ok(7), 1, 0), answer(2, Ok(8), 1, 1)];
        assert_eq!(scores(&rule(), &answers), [0.0, 1.0, 1.0]);
    }

    #[test]
    fn equal_replies_to_two_questions_are_two_pieces_of_work() {
        let rule = By(Read).first_copy_only();
        assert_eq!(points_of(&rule, &[(0, 2.0), (1, 2.0), (0, 2.0)]), [2.0, 2.0, 0.0]);
    }

    #[test]
    fn a_reply_worth_nothing_blocks_nobody() {
        let answers = [answer(0, Ok(7), 9_000, 0), answer(1, Ok(7), 1, 1)];
        let rule = By(InTime::within(Duration::from_secs(1))).first_copy_only();
        assert_eq!(scores(&rule, &answers), [0.0, 1.0]);
    }

    #[test]
    fn silence_is_no_copy_of_silence() {
        let answers = [answer(0, Err(Failure::Timeout), 1, 0), answer(1, Err(Failure::Timeout), 1, 1)];
        let rule = By(InTime::within(Duration::from_secs(12))).first_copy_only();
        assert_eq!(scores(&rule, &answers), [0.0, 0.0]);
    }

    #[test]
    fn near_copies_fall_and_chains_lead_nowhere() {
        let rule = By(Read).distinct(|a: &f64, b: &f64| (a - b).abs(), 0.15);
        assert_eq!(points(&rule, &[1.0, 1.1, 1.2, 1.3]), [1.0, 0.0, 1.2, 0.0]);
        let unreadable = By(Read).distinct(|_: &f64, _: &f64| f64::NAN, 0.15);
        assert_eq!(points(&unreadable, &[1.0, 1.0]), [1.0, 1.0]);
    }
}
