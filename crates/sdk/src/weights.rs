//! Scores to weights: the only place where floats become u16.

mod classic;

pub use classic::Classic;

use crate::Score;
use incentor_primitives::{Uid, Weight};
use std::collections::BTreeSet;

/// How scores become weights.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Policy {
    /// In proportion to a power of the score; all-zero sends nothing.
    Proportional {
        /// Weights go with score^power: 1 pays in proportion, more pays the best.
        power: f64,
        /// The least weight of a positive score, so that rounding never takes a miner's whole pay.
        positive_floor: u16,
    },
    /// The best share a fixed part of the row, the others the rest, each group in proportion to scores.
    ///
    /// Whoever ties with the last of the best is one of them: no seat number decides. If all are best, or the
    /// others have nothing, it is in proportion.
    Top {
        /// How many are best.
        count: u16,
        /// Their part of the row, up to 1; never less than in proportion.
        share: f64,
        /// The least weight of a positive score.
        positive_floor: u16,
    },
    /// By `exp((s / best − 1) / temperature)`: towards 0 the winner takes all; a score of 0 gets nothing.
    Softmax {
        /// From 0 up, in units of the best score.
        temperature: f64,
        /// The least weight of a positive score.
        positive_floor: u16,
    },
    /// As the Python SDK does it: all-zero pays everybody alike, tiny scores vanish.
    Classic(Classic),
}

impl Policy {
    /// The Python SDK's conversion on a subnet with the chain's default limits.
    #[must_use]
    pub const fn classic() -> Self {
        Self::Classic(Classic { min_allowed_weights: 1, max_weight_limit: 1.0, exclude_quantile_u16: 0 })
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::Proportional { power: 1.0, positive_floor: 1 }
    }
}

/// A validator's row as it is sent: the largest weight is 65535; zeros are left out, as the Python SDK does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WeightVector(Vec<(Uid, Weight)>);

impl WeightVector {
    /// The row for those scores, in their order; by the default policy empty if no score is positive.
    ///
    /// Proportional: w = max(floor, round(65535 · (s / max s)^power)) for s > 0. An empty row must not be sent:
    /// the validator has no opinion, and the weights it set before stand.
    ///
    /// ```
    /// use incentor_sdk::{Policy, Score, WeightVector};
    /// use incentor_primitives::{Uid, Weight};
    ///
    /// let scores = [(Uid(4), Score::saturating(0.5)), (Uid(7), Score::ONE), (Uid(9), Score::ZERO)];
    /// let row = WeightVector::from_scores(&scores, &Policy::default());
    /// assert_eq!(row.entries(), [(Uid(4), Weight(32768)), (Uid(7), Weight(65535))]);
    /// ```
    #[must_use]
    pub fn from_scores(scores: &[(Uid, Score)], policy: &Policy) -> Self {
        match *policy {
            Policy::Proportional { power, positive_floor } => {
                // x^1 = x and x^2 = x · x, to the last bit or within two; a power series is slow.
                match power {
                    1.0 => quantise(scores, positive_floor, |share| share),
                    2.0 => quantise(scores, positive_floor, |share| share * share),
                    4.0 => quantise(scores, positive_floor, |share| (share * share) * (share * share)),
                    _ => quantise(scores, positive_floor, |share| libm::pow(share, power)),
                }
            }
            Policy::Top { count, share, positive_floor } => top(scores, count, share, positive_floor),
            Policy::Softmax { temperature, positive_floor } => {
                quantise(scores, positive_floor, |share| hot(share, temperature))
            }
            Policy::Classic(limits) => Self(classic::weights(scores, limits)),
        }
    }

    /// The row with a weight of 0 for each of these uids that it leaves out, all by ascending uid.
    ///
    /// The chain keeps such zeros. Only liquid alpha tells one from no weight at all: the bond behind a zero fades at
    /// its pair's rate, the bond behind no weight is gone at once (spec §1.11).
    ///
    /// ```
    /// use incentor_primitives::{Uid, Weight};
    /// use incentor_sdk::{Policy, Score, WeightVector};
    ///
    /// let row = WeightVector::from_scores(&[(Uid(7), Score::ONE)], &Policy::default());
    /// assert_eq!(row.with_zeros([Uid(7), Uid(4)]).entries(), [(Uid(4), Weight(0)), (Uid(7), Weight(65535))]);
    /// ```
    #[must_use]
    pub fn with_zeros(mut self, uids: impl IntoIterator<Item = Uid>) -> Self {
        let named: BTreeSet<Uid> = self.0.iter().map(|(uid, _)| *uid).collect();
        let zeros: BTreeSet<Uid> = uids.into_iter().filter(|uid| !named.contains(uid)).collect();
        self.0.extend(zeros.into_iter().map(|uid| (uid, Weight(0))));
        self.0.sort_unstable_by_key(|(uid, _)| *uid);
        self
    }

    /// The entries, in the order of the scores.
    #[must_use]
    pub fn entries(&self) -> &[(Uid, Weight)] {
        &self.0
    }

    /// Whether there is nothing to send.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Weights in proportion to a function of each score's share of the best one.
fn quantise(scores: &[(Uid, Score)], positive_floor: u16, pay: impl Fn(f64) -> f64) -> WeightVector {
    let best =
        scores.iter().fold(0.0, |best, (_, score)| if score.get() > best { score.get() } else { best });
    let weight = |(uid, score): &(Uid, Score)| {
        let scaled = rounded(65_535.0 * pay(score.get() / best));
        (score.get() > 0.0).then_some((*uid, Weight(scaled.max(positive_floor))))
    };
    let mut row = Vec::with_capacity(scores.len());
    row.extend(scores.iter().filter_map(weight).filter(|(_, weight)| weight.0 > 0));
    WeightVector(row)
}

/// To the nearest number that a weight can be, halves up; 0 of no number.
fn rounded(value: f64) -> u16 {
    let whole = value as u16;
    // Exact: both lie within a factor of two, or the whole part is 0.
    whole.saturating_add(u16::from(value - f64::from(whole) >= 0.5))
}

/// A softmax over shares of the best, with the best at 1.
fn hot(share: f64, temperature: f64) -> f64 {
    // Kept apart, since 0/0 is no number.
    if share >= 1.0 { 1.0 } else { libm::exp((share - 1.0) / temperature.max(0.0)) }
}

fn top(scores: &[(Uid, Score)], count: u16, share: f64, positive_floor: u16) -> WeightVector {
    let best = scores.iter().map(|(_, score)| score.get()).fold(0.0, f64::max);
    // As shares of the best: the sum of large scores would be beyond a float.
    let parts: Vec<f64> = scores.iter().map(|(_, score)| score.get() / best).collect();
    let mut sorted: Vec<f64> = parts.iter().copied().filter(|part| *part > 0.0).collect();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let last = usize::from(count).checked_sub(1).and_then(|at| sorted.get(at)).copied();
    let bar = last.unwrap_or(if count == 0 { f64::INFINITY } else { 0.0 });
    let sum = |chosen: fn(f64, f64) -> bool| sorted.iter().filter(|part| chosen(**part, bar)).sum::<f64>();
    let (of_best, of_others) = (sum(|part, bar| part >= bar), sum(|part, bar| part < bar));
    // At least what they have in proportion: less would pay the others more than the best.
    let share = share.clamp(0.0, 1.0).max(of_best / (of_best + of_others));
    let pay = |part: f64| match (of_best > 0.0, of_others > 0.0) {
        (true, true) if part >= bar => share * part / of_best,
        (true, true) => (1.0 - share) * part / of_others,
        _ => part,
    };
    let most = parts.iter().map(|part| pay(*part)).fold(0.0, f64::max);
    quantise(scores, positive_floor, |part| pay(part) / most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(scores: &[f64], policy: Policy) -> Vec<(u16, u16)> {
        let scores: Vec<(Uid, Score)> =
            (0..).zip(scores).map(|(uid, &score)| (Uid(uid), Score::saturating(score))).collect();
        let row = WeightVector::from_scores(&scores, &policy);
        row.entries().iter().map(|(uid, weight)| (uid.0, weight.0)).collect()
    }

    #[test]
    fn all_zero_and_nobody_send_nothing() {
        assert_eq!(row(&[0.0, 0.0], Policy::default()), []);
        assert_eq!(row(&[], Policy::default()), []);
    }

    #[test]
    fn a_positive_score_never_becomes_zero() {
        assert_eq!(row(&[1.0, 1e-300], Policy::default()), [(0, 65_535), (1, 1)]);
        assert_eq!(
            row(&[1.0, 1e-300], Policy::Proportional { power: 1.0, positive_floor: 0 }),
            [(0, 65_535)]
        );
    }

    #[test]
    fn the_power_sharpens() {
        assert_eq!(
            row(&[1.0, 0.5], Policy::Proportional { power: 2.0, positive_floor: 1 }),
            [(0, 65_535), (1, 16_384)]
        );
        assert_eq!(row(&[f64::MAX, f64::MAX], Policy::default()), [(0, 65_535), (1, 65_535)]);
    }

    #[test]
    fn the_best_share_their_part() {
        let top = |count, share| Policy::Top { count, share, positive_floor: 1 };
        // 7/8 for 3 and 1, 1/8 for the two others.
        assert_eq!(
            row(&[3.0, 0.5, 1.0, 0.0, 0.5], top(2, 0.875)),
            [(0, 65_535), (1, 6_241), (2, 21_845), (4, 6_241)]
        );
        assert_eq!(row(&[1.0, 1.0, 1.0], top(1, 0.9)), [(0, 65_535), (1, 65_535), (2, 65_535)]);
        assert_eq!(row(&[2.0, 1.0], top(0, 0.9)), row(&[2.0, 1.0], Policy::default()));
        assert_eq!(row(&[2.0, 1.0], top(9, 0.9)), row(&[2.0, 1.0], Policy::default()));
        assert_eq!(row(&[2.0, 1.0], top(1, 1.0)), [(0, 65_535), (1, 1)]);
        assert_eq!(row(&[f64::MAX, f64::MAX, 1.0], top(1, 0.5)), [(0, 65_535), (1, 65_535), (2, 1)]);
        assert_eq!(row(&[0.0], top(1, 0.5)), []);
    }

    #[test]
    fn heat_levels_and_cold_crowns() {
        let softmax = |temperature| Policy::Softmax { temperature, positive_floor: 0 };
        let scores = [1.0, 0.5, 0.0];
        let half = libm::round(65_535.0 * libm::exp(-0.5)) as u16;
        assert_eq!(row(&scores, softmax(1.0)), [(0, 65_535), (1, half)]);
        assert_eq!(row(&scores, softmax(0.0)), [(0, 65_535)]);
        assert_eq!(row(&scores, softmax(f64::INFINITY)), [(0, 65_535), (1, 65_535)]);
    }

    proptest! {
        #[test]
        fn order_is_kept_and_scale_does_not_matter(scores in prop::collection::vec(0.0..1e6_f64, 1..40)) {
            let doubled: Vec<f64> = scores.iter().map(|score| score * 2.0).collect();
            let weights = row(&scores, Policy::default());
            prop_assert_eq!(&weights, &row(&doubled, Policy::default()));
            for (uid, weight) in &weights {
                for (other, least) in &weights {
                    let (a, b) = (scores[usize::from(*uid)], scores[usize::from(*other)]);
                    prop_assert!(a < b || weight >= least);
                }
            }
        }
    }
}
