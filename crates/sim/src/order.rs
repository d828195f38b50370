//! Quantiles of what was seen in a few seeds, and how far they can be trusted.

use std::cmp::Ordering;

/// From a lower to an upper bound; either may be infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Interval {
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Interval {
    pub(crate) const fn at(value: f64) -> Self {
        Self { low: value, high: value }
    }
}

/// Values in ascending order.
pub(crate) fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// The middle value; of two their mean; 0 of nothing.
pub(crate) fn median(values: &[f64]) -> f64 {
    let sorted = sorted(values);
    let half = sorted.len() / 2;
    match (sorted.get(half), sorted.len() % 2) {
        (None, _) => 0.0,
        (Some(middle), 1) => *middle,
        (Some(upper), _) => sorted.get(half.wrapping_sub(1)).map_or(*upper, |lower| (lower + upper) / 2.0),
    }
}

/// The least value that at least a share of all do not exceed; 0 of nothing.
pub(crate) fn quantile(values: &[f64], share: f64) -> f64 {
    let sorted = sorted(values);
    // 0.8 · 5 is a hair above 4 in floats, and the fifth value is not meant.
    let place = libm::ceil(share * sorted.len() as f64 - 1e-9).max(1.0) as usize;
    sorted.get(place - 1).or(sorted.last()).copied().unwrap_or(0.0)
}

/// Interval of a quantile by order statistics: no assumption on how values are distributed.
///
/// The value of rank k lies above the quantile unless at least k of n fall below it, a binomial chance. Either
/// bound is wrong with a chance of at most half of what confidence leaves; with too few values it is infinite.
pub(crate) fn quantile_interval(values: &[f64], share: f64, confidence: f64) -> Interval {
    let sorted = sorted(values);
    let tail = (1.0 - confidence) / 2.0;
    let below = below(sorted.len(), share);
    // The largest rank with P(count below < rank) within the tail; the smallest with P(count below >= rank).
    let low = (1..=sorted.len()).rev().find(|rank| below[*rank - 1] <= tail);
    let high = (1..=sorted.len()).find(|rank| 1.0 - below[*rank - 1] <= tail);
    let value = |rank: usize| sorted[rank - 1];
    Interval { low: low.map_or(f64::NEG_INFINITY, value), high: high.map_or(f64::INFINITY, value) }
}

/// Seeds from which on a bound of a quantile's interval is finite on the side that is needed.
pub(crate) fn seeds_for_bound(share: f64, confidence: f64, upper: bool) -> Option<u32> {
    let chance = if upper { share } else { 1.0 - share };
    let seeds = libm::ceil(libm::log((1.0 - confidence) / 2.0) / libm::log(chance));
    (1.0..1e6).contains(&seeds).then_some(seeds as u32)
}

/// P(at most k of n) for each k from 0 to n, each with a chance of its own.
fn below(n: usize, chance: f64) -> Vec<f64> {
    let mut sum = 0.0;
    let ways = |k: usize| {
        libm::lgamma(n as f64 + 1.0) - libm::lgamma(k as f64 + 1.0) - libm::lgamma((n - k) as f64 + 1.0)
    };
    let log = |chance: f64, times: usize| if times == 0 { 0.0 } else { times as f64 * libm::log(chance) };
    (0..=n)
        .map(|k| {
            sum += libm::exp(ways(k) + log(chance, k) + log(1.0 - chance, n - k));
            sum
        })
        .collect()
}

/// Slope of a line through points by Theil and Sen: the median of the slopes of all pairs.
pub(crate) fn theil_sen(points: &[(f64, f64)]) -> Option<f64> {
    let mut slopes = Vec::new();
    for (place, one) in points.iter().enumerate() {
        for other in &points[place + 1..] {
            if other.0.partial_cmp(&one.0) != Some(Ordering::Equal) {
                slopes.push((other.1 - one.1) / (other.0 - one.0));
            }
        }
    }
    (!slopes.is_empty()).then(|| median(&slopes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_that_were_seen() {
        assert_eq!((quantile(&[3.0, 1.0, 2.0, 5.0, 4.0], 0.8), quantile(&[2.0, 1.0], 0.1)), (4.0, 1.0));
        assert_eq!((median(&[3.0, 1.0, 2.0]), median(&[4.0, 1.0, 2.0, 3.0]), median(&[])), (2.0, 2.5, 0.0));
    }

    /// Ranks of the printed tables for the median: 1 and 10 of 10 at 95 %... 2 and 9; 6 and 15 of 20; 10 and 23 of 32.
    #[test]
    fn ranks_are_those_of_the_tables() {
        let check = |n: u32, share: f64, low: f64, high: f64| {
            let values: Vec<f64> = (1..=n).map(f64::from).collect();
            assert_eq!(quantile_interval(&values, share, 0.95), Interval { low, high }, "{n}, {share}");
        };
        check(10, 0.5, 2.0, 9.0);
        check(20, 0.5, 6.0, 15.0);
        check(32, 0.5, 10.0, 23.0);
        check(5, 0.5, f64::NEG_INFINITY, f64::INFINITY);
        check(6, 0.5, 1.0, 6.0);
    }

    #[test]
    fn a_high_quantile_needs_seeds_above_it() {
        let values: Vec<f64> = (1..=16).map(f64::from).collect();
        assert_eq!(quantile_interval(&values, 0.8, 0.95).high, f64::INFINITY);
        assert_eq!(seeds_for_bound(0.8, 0.95, true), Some(17));
        let values: Vec<f64> = (1..=17).map(f64::from).collect();
        assert_eq!(quantile_interval(&values, 0.8, 0.95).high, 17.0);
        assert_eq!(seeds_for_bound(0.1, 0.95, false), Some(36));
    }

    #[test]
    fn infinite_values_are_values() {
        let mut values = vec![f64::INFINITY; 3];
        values.extend((1..=29).map(f64::from));
        let interval = quantile_interval(&values, 0.8, 0.95);
        assert_eq!(quantile(&values, 0.8), 26.0);
        assert!(interval.low < 26.0 && interval.high == f64::INFINITY, "{interval:?}");
    }

    #[test]
    fn theil_and_sen_do_not_mind_an_outlier() {
        let mut points: Vec<(f64, f64)> = (0..20).map(|x| (f64::from(x), 3.0 + 0.5 * f64::from(x))).collect();
        points[7].1 = 1e6;
        assert!((theil_sen(&points).unwrap() - 0.5).abs() < 1e-12);
        assert_eq!((theil_sen(&points[..1]), theil_sen(&[(1.0, 2.0), (1.0, 3.0)])), (None, None));
    }
}
