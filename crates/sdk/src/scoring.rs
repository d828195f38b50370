//! How answers become scores.

use crate::{Answer, By, Exam, Notes, Question, ReplyOf, Score, Task};
use std::fmt;

/// A rule that scores answers.
///
/// It sees replies, the validator's own clock and the truth. Rules compose: wrap them in [`By`] and use `+`,
/// `*` and the methods there. Whether a rule can be gamed, [`check`](crate::check) tells.
///
/// ```
/// use incentor_sdk::{By, Exam, InTime, Notes, Score, Scoring, Task};
/// # use incentor_sdk::{Question, Rng, Round, Synapse};
/// # #[derive(Clone, Debug, PartialEq, Synapse)] struct Add { a: u32, b: u32, #[reply] sum: u32 }
/// # struct Addition;
/// # impl Task for Addition { type Ask = Add; type Truth = u32;
/// #   fn questions(&self, _: &Round, _: &mut Notes, _: &mut Rng) -> Vec<Question<Add, u32>> { vec![] } }
/// struct Correct;
///
/// impl Scoring<Addition> for Correct {
///     fn score(&self, exam: &Exam<Addition>, notes: &mut Notes) -> Vec<Score> {
///         incentor_sdk::each(exam, |answer, reply| {
///             let right = exam.question(answer).is_some_and(|question| question.truth == reply.sum);
///             Score::saturating(f64::from(u8::from(right)))
///         })
///     }
/// }
/// let rule = (By(Correct) * By(InTime::within("2s"))).first_copy_only();
/// # fn is_rule(_: impl Scoring<Addition>) {} is_rule(rule);
/// ```
pub trait Scoring<T: Task>: Send + Sync + 'static {
    /// One score per answer, in the order of `exam.answers`.
    ///
    /// A list of another length voids the round, as a [`Fault`](crate::Fault) reported to the notes does.
    fn score(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Vec<Score>;
}

/// Scores each reply on its own; an answer without reply gets 0.
pub fn each<T: Task>(
    exam: &Exam<'_, T>,
    mut score: impl FnMut(&Answer<ReplyOf<T>>, &ReplyOf<T>) -> Score,
) -> Vec<Score> {
    let score = |answer: &Answer<ReplyOf<T>>| match &answer.reply {
        Ok(reply) => score(answer, reply),
        Err(_) => Score::ZERO,
    };
    exam.answers.iter().map(score).collect()
}

impl<T: Task> Scoring<T> for Box<dyn Scoring<T>> {
    fn score(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Vec<Score> {
        (**self).score(exam, notes)
    }
}

/// A rule that is a function of question and reply; [`per_reply`] makes one.
pub struct PerReply<T: Task>(Box<ReplyRule<T>>);

type ReplyRule<T> = dyn Fn(&Question<<T as Task>::Ask, <T as Task>::Truth>, &ReplyOf<T>) -> f64 + Send + Sync;

impl<T: Task> fmt::Debug for PerReply<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PerReply")
    }
}

/// Scores each reply by its question alone; what is no score counts as 0.
///
/// ```
/// use incentor_sdk::per_reply;
/// # use incentor_sdk::{Notes, Question, Rng, Round, Synapse, Task};
/// # #[derive(Clone, Debug, PartialEq, Synapse)] struct Add { a: u32, b: u32, #[reply] sum: u32 }
/// # struct Addition;
/// # impl Task for Addition { type Ask = Add; type Truth = u32;
/// #   fn questions(&self, _: &Round, _: &mut Notes, _: &mut Rng) -> Vec<Question<Add, u32>> { vec![] } }
///
/// let correct = per_reply::<Addition>(|question, reply| f64::from(u8::from(question.truth == reply.sum)));
/// let rule = correct.first_copy_only();
/// # fn is_rule(_: impl incentor_sdk::Scoring<Addition>) {} is_rule(rule);
/// ```
pub fn per_reply<T: Task>(
    score: impl Fn(&Question<T::Ask, T::Truth>, &ReplyOf<T>) -> f64 + Send + Sync + 'static,
) -> By<PerReply<T>> {
    By(PerReply(Box::new(score)))
}

impl<T: Task> Scoring<T> for PerReply<T> {
    fn score(&self, exam: &Exam<'_, T>, _: &mut Notes) -> Vec<Score> {
        each(exam, |answer, reply| {
            exam.question(answer).map_or(Score::ZERO, |question| Score::saturating(self.0(question, reply)))
        })
    }
}
