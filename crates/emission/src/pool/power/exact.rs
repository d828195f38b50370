//! Powers that are whole numbers of parts: the cases no precision can settle.
//!
//! With the ratio and the exponent in lowest terms, `10^18 * (p / q)^(a / b)` is rational only if `p` and `q` are
//! b-th powers, and whole only if the a-th power of q's root divides 10^18.

use super::super::SCALE_E18;
use super::Power;
use super::wide::NearInteger;

/// The floor of a power that was computed to lie within 2^-192 of an integer.
///
/// One that is not whole keeps the floor as computed: with 290 valid bits only a power whose distance to an integer
/// starts with 290 zero bits would be misjudged.
pub(super) fn floor_e18(power: &Power, near: NearInteger) -> u64 {
    whole_e18(power).unwrap_or(near.computed)
}

/// `10^18 * power` held to 64 bits, if it is a whole number.
fn whole_e18(power: &Power) -> Option<u64> {
    let (n, d) = power.base;
    let common = common_divisor(n, d);
    let (p, q) = (n.checked_div(common)?, d.checked_div(common)?);
    let (a, b) = (u128::from(power.exponent.0), u128::from(power.exponent.1));
    let common = common_divisor(a, b);
    let (a, b) = (a.checked_div(common)?, u32::try_from(b.checked_div(common)?).ok()?);
    let (p_root, q_root) = (whole_root(p, b)?, whole_root(q, b)?);
    let divisor = raised(q_root, a)?;
    let scale = u128::from(SCALE_E18);
    if scale.checked_rem(divisor)? != 0 {
        return None;
    }
    let whole = raised(p_root, a).and_then(|raised| raised.checked_mul(scale.checked_div(divisor)?));
    Some(whole.and_then(|whole| u64::try_from(whole).ok()).unwrap_or(u64::MAX))
}

/// `base^exponent`; none above 128 bits.
fn raised(base: u128, exponent: u128) -> Option<u128> {
    if base <= 1 {
        return Some(base);
    }
    base.checked_pow(u32::try_from(exponent).ok()?)
}

/// The root of a number if it is whole.
fn whole_root(number: u128, degree: u32) -> Option<u128> {
    let (mut root, mut above) = (1, number.saturating_add(1));
    // Bisection for the largest whose power does not exceed the number.
    while above.saturating_sub(root) > 1 {
        let middle = root.midpoint(above);
        if middle.checked_pow(degree).is_some_and(|power| power <= number) {
            root = middle;
        } else {
            above = middle;
        }
    }
    (root.checked_pow(degree) == Some(number)).then_some(root)
}

fn common_divisor(mut a: u128, mut b: u128) -> u128 {
    while let Some(rest) = a.checked_rem(b) {
        (a, b) = (b, rest);
    }
    a
}
