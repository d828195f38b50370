//! Means, variances and Student's t, in a fixed order and through `libm` alone.

use incentor_scenario::run::Estimate;

/// Mean; 0 of nothing.
pub(crate) fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

/// The median, of an even number the mean of the two in the middle; `None` of nothing.
pub(crate) fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let upper = values.get(values.len() / 2)?;
    let lower = values.get((values.len() - 1) / 2)?;
    Some((lower + upper) / 2.0)
}

/// Unbiased variance; `None` with fewer than two values.
pub(crate) fn variance(values: &[f64]) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let mean = mean(values);
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    Some(squares / (values.len() - 1) as f64)
}

/// Mean with its two-sided t interval, at a confidence shared among so many comparisons (Bonferroni).
pub(crate) fn estimate(values: &[f64], confidence: f64, comparisons: usize) -> Estimate {
    let half_width = variance(values).map(|variance| {
        let tail = (1.0 - confidence) / (2.0 * comparisons.max(1) as f64);
        t_quantile(1.0 - tail, values.len() - 1) * libm::sqrt(variance / values.len() as f64)
    });
    Estimate { mean: mean(values), half_width }
}

/// The t below which a share `p` ≥ ½ of Student's distribution lies; by bisection, to the last bits.
pub(crate) fn t_quantile(p: f64, degrees: usize) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    while t_distribution(high, degrees) < p && high < 1e9 {
        high *= 2.0;
    }
    for _ in 0..100 {
        let middle = (low + high) / 2.0;
        if t_distribution(middle, degrees) < p { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

/// Share of Student's distribution below t ≥ 0.
fn t_distribution(t: f64, degrees: usize) -> f64 {
    let degrees = degrees as f64;
    1.0 - 0.5 * incomplete_beta(degrees / (degrees + t * t), degrees / 2.0, 0.5)
}

/// The regularised incomplete beta function `I_x(a, b)`.
fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    let log =
        libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * libm::log(x) + b * libm::log1p(-x);
    let front = libm::exp(log);
    // The continued fraction converges fast on this side of the mean only.
    if x < (a + 1.0) / (a + b + 2.0) {
        front * beta_fraction(x, a, b) / a
    } else {
        1.0 - front * beta_fraction(1.0 - x, b, a) / b
    }
}

/// The continued fraction of the incomplete beta function (Lentz's method; Numerical Recipes §6.4).
fn beta_fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away = |value: f64| if libm::fabs(value) < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut product = d;
    for step in 1..500 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        for term in [even, odd] {
            d = 1.0 / away(1.0 + term * d);
            c = away(1.0 + term / c);
            product *= c * d;
        }
        if libm::fabs(c * d - 1.0) < 1e-16 {
            break;
        }
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Printed tables of Student's t.
    #[test]
    fn quantiles_are_those_of_the_tables() {
        let check = |p, degrees, expected: f64| {
            let t = t_quantile(p, degrees);
            assert!((t - expected).abs() < 5e-4, "p {p}, {degrees} degrees: {t}");
        };
        check(0.975, 1, 12.706);
        check(0.975, 2, 4.303);
        check(0.975, 31, 2.0395);
        check(0.995, 31, 2.7440);
        check(0.95, 10, 1.8125);
        check(0.975, 1000, 1.9623);
        assert!((t_quantile(0.975, 10_000_000) - 1.959_964).abs() < 1e-5);
        assert!(t_quantile(0.5, 5) < 1e-20);
    }

    #[test]
    fn one_value_has_no_interval() {
        assert_eq!(estimate(&[3.0], 0.95, 1), Estimate { mean: 3.0, half_width: None });
        let two = estimate(&[2.0, 4.0], 0.95, 1);
        assert!((two.half_width.unwrap() - 12.7062).abs() < 1e-3, "{two:?}");
        assert_eq!(estimate(&[], 0.95, 1).mean, 0.0);
    }

    #[test]
    fn more_comparisons_mean_wider_intervals() {
        let values = [1.0, 2.0, 4.0, 3.0, 2.5];
        assert!(estimate(&values, 0.95, 4).half_width > estimate(&values, 0.95, 1).half_width);
    }
}
