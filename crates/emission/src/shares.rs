//! Shares in a hotkey's stake, as decimal floats (spec §3.12).

/// A share: `mantissa * 10^exponent`, with a mantissa in (10^20, 10^21], or zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Share {
    mantissa: u128,
    exponent: i64,
}

const MANTISSA_MAX: u128 = 1_000_000_000_000_000_000_000;
const MANTISSA_MIN: u128 = MANTISSA_MAX / 10;
/// Alignment past this many digits leaves nothing of a 21-digit mantissa.
const MAX_ALIGNMENT: u64 = 22;

impl Share {
    /// No share.
    pub const ZERO: Self = Self { mantissa: 0, exponent: 0 };

    /// A share of that many units.
    #[must_use]
    pub fn from_rao(rao: u64) -> Self {
        // To 20 or 21 digits at once; what is left is a step or two.
        let shift = 20_u32.saturating_sub(rao.checked_ilog10().unwrap_or(0)).min(19);
        let mantissa = u128::from(rao).saturating_mul(u128::from(10_u64.saturating_pow(shift)));
        normalised(mantissa, 0_i64.saturating_sub(i64::from(shift)))
    }

    /// Whether it is no share at all.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// Sum; the smaller operand loses the digits that do not fit.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let (a, b, exponent) = aligned(self, other);
        normalised(a.saturating_add(b), exponent)
    }

    /// Difference, at least zero; the smaller operand loses the digits that do not fit.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        let (a, b, exponent) = aligned(self, other);
        normalised(a.saturating_sub(b), exponent)
    }

    /// `floor(self * factor / divisor)` on the mantissas; zero when the divisor is.
    #[must_use]
    fn mul_div(self, factor: Self, divisor: Self) -> Self {
        if divisor.is_zero() {
            return Self::ZERO;
        }
        let mantissa = mantissa_mul_div(self.mantissa, factor.mantissa, divisor.mantissa);
        let exponent = self.exponent.saturating_add(factor.exponent).saturating_sub(divisor.exponent);
        normalised(mantissa, exponent)
    }

    /// Whole units, rounded down and held to 64 bits.
    #[must_use]
    fn to_rao_floor(self) -> u64 {
        if self.exponent >= 0 {
            // A mantissa alone exceeds 64 bits.
            return if self.is_zero() { 0 } else { u64::MAX };
        }
        let scale = u32::try_from(self.exponent.unsigned_abs()).ok().and_then(|n| 10_u128.checked_pow(n));
        let whole = scale.and_then(|scale| self.mantissa.checked_div(scale)).unwrap_or(0);
        u64::try_from(whole).unwrap_or(u64::MAX)
    }
}

/// The whole of a pool: what it is worth, and all shares in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PoolTotal {
    /// Worth, in rao.
    pub value_rao: u64,
    /// Sum of all shares.
    pub shares: Share,
}

impl PoolTotal {
    /// Worth of a share, rounded down.
    #[must_use]
    pub fn worth_rao(&self, share: Share) -> u64 {
        share.mul_div(Share::from_rao(self.value_rao), self.shares).to_rao_floor()
    }

    /// Takes a deposit and gives the new share for it, rounded down to 21 digits.
    ///
    /// Into a pool without shares it is the deposit itself, whatever the pool was worth.
    #[must_use = "the depositor's share grows by it"]
    pub fn deposit(&mut self, rao: u64) -> Share {
        let share = if self.shares.is_zero() { Share::from_rao(rao) } else { self.share_of(rao) };
        self.shares = self.shares.plus(share);
        self.value_rao = self.value_rao.saturating_add(rao);
        share
    }

    /// Pays out a withdrawal and gives the share it costs, rounded down to 21 digits.
    ///
    /// Withdrawing all that a share is worth leaves the fraction of a rao it was worth more: the holder keeps
    /// a share, worth nothing until the pool grows. More than the pool is worth empties it.
    #[must_use = "the holder's share shrinks by it"]
    pub fn withdraw(&mut self, rao: u64) -> Share {
        let share = self.share_of(rao);
        self.shares = self.shares.minus(share);
        self.value_rao = self.value_rao.saturating_sub(rao);
        share
    }

    /// The share that is worth so much; zero in a pool that is worth nothing.
    fn share_of(&self, rao: u64) -> Share {
        Share::from_rao(rao).mul_div(self.shares, Share::from_rao(self.value_rao))
    }

    /// Raises the worth of every share; nobody's share changes.
    pub fn raise(&mut self, rao: u64) {
        self.value_rao = self.value_rao.saturating_add(rao);
    }

    /// Lowers the worth of every share, at the least to nothing; nobody's share changes.
    pub fn lower(&mut self, rao: u64) {
        self.value_rao = self.value_rao.saturating_sub(rao);
    }
}

fn normalised(mut mantissa: u128, mut exponent: i64) -> Share {
    if mantissa == 0 {
        return Share::ZERO;
    }
    while mantissa > MANTISSA_MAX {
        mantissa = mantissa.checked_div(10).unwrap_or(0);
        exponent = exponent.saturating_add(1);
    }
    while mantissa <= MANTISSA_MIN {
        mantissa = mantissa.saturating_mul(10);
        exponent = exponent.saturating_sub(1);
    }
    Share { mantissa, exponent }
}

/// Both mantissas at the larger exponent.
fn aligned(a: Share, b: Share) -> (u128, u128, i64) {
    if a.is_zero() {
        return (0, b.mantissa, b.exponent);
    }
    if b.is_zero() {
        return (a.mantissa, 0, a.exponent);
    }
    let digits = a.exponent.abs_diff(b.exponent).min(MAX_ALIGNMENT);
    let scale = u32::try_from(digits).ok().and_then(|digits| 10_u128.checked_pow(digits));
    let cut = |mantissa: u128| scale.and_then(|scale| mantissa.checked_div(scale)).unwrap_or(0);
    if a.exponent < b.exponent {
        (cut(a.mantissa), b.mantissa, b.exponent)
    } else {
        (a.mantissa, cut(b.mantissa), a.exponent)
    }
}

/// `floor(a * b / c)` for mantissas below 2^70, the product of which needs more than 128 bits.
fn mantissa_mul_div(a: u128, b: u128, c: u128) -> u128 {
    const LIMB: u32 = 35;
    let (high, low) = (a >> LIMB, a & ((1_u128 << LIMB).wrapping_sub(1)));
    // Horner in base 2^35: every product stays below 2^106.
    let upper = high.saturating_mul(b);
    let quotient = upper.checked_div(c).unwrap_or(0);
    let rest = upper.saturating_sub(quotient.saturating_mul(c));
    let lower = (rest << LIMB).saturating_add(low.saturating_mul(b));
    (quotient << LIMB).saturating_add(lower.checked_div(c).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MANTISSAS: core::ops::RangeInclusive<u128> = MANTISSA_MIN + 1..=MANTISSA_MAX;

    proptest! {
        #[test]
        fn a_quotient_of_mantissas_leaves_less_than_the_divisor(a in MANTISSAS, b in MANTISSAS, c in MANTISSAS) {
            let quotient = mantissa_mul_div(a, b, c);
            // Exact though it wraps: the true rest is below 2^70.
            let rest = a.wrapping_mul(b).wrapping_sub(quotient.wrapping_mul(c));
            prop_assert!(rest < c);
        }

        #[test]
        fn whole_units_survive(rao in any::<u64>()) {
            prop_assert_eq!(Share::from_rao(rao).to_rao_floor(), rao);
            let share = Share::from_rao(rao);
            prop_assert!(share.is_zero() || MANTISSAS.contains(&share.mantissa));
        }

        #[test]
        fn sums_of_whole_units_are_exact(a in 0_u64..1 << 62, b in 0_u64..1 << 62) {
            let sum = Share::from_rao(a).plus(Share::from_rao(b));
            prop_assert_eq!(sum.to_rao_floor(), a + b);
            prop_assert_eq!(sum.minus(Share::from_rao(b)), Share::from_rao(a));
            prop_assert_eq!(Share::from_rao(a).minus(sum).is_zero(), true);
        }
    }

    #[test]
    fn digits_that_do_not_fit_are_lost() {
        let tiny = Share { mantissa: MANTISSA_MAX, exponent: -60 };
        assert_eq!(Share::from_rao(7).plus(tiny), Share::from_rao(7));
        assert_eq!(tiny.to_rao_floor(), 0);
        assert_eq!(Share { mantissa: MANTISSA_MAX, exponent: 0 }.to_rao_floor(), u64::MAX);
    }
}
