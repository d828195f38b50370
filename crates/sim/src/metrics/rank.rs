//! Whether two orders agree (metrics §2.2).

/// Spearman's ρ: correlation of the ranks, ties sharing theirs; `None` if either side is all ties.
pub(crate) fn spearman(left: &[f64], right: &[f64]) -> Option<f64> {
    correlation(&ranks(left), &ranks(right))
}

/// Kendall's `τ_b`: pairs in agreement less pairs in conflict, ties taken off both sides.
pub(crate) fn kendall(left: &[f64], right: &[f64]) -> Option<f64> {
    let (mut sum, mut left_pairs, mut right_pairs) = (0.0, 0.0, 0.0);
    for (at, (one_left, one_right)) in left.iter().zip(right).enumerate() {
        for (other_left, other_right) in left.iter().zip(right).skip(at + 1) {
            let signs = (sign(one_left - other_left), sign(one_right - other_right));
            sum += signs.0 * signs.1;
            left_pairs += signs.0 * signs.0;
            right_pairs += signs.1 * signs.1;
        }
    }
    let below = libm::sqrt(left_pairs * right_pairs);
    (below > 0.0).then(|| sum / below)
}

/// Share of pairs of which the better is paid less.
pub(crate) fn violations(quality: &[f64], pay: &[f64]) -> Option<f64> {
    let (mut pairs, mut wrong) = (0_u32, 0_u32);
    for (at, (one, one_pay)) in quality.iter().zip(pay).enumerate() {
        for (other, other_pay) in quality.iter().zip(pay).skip(at + 1) {
            if one.total_cmp(other).is_ne() {
                pairs += 1;
                wrong += u32::from(sign(one - other) * sign(one_pay - other_pay) < 0.0);
            }
        }
    }
    (pairs > 0).then(|| f64::from(wrong) / f64::from(pairs))
}

/// Discounted cumulative gain of quality in the order of pay, over that in the order of quality itself: the first `k`.
///
/// The i-th place counts 1 / log2(i + 1); whoever is paid the same shares the places. `None` if no quality is above 0.
pub(crate) fn ndcg(quality: &[f64], pay: &[f64], k: usize) -> Option<f64> {
    let best = discounted(quality, quality, k);
    (best > 0.0).then(|| discounted(quality, pay, k) / best)
}

fn discounted(quality: &[f64], by: &[f64], k: usize) -> f64 {
    let mut order: Vec<(f64, f64)> = by.iter().copied().zip(quality.iter().copied()).collect();
    order.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let mut place = 0;
    let mut sum = 0.0;
    for tied in order.chunk_by(|(one, _), (other, _)| one.total_cmp(other).is_eq()) {
        let mean = tied.iter().map(|(_, quality)| quality).sum::<f64>() / tied.len() as f64;
        let places = place..(place + tied.len()).min(k.max(place));
        sum += places.map(|place| mean / libm::log2(place as f64 + 2.0)).sum::<f64>();
        place += tied.len();
    }
    sum
}

fn sign(value: f64) -> f64 {
    if value > 0.0 {
        1.0
    } else if value < 0.0 {
        -1.0
    } else {
        0.0
    }
}

fn ranks(values: &[f64]) -> Vec<f64> {
    let below = |value: f64| values.iter().filter(|other| **other < value).count() as f64;
    let same = |value: f64| values.iter().filter(|other| other.total_cmp(&value).is_eq()).count() as f64;
    values.iter().map(|value| below(*value) + (same(*value) + 1.0) / 2.0).collect()
}

fn correlation(left: &[f64], right: &[f64]) -> Option<f64> {
    let (mean_left, mean_right) = (crate::statistics::mean(left), crate::statistics::mean(right));
    let (mut both, mut of_left, mut of_right) = (0.0, 0.0, 0.0);
    for (one, other) in left.iter().zip(right) {
        both += (one - mean_left) * (other - mean_right);
        of_left += (one - mean_left) * (one - mean_left);
        of_right += (other - mean_right) * (other - mean_right);
    }
    let below = libm::sqrt(of_left * of_right);
    (below > 0.0).then(|| both / below)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(left: Option<f64>, right: f64) {
        assert!(left.is_some_and(|left| (left - right).abs() < 1e-12), "{left:?} is not {right}");
    }

    #[test]
    fn orders_agree_or_are_reversed() {
        let up = [1.0, 2.0, 5.0, 9.0];
        let down = [4.0, 3.0, 2.0, 1.0];
        close(spearman(&up, &up), 1.0);
        close(spearman(&up, &down), -1.0);
        close(kendall(&up, &up), 1.0);
        close(kendall(&up, &down), -1.0);
        close(violations(&up, &up), 0.0);
        close(violations(&up, &down), 1.0);
    }

    /// By hand: squared rank differences 1, 1, 0, 0, 0; one pair of ten in conflict.
    #[test]
    fn a_swap_costs_what_the_formulas_say() {
        let (left, right) = ([1.0, 2.0, 3.0, 4.0, 5.0], [2.0, 1.0, 3.0, 4.0, 5.0]);
        close(spearman(&left, &right), 1.0 - 6.0 * 2.0 / (5.0 * 24.0));
        close(kendall(&left, &right), 0.8);
        close(violations(&left, &right), 0.1);
    }

    /// By hand: log2 of 2, 3, 4 is 1, 1.58496, 2.
    #[test]
    fn gain_is_discounted_by_place() {
        let quality = [3.0, 2.0, 1.0];
        let second = 1.0 / libm::log2(3.0);
        let best = 3.0 + 2.0 * second + 0.5;
        close(ndcg(&quality, &[9.0, 5.0, 1.0], 3), 1.0);
        close(ndcg(&quality, &[1.0, 5.0, 9.0], 3), (1.0 + 2.0 * second + 1.5) / best);
        close(ndcg(&quality, &[1.0, 5.0, 9.0], usize::MAX), (1.0 + 2.0 * second + 1.5) / best);
        // The first place alone, and the first two.
        close(ndcg(&quality, &[5.0, 9.0, 1.0], 1), 2.0 / 3.0);
        close(ndcg(&quality, &[5.0, 9.0, 1.0], 2), (2.0 + 3.0 * second) / (3.0 + 2.0 * second));
        // Paid the same: every order is as likely.
        close(ndcg(&quality, &[7.0; 3], 3), 2.0 * (1.0 + second + 0.5) / best);
        close(ndcg(&quality, &[7.0; 3], 1), 2.0 / 3.0);
        assert_eq!((ndcg(&[0.0, 0.0], &[1.0, 2.0], 2), ndcg(&[], &[], 3)), (None, None));
    }

    /// By hand: five pairs agree, one is tied on the right.
    #[test]
    fn ties_share_their_rank() {
        let (left, right) = ([1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 2.0, 3.0]);
        close(kendall(&left, &right), 5.0 / libm::sqrt(30.0));
        close(spearman(&left, &right), 4.5 / libm::sqrt(5.0 * 4.5));
        assert_eq!((spearman(&left, &[7.0; 4]), kendall(&left, &[7.0; 4])), (None, None));
        assert_eq!(violations(&[1.0, 1.0], &[1.0, 2.0]), None);
    }
}
