//! The power with 384-bit integers, for where 128 bits leave its floor open.
//!
//! The same series as on the fast path, with nothing shared but the formulas. In `_q384` a number is below one, in
//! `_q376` below 256. Every step cuts less than one unit, there are fewer than 2^10 of them, and an exponent of at
//! most 99 and the scale multiply the cuts by less than 2^67: the result is off by less than 2^-290.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "counts of halvings stay below 600, and wholes below 2^66 are kept in 128 bits"
)]

use super::super::SCALE_E18;
use super::Power;
use super::limbs::Wide;

/// `floor(ln 2 * 2^384)`.
const LN_2_Q384: Wide = Wide([
    0xB172_17F7_D1CF_79AB,
    0xC9E3_B398_03F2_F6AF,
    0x40F3_4326_7298_B62D,
    0x8A0D_175B_8BAA_FA2B,
    0xE7B8_7620_6DEB_AC98,
    0x5595_52FB_4AFA_1B10,
]);

/// A result so near to an integer that only an exact argument can say on which side it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NearInteger {
    /// The floor as computed.
    pub(super) computed: u64,
}

/// `floor(10^18 * power)` held to 64 bits.
///
/// # Errors
/// [`NearInteger`] where the result is within 2^-192 of an integer.
pub(super) fn floor_e18(power: &Power) -> Result<u64, NearInteger> {
    let (larger, smaller) = power.larger_first();
    let (high, product) = logarithm_q376(larger, smaller).times(power.exponent.0);
    let (is_growth, divisor) = (power.is_growth(), power.exponent.1);
    let bound = if is_growth { 3 } else { 42 };
    let exponent_q376 = (high < divisor).then(|| product.over(high, divisor));
    // 10^18 * e^3 exceeds 64 bits, and 10^18 * e^-42 is less than one.
    let Some(exponent_q376) = exponent_q376.filter(|exponent| exponent.0[0] >> 56 < bound) else {
        return Ok(if is_growth { u64::MAX } else { 0 });
    };
    let (whole, fraction) = if is_growth { growth_e18(exponent_q376) } else { decay_e18(exponent_q376) };
    let computed = u64::try_from(whole).unwrap_or(u64::MAX);
    let [a, b, c, ..] = fraction.0;
    let near = [a, b, c] == [0; 3] || [a, b, c] == [u64::MAX; 3];
    if near { Err(NearInteger { computed }) } else { Ok(computed) }
}

/// The natural logarithm of the ratio of two numbers, the larger first.
pub(super) fn logarithm_q376(larger: u128, smaller: u128) -> Wide {
    let k = smaller.leading_zeros() - larger.leading_zeros();
    let scaled = smaller << k;
    let distance = Wide::from_u128(larger.abs_diff(scaled));
    let z_q384 = distance.fraction_of(Wide::from_u128(larger).plus(Wide::from_u128(scaled)));
    // |z| is at most a third, so twice the series is less than ln 2.
    let double_q376 = inverse_tanh_q384(z_q384).shifted_down(0, 7);
    let (_, multiples) = ln_2_q376().times(u64::from(k));
    if larger < scaled { multiples.minus(double_q376) } else { multiples.plus(double_q376) }
}

pub(super) fn inverse_tanh_q384(z: Wide) -> Wide {
    let square = z.times_high(z);
    let (mut sum, mut odd_power, mut divisor) = (z, z, 1);
    while odd_power != Wide::ZERO {
        odd_power = odd_power.times_high(square);
        divisor += 2;
        sum = sum.plus(odd_power.over(0, divisor));
    }
    sum
}

/// Whole and fraction of `10^18 * e^-x`.
fn decay_e18(mut x_q376: Wide) -> (u128, Wide) {
    let (ln_2, mut halvings) = (ln_2_q376(), 0);
    while x_q376 >= ln_2 {
        x_q376 = x_q376.minus(ln_2);
        halvings += 1;
    }
    let (whole, fraction) = one_minus_e18(x_q376);
    // At most 60 halvings, as x is below 42.
    (u128::from(whole >> halvings), fraction.shifted_down(whole, halvings))
}

/// Whole and fraction of `10^18 * e^x`.
fn growth_e18(x_q376: Wide) -> (u128, Wide) {
    let (ln_2, mut doublings) = (ln_2_q376(), 1);
    let mut multiple = ln_2;
    while multiple < x_q376 {
        multiple = multiple.plus(ln_2);
        doublings += 1;
    }
    let (whole, fraction) = one_minus_e18(multiple.minus(x_q376));
    // At most 5 doublings, as x is below 3.
    let carried = u128::from(fraction.0[0] >> (u64::BITS - doublings));
    ((u128::from(whole) << doublings) | carried, fraction.shifted_up(doublings))
}

/// Whole and fraction of `10^18 * e^-t` for `t` from 0 to ln 2.
pub(super) fn one_minus_e18(t_q376: Wide) -> (u64, Wide) {
    let t_q384 = t_q376.shifted_up(8);
    let (mut odd_terms, mut even_terms) = (t_q384, Wide::ZERO);
    let (mut term, mut count) = (t_q384, 1);
    while term != Wide::ZERO {
        count += 1;
        term = term.times_high(t_q384).over(0, count);
        if count % 2 == 0 {
            even_terms = even_terms.plus(term);
        } else {
            odd_terms = odd_terms.plus(term);
        }
    }
    let (whole, fraction) = odd_terms.minus(even_terms).times(SCALE_E18);
    let borrow = u64::from(fraction != Wide::ZERO);
    (SCALE_E18 - whole - borrow, Wide::ZERO.minus(fraction))
}

fn ln_2_q376() -> Wide {
    LN_2_Q384.shifted_down(0, 8)
}
