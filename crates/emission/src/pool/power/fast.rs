//! The power with 128-bit integers, and how far it may be off.
//!
//! A value called `_q120` has 120 fraction bits, one called `_q128` has 128. One *ulp* is 2^-120. For a ratio
//! `n / d` with `n >= d`, `m = n / (d * 2^k)` near one and `z = (m - 1) / (m + 1)`:
//!
//! ```text
//! ln(n / d)     = k * ln 2 + 2 * (z + z^3/3 + z^5/5 + ...)          [`logarithm`]
//! M             = ln(n / d) * a / b                                 [`scaled_logarithm`]
//! (n / d)^(a/b) = 2^shift * (1 - S),  S = t - t^2/2! + t^3/3! - ... [`floor_of_exponential`]
//! ```
//!
//! where `M = j * ln 2 + t` and the shift is `-j` for ratios below one, and `M = j * ln 2 - t` and the shift is `j`
//! above. Each function says by how much its result may be off; the last one gives a floor only where the error
//! cannot change it.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "every value's range is stated beside it and keeps the operation inside its type"
)]

use super::super::SCALE_E18;
use super::super::division::{divide_step, multiply, multiply_high};
use super::Power;

/// `floor(ln 2 * 2^120)`.
const LN_2_Q120: u128 = 0x00B1_7217_F7D1_CF79_ABC9_E3B3_9803_F2F6;

/// `10^18 * e^-42 < 1`.
const VANISHES_Q120: u128 = 42 << 120;
/// `10^18 * e^3 > 2^64`.
const OVERFLOWS_Q120: u128 = 3 << 120;

/// A value with 120 fraction bits and the largest distance to the true one, in ulp.
#[derive(Clone, Copy)]
struct Approximation {
    value_q120: u128,
    error_ulp: u128,
}

/// `floor(10^18 * power)` held to 64 bits, where 128 bits suffice to tell.
pub(super) fn floor_e18(power: &Power) -> Option<u64> {
    let Some(exponent) = scaled_logarithm(logarithm(power)?, power.exponent) else {
        // 256 or more.
        return Some(if power.is_growth() { u64::MAX } else { 0 });
    };
    if power.is_growth() { growth_e18(exponent) } else { decay_e18(exponent) }
}

/// The natural logarithm of the larger part over the smaller; none for parts beyond 120 bits.
///
/// Off by at most `k + 2` ulp. In units of 2^-128: `z` is cut by less than 1 and its square by less than 1.4, so a
/// power of `z` is off by less than 1.2, as each is the previous one times `z^2 < 0.03`; a term, with the cut of its
/// own and that of the reciprocal, by less than 2. The 25 terms and `z` itself make less than 53, and what follows
/// the last term less than 1. Twice that is below half an ulp; the last shift cuts less than 1, and each of the `k`
/// multiples of ln 2 lacks less than 1.
fn logarithm(power: &Power) -> Option<Approximation> {
    let (larger, smaller) = power.larger_first();
    if larger >> 120 != 0 {
        return None;
    }
    let (scaled, k) = nearest_multiple(larger, smaller);
    let z_q128 = ratio_q128(larger.abs_diff(scaled), larger + scaled);
    // |z| < 0.173, so the series stays below 0.175.
    let double_q120 = inverse_tanh_q128(z_q128) >> 7;
    let multiples = u128::from(k) * LN_2_Q120;
    // At most 120 * ln 2 + 0.35 < 2^8. The larger part is below the multiple only where k is at least 1, and then
    // the first sum is at least ln 2.
    let value_q120 = if larger < scaled { multiples - double_q120 } else { multiples + double_q120 };
    Some(Approximation { value_q120, error_ulp: u128::from(k) + 2 })
}

/// The smaller part times the power of two that brings it within a factor 17/12 of the larger, and its exponent.
///
/// Both are below 2^120 and so are their multiples by 24 in 128 bits.
const fn nearest_multiple(larger: u128, smaller: u128) -> (u128, u32) {
    let k = smaller.leading_zeros() - larger.leading_zeros();
    let scaled = smaller << k;
    if 12 * larger > 17 * scaled {
        (scaled << 1, k + 1)
    } else if 24 * larger < 17 * scaled {
        // Less than the multiple, which therefore is one: k is at least 1.
        (scaled >> 1, k - 1)
    } else {
        (scaled, k)
    }
}

/// `floor(2^128 * numerator / denominator)` of a numerator below the denominator.
fn ratio_q128(numerator: u128, denominator: u128) -> u128 {
    let (high, rest) = divide_step(numerator, 0, denominator);
    let (low, _) = divide_step(rest, 0, denominator);
    (u128::from(high) << 64) | u128::from(low)
}

/// `z + z^3/3 + z^5/5 + ...` for `z` below 0.173.
fn inverse_tanh_q128(z_q128: u128) -> u128 {
    let square = multiply_high(z_q128, z_q128);
    let (mut sum, mut odd_power) = (z_q128, z_q128);
    for reciprocal in &ODD_RECIPROCALS_Q128 {
        odd_power = multiply_high(odd_power, square);
        if odd_power == 0 {
            break;
        }
        sum += multiply_high(odd_power, *reciprocal);
    }
    sum
}

/// The logarithm of the power: the ratio's times `a / b`; none from 256 on.
///
/// The quotient adds one ulp to the error that is multiplied by it.
fn scaled_logarithm(logarithm: Approximation, (a, b): (u64, u64)) -> Option<Approximation> {
    let (high, low) = multiply(logarithm.value_q120, u128::from(a));
    if high >= u128::from(b) {
        return None;
    }
    let (upper, rest) = divide_step(high, narrow64(low >> 64), u128::from(b));
    let (lower, _) = divide_step(rest, narrow64(low & u128::from(u64::MAX)), u128::from(b));
    let value_q120 = (u128::from(upper) << 64) | u128::from(lower);
    // At most 122 * 2^64 + 1.
    let error_ulp = logarithm.error_ulp * u128::from(a.div_ceil(b)) + 1;
    Some(Approximation { value_q120, error_ulp })
}

/// `floor(10^18 * e^-x)`.
fn decay_e18(x: Approximation) -> Option<u64> {
    if x.value_q120 >= VANISHES_Q120 {
        // Only a logarithm that is off by half or more could be mistaken here.
        return (x.error_ulp >> 119 == 0).then_some(0);
    }
    // x = j * ln 2 + t. Most often x is small: no division then.
    let j = if x.value_q120 < LN_2_Q120 { 0 } else { x.value_q120 / LN_2_Q120 };
    let t_q120 = x.value_q120 - j * LN_2_Q120;
    // At most 60, as x is below 42.
    let (floor, fraction_q128) = one_minus_e18(t_q120);
    let (j, error_ulp) = (narrow(j), x.error_ulp + j);
    let (low, high) = if j == 0 {
        (fraction_q128, floor)
    } else {
        // The bits that the shift moves behind the point, and those it drops.
        ((u128::from(floor) << (128 - j)) | (fraction_q128 >> j), floor >> j)
    };
    is_settled(low, error_q128(error_ulp)?).then_some(high)
}

/// `floor(10^18 * e^x)`, held to 64 bits.
fn growth_e18(x: Approximation) -> Option<u64> {
    if x.value_q120 >= OVERFLOWS_Q120 {
        // 10^18 * e^2.92 is above 2^64 already.
        return (x.error_ulp >> 113 == 0).then_some(u64::MAX);
    }
    // x = j * ln 2 - t with j from 1 to 5.
    let j = x.value_q120 / LN_2_Q120 + 1;
    let t_q120 = j * LN_2_Q120 - x.value_q120;
    let (floor, fraction_q128) = one_minus_e18(t_q120);
    let (j, error_ulp) = (narrow(j), x.error_ulp + j);
    // 60 bits and 5: more than a u64 holds.
    let high = (u128::from(floor) << j) | (fraction_q128 >> (128 - j));
    let error = error_q128(error_ulp)?.checked_mul(1 << j)?;
    is_settled(fraction_q128 << j, error).then(|| u64::try_from(high).unwrap_or(u64::MAX))
}

/// Whole and fraction of `10^18 * e^-t` for `t` from 0 to ln 2.
///
/// Off by less than 2^60 units of the fraction times 44, which is a fifth of `10^18` ulp: in units of 2^-128 a power
/// of `t` is off by less than 3.3 (each is the previous one times `t < 0.7`), so a term by less than 1 + 3.3/i!,
/// and all of them, with the reciprocals' cuts and what follows the last, by less than 44.
fn one_minus_e18(t_q120: u128) -> (u64, u128) {
    // t is below 0.7, and S below 1/2.
    let t_q128 = t_q120 << 8;
    let (mut odd_terms, mut even_terms, mut power, mut is_odd) = (t_q128, 0, t_q128, false);
    for reciprocal in &FACTORIAL_RECIPROCALS_Q128 {
        power = multiply_high(power, t_q128);
        let term = multiply_high(power, *reciprocal);
        if term == 0 {
            break;
        }
        if is_odd {
            odd_terms += term;
        } else {
            even_terms += term;
        }
        is_odd = !is_odd;
    }
    let (whole, fraction) = multiply(odd_terms - even_terms, u128::from(SCALE_E18));
    // 10^18 less the product, which is below half of it.
    let borrow = u128::from(fraction != 0);
    (narrow64(u128::from(SCALE_E18) - whole - borrow), fraction.wrapping_neg())
}

/// An error of the logarithm in units of 2^-128 of the result: 10^18 times as much, and the exponential's own.
///
/// One ulp is 2^8 of these units and `10^18 < 2^60`; one ulp more covers the exponential, the constant ln 2 is
/// counted by the caller. None when the error exceeds everything.
fn error_q128(error_ulp: u128) -> Option<u128> {
    (error_ulp + 1).checked_mul(1 << 68)
}

/// Whether a fraction is farther than the error from the next integers on both sides.
const fn is_settled(fraction_q128: u128, error_q128: u128) -> bool {
    fraction_q128 > error_q128 && u128::MAX - fraction_q128 > error_q128
}

/// A count of at most 60.
fn narrow(count: u128) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A value of at most 64 bits.
fn narrow64(value: u128) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}

/// `floor(2^128 / 3)`, `floor(2^128 / 5)`, ...: the 52nd power of 0.173 is below 2^-128.
const ODD_RECIPROCALS_Q128: [u128; 25] = {
    let mut reciprocals = [0; 25];
    let mut rest: &mut [u128] = &mut reciprocals;
    let mut odd = 3;
    while let [first, others @ ..] = rest {
        // No odd number above 1 divides 2^128, so one less gives the same floor.
        *first = u128::MAX / odd;
        odd += 2;
        rest = others;
    }
    reciprocals
};

/// `floor(2^128 / 2!)`, `floor(2^128 / 3!)`, ... to 34!, the last that is below 2^128.
const FACTORIAL_RECIPROCALS_Q128: [u128; 33] = {
    let mut reciprocals = [0; 33];
    let mut rest: &mut [u128] = &mut reciprocals;
    let (mut reciprocal, mut factor) = (1 << 127, 2);
    while let [first, others @ ..] = rest {
        *first = reciprocal;
        // A floor of a floor is the floor of the whole quotient.
        factor += 1;
        reciprocal /= factor;
        rest = others;
    }
    reciprocals
};

#[cfg(test)]
mod tests {
    use super::super::limbs::Wide;
    use super::super::wide;
    use super::*;
    use proptest::prelude::*;

    /// The distance of two numbers of 384 bits, in units of the lowest of the first 128.
    fn distance_q128(a: Wide, b: Wide) -> u128 {
        let [high, low, ..] = if a > b { a.minus(b) } else { b.minus(a) }.0;
        (u128::from(high) << 64) | u128::from(low)
    }

    /// The value as the first 128 of 384 bits.
    fn widened(value: u128) -> Wide {
        let [_, _, _, _, high, low] = Wide::from_u128(value).0;
        Wide([high, low, 0, 0, 0, 0])
    }

    fn numbers() -> impl Strategy<Value = u128> {
        (any::<u128>(), 8..128_u32).prop_map(|(bits, shift)| (bits >> shift).max(1))
    }

    /// Ratios near one as well as any.
    fn bases() -> impl Strategy<Value = (u128, u128)> {
        let near = (1_u128 << 40..1 << 100, 1..40_u32).prop_map(|(n, share)| (n, n + (n >> share)));
        prop_oneof![(numbers(), numbers()), near]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn a_logarithm_is_as_good_as_it_says(base in bases(), a in 1..=99_u64, b in prop_oneof![1..=99_u64, any::<u64>().prop_map(|b| b.max(1))]) {
            let power = Power::new(base, (a, b)).unwrap();
            let (larger, smaller) = power.larger_first();
            let fast = logarithm(&power).unwrap();
            let wide = wide::logarithm_q376(larger, smaller);
            prop_assert!(distance_q128(widened(fast.value_q120), wide) <= fast.error_ulp);
            let Some(scaled) = scaled_logarithm(fast, (a, b)) else { return Ok(()) };
            let (high, product) = wide.times(a);
            prop_assert!(distance_q128(widened(scaled.value_q120), product.over(high, b)) <= scaled.error_ulp);
        }

        #[test]
        fn an_exponential_is_as_good_as_it_says(t_q120 in 0..=LN_2_Q120, shift in 0..120_u32) {
            let t_q120 = t_q120 >> shift;
            let ((whole, fraction), (wide_whole, wide_fraction)) =
                (one_minus_e18(t_q120), wide::one_minus_e18(widened(t_q120)));
            // Differences modulo one: the wholes may differ where the fractions are next to an integer.
            let [high, low, ..] = wide_fraction.0;
            let off = fraction.wrapping_sub((u128::from(high) << 64) | u128::from(low)).cast_signed().unsigned_abs();
            prop_assert!(off < 44 << 60, "{off}");
            prop_assert!(whole == wide_whole || fraction.min(fraction.wrapping_neg()) <= off);
        }
    }

    #[test]
    fn constants_are_what_they_say() {
        // ln 2 = 2 * (1/3 + 1/3^3/3 + ...), which is the logarithm of two over one half of it.
        let one_third = Wide([u64::MAX / 3; 6]);
        let ln_2_q376 = wide::inverse_tanh_q384(one_third).shifted_down(0, 7);
        let difference = ln_2_q376.minus(wide::logarithm_q376(2, 1));
        assert!(
            difference < Wide([0, 0, 0, 0, 0, 4]) || Wide::ZERO.minus(difference) < Wide([0, 0, 0, 0, 0, 4])
        );
        assert_eq!(distance_q128(ln_2_q376, widened(LN_2_Q120)), 0);
        assert_eq!(ODD_RECIPROCALS_Q128[24], u128::MAX / 51);
        assert_eq!(FACTORIAL_RECIPROCALS_Q128[0], 1 << 127);
        assert_eq!(FACTORIAL_RECIPROCALS_Q128[32], 1);
    }

    #[test]
    fn only_what_is_next_to_an_integer_is_left_open() {
        let settled = |base, exponent| floor_e18(&Power::new(base, exponent).unwrap()).is_some();
        let half = SCALE_E18 / 2;
        // The smallest change of the weights, and a millionth part of a pool.
        assert!(settled((1 << 40, (1 << 40) + (1 << 20)), (half - 1, half + 1)));
        assert!(settled((999_999_000_000, 1_000_000_000_000), (half - 1, half + 1)));
        assert!(settled((5, 1), (half, SCALE_E18)));
        assert!(!settled((4, 1), (half, SCALE_E18)));
        assert!(!settled((1, 4), (half, SCALE_E18)));
        assert!(!settled(((4 << 118) + 1, 1 << 118), (half, SCALE_E18)));
    }
}
