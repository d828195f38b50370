//! Answers in pairs.

use super::cohort::Among;
use crate::{Exam, Notes, Question, ReplyOf, Score, Scoring, Task};

/// Each answer against each rival, by score. Law: the mean over rivals `r` of `s / (s + r)`; alone 1; 0 stays
/// 0.
///
/// In 0..=1. Like all comparisons it pays for decoys: every rival one adds and beats lifts the mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duel<S>(pub S, pub Among);

/// Says which of two replies to one question is better: a person, a model, a test.
///
/// ```
/// use incentor_sdk::{Judge, Judged, Question};
/// # use incentor_sdk::*;
/// # #[derive(Clone, Debug, PartialEq, Synapse)] struct Draw { what: String, #[reply] strokes: Vec<[f32; 4]> }
/// # struct Drawing; impl Task for Drawing { type Ask = Draw; type Truth = ();
/// #   fn questions(&self, _: &Round, _: &mut Notes, _: &mut Rng) -> Vec<Question<Draw, ()>> { vec![] } }
/// struct Sparing;
///
/// impl Judge<Drawing> for Sparing {
///     fn prefer(&self, _: &Question<Draw, ()>, one: &DrawReply, other: &DrawReply) -> f64 {
///         match one.strokes.len().cmp(&other.strokes.len()) {
///             std::cmp::Ordering::Less => 1.0,
///             std::cmp::Ordering::Equal => 0.5,
///             std::cmp::Ordering::Greater => 0.0,
///         }
///     }
/// }
/// let rule = By(Judged(Sparing));
/// # fn is_rule(_: impl Scoring<Drawing>) {} is_rule(rule);
/// ```
pub trait Judge<T: Task>: Send + Sync + 'static {
    /// How far the first is preferred: 1 for sure, 0.5 undecided, 0 not at all.
    fn prefer(&self, question: &Question<T::Ask, T::Truth>, one: &ReplyOf<T>, other: &ReplyOf<T>) -> f64;
}

/// Each reply against each rival to the same question, by a [`Judge`].
///
/// Law: the mean over rivals of `(prefer(a, b) + 1 − prefer(b, a)) / 2`, which takes out what the judge gives
/// to the one it sees first; a rival without reply is beaten; alone 1. The judge is asked twice per pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged<J>(pub J);

impl<T: Task, S: Scoring<T>> Scoring<T> for Duel<S> {
    fn score(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Vec<Score> {
        let mut scores = self.0.score(exam, notes);
        let raw = scores.clone();
        let worth = |at: usize| raw.get(at).map_or(0.0, |score| score.get());
        for group in self.1.groups(exam) {
            for &at in &group {
                let Some(score) = scores.get_mut(at).filter(|score| score.get() > 0.0) else { continue };
                let own = score.get();
                // By the ratio: the sum of two large scores would be beyond a float.
                let won = |&&rival: &&usize| (rival != at).then(|| 1.0 / (1.0 + worth(rival) / own));
                *score = mean(group.iter().filter_map(|rival| won(&rival)));
            }
        }
        scores
    }
}

impl<T: Task, J: Judge<T>> Scoring<T> for Judged<J> {
    fn score(&self, exam: &Exam<'_, T>, _: &mut Notes) -> Vec<Score> {
        let mut scores = vec![Score::ZERO; exam.answers.len()];
        for group in Among::Question.groups(exam) {
            for &at in &group {
                let Some(answer) = exam.answers.get(at) else { continue };
                let (Some(question), Ok(own)) = (exam.question(answer), &answer.reply) else { continue };
                let won = |rival: usize| match exam.answers.get(rival).map(|rival| &rival.reply) {
                    Some(Ok(other)) => {
                        let ahead = preference(self.0.prefer(question, own, other));
                        let behind = preference(self.0.prefer(question, other, own));
                        f64::midpoint(ahead, 1.0 - behind)
                    }
                    _ => 1.0,
                };
                let rivals = group.iter().copied().filter(|&rival| rival != at);
                if let Some(score) = scores.get_mut(at) {
                    *score = mean(rivals.map(won));
                }
            }
        }
        scores
    }
}

/// What a judge said, made a share; what is no number is undecided.
fn preference(said: f64) -> f64 {
    if said.is_nan() { 0.5 } else { said.clamp(0.0, 1.0) }
}

/// The mean of the duels; unopposed is won.
fn mean(won: impl Iterator<Item = f64>) -> Score {
    let (sum, count) = won.fold((0.0, 0_u32), |(sum, count), won| (sum + won, count + 1));
    if count == 0 { Score::ONE } else { Score::saturating(sum / f64::from(count)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::By;
    use crate::trial::{Points, Read, points};
    use proptest::prelude::*;

    struct Vain;

    /// Prefers the larger number, and by 0.2 whatever it sees first; cannot read 13.
    impl Judge<Points> for Vain {
        fn prefer(&self, _: &Question<crate::trial::Point, ()>, one: &f64, other: &f64) -> f64 {
            let bias = 0.2;
            match one.total_cmp(other) {
                _ if *one == 13.0 || *other == 13.0 => f64::NAN,
                std::cmp::Ordering::Greater => 0.8 + bias,
                std::cmp::Ordering::Less => bias,
                std::cmp::Ordering::Equal => 0.5 + bias,
            }
        }
    }

    #[test]
    fn duels_are_means_of_shares() {
        let rule = By(Read).duelled(Among::Question);
        assert_eq!(points(&rule, &[1.0, 3.0]), [0.25, 0.75]);
        assert_eq!(points(&rule, &[1.0, 1.0, 0.0]), [0.75, 0.75, 0.0]);
        assert_eq!(points(&rule, &[2.0]), [1.0]);
        assert_eq!(points(&rule, &[f64::MAX, f64::MAX]), [0.5, 0.5]);
    }

    #[test]
    fn a_judge_gains_nothing_by_the_order_it_sees() {
        let near = |found: Vec<f64>, expected: &[f64]| {
            assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}");
        };
        near(points(&Judged(Vain), &[1.0, 2.0]), &[0.1, 0.9]);
        near(points(&Judged(Vain), &[2.0, 2.0]), &[0.5, 0.5]);
        near(points(&Judged(Vain), &[13.0, 2.0]), &[0.5, 0.5]);
        near(points(&Judged(Vain), &[2.0]), &[1.0]);
    }

    proptest! {
        #[test]
        fn all_duels_together_share_one_pot(worth in prop::collection::vec(1e-3..1e3_f64, 2..20)) {
            let sum: f64 = points(&By(Read).duelled(Among::Question), &worth).iter().sum();
            prop_assert!((sum - worth.len() as f64 / 2.0).abs() < 1e-9);
        }
    }
}
