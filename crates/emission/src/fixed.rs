//! The chain's fixed-point type for money: `U96F32` (spec §0.2).

/// A non-negative number as the bits of a `U96F32`: value = bits / 2^32.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fixed {
    bits: u128,
}

const FRACTION_BITS: u32 = 32;
const LOW_MASK: u128 = 0xFFFF_FFFF;

impl Fixed {
    /// Zero.
    pub const ZERO: Self = Self { bits: 0 };
    /// One.
    pub const ONE: Self = Self { bits: 1 << FRACTION_BITS };
    /// One half, exactly.
    pub const HALF: Self = Self { bits: 1 << (FRACTION_BITS - 1) };

    /// The number of these bits.
    #[must_use]
    pub const fn from_bits(bits: u128) -> Self {
        Self { bits }
    }

    /// The number of an `I96F32`'s bits; a negative one counts as zero.
    #[must_use]
    pub fn from_signed_bits(bits: i128) -> Self {
        Self { bits: u128::try_from(bits).unwrap_or(0) }
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

    /// A fraction whose 1.0 is 65535, rounded down.
    #[must_use]
    pub fn from_u16_ratio_floor(ratio: u16) -> Self {
        Self::from_whole(u64::from(ratio)).div_floor(Self::from_whole(u64::from(u16::MAX)))
    }

    /// A fraction whose 1.0 is 2^64 - 1, rounded down.
    #[must_use]
    pub const fn from_u64_ratio_floor(ratio: u64) -> Self {
        Self::from_whole(ratio).div_floor(Self::from_whole(u64::MAX))
    }

    /// The whole part, held to 64 bits.
    #[must_use]
    pub fn to_whole_floor(self) -> u64 {
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
        // Proportions are quotients below one: no division is needed to see that.
        if self.bits < divisor.bits {
            return Self { bits: fraction(self.bits, divisor.bits) };
        }
        let Some(whole) = self.bits.checked_div(divisor.bits) else {
            return Self::ZERO;
        };
        if whole >> (u128::BITS - FRACTION_BITS) != 0 {
            return Self::ZERO;
        }
        let rest = self.bits.wrapping_sub(whole.wrapping_mul(divisor.bits));
        Self { bits: (whole << FRACTION_BITS) | fraction(rest, divisor.bits) }
    }
}

/// `floor(a * b / 2^32)` where `a * b` needs more than 128 bits; saturates.
const fn wide_mul_floor(a: u128, b: u128) -> u128 {
    let (a_whole, a_low) = (a >> FRACTION_BITS, a & LOW_MASK);
    let (b_whole, b_low) = (b >> FRACTION_BITS, b & LOW_MASK);
    // Both factors below 2^32, so that no bit is lost.
    let low = a_low.wrapping_mul(b_low) >> FRACTION_BITS;
    // 32 by 96 bits.
    let middle = a_low.wrapping_mul(b_whole);
    match a_whole.checked_mul(b) {
        Some(high) => high.saturating_add(middle).saturating_add(low),
        None => u128::MAX,
    }
}

/// The 32 fraction bits of `rest / divisor`, where `rest < divisor`.
const fn fraction(rest: u128, divisor: u128) -> u128 {
    if rest >> (u128::BITS - FRACTION_BITS) == 0
        && let Some(quotient) = (rest << FRACTION_BITS).checked_div(divisor)
    {
        return quotient;
    }
    // Amounts near the end of the type's range: schoolbook division, bit by bit.
    let (mut rest, mut quotient, mut place) = (rest, 0_u128, FRACTION_BITS);
    while place > 0 {
        place = place.saturating_sub(1);
        let carries = rest >> (u128::BITS - 1) == 1;
        rest = rest.wrapping_shl(1);
        if carries || rest >= divisor {
            rest = rest.wrapping_sub(divisor);
            quotient |= 1 << place;
        }
    }
    quotient
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use substrate_fixed::types::U96F32;

    proptest! {
        #[test]
        fn products_and_quotients_are_the_chains(
            a in any::<u128>(), b in any::<u128>(), shift_a in 0_u32..128, shift_b in 0_u32..128,
        ) {
            let (a, b) = (a >> shift_a, b >> shift_b);
            let (x, y) = (U96F32::from_bits(a), U96F32::from_bits(b));
            let (ours, theirs) = (Fixed::from_bits(a), Fixed::from_bits(b));
            prop_assert_eq!(ours.mul_floor(theirs).to_bits(), x.saturating_mul(y).to_bits());
            let quotient = x.checked_div(y).map_or(0, U96F32::to_bits);
            prop_assert_eq!(ours.div_floor(theirs).to_bits(), quotient);
            prop_assert_eq!(ours.to_whole_floor(), x.saturating_to_num::<u64>());
        }
    }

    #[test]
    fn negative_numbers_count_as_zero() {
        assert_eq!(Fixed::from_signed_bits(-1), Fixed::ZERO);
        assert_eq!(Fixed::from_signed_bits(i128::MIN), Fixed::ZERO);
        assert_eq!(Fixed::from_signed_bits(i128::MAX).to_bits(), u128::MAX >> 1);
    }

    #[test]
    fn a_u16_ratio_is_rounded_down() {
        assert_eq!(Fixed::from_u16_ratio_floor(u16::MAX), Fixed::ONE);
        assert_eq!(Fixed::from_u16_ratio_floor(0), Fixed::ZERO);
        assert_eq!(Fixed::from_u16_ratio_floor(32_767).to_bits(), 2_147_450_879);
    }
}
