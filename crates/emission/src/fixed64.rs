//! The chain's fixed-point type for prices and shares: `U64F64` (spec §0.2).

use crate::Fixed;

/// A non-negative number as the bits of a `U64F64`: value = bits / 2^64.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fixed64 {
    bits: u128,
}

const FRACTION_BITS: u32 = 64;
const LOW_MASK: u128 = 0xFFFF_FFFF_FFFF_FFFF;
/// Fraction bits that a `U96F32` does not have.
const FINER_BITS: u32 = 32;

impl Fixed64 {
    /// Zero.
    pub const ZERO: Self = Self { bits: 0 };
    /// One.
    pub const ONE: Self = Self { bits: 1 << FRACTION_BITS };

    /// The number of these bits.
    #[must_use]
    pub const fn from_bits(bits: u128) -> Self {
        Self { bits }
    }

    /// Its bits.
    #[must_use]
    pub const fn to_bits(self) -> u128 {
        self.bits
    }

    /// A whole number, exactly.
    #[must_use]
    pub const fn from_whole(whole: u64) -> Self {
        Self { bits: (whole as u128) << FRACTION_BITS }
    }

    /// A number of the coarser type, held to this type's range.
    #[must_use]
    pub const fn from_fixed(coarse: Fixed) -> Self {
        let bits = coarse.to_bits();
        let fits = bits >> (u128::BITS - FINER_BITS) == 0;
        Self { bits: if fits { bits << FINER_BITS } else { u128::MAX } }
    }

    /// In the coarser type, rounded down.
    #[must_use]
    pub const fn to_fixed_floor(self) -> Fixed {
        Fixed::from_bits(self.bits >> FINER_BITS)
    }

    /// The whole part.
    #[must_use]
    pub fn to_whole_floor(self) -> u64 {
        // 128 bits less 64 always fit.
        u64::try_from(self.bits >> FRACTION_BITS).unwrap_or(u64::MAX)
    }

    /// Sum, held to the type's range.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self { bits: self.bits.saturating_add(other.bits) }
    }

    /// Difference, at least zero.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self { bits: self.bits.saturating_sub(other.bits) }
    }

    /// Product, rounded down and held to the type's range.
    #[must_use]
    pub const fn mul_floor(self, other: Self) -> Self {
        let bits = match self.bits.checked_mul(other.bits) {
            Some(product) => product >> FRACTION_BITS,
            None => wide_mul_floor(self.bits, other.bits),
        };
        Self { bits }
    }

    /// Quotient, rounded down; zero when the divisor is zero or the quotient too large.
    #[must_use]
    pub const fn div_floor(self, divisor: Self) -> Self {
        // Shares are quotients below one: no division is needed to see that.
        if self.bits < divisor.bits {
            return Self { bits: fraction(self.bits, divisor.bits) };
        }
        let Some(whole) = self.bits.checked_div(divisor.bits) else {
            return Self::ZERO;
        };
        if whole >> FRACTION_BITS != 0 {
            return Self::ZERO;
        }
        let rest = self.bits.wrapping_sub(whole.wrapping_mul(divisor.bits));
        Self { bits: (whole << FRACTION_BITS) | fraction(rest, divisor.bits) }
    }
}

/// `floor(a * b / 2^64)` where `a * b` needs more than 128 bits; saturates.
const fn wide_mul_floor(a: u128, b: u128) -> u128 {
    let (a_whole, a_low) = (a >> FRACTION_BITS, a & LOW_MASK);
    let (b_whole, b_low) = (b >> FRACTION_BITS, b & LOW_MASK);
    // Every factor is below 2^64, so these three products are exact.
    let low = a_low.wrapping_mul(b_low) >> FRACTION_BITS;
    let middle = a_low.wrapping_mul(b_whole);
    let other_middle = a_whole.wrapping_mul(b_low);
    let whole = a_whole.wrapping_mul(b_whole);
    if whole >> FRACTION_BITS != 0 {
        return u128::MAX;
    }
    (whole << FRACTION_BITS).saturating_add(middle).saturating_add(other_middle).saturating_add(low)
}

/// The 64 fraction bits of `rest / divisor`, where `rest < divisor`.
const fn fraction(rest: u128, divisor: u128) -> u128 {
    if rest >> FRACTION_BITS == 0
        && let Some(quotient) = (rest << FRACTION_BITS).checked_div(divisor)
    {
        return quotient;
    }
    // One digit of schoolbook division in base 2^64: guessed from the divisor's upper digit, which
    // normalising makes at least 2^63, and lowered (twice at the most) until the lower digit fits too.
    let shift = divisor.leading_zeros();
    let (rest, divisor) = (rest << shift, divisor << shift);
    let (upper, lower) = (divisor >> FRACTION_BITS, divisor & LOW_MASK);
    let Some(mut digit) = rest.checked_div(upper) else {
        return 0;
    };
    let mut left = rest.wrapping_sub(digit.wrapping_mul(upper));
    // At most 2^64 + 1 times less than 2^64: the product fits.
    while left >> FRACTION_BITS == 0 && digit.wrapping_mul(lower) > left << FRACTION_BITS {
        digit = digit.wrapping_sub(1);
        left = left.wrapping_add(upper);
    }
    digit
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use substrate_fixed::types::{U64F64, U96F32};

    fn check(a: u128, b: u128) {
        let (x, y) = (U64F64::from_bits(a), U64F64::from_bits(b));
        let (ours, theirs) = (Fixed64::from_bits(a), Fixed64::from_bits(b));
        assert_eq!(ours.mul_floor(theirs).to_bits(), x.saturating_mul(y).to_bits(), "{a} * {b}");
        let quotient = x.checked_div(y).map_or(0, U64F64::to_bits);
        assert_eq!(ours.div_floor(theirs).to_bits(), quotient, "{a} / {b}");
    }

    proptest! {
        #[test]
        fn products_and_quotients_are_the_chains(
            a in any::<u128>(), b in any::<u128>(), shift_a in 0_u32..128, shift_b in 0_u32..128,
        ) {
            check(a >> shift_a, b >> shift_b);
        }

        #[test]
        fn digits_guessed_too_high_are_lowered(
            upper in 1_u128 << 63..1 << 64, lower in (1_u128 << 64) - 4..1 << 64, less in 1_u128..1 << 66,
        ) {
            let divisor = (upper << 64) | lower;
            check(divisor - less, divisor);
        }

        #[test]
        fn conversions_are_the_chains(bits in any::<u128>(), shift in 0_u32..128) {
            let bits = bits >> shift;
            let (fine, coarse) = (Fixed64::from_bits(bits), Fixed::from_bits(bits));
            let theirs = U96F32::saturating_from_num(U64F64::from_bits(bits));
            prop_assert_eq!(fine.to_fixed_floor().to_bits(), theirs.to_bits());
            let theirs = U64F64::saturating_from_num(U96F32::from_bits(bits));
            prop_assert_eq!(Fixed64::from_fixed(coarse).to_bits(), theirs.to_bits());
            prop_assert_eq!(fine.to_whole_floor(), U64F64::from_bits(bits).saturating_to_num::<u64>());
        }
    }

    #[test]
    fn the_ends_of_the_range_hold() {
        let edges =
            [0, 1, LOW_MASK, 1 << 64, (1 << 64) + 1, u128::MAX >> 1, 1 << 127, u128::MAX - 1, u128::MAX];
        for a in edges {
            for b in edges {
                check(a, b);
            }
        }
    }
}
