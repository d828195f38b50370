//! A smoothing rate of its own for each pair of validator and miner (spec §1.11, §1.12).
#![expect(
    clippy::arithmetic_side_effects,
    reason = "fractions at most 1.0; a rate lies between two u16 ratios, so its products stay in range"
)]

use super::BondWeights;
use crate::exponential::Exponential;
use crate::fixed::{ONE, div_saturating, mul, mul_saturating, to_bits, u16_ratio, widen};
use crate::weights::WeightMatrix;
use crate::{EpochInput, LiquidAlpha};
use alloc::vec::Vec;
use incentor_primitives::YumaRules;

/// Pairs evaluated side by side, so that their long chains of products overlap.
const LANES: usize = 8;

/// The rate's formula with the subnet's constants.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Liquid {
    low: i64,
    high: i64,
    slope: i64,
    exponential: Exponential,
}

impl Liquid {
    pub(crate) fn new(alpha: LiquidAlpha, rules: &YumaRules) -> Self {
        Self {
            low: to_bits(u16_ratio(alpha.low_u16)),
            high: to_bits(u16_ratio(alpha.high_u16)),
            slope: div_saturating(i64::from(alpha.steepness) << 32, i64::from(rules.steepness_divisor) << 32),
            exponential: Exponential::new(rules),
        }
    }

    /// How far a bond would have to move: up to the weight above consensus, or down from the bond.
    #[inline]
    pub(crate) fn distance(weight: u64, bond: u64, consensus: u64) -> u64 {
        let (from, to) = if weight >= bond { (consensus, weight) } else { (weight, bond) };
        to.saturating_sub(from).min(ONE)
    }

    /// Turns distances into rates, in place.
    pub(crate) fn rates(self, distances: &mut [u64]) {
        let mut chunks = distances.chunks_exact_mut(LANES);
        for chunk in &mut chunks {
            if let Some(lanes) = chunk.first_chunk_mut::<LANES>() {
                *lanes = self.rates_of(*lanes);
            }
        }
        for distance in chunks.into_remainder() {
            [*distance] = self.rates_of([*distance]);
        }
    }

    pub(crate) fn rates_of<const N: usize>(self, distances: [u64; N]) -> [u64; N] {
        let half = to_bits(ONE / 2);
        let arguments = distances.map(|distance| mul_saturating(self.slope, to_bits(distance) - half));
        self.exponential.falling_logistic(arguments).map(|sigmoid| {
            let rate = self.low + mul_saturating(to_bits(sigmoid), self.high - self.low);
            rate.min(self.high).max(self.low).unsigned_abs()
        })
    }
}

/// Moves one bond towards its weight at its own rate; never above 1.0.
#[inline]
pub(crate) fn move_bond(rate: u64, weight: u64, bond: u64) -> u64 {
    (mul(ONE - rate, bond) + mul(rate, weight)).min(ONE)
}

/// Cells the chain's forward-only walk over a row passes by: it expects ascending columns.
///
/// Such a cell reads as 0 in the rate's formula, and only there.
#[derive(Clone, Debug, Default)]
pub(crate) struct RisingRows {
    weights: Vec<(usize, u16)>,
    bonds: Vec<(usize, u16)>,
}

impl RisingRows {
    /// Walks every row that is not ascending.
    pub(crate) fn walk(
        &mut self,
        input: &EpochInput<'_>,
        uids: &[u16],
        matrix: &WeightMatrix,
        bond_masked: impl Fn(usize) -> bool,
        (kind, consensus): (BondWeights, &[u64]),
    ) {
        self.weights.clear();
        self.bonds.clear();
        // Interpolated weights are rewritten in ascending order.
        let unsorted: &[u16] = if matches!(kind, BondWeights::Between(_)) { &[] } else { &matrix.unsorted };
        for &slot in unsorted {
            let uid = uids.get(usize::from(slot)).map_or(0, |&uid| usize::from(uid));
            let row = input.weights.row(uid).iter().map(|&(column, _)| usize::from(column));
            let present = |column: &usize| {
                let consensus = consensus.get(*column).copied().unwrap_or(0);
                let found = if *column < input.n { matrix.columns.column(*column).find(slot) } else { None };
                found.is_some_and(|share| kind.keeps(widen(share), consensus))
            };
            passed_by(row.filter(present), |column| self.weights.push((column, slot)));
        }
        for (slot, &uid) in uids.iter().enumerate() {
            let row = input.bonds.row(usize::from(uid));
            if row.is_sorted_by_key(|&(column, _)| column) {
                continue;
            }
            let columns =
                row.iter().map(|&(column, _)| usize::from(column)).filter(|&column| !bond_masked(column));
            passed_by(columns, |column| self.bonds.push((column, slot as u16)));
        }
        self.weights.sort_unstable();
        self.bonds.sort_unstable();
    }

    /// Whether every row is ascending.
    pub(crate) fn hides_nothing(&self) -> bool {
        self.weights.is_empty() && self.bonds.is_empty()
    }

    /// Whether the walk passes by the pair's weight, and its bond.
    pub(crate) fn hidden(&self, column: usize, slot: u16) -> (bool, bool) {
        let among = |cells: &[(usize, u16)]| cells.binary_search(&(column, slot)).is_ok();
        (among(&self.weights), among(&self.bonds))
    }
}

fn passed_by(columns: impl Iterator<Item = usize>, mut pass: impl FnMut(usize)) {
    let mut highest = None;
    for column in columns {
        if highest.is_some_and(|highest| column < highest) {
            pass(column);
        } else {
            highest = Some(column);
        }
    }
}
