//! How good an answer was.

/// A finite number from 0 up; there is no upper bound.
///
/// Off chain and a float: it becomes a u16 only in
/// [`WeightVector::from_scores`](crate::WeightVector::from_scores).
///
/// ```
/// use incentor_sdk::Score;
///
/// assert_eq!(Score::new(1.5).map(Score::get), Some(1.5));
/// assert!(Score::new(f64::NAN).or(Score::new(-1.0)).or(Score::new(f64::INFINITY)).is_none());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Score(f64);

impl Score {
    /// Worth nothing.
    pub const ZERO: Self = Self(0.0);
    /// One.
    pub const ONE: Self = Self(1.0);

    /// A score, unless the number is NaN, infinite or negative.
    #[must_use]
    pub const fn new(value: f64) -> Option<Self> {
        if value.is_finite() && value >= 0.0 { Some(Self(value.abs())) } else { None }
    }

    /// The nearest score to any number.
    ///
    /// 0 for what is negative or no number, the largest float for infinity.
    #[must_use]
    pub const fn saturating(value: f64) -> Self {
        if value > 0.0 { Self(value.min(f64::MAX)) } else { Self::ZERO }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saturating_is_total() {
        let check = |value, expected: f64| assert_eq!(Score::saturating(value).get(), expected, "{value}");
        check(2.0, 2.0);
        check(-2.0, 0.0);
        check(f64::NAN, 0.0);
        check(f64::INFINITY, f64::MAX);
        check(f64::NEG_INFINITY, 0.0);
    }

    #[test]
    fn minus_zero_becomes_zero() {
        assert!(Score::new(-0.0).is_some_and(|score| score.get().is_sign_positive()));
    }
}
