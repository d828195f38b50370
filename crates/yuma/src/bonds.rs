//! Bonds: what validators own of each miner's incentive (spec §1.8 to §1.12).
//!
//! One column at a time: stored bonds are laid over current weights, smoothed, turned into each validator's
//! part of the column's incentive, and stored.
#![expect(
    clippy::indexing_slicing,
    reason = "fractions of one column sum to at most n; slots index lists of one entry per slot"
)]

mod blend;
mod liquid;
mod matrix;
mod overlay;
mod stored;

pub(crate) use blend::Blend;
pub(crate) use liquid::{Liquid, RisingRows};
pub(crate) use matrix::BondMatrix;
pub(crate) use overlay::{BondWeights, Overlay};
pub(crate) use stored::StoredBonds;

use crate::SparseRows;
use crate::columns::Column;
use crate::divider::{Divider, HALF};
use crate::fixed::{ONE, u16_ratio, widen};
use crate::probe::{Matrix, Probe};
use crate::slots::Slots;
use liquid::move_bond;

/// How one epoch smooths bonds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Smoothing {
    /// Yuma 2: shares of a column, bought with stake.
    Original(Blend),
    /// Yuma 3 at one rate.
    Fixed(Blend),
    /// Yuma 3 at a rate per pair.
    Liquid(Liquid),
}

/// The column at work, and what smoothing it takes from the rest of the epoch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Miner<'a> {
    pub(crate) column: usize,
    pub(crate) consensus: u64,
    pub(crate) incentive: u64,
    /// A weight or a stake may be exactly 1.0.
    pub(crate) whole: bool,
    /// The bonds stored on it.
    pub(crate) stored: Column<'a>,
}

impl Smoothing {
    /// Turns the overlay's stored bonds into smoothed ones.
    pub(crate) fn smooth<P: Probe>(
        self,
        miner: Miner<'_>,
        overlay: &mut Overlay,
        (slots, rising): (&Slots, &RisingRows),
        probe: &mut P,
    ) {
        match self {
            Self::Original(blend) => smooth_shares(blend, miner, overlay, slots, probe),
            Self::Fixed(blend) if miner.whole => {
                overlay.new.clear();
                overlay.new.extend(overlay.weights.iter().map(|&weight| widen(weight)));
                overlay.old.clear();
                overlay.old.extend(overlay.stored.iter().map(|&bond| u16_ratio(bond as u16)));
                blend.smooth(&overlay.new, &overlay.old, true, &mut overlay.bonds);
            }
            Self::Fixed(blend) => {
                blend.smooth_stored(&overlay.weights, &overlay.stored, &mut overlay.bonds);
            }
            Self::Liquid(liquid) => {
                distances(miner, overlay, rising);
                liquid.rates(&mut overlay.scratch);
                show_weighted(Matrix::Alphas, miner, (overlay, &overlay.scratch), slots, probe);
                let pairs = overlay.weights.iter().zip(&overlay.stored).zip(&overlay.scratch);
                overlay.bonds.clear();
                overlay.bonds.extend(
                    pairs.map(|((&weight, &bond), &rate)| {
                        move_bond(rate, widen(weight), u16_ratio(bond as u16))
                    }),
                );
            }
        }
        if P::WATCHES && !matches!(self, Self::Original(_)) {
            for (&slot, &bond) in miner.stored.slots.iter().zip(miner.stored.values) {
                probe.cell(Matrix::Bonds, slots.uid(slot), miner.column, u16_ratio(bond as u16));
            }
        }
    }

    /// Pays the column's incentive by smoothed bonds and stores these.
    pub(crate) fn pay<P: Probe>(
        self,
        miner: Miner<'_>,
        overlay: &mut Overlay,
        slots: &mut Slots,
        (stored, rows): (&mut StoredBonds, &mut SparseRows),
        probe: &mut P,
    ) {
        let bonds = &overlay.bonds;
        let (sum, bound) = sum_and_bound(bonds);
        let by_sum = Divider::new(sum);
        by_sum.ratios(bonds, bound, &mut overlay.shares);
        // Only a share that is the column's only one is 1.0, and then the sum is the bound; rarely it is otherwise.
        let sole = sum <= bound;
        slots.earn(miner.incentive, &overlay.slots, &overlay.shares, sole);
        let original = matches!(self, Self::Original(_));
        if original {
            let max = by_sum.ratio(largest(bonds, bound));
            Divider::new(max).ratios(&overlay.shares, max, &mut overlay.kept);
        } else if bound > ONE {
            overlay.kept.clear();
            overlay.kept.extend(bonds.iter().map(|&bond| bond.min(ONE)));
        }
        let kept = if original || bound > ONE { &overlay.kept } else { bonds };
        stored.push_column(miner.column as u16, (&overlay.slots, bonds, kept), rows);
        if P::WATCHES {
            for (k, &slot) in overlay.slots.iter().enumerate().filter(|&(k, _)| bonds[k] > 0) {
                let uid = slots.uid(slot);
                let ema = if original { overlay.shares[k] } else { bonds[k] };
                probe.cell(Matrix::Ema, uid, miner.column, ema);
                probe.cell(Matrix::EmaNormalised, uid, miner.column, overlay.shares[k]);
                probe.cell(Matrix::BondsStored, uid, miner.column, if original { kept[k] } else { bonds[k] });
            }
        }
    }
}

/// The largest bond; in signed 32 bits where that is enough, which takes a third of the work.
fn largest(bonds: &[u64], bound: u64) -> u64 {
    if bound < HALF {
        return bonds.iter().map(|&bond| bond as i32).max().unwrap_or(0).unsigned_abs().into();
    }
    bonds.iter().copied().max().unwrap_or(0)
}

/// The sum of a column's bonds, and a number that none of them exceeds.
///
/// The limits that bonds are compared with are powers of two, for which the bound is as good as the largest. Bonds beyond
/// 1.0, which take a negative rate, saturate in the sum as on the chain.
fn sum_and_bound(bonds: &[u64]) -> (u64, u64) {
    let both = |(sum, bits): (u64, u64), &bond: &u64| (sum.wrapping_add(bond), bits | bond);
    let (sum, bound) = bonds.iter().fold((0, 0), both);
    if bound <= ONE {
        return (sum, bound);
    }
    let saturated = bonds.iter().fold(0_u64, |sum, &bond| sum.saturating_add(bond));
    (saturated.min(i64::MAX as u64), bound)
}

/// Yuma 2: old bonds and those bought now are both shares of their column, and so is their mean (spec §1.10).
fn smooth_shares<P: Probe>(
    blend: Blend,
    miner: Miner<'_>,
    overlay: &mut Overlay,
    slots: &Slots,
    probe: &mut P,
) {
    slots.weigh_by_stake(&overlay.weights, &overlay.slots, miner.whole, &mut overlay.scratch);
    let (bought, bound) = sum_and_bound(&overlay.scratch);
    Divider::new(bought).ratios(&overlay.scratch, bound, &mut overlay.new);
    let stored = overlay.stored.iter().map(|&bond| u64::from(bond)).sum();
    Divider::new(stored).ratios_of_stored(&overlay.stored, &mut overlay.old);
    // Only a share that is the column's only one is 1.0, and then nothing else adds to the sum.
    let whole = bought <= bound || stored <= u64::from(u16::MAX);
    blend.smooth(&overlay.new, &overlay.old, whole, &mut overlay.bonds);
    if P::WATCHES {
        show_weighted(Matrix::BondsBought, miner, (overlay, &overlay.new), slots, probe);
        let bonds = overlay.slots.iter().zip(&overlay.old);
        for (&slot, &share) in bonds.filter(|(slot, _)| miner.stored.find(**slot).is_some()) {
            probe.cell(Matrix::Bonds, slots.uid(slot), miner.column, share);
        }
    }
}

/// How far each bond would have to move, as the chain's walk over the rows sees it.
fn distances(miner: Miner<'_>, overlay: &mut Overlay, rising: &RisingRows) {
    let pairs = overlay.weights.iter().zip(&overlay.stored);
    let pairs = pairs.map(|(&weight, &bond)| (widen(weight), u16_ratio(bond as u16)));
    overlay.scratch.clear();
    if rising.hides_nothing() {
        let distance = |(weight, bond)| Liquid::distance(weight, bond, miner.consensus);
        overlay.scratch.extend(pairs.map(distance));
        return;
    }
    overlay.scratch.extend(pairs.zip(&overlay.slots).map(|((weight, bond), &slot)| {
        let (weight_hidden, bond_hidden) = rising.hidden(miner.column, slot);
        let weight = if weight_hidden { 0 } else { weight };
        let bond = if bond_hidden { 0 } else { bond };
        Liquid::distance(weight, bond, miner.consensus)
    }));
}

/// Shows values that stand beside a column's weights for bonds.
fn show_weighted<P: Probe>(
    matrix: Matrix,
    miner: Miner<'_>,
    (overlay, values): (&Overlay, &[u64]),
    slots: &Slots,
    probe: &mut P,
) {
    if !P::WATCHES {
        return;
    }
    for (&slot, &value) in overlay.slots.iter().zip(values) {
        let uid = slots.uid(slot);
        if probe.has(Matrix::WeightsForBonds, uid, miner.column) {
            probe.cell(matrix, uid, miner.column, value);
        }
    }
}
