//! Arithmetic on scores, answer by answer: nobody's score depends on anybody else's.

use crate::{Exam, Notes, Score, Scoring, Task};

/// Times a factor; below 0 counts as 0. Law: `s ↦ k·s`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scaled<S>(pub S, pub f64);

/// To a power; below 0 counts as 0. Law: `s ↦ s^p`, and 0 stays 0 even for `p = 0`.
///
/// Above 1 it pays the best more than in proportion, and splitting one worker's effort stops paying; below 1 it
/// invites splitting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Power<S>(pub S, pub f64);

/// One rule plus another. Law: `a + b`; what one lacks the other can make up for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum<A, B>(pub A, pub B);

/// One rule times another. Law: `a · b`; each can veto.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Product<A, B>(pub A, pub B);

/// The geometric mean of two rules. Law: `√a · √b`; each can veto, and units do not matter.
///
/// Of n rules: the product of each to the [`Power`] 1/n.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GeometricMean<A, B>(pub A, pub B);

/// The lower of two rules. Law: `min(a, b)`; improving the better half stops paying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Minimum<A, B>(pub A, pub B);

/// A rule less the share another one takes away. Law: `s · (1 − min(p, 1))`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Penalty<S, P>(pub S, pub P);

impl<T: Task, S: Scoring<T>> Scoring<T> for Scaled<S> {
    fn score(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Vec<Score> {
        one(&self.0, exam, notes, |score| score * self.1)
    }
}

impl<T: Task, S: Scoring<T>> Scoring<T> for Power<S> {
    fn score(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Vec<Score> {
        one(&self.0, exam, notes, |score| raise(score, self.1))
    }
}

/// `score^power` for a power from 0 up, with 0 kept at 0.
pub(super) fn raise(score: f64, power: f64) -> f64 {
    if score > 0.0 { libm::pow(score, power.max(0.0)) } else { 0.0 }
}

impl<T: Task, A: Scoring<T>, B: Scoring<T>> Scoring<T> for Sum<A, B> {
    fn score(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Vec<Score> {
        two(&self.0, &self.1, exam, notes, |a, b| a + b)
    }
}

impl<T: Task, A: Scoring<T>, B: Scoring<T>> Scoring<T> for Product<A, B> {
    fn score(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Vec<Score> {
        two(&self.0, &self.1, exam, notes, |a, b| a * b)
    }
}

impl<T: Task, A: Scoring<T>, B: Scoring<T>> Scoring<T> for GeometricMean<A, B> {
    fn score(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Vec<Score> {
        // Root first: the product of two large scores would be beyond a float.
        two(&self.0, &self.1, exam, notes, |a, b| a.sqrt() * b.sqrt())
    }
}

impl<T: Task, A: Scoring<T>, B: Scoring<T>> Scoring<T> for Minimum<A, B> {
    fn score(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Vec<Score> {
        two(&self.0, &self.1, exam, notes, f64::min)
    }
}

impl<T: Task, S: Scoring<T>, P: Scoring<T>> Scoring<T> for Penalty<S, P> {
    fn score(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Vec<Score> {
        two(&self.0, &self.1, exam, notes, |score, penalty| score * (1.0 - penalty.min(1.0)))
    }
}

fn one<T: Task>(
    rule: &impl Scoring<T>,
    exam: &Exam<'_, T>,
    notes: &mut Notes,
    change: impl Fn(f64) -> f64,
) -> Vec<Score> {
    let mut scores = rule.score(exam, notes);
    for score in &mut scores {
        *score = Score::saturating(change(score.get()));
    }
    scores
}

/// Both rules, the first one first: the order in which they touch the notes.
///
/// The shorter list wins, so that a rule of the wrong length is seen by whoever closes the round.
fn two<T: Task>(
    a: &impl Scoring<T>,
    b: &impl Scoring<T>,
    exam: &Exam<'_, T>,
    notes: &mut Notes,
    join: fn(f64, f64) -> f64,
) -> Vec<Score> {
    let first = a.score(exam, notes);
    let second = b.score(exam, notes);
    let joined = first.into_iter().zip(second);
    joined.map(|(a, b)| Score::saturating(join(a.get(), b.get()))).collect()
}

#[cfg(test)]
mod tests {
    use crate::trial::{answer, points, scores};
    use crate::{By, Constant};
    use proptest::prelude::*;

    const fn by(value: f64) -> By<Constant> {
        By(Constant::of(value))
    }

    #[test]
    fn the_laws_hold_on_numbers() {
        let answers = [answer(0, Ok(1), 1, 0)];
        let check = |rule: &dyn crate::Scoring<crate::trial::Pings>, expected: f64| {
            assert_eq!(scores(rule, &answers), [expected]);
        };
        check(&(by(2.0) + by(0.5)), 2.5);
        check(&(by(2.0) * by(0.5)), 1.0);
        check(&(by(2.0) * 0.25), 0.5);
        check(&(0.25 * by(2.0)), 0.5);
        check(&(by(2.0) * -1.0), 0.0);
        check(&(by(f64::MAX) * by(2.0)), f64::MAX);
        check(&by(3.0).to_the_power(2.0), 9.0);
        check(&by(0.0).to_the_power(0.0), 0.0);
        check(&by(3.0).to_the_power(-1.0), 1.0);
        check(&by(4.0).geometric_mean(by(9.0)), 6.0);
        check(&by(f64::MAX).geometric_mean(by(f64::MAX)), f64::MAX.sqrt() * f64::MAX.sqrt());
        check(&by(4.0).geometric_mean(by(0.0)), 0.0);
        check(&by(4.0).minimum(by(9.0)), 4.0);
        check(&by(4.0).penalised_by(by(0.25)), 3.0);
        check(&by(4.0).penalised_by(by(7.0)), 0.0);
    }

    proptest! {
        /// More of a part is never worth less, except of a penalty.
        #[test]
        fn arithmetic_is_monotone(a in 0.0..1e9_f64, more in 0.0..1e9_f64, b in 0.0..1e9_f64) {
            let low = |rule: &dyn crate::Scoring<crate::trial::Points>| points(rule, &[a])[0];
            let high = |rule: &dyn crate::Scoring<crate::trial::Points>| points(rule, &[a + more])[0];
            let read = || By(crate::trial::Read);
            macro_rules! rises {
                ($rule:expr) => { prop_assert!(low(&$rule) <= high(&$rule)) };
            }
            rises!(read() + by(b));
            rises!(read() * by(b));
            rises!(read() * b);
            rises!(read().to_the_power(b / 1e9));
            rises!(read().geometric_mean(by(b)));
            rises!(read().minimum(by(b)));
            rises!(read().penalised_by(by(b)));
            prop_assert!(low(&by(b).penalised_by(read())) >= high(&by(b).penalised_by(read())));
        }

        /// The mean of equal parts is the part.
        #[test]
        fn the_geometric_mean_lies_between(a in 0.0..1e300_f64, b in 0.0..1e300_f64) {
            let mean = scores(&by(a).geometric_mean(by(b)), &[answer(0, Ok(1), 1, 0)])[0];
            prop_assert!(mean >= a.min(b) * (1.0 - 1e-15) && mean <= a.max(b) * (1.0 + 1e-15));
        }
    }
}
