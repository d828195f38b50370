//! How answers become scores.

use crate::{Answer, Exam, FirstCopyOnly, Notes, Product, ReplyOf, Scaled, Score, Sum, Task};
use std::ops::{Add, Mul};

/// A rule that scores answers.
///
/// Rules compose: wrap them in [`By`] and use `+`, `*` and the methods there.
///
/// ```
/// use incentor_sdk::{By, Exam, InTime, Notes, Score, Scoring, Task};
/// use std::time::Duration;
/// # use incentor_sdk::{Question, Rng, Round, Synapse};
/// # #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)] struct Add { a: u32, b: u32 }
/// # impl Synapse for Add { type Reply = u32; const ROUTES: &'static [&'static str] = &["Add"]; }
/// # struct Addition;
/// # impl Task for Addition { type Ask = Add; type Truth = u32;
/// #   fn questions(&self, _: &Round, _: &mut Notes, _: &mut Rng) -> Vec<Question<Add, u32>> { vec![] } }
/// struct Correct;
///
/// impl Scoring<Addition> for Correct {
///     fn score(&self, exam: &Exam<Addition>, notes: &mut Notes) -> Vec<Score> {
///         incentor_sdk::each(exam, |answer, reply| {
///             let right = exam.question(answer).is_some_and(|question| question.truth == *reply);
///             Score::saturating(f64::from(u8::from(right)))
///         })
///     }
/// }
/// let in_time = InTime(Duration::from_secs(2));
/// let rule = (By(Correct) * By(in_time)).first_copy_only();
/// # fn is_rule(_: impl Scoring<Addition>) {} is_rule(rule);
/// ```
pub trait Scoring<T: Task>: Send + Sync + 'static {
    /// One score per answer, in the order of `exam.answers`.
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

/// A rule that takes operators: `By(a) * 0.8 + By(b) * 0.2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct By<S>(pub S);

impl<S> By<S> {
    /// Among equal replies to one question only the first to arrive scores.
    #[must_use]
    pub fn first_copy_only(self) -> By<FirstCopyOnly<S>> {
        By(FirstCopyOnly(self.0))
    }
}

impl<T: Task, S: Scoring<T>> Scoring<T> for By<S> {
    fn score(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Vec<Score> {
        self.0.score(exam, notes)
    }
}

impl<S> Mul<f64> for By<S> {
    type Output = By<Scaled<S>>;

    fn mul(self, factor: f64) -> Self::Output {
        By(Scaled(self.0, factor))
    }
}

impl<A, B> Mul<By<B>> for By<A> {
    type Output = By<Product<A, B>>;

    fn mul(self, other: By<B>) -> Self::Output {
        By(Product(self.0, other.0))
    }
}

impl<A, B> Add<By<B>> for By<A> {
    type Output = By<Sum<A, B>>;

    fn add(self, other: By<B>) -> Self::Output {
        By(Sum(self.0, other.0))
    }
}
