//! Who is compared with whom, and by place.

use crate::{Exam, Notes, Score, Scoring, Task};
use std::collections::BTreeMap;

/// Whose answers are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Among {
    /// Answers to the same question.
    #[default]
    Question,
    /// All answers of the round: for tasks that give each miner a question of its own.
    Round,
}

impl Among {
    /// Places of the answers that are compared with each other, group by group.
    pub(super) fn groups<T: Task>(self, exam: &Exam<'_, T>) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, answer) in exam.answers.iter().enumerate() {
            let group = match self {
                Self::Question => answer.question,
                Self::Round => 0,
            };
            groups.entry(group).or_default().push(at);
        }
        groups.into_values().collect()
    }
}

/// The share of rivals beaten. Law: `s ↦ (lower + equal/2) / rivals`, alone 1; 0 stays 0.
///
/// Only the order counts: being better by more pays nothing more, a decoy lifts everybody above it, and a copy
/// earns like the original.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank<S>(pub S, pub Among);

impl<T: Task, S: Scoring<T>> Scoring<T> for Rank<S> {
    fn score(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Vec<Score> {
        let mut scores = self.0.score(exam, notes);
        let raw = scores.clone();
        for group in self.1.groups(exam) {
            let mut sorted: Vec<f64> =
                group.iter().filter_map(|&at| raw.get(at)).map(|score| score.get()).collect();
            sorted.sort_by(f64::total_cmp);
            let rivals = sorted.len().saturating_sub(1) as f64;
            for &at in &group {
                let Some(score) = scores.get_mut(at).filter(|score| score.get() > 0.0) else { continue };
                let lower = sorted.partition_point(|other| *other < score.get());
                let equal = sorted.partition_point(|other| *other <= score.get()) - lower - 1;
                let share = if rivals > 0.0 { (lower as f64 + equal as f64 / 2.0) / rivals } else { 1.0 };
                *score = Score::saturating(share);
            }
        }
        scores
    }
}

#[cfg(test)]
mod tests {
    use crate::trial::{Read, points};
    use crate::{Among, By};
    use proptest::prelude::*;

    fn ranks(worth: &[f64]) -> Vec<f64> {
        points(&By(Read).ranked(Among::Question), worth)
    }

    #[test]
    fn places_become_shares() {
        assert_eq!(ranks(&[1.0, 3.0, 2.0]), [0.0, 1.0, 0.5]);
        assert_eq!(ranks(&[2.0, 2.0, 0.0]), [0.75, 0.75, 0.0]);
        assert_eq!(ranks(&[5.0]), [1.0]);
        assert_eq!(ranks(&[0.0]), [0.0]);
    }

    #[test]
    fn questions_apart_are_ranked_apart() {
        use crate::trial::points_of;
        let worth = [(0, 1.0), (1, 9.0), (0, 2.0)];
        assert_eq!(points_of(&By(Read).ranked(Among::Question), &worth), [0.0, 1.0, 1.0]);
        assert_eq!(points_of(&By(Read).ranked(Among::Round), &worth), [0.0, 1.0, 0.5]);
    }

    proptest! {
        /// Shares of positive scores without ties: 0, 1/(n−1), …, 1, whatever the numbers are.
        #[test]
        fn only_the_order_counts(worth in prop::collection::btree_set(1_u32..1_000_000, 2..30)) {
            let n = worth.len();
            let low: Vec<f64> = worth.iter().map(|x| f64::from(*x)).collect();
            let steep: Vec<f64> = low.iter().map(|x| x * x * x).collect();
            let expected: Vec<f64> = (0..n).map(|at| at as f64 / (n - 1) as f64).collect();
            prop_assert_eq!(&ranks(&low), &expected);
            prop_assert_eq!(&ranks(&steep), &expected);
        }
    }
}
