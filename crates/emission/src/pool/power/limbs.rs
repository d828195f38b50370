//! Integers of 384 bits: just what the wide path needs.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "a product of two limbs and two more limbs always fit into 128 bits"
)]

/// Six limbs, the most significant first, so that the derived order is the numbers' order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Wide(pub(super) [u64; 6]);

const LIMB: u32 = 64;

impl Wide {
    pub(super) const ZERO: Self = Self([0; 6]);

    pub(super) fn from_u128(value: u128) -> Self {
        Self([0, 0, 0, 0, low(value >> LIMB), low(value)])
    }

    /// Sum modulo 2^384.
    pub(super) fn plus(mut self, other: Self) -> Self {
        let mut carry = 0;
        for (limb, addend) in self.0.iter_mut().zip(other.0).rev() {
            let sum = u128::from(*limb) + u128::from(addend) + carry;
            (*limb, carry) = (low(sum), sum >> LIMB);
        }
        self
    }

    /// Difference modulo 2^384.
    pub(super) fn minus(mut self, other: Self) -> Self {
        let mut borrow = false;
        for (limb, subtrahend) in self.0.iter_mut().zip(other.0).rev() {
            let (difference, first) = limb.overflowing_sub(subtrahend);
            let (difference, second) = difference.overflowing_sub(u64::from(borrow));
            (*limb, borrow) = (difference, first || second);
        }
        self
    }

    /// Product with a limb: what exceeds 384 bits, and the rest.
    pub(super) fn times(mut self, factor: u64) -> (u64, Self) {
        let mut carry = 0;
        for limb in self.0.iter_mut().rev() {
            let product = u128::from(*limb) * u128::from(factor) + carry;
            (*limb, carry) = (low(product), product >> LIMB);
        }
        (low(carry), self)
    }

    /// `floor((high * 2^384 + self) / divisor)` of a high limb below the divisor.
    pub(super) fn over(mut self, high: u64, divisor: u64) -> Self {
        let (mut rest, divisor) = (u128::from(high), u128::from(divisor.max(1)));
        for limb in &mut self.0 {
            let dividend = (rest << LIMB) | u128::from(*limb);
            (*limb, rest) = (low(dividend / divisor), dividend % divisor);
        }
        self
    }

    /// `floor(self * other / 2^384)`.
    pub(super) fn times_high(self, other: Self) -> Self {
        let mut sum = Self::ZERO;
        for factor in other.0.iter().rev() {
            let mut carry = 0;
            for (limb, own) in sum.0.iter_mut().zip(self.0).rev() {
                let product = u128::from(own) * u128::from(*factor) + u128::from(*limb) + carry;
                (*limb, carry) = (low(product), product >> LIMB);
            }
            // One limb down: the lowest is done and cannot carry any more.
            let [a, b, c, d, e, _] = sum.0;
            sum = Self([low(carry), a, b, c, d, e]);
        }
        sum
    }

    /// Shifted up by less than a limb, modulo 2^384.
    pub(super) fn shifted_up(mut self, bits: u32) -> Self {
        let mut carry = 0;
        for limb in self.0.iter_mut().rev() {
            let shifted = (u128::from(*limb) << bits) | carry;
            (*limb, carry) = (low(shifted), shifted >> LIMB);
        }
        self
    }

    /// Shifted down by less than a limb; the bits of `high` come in at the top.
    pub(super) fn shifted_down(mut self, high: u64, bits: u32) -> Self {
        let mut above = high;
        for limb in &mut self.0 {
            let pair = (u128::from(above) << LIMB) | u128::from(*limb);
            (above, *limb) = (*limb, low(pair >> bits));
        }
        self
    }

    /// `floor(2^384 * self / divisor)` of a number below the divisor, and a divisor below 2^383: bit by bit.
    pub(super) fn fraction_of(self, divisor: Self) -> Self {
        let (mut rest, mut quotient) = (self, Self::ZERO);
        for limb in &mut quotient.0 {
            for _ in 0..LIMB {
                rest = rest.shifted_up(1);
                let bit = rest >= divisor;
                if bit {
                    rest = rest.minus(divisor);
                }
                *limb = (*limb << 1) | u64::from(bit);
            }
        }
        quotient
    }
}

/// The lowest 64 bits.
#[expect(clippy::cast_possible_truncation, reason = "the limb is what is wanted")]
const fn low(value: u128) -> u64 {
    value as u64
}
