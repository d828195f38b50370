//! One column of weights and one of stored bonds, laid over each other.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "positions run below the lengths they are compared with; weights and consensus are at most 1.0"
)]

use crate::columns::Column;
use crate::fixed::{narrow, u16_ratio, widen};
use alloc::vec::Vec;

/// Which weights move bonds (spec §1.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BondWeights {
    /// The validator's own.
    Plain,
    /// Cut to consensus; cut to 0 they are gone.
    Clipped,
    /// In between: the share of the clipped ones, strictly between 0 and 1.0.
    Between(u64),
}

impl BondWeights {
    /// The choice that the bonds penalty makes.
    pub(crate) fn from_penalty(penalty_u16: u16) -> Self {
        match penalty_u16 {
            0 => Self::Plain,
            u16::MAX => Self::Clipped,
            between => Self::Between(u16_ratio(between)),
        }
    }

    /// The weight for bonds.
    #[inline]
    pub(crate) fn of(self, weight: u64, consensus: u64) -> u64 {
        match self {
            Self::Plain => weight,
            Self::Clipped => weight.min(consensus),
            Self::Between(penalty) => {
                let cut = weight - weight.min(consensus);
                // The chain adds penalty × (clipped - weight), rounded towards minus infinity.
                weight - (penalty * cut).div_ceil(1 << 32)
            }
        }
    }

    /// Whether a stored weight is there at all for bonds: an explicit zero may be, a cut one is not.
    #[inline]
    pub(crate) fn keeps(self, weight: u64, consensus: u64) -> bool {
        match self {
            Self::Plain => true,
            Self::Clipped => consensus > 0 || weight == 0,
            Self::Between(_) => self.of(weight, consensus) > 0,
        }
    }
}

/// The cells of one column in which a weight or a bond stands, by slot.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overlay {
    pub(crate) slots: Vec<u16>,
    /// Weight for bonds as [`narrow`] writes it; 0 where there is none.
    pub(crate) weights: Vec<u32>,
    /// Stored bond, a u16; 0 where there is none.
    pub(crate) stored: Vec<u32>,
    /// What smoothing starts from: the weight's part and the stored bond's, as fractions.
    pub(crate) new: Vec<u64>,
    pub(crate) old: Vec<u64>,
    /// The bond after smoothing.
    pub(crate) bonds: Vec<u64>,
    /// Each row's share of the column's bonds.
    pub(crate) shares: Vec<u64>,
    /// What is kept for storing.
    pub(crate) kept: Vec<u64>,
    /// Scratch of one smoothing.
    pub(crate) scratch: Vec<u64>,
}

impl Overlay {
    /// Lays a column of weights over a column of bonds.
    ///
    /// `weighted_only` leaves out cells without a weight for bonds.
    pub(crate) fn lay(
        &mut self,
        weights: Column<'_>,
        bonds: Column<'_>,
        (kind, consensus): (BondWeights, u64),
        weighted_only: bool,
    ) {
        self.slots.clear();
        self.weights.clear();
        self.stored.clear();
        let all_kept = !weighted_only || (kind == BondWeights::Clipped && consensus > 0);
        if !all_kept || weights.slots != bonds.slots {
            self.merge(weights, bonds, (kind, consensus), weighted_only);
            return;
        }
        self.slots.extend_from_slice(bonds.slots);
        self.stored.extend_from_slice(bonds.values);
        let shares = weights.values.iter();
        match kind {
            BondWeights::Plain => self.weights.extend_from_slice(weights.values),
            BondWeights::Clipped => {
                let consensus = narrow(consensus);
                self.weights.extend(shares.map(|&share| share.min(consensus)));
            }
            BondWeights::Between(_) => {
                self.weights.extend(shares.map(|&share| narrow(kind.of(widen(share), consensus))));
            }
        }
    }

    fn merge(
        &mut self,
        weights: Column<'_>,
        bonds: Column<'_>,
        (kind, consensus): (BondWeights, u64),
        weighted_only: bool,
    ) {
        let mut at = 0;
        for (&slot, &share) in weights.slots.iter().zip(weights.values) {
            let lone = bonds.slots[at..].iter().take_while(|&&bond| bond < slot).count();
            self.extend_unweighted(bonds, at..at + lone, weighted_only);
            at += lone;
            let mut stored = 0;
            if bonds.slots.get(at) == Some(&slot) {
                stored = bonds.values[at];
                at += 1;
            }
            let share = widen(share);
            if !weighted_only || kind.keeps(share, consensus) {
                self.slots.push(slot);
                self.weights.push(narrow(kind.of(share, consensus)));
                self.stored.push(stored);
            }
        }
        self.extend_unweighted(bonds, at..bonds.slots.len(), weighted_only);
    }

    fn extend_unweighted(&mut self, bonds: Column<'_>, at: core::ops::Range<usize>, weighted_only: bool) {
        if !weighted_only && !at.is_empty() {
            self.slots.extend_from_slice(&bonds.slots[at.clone()]);
            self.stored.extend_from_slice(&bonds.values[at]);
            self.weights.resize(self.slots.len(), 0);
        }
    }
}
