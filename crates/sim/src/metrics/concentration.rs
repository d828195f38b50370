//! How unevenly something is shared (metrics §2.1).

/// Gini coefficient: `Σ_i Σ_j |x_i − x_j| / (2 n² x̄)`; `None` of nothing.
pub(crate) fn gini(values: &[f64]) -> Option<f64> {
    let total = total(values)?;
    let sorted = crate::order::sorted(values);
    let n = sorted.len() as f64;
    // In ascending order x_i is the larger of i − 1 pairs and the smaller of n − i.
    let pairs: f64 = sorted.iter().enumerate().map(|(at, value)| (2.0 * at as f64 + 1.0 - n) * value).sum();
    Some(pairs / (n * total))
}

/// Herfindahl index: the sum of squared shares.
pub(crate) fn hhi(values: &[f64]) -> Option<f64> {
    let total = total(values)?;
    Some(values.iter().map(|value| (value / total) * (value / total)).sum())
}

/// How many equal ones would be as concentrated: `1 / hhi`.
pub(crate) fn effective_number(values: &[f64]) -> Option<f64> {
    hhi(values).map(|hhi| 1.0 / hhi)
}

/// The fewest who have more than half together.
pub(crate) fn nakamoto(values: &[f64]) -> Option<f64> {
    let total = total(values)?;
    let mut sum = 0.0;
    for (at, value) in crate::order::sorted(values).iter().rev().enumerate() {
        sum += value;
        if sum > total / 2.0 {
            return Some(at as f64 + 1.0);
        }
    }
    None
}

/// Entropy of the shares over that of equal ones: `−Σ s ln s / ln n`; `None` of fewer than two.
pub(crate) fn entropy(values: &[f64]) -> Option<f64> {
    let total = total(values)?;
    let shares = values.iter().map(|value| value / total).filter(|share| *share > 0.0);
    let sum: f64 = shares.map(|share| -share * libm::log(share)).sum();
    (values.len() > 1).then(|| sum / libm::log(values.len() as f64))
}

/// Share of the `k` largest.
pub(crate) fn top_share(values: &[f64], k: usize) -> Option<f64> {
    let total = total(values)?;
    Some(crate::order::sorted(values).iter().rev().take(k).sum::<f64>() / total)
}

/// Share of those that have nothing; `None` of nobody.
pub(crate) fn zero_share(values: &[f64]) -> Option<f64> {
    let zeros = values.iter().filter(|value| **value <= 0.0).count();
    (!values.is_empty()).then(|| zeros as f64 / values.len() as f64)
}

fn total(values: &[f64]) -> Option<f64> {
    let total: f64 = values.iter().sum();
    (total > 0.0).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(left: Option<f64>, right: f64) {
        assert!(left.is_some_and(|left| (left - right).abs() < 1e-12), "{left:?} is not {right}");
    }

    #[test]
    fn equal_shares_are_not_concentrated() {
        let equal = [2.0; 5];
        close(gini(&equal), 0.0);
        close(hhi(&equal), 0.2);
        close(effective_number(&equal), 5.0);
        close(nakamoto(&equal), 3.0);
        close(entropy(&equal), 1.0);
        close(top_share(&equal, 2), 0.4);
        close(zero_share(&equal), 0.0);
    }

    #[test]
    fn one_who_has_all_is_as_concentrated_as_can_be() {
        let one = [0.0, 7.0, 0.0, 0.0];
        close(gini(&one), 0.75);
        close(hhi(&one), 1.0);
        close(nakamoto(&one), 1.0);
        close(entropy(&one), 0.0);
        close(top_share(&one, 1), 1.0);
        close(zero_share(&one), 0.75);
    }

    /// Gini by its definition, over all pairs.
    #[test]
    fn gini_is_its_definition() {
        let values = [1.0, 4.0, 2.5, 0.0, 8.0, 4.0];
        let n = values.len() as f64;
        let pairs: f64 = values.iter().flat_map(|x| values.iter().map(move |y| f64::abs(x - y))).sum();
        close(gini(&values), pairs / (2.0 * n * values.iter().sum::<f64>()));
        close(gini(&[1.0, 3.0]), 0.25);
    }

    #[test]
    fn half_is_not_more_than_half() {
        close(nakamoto(&[5.0, 3.0, 2.0]), 2.0);
        close(nakamoto(&[5.1, 2.9, 2.0]), 1.0);
    }

    #[test]
    fn nothing_has_no_shares() {
        for values in [&[][..], &[0.0, 0.0]] {
            assert_eq!(
                (gini(values), hhi(values), nakamoto(values), entropy(values)),
                (None, None, None, None)
            );
        }
        assert_eq!((entropy(&[1.0]), zero_share(&[])), (None, None));
    }
}
