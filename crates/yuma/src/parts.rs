//! Single steps of the epoch, for tests against the chain's own numbers; no part of the interface.

use crate::bonds::{Blend, Liquid};
use crate::columns::Column;
use crate::consensus::{Majority, Median};
use crate::exponential::Exponential;
use crate::fixed::{self, ONE, to_bits};
use crate::slots::Slots;
use crate::{LiquidAlpha, divider, permits};
use alloc::vec::Vec;
use incentor_primitives::YumaRules;

/// Divides non-negative values by their sum.
pub fn normalize(values: &mut [i64]) {
    let mut bits = unsigned(values);
    divider::normalize(&mut bits);
    for (value, bits) in values.iter_mut().zip(bits) {
        *value = to_bits(bits);
    }
}

/// `floor(x × 65535)`, held to a u16.
#[must_use]
pub fn to_u16_floor(bits: i64) -> u16 {
    fixed::to_u16_floor(bits.max(0).unsigned_abs())
}

/// The exponential with its argument held to the rule's bound.
#[must_use]
pub fn exp_safe(bits: i64, rules: &YumaRules) -> i64 {
    let [exp] = Exponential::new(rules).exp([bits]);
    to_bits(exp)
}

/// The k largest non-zero stakes.
#[must_use]
pub fn top_k(stake: &[i64], k: usize) -> Vec<bool> {
    let mut permit = Vec::new();
    permits::top_k(&unsigned(stake), k, &mut Vec::new(), &mut permit);
    permit
}

/// Stake-weighted median of scores up to 1.0; every stake, below 1.0, votes.
#[must_use]
pub fn weighted_median(scores: &[i64], stake: &[i64], kappa: i64) -> i64 {
    let stake = unsigned(stake);
    let majority = Majority {
        kappa: kappa.max(0).unsigned_abs(),
        total: stake.iter().fold(0, |sum, stake| stake.saturating_add(sum)),
        voters: stake.iter().filter(|&&stake| stake > 0).count(),
    };
    let mut slots = Slots::default();
    slots.number(stake.len(), |_| true);
    slots.median_stake = stake.iter().map(|&stake| u32::try_from(stake).unwrap_or(u32::MAX)).collect();
    let scores: Vec<u32> = unsigned(scores).into_iter().map(fixed::narrow).collect();
    to_bits(Median::default().of(Column { slots: &slots.uids, values: &scores }, &slots, majority))
}

/// The new value's share when smoothing at one rate.
#[must_use]
pub fn smoothing_rate(bonds_moving_average: u64) -> i64 {
    match Blend::from_moving_average(bonds_moving_average) {
        Blend::Between { new, .. } => i64::from(new),
        Blend::Extreme { new, .. } => new,
    }
}

/// The smoothing rate of one pair under liquid alpha.
#[must_use]
pub fn liquid_alpha(alpha: LiquidAlpha, rules: &YumaRules, consensus: i64, weight: i64, bond: i64) -> i64 {
    let [consensus, weight, bond] = [consensus, weight, bond].map(|bits| bits.max(0).unsigned_abs());
    let distance = Liquid::distance(weight, bond, consensus);
    let [rate] = Liquid::new(alpha, rules).rates_of([distance]);
    to_bits(rate)
}

/// `floor(a × 2^32 / divisor)` as every stage divides.
#[must_use]
pub fn ratio(a: u64, divisor: u64) -> u64 {
    divider::Divider::new(divisor).ratio(a)
}

/// The ratio of each of many values, as the columns of bonds divide.
#[must_use]
pub fn ratios(values: &[u64], divisor: u64) -> Vec<u64> {
    let mut ratios = Vec::new();
    divider::Divider::new(divisor).ratios(values, values.iter().copied().max().unwrap_or(0), &mut ratios);
    ratios
}

/// `floor(a × b)` of a fraction below 1.0 and one up to 1.0, or of any two of which one is at most 1.0.
#[must_use]
pub fn mul(a: u64, b: u64) -> u64 {
    match u32::try_from(a) {
        Ok(rate) if b <= ONE => fixed::mul_below_one(rate, b),
        _ => fixed::mul(a, b),
    }
}

fn unsigned(bits: &[i64]) -> Vec<u64> {
    bits.iter().map(|bits| bits.max(&0).unsigned_abs()).collect()
}
