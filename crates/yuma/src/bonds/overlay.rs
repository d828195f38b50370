//! One column of weights and one of stored bonds, laid over each other.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "positions run below the lengths they are compared with; weights and consensus are at most 1.0"
)]

use crate::columns::ColumnCell;
use crate::fixed::u16_ratio;
use crate::weights::WeightMatrix;
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

    /// The weight for bonds, and whether the cell is there at all: an explicit zero is, a cut one is not.
    #[inline]
    pub(crate) fn of(self, weight: u64, consensus: u64) -> (u64, bool) {
        match self {
            Self::Plain => (weight, true),
            Self::Clipped => (weight.min(consensus), consensus > 0 || weight == 0),
            Self::Between(penalty) => {
                let cut = weight - weight.min(consensus);
                // The chain adds penalty × (clipped - weight), rounded towards minus infinity.
                let taken = (penalty * cut).div_ceil(1 << 32);
                (weight - taken, weight > taken)
            }
        }
    }
}

/// The cells of one column in which a weight or a bond stands, by slot.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overlay {
    pub(crate) slots: Vec<u16>,
    /// Weight for bonds; 0 where there is none.
    pub(crate) new: Vec<u64>,
    /// Stored bond; 0 where there is none. The smoothed bond later.
    pub(crate) old: Vec<u64>,
}

impl Overlay {
    /// Lays a column of weights over a column of bonds.
    ///
    /// `weighted_only` leaves out cells without a weight for bonds.
    pub(crate) fn lay(
        &mut self,
        weights: &[ColumnCell],
        bonds: &[ColumnCell],
        matrix: &WeightMatrix,
        (kind, consensus): (BondWeights, u64),
        weighted_only: bool,
    ) {
        self.slots.clear();
        self.new.clear();
        self.old.clear();
        let most = weights.len() + bonds.len();
        self.slots.reserve(most);
        self.new.reserve(most);
        self.old.reserve(most);
        let aligned =
            weights.len() == bonds.len() && weights.iter().zip(bonds).all(|(w, b)| w.slot == b.slot);
        if aligned && !weighted_only {
            self.slots.extend(weights.iter().map(|cell| cell.slot));
            self.new.extend(weights.iter().map(|&cell| kind.of(matrix.share(cell), consensus).0));
            self.old.extend(bonds.iter().map(|cell| u64::from(cell.value)));
            return;
        }
        let mut next_bond = 0;
        let bond_until = |next_bond: &mut usize, slot: u16, overlay: &mut Self| {
            while let Some(bond) = bonds.get(*next_bond).filter(|bond| bond.slot < slot) {
                if !weighted_only {
                    overlay.push(bond.slot, 0, bond.value);
                }
                *next_bond += 1;
            }
        };
        for &cell in weights {
            bond_until(&mut next_bond, cell.slot, self);
            let mut stored = 0;
            if let Some(bond) = bonds.get(next_bond).filter(|bond| bond.slot == cell.slot) {
                stored = bond.value;
                next_bond += 1;
            }
            let (weight, present) = kind.of(matrix.share(cell), consensus);
            if present || !weighted_only {
                self.push(cell.slot, weight, stored);
            }
        }
        for bond in bonds[next_bond..].iter().filter(|_| !weighted_only) {
            self.push(bond.slot, 0, bond.value);
        }
    }

    fn push(&mut self, slot: u16, new: u64, old: u16) {
        self.slots.push(slot);
        self.new.push(new);
        self.old.push(u64::from(old));
    }
}
