//! Exact division by one divisor many times over.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "shifts and products are bounded by the divisor's bit length, as said beside each"
)]

use crate::fixed::ONE;
use alloc::vec::Vec;

/// Divides fixed-point values by one divisor: `floor(a × 2^32 / divisor)` by multiplication.
///
/// Division by zero gives 0, as the chain's `safe_div` does. The products are of 32-bit halves, so that loops
/// over many values become vectors on every processor.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Divider {
    divisor: u64,
    /// Halves of `ceil(2^(63 + bits) / divisor)`, of half that for powers of two; and by how much the product with it is
    /// too long.
    magic_high: u32,
    magic_low: u32,
    shift: u32,
}

/// Values below this take the shortest path.
pub(crate) const HALF: u64 = 1 << 31;

impl Divider {
    /// Prepares division by bits below 2^63.
    pub(crate) fn new(divisor: u64) -> Self {
        debug_assert!(divisor >> 63 == 0, "a positive I32F32");
        if divisor < 2 {
            return Self { divisor, ..Self::default() };
        }
        let bits = u64::BITS - divisor.leading_zeros();
        // With k = 63 + bits the magic number is ceil(2^k / divisor): less than 1 too large. For numerators
        // a × 2^32 < 2^63 the quotient's error stays below 2^63 / 2^k = 2^-bits < 1 / divisor, and its floor is exact.
        let (magic, shift) = if divisor.is_power_of_two() {
            (1 << 63, bits - 2)
        } else {
            (((1_u128 << (63 + bits)) / u128::from(divisor)) as u64 + 1, bits - 1)
        };
        Self { divisor, magic_high: (magic >> 32) as u32, magic_low: magic as u32, shift }
    }

    /// `floor(a × 2^32 / divisor)`; 0 when the quotient exceeds an `I32F32`.
    pub(crate) fn ratio(self, a: u64) -> u64 {
        if a < HALF && self.divisor > 1 { self.ratio_below_half(a) } else { self.ratio_of_any(a) }
    }

    /// The same for an `a` below 0.5 and any divisor but 1.
    #[inline]
    pub(crate) fn ratio_below_half(self, a: u64) -> u64 {
        debug_assert!(a < HALF && self.divisor != 1, "within the bounds of the magic number");
        high_product(a, self.magic_high, self.magic_low) >> self.shift
    }

    fn ratio_of_any(self, a: u64) -> u64 {
        let quotient = if a < ONE {
            u128::from((a << 32).checked_div(self.divisor).unwrap_or(0))
        } else {
            (u128::from(a) << 32).checked_div(u128::from(self.divisor)).unwrap_or(0)
        };
        if quotient > i64::MAX as u128 { 0 } else { quotient as u64 }
    }

    /// The ratio of each of many values, none above `max`.
    pub(crate) fn ratios(self, values: &[u64], max: u64, out: &mut Vec<u64>) {
        out.clear();
        if self.divisor < 2 || max >= ONE {
            out.extend(values.iter().map(|&value| self.ratio_of_any(value)));
        } else if max < HALF {
            let Self { magic_high, magic_low, shift, .. } = self;
            out.extend(values.iter().map(|&value| high_product(value, magic_high, magic_low) >> shift));
        } else {
            self.ratios_below_one(values, out);
        }
    }

    /// The ratio of each of many stored values, every one a u16.
    pub(crate) fn ratios_of_stored(self, values: &[u32], out: &mut Vec<u64>) {
        out.clear();
        let Self { divisor, magic_high, magic_low, shift } = self;
        if divisor < 2 {
            out.extend(values.iter().map(|&value| self.ratio_of_any(u64::from(value))));
        } else {
            out.extend(
                values.iter().map(|&value| high_product(u64::from(value), magic_high, magic_low) >> shift),
            );
        }
    }

    fn ratios_below_one(self, values: &[u64], out: &mut Vec<u64>) {
        let bits = u64::BITS - self.divisor.leading_zeros();
        // One bit more than above: numerators below 2^64 take a magic number of 65 bits, the first of which is 1.
        let (rest, shift) = if self.divisor.is_power_of_two() {
            (0, bits - 2)
        } else {
            (((1_u128 << (64 + bits)) / u128::from(self.divisor)) as u64 + 1, bits - 1)
        };
        let (rest_high, rest_low) = ((rest >> 32) as u32, rest as u32);
        out.extend(values.iter().map(|&value| {
            let first = value << 32;
            let other = high_product(value, rest_high, rest_low);
            // Half their sum, which would not fit: `other` is not above `first`.
            (((first - other) >> 1) + other) >> shift
        }));
    }
}

/// `floor(a × (high × 2^32 + low) / 2^32)`, for an `a` below 2^32.
#[inline]
fn high_product(a: u64, high: u32, low: u32) -> u64 {
    let a = u64::from(a as u32);
    a * u64::from(high) + ((a * u64::from(low)) >> 32)
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
