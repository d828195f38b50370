//! Each uid's share of the subnet's stake weight (spec §1.2).
#![expect(
    clippy::arithmetic_side_effects,
    reason = "stakes are below 2^127 and their sum is checked; products are split into 64-bit halves"
)]

use crate::fixed::ONE;
use crate::{EpochError, EpochInput, StakeWeight};
use alloc::vec::Vec;

/// Normalises stake weights above the threshold to `I32F32` shares, rounded down.
///
/// The chain divides in `I64F64` and then drops 32 bits: together one rounding down.
pub(crate) fn normalise(
    input: &EpochInput<'_>,
    owner_exempt: Option<usize>,
    shares: &mut Vec<u64>,
) -> Result<(), EpochError> {
    let threshold = input.params.stake_threshold_rao;
    let counts =
        |uid: usize, stake: StakeWeight| stake.to_rao_floor() >= threshold || Some(uid) == owner_exempt;
    let counted = || input.stake.iter().enumerate().filter(|&(uid, &stake)| counts(uid, stake));
    let sum = counted()
        .try_fold(0_u128, |sum, (_, stake)| sum.checked_add(stake.to_bits()))
        .filter(|&sum| sum <= i128::MAX as u128)
        .ok_or(EpochError::StakeOverflow)?;
    shares.clear();
    shares.extend(input.stake.iter().enumerate().map(|(uid, &stake)| {
        // A stake without sum has nothing to divide by, and is zero itself.
        if stake == StakeWeight::ZERO || !counts(uid, stake) { 0 } else { share_floor(stake.to_bits(), sum) }
    }));
    Ok(())
}

/// `floor(part × 2^32 / whole)`, for `0 < part ≤ whole < 2^127`.
fn share_floor(part: u128, whole: u128) -> u64 {
    let drop = (u128::BITS - whole.leading_zeros()).saturating_sub(62);
    let estimate = ((part >> drop) << 32) / (whole >> drop).max(1);
    // The dropped bits move the quotient by less than one either way.
    let estimate = estimate as u64;
    let target = product(ONE, part);
    if product(estimate, whole) > target {
        estimate - 1
    } else if product(estimate + 1, whole) <= target {
        estimate + 1
    } else {
        estimate
    }
}

/// The exact product as high 128 and low 64 bits, for a factor up to 2^33.
fn product(factor: u64, value: u128) -> (u128, u64) {
    let low = u128::from(factor) * u128::from(value as u64);
    let high = u128::from(factor) * (value >> 64) + (low >> 64);
    (high, low as u64)
}

#[cfg(test)]
mod tests {
    use super::share_floor;

    #[test]
    fn a_share_is_rounded_down_at_every_size() {
        let check = |part: u128, whole: u128, expected: u64| assert_eq!(share_floor(part, whole), expected);
        check(1, 3, (1 << 32) / 3);
        check(7, 7, 1 << 32);
        check(1, u128::from(u64::MAX), 0);
        let whole = (1_u128 << 127) - 1;
        check(whole, whole, 1 << 32);
        check(whole - 1, whole, (1 << 32) - 1);
        check(whole / 2, whole, (1 << 31) - 1);
        check(whole / 2 + 1, whole, 1 << 31);
        check(10_500_000_000_000_000 << 64, 21_000_000_000_000_000 << 64, 1 << 31);
        check(4_889_444 << 64, 21_000_000_000_000_000 << 64, 1);
    }
}
