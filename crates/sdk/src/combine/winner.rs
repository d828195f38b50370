//! From everybody in proportion to the winner alone.

use super::arithmetic::raise;
use super::cohort::Among;
use crate::{Exam, Notes, Score, Scoring, Task};

/// The best keeps its score, the others lose by temperature.
///
/// Law: `s ↦ best · (s / best)^(1/temperature)`. At 1 nothing changes; towards 0 only the best are left, at 0
/// exactly they (ties keep theirs); above 1 counts as 1. Order is kept, no score rises, and an entry below the
/// best changes nobody else's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WinnerTakeMost<S> {
    /// The rule.
    pub rule: S,
    /// 0 = the winner takes all, 1 = as the rule says.
    pub temperature: f64,
    /// Whom the winner beats.
    pub among: Among,
}

impl<T: Task, S: Scoring<T>> Scoring<T> for WinnerTakeMost<S> {
    fn score(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Vec<Score> {
        let mut scores = self.rule.score(exam, notes);
        let temperature = if self.temperature.is_nan() { 1.0 } else { self.temperature.clamp(0.0, 1.0) };
        for group in self.among.groups(exam) {
            let best = group.iter().filter_map(|&at| scores.get(at)).map(|score| score.get());
            let best = best.fold(0.0, f64::max);
            for at in group {
                let Some(score) = scores.get_mut(at).filter(|score| score.get() < best) else { continue };
                *score = Score::saturating(best * raise(score.get() / best, 1.0 / temperature));
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

    fn at(temperature: f64, worth: &[f64]) -> Vec<f64> {
        points(&By(Read).winner_takes_most(temperature, Among::Question), worth)
    }

    #[test]
    fn temperature_goes_from_all_to_one() {
        assert_eq!(at(1.0, &[1.0, 2.0, 4.0, 0.0]), [1.0, 2.0, 4.0, 0.0]);
        assert_eq!(at(0.5, &[1.0, 2.0, 4.0, 0.0]), [0.25, 1.0, 4.0, 0.0]);
        assert_eq!(at(0.0, &[1.0, 4.0, 4.0, 0.0]), [0.0, 4.0, 4.0, 0.0]);
        assert_eq!(at(7.0, &[1.0, 4.0]), [1.0, 4.0]);
        assert_eq!(at(0.0, &[0.0, 0.0]), [0.0, 0.0]);
    }

    proptest! {
        #[test]
        fn order_is_kept_and_nothing_rises(
            worth in prop::collection::vec(0.0..1e6_f64, 1..20),
            temperature in 0.0..1.0_f64,
        ) {
            let after = at(temperature, &worth);
            for (a, b) in worth.iter().zip(&after) {
                prop_assert!(*b <= *a * (1.0 + 1e-12));
                for (c, d) in worth.iter().zip(&after) {
                    prop_assert!(a < c || b >= d);
                }
            }
        }
    }
}
