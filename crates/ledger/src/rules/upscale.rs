//! Weights as the chain stores them: scaled so that the largest is 65535 (spec §2.1).

use incentor_primitives::Weight;

/// Largest maximum for which the chain multiplies before it divides.
const MULTIPLY_FIRST_MAX: u16 = 32_768;
const FULL: u64 = 65_535;
const HALF_BIT: u64 = 1 << 31;

/// Scales weights in place so that the largest becomes 65535; all-zero weights stay.
///
/// In `I32F32`, each quotient rounded down and the result to nearest, ties upward.
pub fn max_upscale(weights: &mut [Weight]) {
    let Some(max) = weights.iter().map(|weight| weight.0).max().filter(|max| *max > 0) else {
        return;
    };
    let divisor = u64::from(max);
    let factor = (FULL << 32).checked_div(divisor).unwrap_or(0);
    for weight in weights {
        let value = u64::from(weight.0);
        // Both products stay below 2^64: the value is at most `max`.
        let bits = if max > MULTIPLY_FIRST_MAX {
            value.saturating_mul(factor)
        } else {
            (value.saturating_mul(FULL) << 32).checked_div(divisor).unwrap_or(0)
        };
        weight.0 = u16::try_from(bits.saturating_add(HALF_BIT) >> 32).unwrap_or(u16::MAX);
    }
}
