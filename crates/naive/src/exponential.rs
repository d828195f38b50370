//! The exponential function the chain computes with (spec §0.3).

use crate::fixed::{Fixed, Format, i32f32};

/// e as the chain's library knows it: 23 bits of fraction, widened.
const E_BITS: i64 = 11_674_931_200;
const LAST_TERM: u32 = 31;
const BOUND: i64 = 20;

/// The truncated series; absent on overflow at any step.
#[must_use]
pub fn exp(x: &Fixed) -> Option<Fixed> {
    let one = Fixed::one(Format::I32F32);
    if x.is_zero() {
        return Some(one);
    }
    if *x == one {
        return Some(i32f32(E_BITS));
    }
    let negative = *x < Fixed::zero(Format::I32F32);
    let t = if negative { Fixed::zero(Format::I32F32).satsub(x) } else { x.clone() };
    let mut result = one.checked_add(&t)?;
    let mut term = t.clone();
    for i in 2..=LAST_TERM {
        term = term.checked_mul(&t)?;
        term = term.checked_div(&Fixed::from_int(Format::I32F32, i))?;
        result = result.checked_add(&term)?;
    }
    if negative { one.checked_div(&result) } else { Some(result) }
}

/// The series for any argument: held to plus or minus 20, and an overflow is 0 or the maximum.
#[must_use]
pub fn exp_safe(x: &Fixed) -> Fixed {
    let (low, high) = (Fixed::from_int(Format::I32F32, -BOUND), Fixed::from_int(Format::I32F32, BOUND));
    let x = x.clone().clamp(low, high);
    exp(&x).unwrap_or_else(|| {
        if x.is_positive() { Fixed::max(Format::I32F32) } else { Fixed::zero(Format::I32F32) }
    })
}

/// `1 / (1 + exp(-rho * (x - kappa)))`; the epoch does not use it any more, upstream's tests do.
#[must_use]
pub fn sigmoid_safe(x: &Fixed, rho: &Fixed, kappa: &Fixed) -> Fixed {
    let one = Fixed::one(Format::I32F32);
    let minus_one = Fixed::from_int(Format::I32F32, -1);
    let offset = x.satsub(kappa);
    let argument = minus_one.mul(&rho.mul(&offset));
    one.satdiv(&one.satadd(&exp_safe(&argument)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sample values of spec §0.3.
    #[test]
    fn samples() {
        let check = |x: i64, expected: i64| assert_eq!(exp_safe(&i32f32(x)).to_i64(), expected, "{x}");
        check(-20 << 32, 8);
        check(-10 << 32, 194_991);
        check(-1 << 32, 1_580_030_169);
        check(-1 << 31, 2_605_029_348);
        check(0, 1 << 32);
        check(1 << 31, 7_081_203_935);
        check(1 << 32, 11_674_931_200);
        check(10 << 32, 94_602_947_905_357);
        check(20 << 32, 2_066_907_302_758_576_256);
        check(i64::MAX, 2_066_907_302_758_576_256);
        check(i64::MIN, 8);
    }
}
