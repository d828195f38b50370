//! Bonds: what validators own of each miner's incentive (spec §1.8 to §1.12).
//!
//! One column at a time: stored bonds are laid over current weights, smoothed, turned into each validator's
//! part of the column's incentive, and stored.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "fractions of one column sum to at most n; slots index lists of one entry per slot"
)]

mod blend;
mod liquid;
mod overlay;
mod stored;

pub(crate) use blend::Blend;
pub(crate) use liquid::{Liquid, RisingRows};
pub(crate) use overlay::{BondWeights, Overlay};
pub(crate) use stored::StoredBonds;

use crate::SparseRows;
use crate::columns::ColumnCell;
use crate::divider::Divider;
use crate::fixed::{mul, mul_below_one, to_u16_floor, u16_ratio};
use crate::probe::{Matrix, Probe};
use crate::slots::Slots;
use alloc::vec::Vec;
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
pub(crate) struct Column<'a> {
    pub(crate) index: usize,
    pub(crate) consensus: u64,
    pub(crate) incentive: u64,
    /// One validator holds all active stake.
    pub(crate) sole: bool,
    /// The bonds stored in it.
    pub(crate) stored: &'a [ColumnCell],
}

impl Smoothing {
    /// Turns the overlay's stored bonds into smoothed ones.
    pub(crate) fn smooth<P: Probe>(
        self,
        column: Column<'_>,
        overlay: &mut Overlay,
        rates: &mut Vec<u64>,
        (slots, rising): (&Slots, &RisingRows),
        probe: &mut P,
    ) {
        match self {
            Self::Original(blend) => {
                share_out(overlay, slots, column.sole);
                show_bonds(column, overlay, slots, probe);
                show_weighted(Matrix::BondsBought, column, (overlay, &overlay.new), slots, probe);
                blend.apply(&overlay.new, &mut overlay.old);
            }
            Self::Fixed(blend) => {
                as_fractions(&mut overlay.old);
                show_bonds(column, overlay, slots, probe);
                blend.apply(&overlay.new, &mut overlay.old);
            }
            Self::Liquid(liquid) => {
                as_fractions(&mut overlay.old);
                show_bonds(column, overlay, slots, probe);
                distances(column, overlay, rising, rates);
                liquid.rates(rates);
                show_weighted(Matrix::Alphas, column, (overlay, rates), slots, probe);
                for ((bond, &weight), &rate) in overlay.old.iter_mut().zip(&overlay.new).zip(&*rates) {
                    *bond = move_bond(rate, weight, *bond);
                }
            }
        }
    }

    /// Pays the column's incentive by smoothed bonds and stores these.
    pub(crate) fn pay<P: Probe>(
        self,
        column: Column<'_>,
        overlay: &Overlay,
        slots: &mut Slots,
        (stored, rows): (&mut StoredBonds, &mut SparseRows),
        probe: &mut P,
    ) {
        let (sum, max) = overlay
            .old
            .iter()
            .fold((0_u64, 0), |(sum, max), &bond| (sum.saturating_add(bond), bond.max(max)));
        let by_sum = Divider::new(sum.min(i64::MAX as u64));
        let original = matches!(self, Self::Original(_));
        let by_max = if original { Divider::new(by_sum.ratio(max)) } else { Divider::default() };
        for (&slot, &bond) in overlay.slots.iter().zip(&overlay.old).filter(|&(_, &bond)| bond > 0) {
            let share = by_sum.ratio(bond);
            slots.total_bonds[usize::from(slot)] += mul(column.incentive, share);
            let kept = if original { by_max.ratio(share) } else { bond };
            stored.push(slot, (column.index as u16, to_u16_floor(kept)), rows);

            let uid = slots.uid(slot);
            let ema = if original { share } else { bond };
            probe.cell(Matrix::Ema, uid, column.index, ema);
            probe.cell(Matrix::EmaNormalised, uid, column.index, share);
            probe.cell(Matrix::BondsStored, uid, column.index, kept);
        }
    }
}

/// Yuma 2: both old bonds and those bought now become shares of their column (spec §1.10).
fn share_out(overlay: &mut Overlay, slots: &Slots, sole: bool) {
    let stored: u64 = overlay.old.iter().sum();
    let by_stored = Divider::new(stored);
    for bond in &mut overlay.old {
        *bond = by_stored.ratio_small(*bond);
    }
    let mut bought = 0;
    for (new, &slot) in overlay.new.iter_mut().zip(&overlay.slots) {
        let stake = slots.active_stake[usize::from(slot)];
        *new = if sole { mul(*new, stake) } else { mul_below_one(*new, stake) };
        bought += *new;
    }
    let by_bought = Divider::new(bought);
    for new in &mut overlay.new {
        *new = by_bought.ratio(*new);
    }
}

fn as_fractions(stored: &mut [u64]) {
    for bond in stored {
        *bond = u16_ratio(*bond as u16);
    }
}

/// How far each bond would have to move, as the chain's walk over the rows sees it.
fn distances(column: Column<'_>, overlay: &Overlay, rising: &RisingRows, distances: &mut Vec<u64>) {
    distances.clear();
    let pairs = overlay.new.iter().zip(&overlay.old);
    distances.extend(pairs.map(|(&weight, &bond)| Liquid::distance(weight, bond, column.consensus)));
    if rising.hides_nothing() {
        return;
    }
    for (at, &slot) in overlay.slots.iter().enumerate() {
        let (weight_hidden, bond_hidden) = rising.hidden(column.index, slot);
        let weight = if weight_hidden { 0 } else { overlay.new[at] };
        let bond = if bond_hidden { 0 } else { overlay.old[at] };
        distances[at] = Liquid::distance(weight, bond, column.consensus);
    }
}

/// Shows the stored bonds of a column as the epoch reads them.
fn show_bonds<P: Probe>(column: Column<'_>, overlay: &Overlay, slots: &Slots, probe: &mut P) {
    if !P::WATCHES {
        return;
    }
    for (&slot, &bond) in overlay.slots.iter().zip(&overlay.old) {
        if column.stored.binary_search_by_key(&slot, |cell| cell.slot).is_ok() {
            probe.cell(Matrix::Bonds, slots.uid(slot), column.index, bond);
        }
    }
}

/// Shows values that stand beside a column's weights for bonds.
fn show_weighted<P: Probe>(
    matrix: Matrix,
    column: Column<'_>,
    (overlay, values): (&Overlay, &[u64]),
    slots: &Slots,
    probe: &mut P,
) {
    if !P::WATCHES {
        return;
    }
    for (&slot, &value) in overlay.slots.iter().zip(values) {
        let uid = slots.uid(slot);
        if probe.has(Matrix::WeightsForBonds, uid, column.index) {
            probe.cell(matrix, uid, column.index, value);
        }
    }
}
