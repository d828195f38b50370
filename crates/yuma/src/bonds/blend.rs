//! Smoothing at one rate for the whole subnet (spec §1.10 step 3, §1.11 step 1).
#![expect(
    clippy::arithmetic_side_effects,
    reason = "below a rate of 1.0 both parts add up to at most 1.0; other rates use saturating sums"
)]

use crate::fixed::{ONE, mul_below_one, mul_saturating, to_bits, u16_ratio};
use alloc::vec::Vec;

/// The new value's share and the old value's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Blend {
    /// Both strictly between 0 and 1.0, as every sensible subnet has it.
    Between { new: u32, old: u32 },
    /// A rate of 0 or 1.0, or a negative one, which only root can set.
    Extreme { new: i64, old: i64 },
}

impl Blend {
    /// The rate that `bonds_moving_average` millionths of keeping leave for the new value.
    pub(crate) fn from_moving_average(millionths: u64) -> Self {
        // The chain divides in I64F64, which holds integers below 2^63, then drops 32 bits: one floor.
        let whole = u128::from(millionths).min(i64::MAX as u128);
        let kept = ((whole << 32) / 1_000_000).min(i64::MAX as u128) as i64;
        let one = to_bits(ONE);
        let new = one.saturating_sub(kept);
        let old = one.saturating_sub(new);
        if 0 < new && new < one {
            Self::Between { new: new as u32, old: old as u32 }
        } else {
            Self::Extreme { new, old }
        }
    }

    /// Smooths every stored bond, a u16, towards a weight below 1.0, as [`Blend::smooth`] does.
    pub(crate) fn smooth_stored(self, weights: &[u32], stored: &[u32], smoothed: &mut Vec<u64>) {
        smoothed.clear();
        let pairs = weights.iter().zip(stored);
        let whole = stored.iter().fold(false, |whole, &bond| whole | (bond == u32::from(u16::MAX)));
        match self {
            Self::Between { new: rate, old: rest } if !whole => {
                let part = |rate: u32, value: u32| (u64::from(rate) * u64::from(value)) >> 32;
                // As `u16_ratio` does below 1.0.
                smoothed.extend(
                    pairs.map(|(&weight, &bond)| part(rate, weight) + part(rest, bond.wrapping_mul(65_537))),
                );
            }
            _ => smoothed.extend(
                pairs.map(|(&weight, &bond)| self.smooth_one(u64::from(weight), u16_ratio(bond as u16))),
            ),
        }
    }

    /// Smooths every old value towards the new one; what falls to 0 or below becomes 0.
    ///
    /// `whole` says that a value may be exactly 1.0, which takes wider products.
    pub(crate) fn smooth(self, new: &[u64], old: &[u64], whole: bool, smoothed: &mut Vec<u64>) {
        smoothed.clear();
        let pairs = new.iter().zip(old);
        match self {
            Self::Between { new: rate, old: rest } if !whole => {
                let part = |rate: u32, value: u64| (u64::from(rate) * u64::from(value as u32)) >> 32;
                smoothed.extend(pairs.map(|(&new, &old)| part(rate, new) + part(rest, old)));
            }
            _ => smoothed.extend(pairs.map(|(&new, &old)| self.smooth_one(new, old))),
        }
    }

    fn smooth_one(self, new: u64, old: u64) -> u64 {
        match self {
            Self::Between { new: rate, old: rest } => mul_below_one(rate, new) + mul_below_one(rest, old),
            Self::Extreme { new: rate, old: rest } => {
                let bought = mul_saturating(rate, to_bits(new));
                let kept = mul_saturating(rest, to_bits(old));
                u64::try_from(bought.saturating_add(kept)).unwrap_or(0)
            }
        }
    }
}
