//! Powers of a ratio to a fractional exponent, rounded down to parts of 10^18 (spec §3.13).
//!
//! The chain wants `floor(10^18 * (n / d)^(a / b))`. Nothing but the floor matters, so it is computed the way
//! correctly rounded functions are: first fast, with 128 bits and a proven bound on the error ([`fast`]); where the
//! bound leaves more than one floor possible, again with 384 bits ([`wide`]); and where even these show an integer,
//! by looking whether the power is one ([`exact`]).

mod exact;
mod fast;
mod limbs;
mod wide;

use super::SCALE_E18;

/// A ratio and the exponent it is raised to; no part of either is zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Power {
    /// Numerator and denominator of the ratio.
    base: (u128, u128),
    /// Numerator and denominator of the exponent.
    exponent: (u64, u64),
}

impl Power {
    /// `(n / d)^(a / b)` of the pairs `(n, d)` and `(a, b)`; none when a part is zero.
    #[must_use]
    pub const fn new(base: (u128, u128), exponent: (u64, u64)) -> Option<Self> {
        if base.0 == 0 || base.1 == 0 || exponent.0 == 0 || exponent.1 == 0 {
            return None;
        }
        Some(Self { base, exponent })
    }

    /// The larger and the smaller part of the ratio.
    const fn larger_first(&self) -> (u128, u128) {
        if self.is_growth() { self.base } else { (self.base.1, self.base.0) }
    }

    /// Whether the ratio is above one.
    const fn is_growth(&self) -> bool {
        self.base.0 > self.base.1
    }
}

/// `floor(10^18 * power)`, held to 64 bits.
#[must_use]
pub fn power_floor_e18(power: &Power) -> u64 {
    itself(power).or_else(|| fast::floor_e18(power)).unwrap_or_else(|| power_floor_e18_wide(power))
}

/// The same without the fast path: for tests and benches.
#[must_use]
pub fn power_floor_e18_wide(power: &Power) -> u64 {
    wide::floor_e18(power).unwrap_or_else(|near| exact::floor_e18(power, near))
}

/// The powers that need no logarithm: of one, and to the exponent one.
fn itself(power: &Power) -> Option<u64> {
    let (numerator, denominator) = power.base;
    if numerator == denominator {
        return Some(SCALE_E18);
    }
    if power.exponent.0 != power.exponent.1 {
        return None;
    }
    let scaled = numerator.checked_mul(u128::from(SCALE_E18))?;
    Some(u64::try_from(scaled.checked_div(denominator)?).unwrap_or(u64::MAX))
}
