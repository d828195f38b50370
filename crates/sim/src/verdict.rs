//! The verdict on paired profits (simulation model §4).

use crate::statistics::{estimate, variance};
use incentor_scenario::run::{Estimate, Verdict};
use incentor_sdk::inverse_normal;

/// Gains below this many τ/day are even, whatever honest miners earn.
const LEAST_EPSILON: f64 = 0.05;
/// Share of the mean honest pay within which gains are even.
const EPSILON_SHARE: f64 = 0.01;
/// More seeds than these are no advice.
const MOST_SEEDS: f64 = 1e6;

/// The band within which a gain counts as none, τ/day.
pub(crate) const fn epsilon(mean_honest_pay: f64) -> f64 {
    LEAST_EPSILON.max(EPSILON_SHARE * mean_honest_pay)
}

/// A gain with its verdict.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Judged {
    pub(crate) gain: Estimate,
    pub(crate) verdict: Verdict,
    pub(crate) pairing_ratio: Option<f64>,
    pub(crate) seeds_needed: Option<u32>,
}

/// Judges paired profits, seed by seed.
pub(crate) fn judge(
    cheating: &[f64],
    straight: &[f64],
    epsilon: f64,
    confidence: f64,
    comparisons: usize,
) -> Judged {
    let gains: Vec<f64> = cheating.iter().zip(straight).map(|(cheat, honest)| cheat - honest).collect();
    let gain = estimate(&gains, confidence, comparisons);
    let verdict = verdict(gain, epsilon);
    let seeds_needed = (verdict == Verdict::Inconclusive)
        .then(|| seeds_needed(&gains, libm::fabs(gain.mean) - epsilon, confidence, comparisons))
        .flatten();
    Judged { gain, verdict, pairing_ratio: pairing_ratio(cheating, straight, &gains), seeds_needed }
}

/// Which side of ± ε the whole interval is on.
pub(crate) fn verdict(gain: Estimate, epsilon: f64) -> Verdict {
    let Some(half_width) = gain.half_width else { return Verdict::Inconclusive };
    let (low, high) = (gain.mean - half_width, gain.mean + half_width);
    if low > epsilon {
        Verdict::Pays
    } else if high < -epsilon {
        Verdict::Loses
    } else if -epsilon <= low && high <= epsilon {
        Verdict::BreakEven
    } else {
        Verdict::Inconclusive
    }
}

/// Seeds after which an interval of values like these would no longer reach so far from their mean.
///
/// (z·s / distance)², with the normal quantile for the confidence shared among all comparisons.
pub(crate) fn seeds_needed(
    values: &[f64],
    distance: f64,
    confidence: f64,
    comparisons: usize,
) -> Option<u32> {
    let Some(variance) = variance(values) else { return Some(2) };
    let z = inverse_normal(1.0 - (1.0 - confidence) / (2.0 * comparisons.max(1) as f64));
    let ratio = z * libm::sqrt(variance) / distance;
    let seeds = libm::ceil(ratio * ratio);
    (seeds <= MOST_SEEDS).then(|| (seeds as u32).max(values.len() as u32 + 1))
}

/// How much the common luck has narrowed the gain.
fn pairing_ratio(cheating: &[f64], straight: &[f64], gains: &[f64]) -> Option<f64> {
    let unpaired = variance(cheating)? + variance(straight)?;
    let paired = variance(gains)?;
    (paired > 0.0).then(|| unpaired / paired)
}

impl Judged {
    /// The same where no miner was paid in any world: a difference in costs alone is no verdict on the mechanism.
    pub(crate) const fn without_evidence(self) -> Self {
        Self { verdict: Verdict::Inconclusive, seeds_needed: None, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(gains: &[f64]) -> Judged {
        judge(gains, &vec![0.0; gains.len()], 0.05, 0.95, 1)
    }

    #[test]
    fn verdicts_follow_the_whole_interval() {
        let check = |gains: &[f64], expected| assert_eq!(judged(gains).verdict, expected, "{gains:?}");
        check(&[1.0, 1.1, 0.9, 1.0], Verdict::Pays);
        check(&[-1.0, -1.1, -0.9, -1.0], Verdict::Loses);
        check(&[0.01, 0.0, -0.01, 0.0], Verdict::BreakEven);
        check(&[1.0, -1.0, 2.0, -2.0], Verdict::Inconclusive);
        check(&[0.05, 0.06, 0.04, 0.05], Verdict::Inconclusive);
        check(&[9.0], Verdict::Inconclusive);
    }

    #[test]
    fn a_border_belongs_to_the_even_band() {
        let check = |mean, half_width, expected| {
            assert_eq!(verdict(Estimate { mean, half_width: Some(half_width) }, 0.25), expected, "{mean}");
        };
        check(0.25, 0.0, Verdict::BreakEven);
        check(-0.25, 0.0, Verdict::BreakEven);
        check(0.0, 0.25, Verdict::BreakEven);
        check(0.5, 0.25, Verdict::Inconclusive);
        check(-0.5, 0.25, Verdict::Inconclusive);
        check(0.5, 0.125, Verdict::Pays);
        check(-0.5, 0.125, Verdict::Loses);
        assert_eq!(verdict(Estimate { mean: 9.0, half_width: None }, 0.25), Verdict::Inconclusive);
    }

    #[test]
    fn the_undecided_are_told_how_many_seeds_would_decide() {
        let judged = judged(&[0.5, -0.3, 0.4, 0.2, -0.2, 0.3]);
        assert_eq!(judged.verdict, Verdict::Inconclusive);
        // Mean 0.15, variance 0.107: (1.96 · 0.3271 / 0.1)² = 41.1.
        assert_eq!(judged.seeds_needed, Some(42));
        assert_eq!(seeds_needed(&[0.2], 0.1, 0.95, 1), Some(2), "a single seed has no spread");
        assert_eq!(seeds_needed(&[0.0, 1.0], 0.0, 0.95, 1), None, "a mean on the border never decides");
        let values = [0.0, 1.0];
        assert!(seeds_needed(&values, 0.1, 0.95, 12) > seeds_needed(&values, 0.1, 0.95, 1));
    }

    #[test]
    fn common_luck_shows_in_the_pairing_ratio() {
        let straight = [1.0, 5.0, 3.0, 2.0, 4.0];
        let cheating: Vec<f64> =
            straight.iter().zip([0.1, 0.12, 0.09, 0.1, 0.11]).map(|(a, b)| a + b).collect();
        let judged = judge(&cheating, &straight, 0.05, 0.95, 1);
        assert!(judged.pairing_ratio.is_some_and(|ratio| ratio > 1_000.0), "{judged:?}");
    }

    #[test]
    fn the_even_band_grows_with_honest_pay() {
        assert_eq!((epsilon(1.0), epsilon(20.0)), (0.05, 0.2));
    }
}
