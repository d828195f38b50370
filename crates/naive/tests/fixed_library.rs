//! The naive numbers beside the fixed-point library that the chain computes with.

use incentor_naive::{Fixed, Format};
use num_bigint::BigInt;
use substrate_fixed::types::{I32F32, I64F64, I96F32, U64F64};

/// Bits near every edge of every format, then a stream of a fixed seed.
fn bits() -> Vec<i128> {
    let mut bits = vec![0];
    for power in [0, 1, 15, 16, 31, 32, 33, 47, 48, 62, 63, 64, 65, 94, 95, 96, 126] {
        let one = 1_i128 << power;
        bits.extend([one - 1, one, one + 1, 1 - one, -one, -one - 1]);
    }
    bits.extend([i128::MAX, i128::MIN, i128::from(i64::MAX), i128::from(i64::MIN)]);
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    for round in 0..120_u32 {
        let word = u128::from(next(&mut state)) << 64 | u128::from(next(&mut state));
        bits.push(word.cast_signed() >> (round % 120));
    }
    bits
}

/// Xorshift.
fn next(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

macro_rules! agrees {
    ($name:ident, $library:ty, $format:expr, $int:ty, from $min:expr) => {
        #[test]
        fn $name() {
            let bits = bits().into_iter().filter(|bits| *bits >= $min);
            let bits: Vec<$int> = bits.filter_map(|bits| <$int>::try_from(bits).ok()).collect();
            let naive = |bits: $int| Fixed::from_bits($format, bits);
            for &a in &bits {
                let x = <$library>::from_bits(a);
                assert_eq!(naive(a).to_u64_floor(), x.saturating_to_num::<u64>(), "{a} to u64");
                assert_eq!(naive(a).to_u16_floor(), x.saturating_to_num::<u16>(), "{a} to u16");
                let narrow = Fixed::from_bits(Format::I32F32, x.saturating_to_num::<I32F32>().to_bits());
                assert_eq!(naive(a).to_format(Format::I32F32), narrow, "{a} to I32F32");
                for &b in &bits {
                    let y = <$library>::from_bits(b);
                    let (p, q) = (naive(a), naive(b));
                    let same = |operation: &str, ours: Fixed, theirs: $library| {
                        assert_eq!(
                            *ours.bits(),
                            BigInt::from(theirs.to_bits()),
                            "{operation} of {a} and {b}"
                        );
                    };
                    let same_checked = |operation: &str, ours: Option<Fixed>, theirs: Option<$library>| {
                        let (ours, theirs) =
                            (ours.map(|n| n.bits().clone()), theirs.map(|n| BigInt::from(n.to_bits())));
                        assert_eq!(ours, theirs, "{operation} of {a} and {b}");
                    };
                    same("sum", p.satadd(&q), x.saturating_add(y));
                    same("difference", p.satsub(&q), x.saturating_sub(y));
                    same("product", p.mul(&q), x.saturating_mul(y));
                    same_checked("product", p.checked_mul(&q), x.checked_mul(y));
                    same_checked("sum", p.checked_add(&q), x.checked_add(y));
                    same_checked("quotient", p.checked_div(&q), x.checked_div(y));
                    if b != 0 {
                        same("quotient", p.satdiv(&q), x.saturating_div(y));
                    }
                    same("plain sum", Fixed::sum($format, [&p, &q]), x.wrapping_add(y));
                    assert_eq!(p.cmp(&q), x.cmp(&y), "order of {a} and {b}");
                }
            }
        }
    };
}

agrees!(i32f32, I32F32, Format::I32F32, i64, from i128::MIN);
// The library's own debug assertions refuse products of negative 128-bit numbers; the chain has none.
agrees!(i64f64, I64F64, Format::I64F64, i128, from 0);
agrees!(i96f32, I96F32, Format::I96F32, i128, from 0);
agrees!(u64f64, U64F64, Format::U64F64, u128, from 0);

#[test]
fn rounding_up_from_half() {
    for bits in bits().into_iter().filter_map(|bits| i64::try_from(bits).ok()).filter(|bits| *bits >= 0) {
        let theirs: i64 = I32F32::from_bits(bits).saturating_round().to_num();
        let ours = Fixed::from_bits(Format::I32F32, bits).round();
        // The library has no 2^31 to round up to.
        assert_eq!(ours.min(BigInt::from(i32::MAX)), BigInt::from(theirs), "{bits}");
    }
}
