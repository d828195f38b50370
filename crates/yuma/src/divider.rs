//! Exact division by one divisor many times over.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "shifts and products are bounded by the divisor's bit length, proven in `Divider::new`"
)]

use crate::fixed::ONE;
use alloc::vec::Vec;

/// Divides fixed-point values by one divisor: `floor(a × 2^32 / divisor)` by multiplication.
///
/// Division by zero gives 0, as the chain's `safe_div` does.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Divider {
    divisor: u64,
    magic: u64,
    shift: u32,
}

/// Numerators below this take the shortest path.
pub(crate) const FAST_BELOW: u64 = 1 << 31;

impl Divider {
    /// Prepares division by bits below 2^63.
    pub(crate) fn new(divisor: u64) -> Self {
        debug_assert!(divisor >> 63 == 0, "a positive I32F32");
        let bits = u64::BITS - divisor.leading_zeros();
        if divisor == 0 {
            return Self::default();
        }
        if divisor.is_power_of_two() {
            return Self { divisor, magic: 1 << 63, shift: bits - 1 };
        }
        // Round-up method: magic = ceil(2^k / divisor) with k = 63 + bits has magic × divisor - 2^k < divisor
        // < 2^bits, so for numerators below 2^63 the error stays below 1 / divisor and the floor is exact.
        let magic = ((1_u128 << (63 + bits)) / u128::from(divisor)) as u64 + 1;
        Self { divisor, magic, shift: bits }
    }

    /// `floor(a × 2^32 / divisor)`; 0 when the quotient exceeds an `I32F32`.
    #[inline]
    pub(crate) fn ratio(self, a: u64) -> u64 {
        if a < FAST_BELOW {
            self.ratio_small(a)
        } else if a <= ONE && self.shift >= 2 {
            self.ratio_up_to_one(a)
        } else {
            self.ratio_of_any(a)
        }
    }

    /// The same for an `a` below 0.5.
    #[inline]
    pub(crate) fn ratio_small(self, a: u64) -> u64 {
        debug_assert!(a < FAST_BELOW, "the shifted numerator fits 64 bits");
        high_word(a << 33, self.magic) >> self.shift
    }

    /// The same for an `a` up to 1.0 and a divisor of at least 4 bits' worth.
    #[inline]
    fn ratio_up_to_one(self, a: u64) -> u64 {
        // With one bit less of the numerator the quotient may be one too large; the remainder tells. It lies
        // between -divisor and divisor, so 64 bits hold it although its terms overflow.
        let quotient = high_word(a << 31, self.magic) >> (self.shift - 2);
        let remainder = (a << 32).wrapping_sub(quotient.wrapping_mul(self.divisor));
        quotient - (remainder >> 63)
    }

    #[cold]
    #[inline(never)]
    fn ratio_of_any(self, a: u64) -> u64 {
        let quotient = (u128::from(a) << 32).checked_div(u128::from(self.divisor)).unwrap_or(0);
        if quotient > i64::MAX as u128 { 0 } else { quotient as u64 }
    }

    /// The ratio of each of many values, of which `max` is the largest or more.
    pub(crate) fn ratios(self, values: &[u64], max: u64, out: &mut Vec<u64>) {
        out.clear();
        if max < FAST_BELOW {
            out.extend(values.iter().map(|&value| self.ratio_small(value)));
        } else if max <= ONE && self.shift >= 2 {
            out.extend(values.iter().map(|&value| self.ratio_up_to_one(value)));
        } else {
            out.extend(values.iter().map(|&value| self.ratio(value)));
        }
    }
}

#[inline]
fn high_word(a: u64, b: u64) -> u64 {
    ((u128::from(a) * u128::from(b)) >> 64) as u64
}

/// Divides every value by their sum; all stay as they are when the sum is 0 (spec §0.2).
pub(crate) fn normalize(values: &mut [u64]) {
    let sum: u64 = values.iter().sum();
    if sum == 0 {
        return;
    }
    let divider = Divider::new(sum);
    for value in values {
        *value = divider.ratio(*value);
    }
}
