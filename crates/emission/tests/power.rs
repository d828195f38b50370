//! The pool's power against big rationals, on ordinary and on malicious input.
//!
//! The oracle shares no step with the kernel: logarithms by repeated square roots and the series of ln(1 + x),
//! exponentials by the Taylor series and repeated squaring, with more than 1024 valid bits.

use incentor_emission::{Power, QuoteWeight, power_floor_e18, power_floor_e18_wide};
use num_bigint::{BigInt, BigUint};
use num_traits::{One, Signed, ToPrimitive, Zero};
use proptest::prelude::*;

const E18: u64 = 1_000_000_000_000_000_000;
/// Fraction bits of the oracle.
const BITS: u32 = 1280;
/// How often it takes roots and squares.
const ROOTS: u32 = 64;

fn logarithm((n, d): (u128, u128)) -> BigInt {
    let mut root = (BigUint::from(n) << BITS) / d;
    for _ in 0..ROOTS {
        root = (root << BITS).sqrt();
    }
    let x = BigInt::from(root) - one();
    let (mut power, mut sum, mut index) = (x.clone(), BigInt::zero(), 1);
    while !power.is_zero() && power != -BigInt::one() {
        let term: BigInt = &power / index;
        sum += if index % 2 == 1 { term } else { -term };
        power = (power * &x) >> BITS;
        index += 1;
    }
    sum << ROOTS
}

fn exponential(x: &BigInt) -> BigInt {
    let x: BigInt = x >> ROOTS;
    let (mut term, mut sum, mut index) = (one(), BigInt::zero(), 1);
    while !term.is_zero() && term != -BigInt::one() {
        sum += &term;
        term = ((term * &x) >> BITS) / index;
        index += 1;
    }
    for _ in 0..ROOTS {
        sum = (&sum * &sum) >> BITS;
    }
    sum
}

fn one() -> BigInt {
    BigInt::one() << BITS
}

/// The floor by the oracle, held to 64 bits; the power must not be so near to an integer that it cannot tell.
fn floor_by_oracle(base: (u128, u128), exponent: (u64, u64)) -> u64 {
    let logarithm = logarithm(base) * exponent.0 / exponent.1;
    if logarithm.abs() > one() * 45 {
        // e^45 is more than 2^64, and less than one part of 10^18 below one.
        return if logarithm.is_positive() { u64::MAX } else { 0 };
    }
    // Off by less than 2^-1000: the roots and the squares cost 64 bits each, a result below 2^65 and its scale 125.
    let value = exponential(&logarithm) * E18;
    let nearest: BigInt = (&value + (one() >> 1)) >> BITS;
    let distance: BigInt = (&value - (&nearest << BITS)).abs();
    assert!(distance >> (BITS - 900) != BigInt::zero(), "{base:?}^{exponent:?} is as good as {nearest}");
    (value >> BITS).to_u64().unwrap_or(u64::MAX)
}

fn check(base: (u128, u128), exponent: (u64, u64), expected: u64) {
    let power = Power::new(base, exponent).unwrap();
    assert_eq!(power_floor_e18_wide(&power), expected, "wide: {power:?}");
    assert_eq!(power_floor_e18(&power), expected, "{power:?}");
}

fn check_by_oracle(base: (u128, u128), exponent: (u64, u64)) {
    check(base, exponent, floor_by_oracle(base, exponent));
}

/// Both weights of a side and the other for so many parts of the first.
fn exponent(parts: u64) -> (u64, u64) {
    (parts, E18 - parts)
}

fn weights() -> impl Strategy<Value = u64> {
    let most = E18 - QuoteWeight::MIN_PARTS;
    prop_oneof![
        QuoteWeight::MIN_PARTS..=most,
        (0..=2_000_000_000_u64, any::<bool>()).prop_map(|(off, up)| if up {
            E18 / 2 + off
        } else {
            E18 / 2 - off
        }),
        (1..=16_u64).prop_map(|off| E18 / 2 + off - 8),
    ]
}

/// Numbers of every length.
fn lengths() -> impl Strategy<Value = u64> {
    (any::<u64>(), 0..64_u32).prop_map(|(bits, shift)| (bits >> shift).max(1))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn reserves_of_every_size(reserve in lengths(), input in lengths(), parts in weights()) {
        let total = reserve.saturating_add(input);
        prop_assume!(total > reserve && exponent(parts).0 != exponent(parts).1);
        check_by_oracle((reserve.into(), total.into()), exponent(parts));
    }

    #[test]
    fn small_trades_in_a_balanced_pool(reserve in 1_u64 << 30..1 << 56, share in 4_u32..60, off in 1_u64..1 << 30) {
        let input = (reserve >> share).max(1);
        for parts in [E18 / 2 + off, E18 / 2 - off, E18 / 2 + off % 9 + 1] {
            check_by_oracle((reserve.into(), (reserve + input).into()), exponent(parts));
        }
    }

    #[test]
    fn prices_of_every_size(from in any::<u128>(), to in any::<u128>(), shifts in [0_u32..128, 0_u32..128], parts in weights()) {
        let (from, to) = ((from >> shifts[0]).max(1), (to >> shifts[1]).max(1));
        prop_assume!(from != to && parts != E18 / 2);
        check_by_oracle((to, from), (parts, E18));
    }

    #[test]
    fn prices_near_each_other(from in 1_u128 << 40..1 << 80, step in 1_u128..1 << 30, parts in weights()) {
        prop_assume!(parts != E18 / 2);
        check_by_oracle((from + step, from), (parts, E18));
        check_by_oracle((from, from + step), (parts, E18));
    }

    /// Powers to the exponent one would be integers, and the weights are one part off.
    #[test]
    fn nearly_integers(twos in 0..=18_u32, fives in 0..=18_u32, part in any::<u64>(), off in 1_u64..4) {
        let whole = 2_u64.pow(twos) * 5_u64.pow(fives);
        let reserve = part % whole;
        prop_assume!(reserve > 0);
        for parts in [E18 / 2 - off, E18 / 2 + off] {
            check_by_oracle((reserve.into(), whole.into()), exponent(parts));
        }
    }

    #[test]
    fn exponent_one_is_a_division(reserve in any::<u64>(), input in any::<u64>()) {
        let total = reserve.saturating_add(input);
        prop_assume!(reserve > 0);
        let expected = u128::from(reserve) * u128::from(E18) / u128::from(total);
        check((reserve.into(), total.into()), exponent(E18 / 2), expected as u64);
    }

    /// `N^b * d^a <= 10^18b * n^a < (N + 1)^b * d^a`, as the chain finds it where the exponent is short.
    #[test]
    fn short_exponents_by_whole_powers(n in lengths(), d in lengths(), a in 1..=9_u64, b in 1..=9_u64) {
        let power = Power::new((n.into(), d.into()), (a * 7, b * 7)).unwrap();
        let floor = power_floor_e18(&power);
        prop_assert_eq!(power_floor_e18_wide(&power), floor);
        let [a, b] = [a, b].map(|part| u32::try_from(part).unwrap());
        let target = BigUint::from(E18).pow(b) * BigUint::from(n).pow(a);
        let reached = |floor: u64| BigUint::from(floor).pow(b) * BigUint::from(d).pow(a) <= target;
        prop_assert!(reached(floor));
        prop_assert!(floor == u64::MAX || !reached(floor + 1));
    }
}

#[test]
fn powers_that_are_whole_numbers_of_parts() {
    check((7, 7), exponent(E18 / 2 + 1), E18);
    check((u128::MAX, u128::MAX), (1, E18), E18);
    check((1, 2), exponent(E18 / 2), E18 / 2);
    // Square roots, for limit orders in a balanced pool.
    check((4, 1), (E18 / 2, E18), 2 * E18);
    check((9 << 60, 4 << 60), (E18 / 2, E18), E18 / 2 * 3);
    check((1, 4), (E18 / 2, E18), E18 / 2);
    check((u128::from(u64::MAX).pow(2), 1 << 126), (E18 / 2, E18), 1_999_999_999_999_999_999);
    check((1 << 126, u128::from(u64::MAX).pow(2)), (E18 / 2, E18), E18 / 2);
    // 3/2, 3 and 1/3, and an exponent of which only lowest terms are short.
    check((1, 4), exponent(E18 / 5 * 3), E18 / 8);
    check((3, 10), exponent(E18 / 4 * 3), 27_000_000_000_000_000);
    check((27, 1000), exponent(E18 / 4), E18 / 10 * 3);
    check((1, 8), exponent(E18 / 4), E18 / 2);
    // The largest root and the largest power of a weight.
    check((1, 10), exponent(E18 / 20 * 19), 0);
    check((1, 2), exponent(E18 / 20 * 19), 1_907_348_632_812);
    check((1, 1 << 99), exponent(QuoteWeight::MIN_PARTS), E18 / 2);
}

#[test]
fn a_part_more_or_less_than_a_whole_number() {
    let square = 1_u128 << 120;
    check((4 * square + 1, square), (E18 / 2, E18), 2 * E18);
    check((4 * square - 1, square), (E18 / 2, E18), 2 * E18 - 1);
    check((square / 4, square - 1), (E18 / 2, E18), E18 / 2);
    check((square / 4, square + 1), (E18 / 2, E18), E18 / 2 - 1);
    check((u128::MAX - 1, u128::MAX), exponent(E18 / 2 + 1), E18 - 1);
    check((u128::MAX, u128::MAX - 1), exponent(E18 / 2 + 1), E18);
}

#[test]
fn results_below_one_part_and_above_64_bits() {
    check((1, u64::MAX.into()), exponent(E18 / 2 + 1), 0);
    check((1, u128::MAX), (E18 / 100 * 99, E18), 0);
    check((u128::MAX, 1), (E18 / 100 * 99, E18), u64::MAX);
    check((u64::MAX.into(), 1), exponent(E18 / 100 * 99), u64::MAX);
    check((1, u64::MAX.into()), exponent(E18 / 100 * 99), 0);
    check((1, 1_000_000_000_000_000_001), exponent(E18 / 2), 0);
    check((1, 1_000_000_000_000_000_000), exponent(E18 / 2), 1);
    check((u64::MAX.into(), E18.into()), exponent(E18 / 2), u64::MAX);
    check((u128::from(u64::MAX) - 1, E18.into()), exponent(E18 / 2), u64::MAX - 1);
    check((2 * u128::from(u64::MAX), E18.into()), exponent(E18 / 2), u64::MAX);
    check((1, 2), (1, u64::MAX), E18 - 1);
    check((1, 2), (u64::MAX, 1), 0);
    check((2, 1), (u64::MAX, 1), u64::MAX);
}

#[test]
fn a_ratio_or_an_exponent_needs_all_its_parts() {
    for (base, exponent) in [((0, 1), (1, 1)), ((1, 0), (1, 1)), ((1, 1), (0, 1)), ((1, 1), (1, 0))] {
        assert_eq!(Power::new(base, exponent), None);
    }
}
