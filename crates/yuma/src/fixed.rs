//! The chain's fixed-point arithmetic on bits (spec §0.2).
//!
//! Inside the epoch nearly every number is a fraction from 0 to 1.0 and travels as a `u64` holding the bits of
//! the chain's `I32F32`; the few that may be negative are `i64`.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "every sum and product is bounded in the comment or contract beside it"
)]

/// 1.0.
pub(crate) const ONE: u64 = 1 << 32;

/// The signed bits that the chain stores; a fraction always fits.
#[inline]
pub(crate) fn to_bits(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// A row's share in 32 bits: exactly 1.0 takes the place of 1.0 - 2^-32.
///
/// Quotients of integers below 2^31, as shares of a row are, never have that value. Nor has what a bonds penalty leaves of
/// exactly 1.0: consensus, below it, is at most 65535 / 65536, and of those 2^-16 the least penalty takes two units.
#[inline]
pub(crate) fn narrow(share: u64) -> u32 {
    debug_assert!(share <= ONE, "a share");
    (share - (share >> 32)) as u32
}

/// The share behind [`narrow`]'s 32 bits.
#[inline]
pub(crate) fn widen(share: u32) -> u64 {
    u64::from(share) + u64::from(share == u32::MAX)
}

/// `floor(rate × b)` of a rate below 1.0 and a value up to 1.0.
///
/// In halves, so that loops over many values become vectors on every processor.
#[inline]
pub(crate) fn mul_below_one(rate: u32, b: u64) -> u64 {
    debug_assert!(b <= ONE, "a fraction");
    let rate = u64::from(rate);
    ((u64::from(b as u32) * rate) >> 32) + (b >> 32) * rate
}

/// `floor(a × b)` of two values, one of them at most 1.0.
#[inline]
pub(crate) fn mul(a: u64, b: u64) -> u64 {
    debug_assert!(a <= ONE || b <= ONE, "the product does not exceed the larger factor");
    ((u128::from(a) * u128::from(b)) >> 32) as u64
}

/// `saturating_mul`: rounds towards minus infinity, holds to the type's range.
#[inline]
pub(crate) fn mul_saturating(a: i64, b: i64) -> i64 {
    // |a × b| ≤ 2^126.
    let product = (i128::from(a) * i128::from(b)) >> 32;
    product.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64
}

/// `saturating_div` by a value other than 0: rounds towards zero, holds to the type's range.
pub(crate) fn div_saturating(a: i64, b: i64) -> i64 {
    let numerator = i128::from(a) << 32;
    let quotient = numerator.checked_div(i128::from(b)).unwrap_or(0);
    quotient.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64
}

/// The fraction `p / 65535`: 0 to exactly 1.0.
#[inline]
pub(crate) fn u16_ratio(p: u16) -> u64 {
    // 2^32 = 65535 × 65537 + 1, so the division by 65535 is a product.
    u64::from(p) * 65_537 + u64::from(p == u16::MAX)
}

/// The value times 65535, rounded down and held to 0 to 65535.
#[inline]
pub(crate) fn to_u16_floor(value: u64) -> u16 {
    if value >= ONE { u16::MAX } else { ((value * 65_535) >> 32) as u16 }
}

/// `floor(2^64 / divisor)`, for a divisor above 1.
#[inline]
pub(crate) fn inverse_floor(divisor: u64) -> u64 {
    debug_assert!(divisor > 1, "the quotient fits 64 bits");
    // 2^64 = (2^64 - 1) + 1: the remainder overflows into one more only for powers of two.
    u64::MAX.checked_div(divisor).unwrap_or(0) + u64::from(divisor.is_power_of_two())
}
