//! The kernel's arithmetic against the library the chain itself computes with.

use incentor_yuma::parts;
use proptest::prelude::*;
use substrate_fixed::types::{I32F32, I64F64};

const ONE: u64 = 1 << 32;

fn fixed(bits: u64) -> I32F32 {
    I32F32::from_bits(i64::try_from(bits).expect("below 2^63"))
}

/// The chain's `safe_div`: 0 when dividing by 0 or when the quotient does not fit.
fn safe_div(a: u64, b: u64) -> u64 {
    let quotient = if b == 0 { None } else { fixed(a).checked_div(fixed(b)) };
    quotient.map_or(0, |quotient| quotient.to_bits().unsigned_abs())
}

fn check_ratio(a: u64, divisor: u64) {
    assert_eq!(parts::ratio(a, divisor), safe_div(a, divisor), "{a} / {divisor}");
    assert_eq!(parts::ratios(&[a], divisor), [safe_div(a, divisor)], "{a} / {divisor} in a column");
}

/// Values around every power of two: where the reciprocal's rounding would show.
fn edges() -> impl Iterator<Item = u64> {
    (0..63).flat_map(|bit| [(1_u64 << bit).saturating_sub(2), (1 << bit) - 1, 1 << bit, (1 << bit) + 1])
}

#[test]
fn division_is_exact_around_every_power_of_two() {
    for divisor in edges() {
        for a in edges().filter(|&a| a <= 2 * ONE) {
            check_ratio(a, divisor);
        }
    }
}

#[test]
fn division_is_exact_around_every_multiple() {
    for divisor in
        [3, 7, 65_535, 65_537, 12_345_677, ONE - 1, ONE + 1, 3 * ONE / 7, 64 * ONE - 1, 4096 * ONE - 5]
    {
        for quotient in [1, 2, 1000, 65_535, ONE / 3, ONE - 1] {
            let a = (u128::from(divisor) * u128::from(quotient)) >> 32;
            for a in (a as u64).saturating_sub(2)..=a as u64 + 2 {
                check_ratio(a.min(ONE), divisor);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn division_is_exact_at_random(a in 0..=ONE, divisor in 0..1_u64 << 50, shrink in 0_u32..50) {
        check_ratio(a, divisor >> shrink);
        check_ratio(a >> (shrink % 33), divisor);
    }

    #[test]
    fn multiplication_is_exact(a in 0..=ONE, b in 0..=ONE) {
        let product = fixed(a).saturating_mul(fixed(b)).to_bits().unsigned_abs();
        prop_assert_eq!(parts::mul(a, b), product);
        prop_assert_eq!(parts::mul(b, a), product);
    }

    #[test]
    fn a_u16_is_the_floor_of_the_fraction(bits in 0..4 * ONE) {
        let scaled = fixed(bits).saturating_mul(I32F32::from_num(65_535));
        prop_assert_eq!(parts::to_u16_floor(i64::try_from(bits).unwrap()), scaled.saturating_to_num::<u16>());
    }

    #[test]
    fn a_sum_normalises_to_one_and_rounds_down(values in prop::collection::vec(0..ONE, 0..40)) {
        let sum: I32F32 = values.iter().map(|&value| fixed(value)).fold(I32F32::from_bits(0), |a, b| a + b);
        let expected: Vec<i64> = values.iter().map(|&value| {
            if sum == 0 { value as i64 } else { (fixed(value) / sum).to_bits() }
        }).collect();
        let mut bits: Vec<i64> = values.iter().map(|&value| value as i64).collect();
        parts::normalize(&mut bits);
        prop_assert_eq!(bits, expected);
    }

    #[test]
    fn the_smoothing_rate_is_the_chains(millionths in prop_oneof![0..2_000_000_u64, any::<u64>()]) {
        let kept = I64F64::saturating_from_num(millionths) / I64F64::from_num(1_000_000);
        let rate = I32F32::from_num(1).saturating_sub(I32F32::saturating_from_num(kept));
        prop_assert_eq!(parts::smoothing_rate(millionths), rate.to_bits());
    }
}
