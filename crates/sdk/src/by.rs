//! The wrapper that carries operators.

use crate::combine::{
    Among, Distinct, Duel, FirstCome, FirstCopyOnly, GeometricMean, Likeness, Minimum, Named, PassFail,
    Penalty, Power, Product, Rank, Scaled, Sum, Threshold, WinnerTakeMost,
};
use crate::{Exam, Notes, Score, Scoring, Task};
use std::ops::{Add, Mul};

/// A rule that takes operators: `By(a) * 0.8 + By(b) * 0.2`.
///
/// Each method's type says its law. They read from the inside out: what stands last is done last.
///
/// ```
/// use incentor_sdk::{Among, By, Constant, InTime, Latency};
/// # use incentor_sdk::{Notes, Question, Rng, Round, Scoring, Synapse, Task};
/// # #[derive(Clone, Debug, PartialEq, Synapse)] struct Add { a: u32, #[reply] sum: u32 }
/// # struct Addition;
/// # impl Task for Addition { type Ask = Add; type Truth = u32;
/// #   fn questions(&self, _: &Round, _: &mut Notes, _: &mut Rng) -> Vec<Question<Add, u32>> { vec![] } }
/// # let correct = Constant::of(1.0);
///
/// let rule = (By(correct).named("correct") * 0.8 + By(Latency::half_life("250ms")) * 0.2)
///     .first_copy_only()
///     .winner_takes_most(0.5, Among::Question)
///     * By(InTime::within("12s"));
/// # fn is_rule(_: impl Scoring<Addition>) {} is_rule(rule);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct By<S>(pub S);

impl<S> By<S> {
    /// To a power; see [`Power`].
    #[must_use]
    pub fn to_the_power(self, power: f64) -> By<Power<S>> {
        By(Power(self.0, power))
    }

    /// The geometric mean with another rule; see [`GeometricMean`].
    #[must_use]
    pub fn geometric_mean<B>(self, other: By<B>) -> By<GeometricMean<S, B>> {
        By(GeometricMean(self.0, other.0))
    }

    /// The lower of this rule and another; see [`Minimum`].
    #[must_use]
    pub fn minimum<B>(self, other: By<B>) -> By<Minimum<S, B>> {
        By(Minimum(self.0, other.0))
    }

    /// Less the share another rule takes away; see [`Penalty`].
    #[must_use]
    pub fn penalised_by<P>(self, penalty: By<P>) -> By<Penalty<S, P>> {
        By(Penalty(self.0, penalty.0))
    }

    /// The share of rivals beaten; see [`Rank`].
    #[must_use]
    pub fn ranked(self, among: Among) -> By<Rank<S>> {
        By(Rank(self.0, among))
    }

    /// The mean of the duels with all rivals; see [`Duel`].
    #[must_use]
    pub fn duelled(self, among: Among) -> By<Duel<S>> {
        By(Duel(self.0, among))
    }

    /// Among equal replies to one question only the first to arrive scores; see [`FirstCopyOnly`].
    #[must_use]
    pub fn first_copy_only(self) -> By<FirstCopyOnly<S>> {
        By(FirstCopyOnly(self.0))
    }

    /// Among replies within a distance only the first to arrive scores; see [`Distinct`].
    #[must_use]
    pub fn distinct<R, L: Likeness<R>>(self, likeness: L, tolerance: f64) -> By<Distinct<S, L>> {
        By(Distinct { rule: self.0, likeness, tolerance })
    }

    /// Whoever was first keeps an edge that decays; see [`FirstCome`].
    #[must_use]
    pub fn first_come(self, title: &'static str, epsilon: f64, decay: f64) -> By<FirstCome<S>> {
        By(FirstCome { rule: self.0, title, epsilon, decay })
    }

    /// Nothing below a bar; see [`Threshold`].
    #[must_use]
    pub fn at_least(self, least: f64) -> By<Threshold<S>> {
        By(Threshold { rule: self.0, least })
    }

    /// 1 from a bar on, 0 below; see [`PassFail`].
    #[must_use]
    pub fn passes(self, least: f64) -> By<PassFail<S>> {
        By(PassFail { rule: self.0, least })
    }

    /// The best keeps its score, the others lose; see [`WinnerTakeMost`].
    #[must_use]
    pub fn winner_takes_most(self, temperature: f64, among: Among) -> By<WinnerTakeMost<S>> {
        By(WinnerTakeMost { rule: self.0, temperature, among })
    }

    /// Puts this part on record; see [`Named`].
    ///
    /// [`ScoreBook::explain`](crate::ScoreBook::explain) tells it.
    #[must_use]
    pub fn named(self, name: &'static str) -> By<Named<S>> {
        By(Named(self.0, name))
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

impl<S> Mul<By<S>> for f64 {
    type Output = By<Scaled<S>>;

    fn mul(self, rule: By<S>) -> Self::Output {
        rule * self
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
