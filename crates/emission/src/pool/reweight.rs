//! The weights of the two sides, and how an injection shifts them (spec §3.13).

use super::division::{divide_step, multiply};
use super::{Pool, SCALE_E18};

/// The weight of a pool's TAO side in parts of 10^18, between 0.01 and 0.99; the alpha side has the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuoteWeight {
    parts: u64,
}

/// A weight below 0.01 on one of the sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a quote weight of {parts} parts of 10^18 leaves one side of the pool less than 0.01")]
pub struct WeightOutOfRange {
    /// The refused weight of the TAO side, in parts of 10^18.
    pub parts: u64,
}

impl QuoteWeight {
    /// One half: what a pool starts with.
    pub const HALF: Self = Self { parts: SCALE_E18 >> 1 };
    /// The lowest weight of either side, in parts of 10^18.
    pub const MIN_PARTS: u64 = 10_000_000_000_000_000;

    /// The weight of so many parts of 10^18.
    ///
    /// # Errors
    /// [`WeightOutOfRange`] when either side would weigh less than 0.01.
    pub fn new(parts: u64) -> Result<Self, WeightOutOfRange> {
        let highest = SCALE_E18.saturating_sub(Self::MIN_PARTS);
        if (Self::MIN_PARTS..=highest).contains(&parts) {
            Ok(Self { parts })
        } else {
            Err(WeightOutOfRange { parts })
        }
    }

    /// The TAO side's weight w2, in parts of 10^18.
    #[must_use]
    pub const fn parts(self) -> u64 {
        self.parts
    }

    /// The alpha side's weight w1, in parts of 10^18.
    #[must_use]
    pub const fn base_parts(self) -> u64 {
        SCALE_E18.saturating_sub(self.parts)
    }

    /// The TAO side's part of a number, rounded to the nearest whole, halves up.
    #[must_use]
    pub fn part_of_round(self, value: u128) -> u128 {
        part_round(self.parts, value)
    }
}

impl Default for QuoteWeight {
    fn default() -> Self {
        Self::HALF
    }
}

impl Pool {
    /// The weight with which the price stays the same when both amounts are added to the reserves.
    ///
    /// With `q1 = round(w1 * y * (x + dx))` and `q2 = round(w2 * x * (y + dy))` it is `floor(q2 / (q1 + q2))` in
    /// parts of 10^18; one half for an empty pool. The amounts are in rao.
    ///
    /// # Errors
    /// [`WeightOutOfRange`] when either side would weigh less than 0.01: the chain then injects nothing.
    pub fn reweighted(&self, tao_in_rao: u64, alpha_in_rao: u64) -> Result<QuoteWeight, WeightOutOfRange> {
        let [tao, alpha] = [self.tao_rao, self.alpha_rao].map(u128::from);
        // Two u64, so the sums fit; the products are held to 128 bits, as the chain holds them.
        let alpha_side = tao.saturating_mul(alpha.saturating_add(u128::from(alpha_in_rao)));
        let tao_side = alpha.saturating_mul(tao.saturating_add(u128::from(tao_in_rao)));
        let alpha_side = part_round(self.quote_weight.base_parts(), alpha_side);
        let tao_side = part_round(self.quote_weight.parts(), tao_side);
        let both = alpha_side.saturating_add(tao_side);
        if both == 0 {
            return Ok(QuoteWeight::HALF);
        }
        let (high, low) = multiply(tao_side, u128::from(SCALE_E18));
        // `tao_side <= both`, so the dividend is at most `both * 10^18` and the quotient has 64 bits at most.
        let (parts, _) = divide_step((high << 64) | (low >> 64), low_limb(low), both);
        QuoteWeight::new(parts)
    }
}

/// `round(parts * value / 10^18)` for parts of at most 10^18, halves up.
fn part_round(parts: u64, value: u128) -> u128 {
    let (parts, scale) = (u128::from(parts), u128::from(SCALE_E18));
    // The divisor is a constant other than zero.
    let (whole, rest) = (value.checked_div(scale).unwrap_or(0), value.checked_rem(scale).unwrap_or(0));
    // At most `value`, and two factors below 2^60.
    let rounded = rest.saturating_mul(parts).saturating_add(scale >> 1).checked_div(scale).unwrap_or(0);
    whole.saturating_mul(parts).saturating_add(rounded)
}

/// The lowest 64 bits.
fn low_limb(value: u128) -> u64 {
    u64::try_from(value & u128::from(u64::MAX)).unwrap_or(0)
}
