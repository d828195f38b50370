//! Products of 256 bits and quotients of 64, from 128-bit integers.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "limbs of 64 bits in 128: two products' halves and a carry always fit, as said beside each"
)]

const LIMB: u32 = 64;
const LOW: u128 = (1 << LIMB) - 1;

/// The full product: its upper and its lower 128 bits.
pub(super) const fn multiply(a: u128, b: u128) -> (u128, u128) {
    let (a1, a0, b1, b0) = (a >> LIMB, a & LOW, b >> LIMB, b & LOW);
    let (low, high) = (a0 * b0, a1 * b1);
    let (cross, other) = (a1 * b0, a0 * b1);
    // Three limbs: less than 2^66.
    let middle = (low >> LIMB) + (cross & LOW) + (other & LOW);
    // The upper half of a 256-bit product: nothing is carried out of it.
    let high = high + (cross >> LIMB) + (other >> LIMB) + (middle >> LIMB);
    (high, (middle << LIMB) | (low & LOW))
}

/// The upper half of a product: `floor(a * b / 2^128)`.
pub(super) const fn multiply_high(a: u128, b: u128) -> u128 {
    multiply(a, b).0
}

/// One step of long division: quotient and rest of `high * 2^64 + low`.
///
/// `high` must be at most `divisor`, so that the quotient has 64 bits; for a quotient of exactly 2^64 the result
/// is 2^64 - 1. A divisor of zero gives zero.
pub(super) fn divide_step(high: u128, low: u64, divisor: u128) -> (u64, u128) {
    if divisor == 0 {
        return (0, 0);
    }
    let low = low as u128;
    if divisor <= LOW && high <= LOW {
        let dividend = (high << LIMB) | low;
        let digit = dividend / divisor;
        // Cheaper than a second division.
        return (limb(digit), dividend - digit * divisor);
    }
    // Knuth's algorithm D with two limbs in the divisor: its top bit is set, and the first two limbs of the
    // dividend over its first are at most two more than the digit looked for.
    let shift = divisor.leading_zeros();
    let divisor = divisor << shift;
    let high = if shift == 0 { high } else { (high << shift) | (low >> (LIMB - shift)) };
    let low = (low << shift) & LOW;
    let (d1, d0) = (divisor >> LIMB, divisor & LOW);
    let mut digit = (high / d1).min(LOW);
    // `digit * d1 <= high`.
    let mut rest = high - digit * d1;
    while rest <= LOW && digit * d0 > ((rest << LIMB) | low) {
        digit -= 1;
        rest += d1;
    }
    // Below the divisor, so exact modulo 2^128 whatever the parts do.
    let rest = ((rest << LIMB) | low).wrapping_sub(digit * d0);
    (limb(digit), rest >> shift)
}

/// A value of at most 64 bits; larger ones are held there.
fn limb(value: u128) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}
