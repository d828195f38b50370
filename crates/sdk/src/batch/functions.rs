//! Elementary functions without a branch, for numbers that are no special case: several at once.
//!
//! Each gives, to the last bit, what `libm` gives: the same operations in the same order.

/// Below it, an exponential is no special case.
pub(super) const PLAIN: f64 = 700.0;

/// `e^x` for |x| below [`PLAIN`], without a branch: x = k ln 2 + r, and a rational function of r (FreeBSD's).
pub(super) fn exponential(x: f64) -> f64 {
    // k is the whole part of x / ln 2 and a half more, 0 up to ln 2 / 2.
    let near = INVERSE_LN_2 * x + 0.5_f64.copysign(x);
    let rounded = (near + WHOLE) - WHOLE;
    let beyond = if rounded.abs() > near.abs() { 1.0_f64.copysign(x) } else { 0.0 };
    let k = if x.abs() > HALF_LN_2 { rounded - beyond } else { 0.0 };
    let (high, low) = (x - k * LN_2_HIGH, k * LN_2_LOW);
    let r = high - low;
    let rr = r * r;
    let c = r - rr * (P[0] + rr * (P[1] + rr * (P[2] + rr * (P[3] + rr * P[4]))));
    // What is tiny is added as it is.
    let y = if x.abs() < TINY { 1.0 + x } else { 1.0 + (r * c / (2.0 - c) - low + high) };
    // By 2^k, which is a normal number and leaves the product one.
    y * f64::from_bits((k + WHOLE).to_bits().wrapping_add(1_023) << 52)
}

/// Numbers from here to twice it are whole, and end in their lowest bits.
const WHOLE: f64 = 6_755_399_441_055_744.0;
/// The highest that counts as up to ln 2 / 2.
const HALF_LN_2: f64 = f64::from_bits(0x3fd6_2e42_ffff_ffff);
const TINY: f64 = f64::from_bits(0x3e30_0001_0000_0000);
const INVERSE_LN_2: f64 = core::f64::consts::LOG2_E;
const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
const P: [f64; 5] = [
    1.666_666_666_666_660_2e-1,
    -2.777_777_777_701_559_3e-3,
    6.613_756_321_437_934e-5,
    -1.653_390_220_546_525_2e-6,
    4.138_136_797_057_238_5e-8,
];

/// The natural logarithm of a normal number: x = 2^k (1 + f) with 1 + f around 1, and a polynomial of f / (2 + f)
/// (FreeBSD's).
pub(super) fn logarithm(x: f64) -> f64 {
    // Its upper half counts from √½, so that k turns there and not at a power of two.
    let shifted = x.to_bits() + ((ONE - ROOT_HALF) << 32);
    let k = f64::from_bits((shifted >> 52) | TWO_TO_52) - (f64::from_bits(TWO_TO_52) + 1_023.0);
    let f = f64::from_bits((shifted & 0x000f_ffff_ffff_ffff) + (ROOT_HALF << 32)) - 1.0;
    let half_ff = 0.5 * f * f;
    let s = f / (2.0 + f);
    let (z, w) = (s * s, s * s * (s * s));
    let even = w * (L[1] + w * (L[3] + w * L[5]));
    let odd = z * (L[0] + w * (L[2] + w * (L[4] + w * L[6])));
    s * (half_ff + (odd + even)) + k * LN_2_LOW - half_ff + f + k * LN_2_HIGH
}

/// The upper half of 1.
const ONE: u64 = 0x3ff0_0000;
/// The upper half of √½.
const ROOT_HALF: u64 = 0x3fe6_a09e;
/// The bits of 2^52: with others in their lowest places, that much more.
const TWO_TO_52: u64 = 0x4330_0000_0000_0000;
const L: [f64; 7] = [
    6.666_666_666_666_735e-1,
    3.999_999_999_940_942e-1,
    2.857_142_874_366_239e-1,
    2.222_219_843_214_978_4e-1,
    1.818_357_216_161_805e-1,
    1.531_383_769_920_937_3e-1,
    1.479_819_860_511_658_6e-1,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Luck;

    #[test]
    fn logarithms_are_those_of_libm() {
        let check = |x: f64| assert_eq!(logarithm(x).to_bits(), libm::log(x).to_bits(), "{x:e}");
        let mut rng = Luck::of_seed(3).at(0, 0);
        for exponent in -80..80 {
            let scale = libm::exp2(f64::from(exponent));
            (0..4_000).for_each(|_| check(scale * (1.0 + rng.unit())));
            // Where k changes: at √½ and √2, and at the powers of two.
            for edge in [scale, scale * core::f64::consts::SQRT_2] {
                (-2_000..2_000).for_each(|i| check(f64::from_bits(edge.to_bits().wrapping_add_signed(i))));
            }
        }
        for upper in [ROOT_HALF - 1, ROOT_HALF, ROOT_HALF + 1] {
            (0..4_000).for_each(|i| check(f64::from_bits((upper << 32) | (i * 0x10_0001))));
        }
        [f64::MIN_POSITIVE, f64::MAX, 1.0, 0.5, 2.0].into_iter().for_each(check);
    }
}
