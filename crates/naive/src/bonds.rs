//! Bonds from epoch to epoch, and the dividends they pay (spec §1.9 to §1.12).

use crate::fixed::{Fixed, Format, u16_ratio};
use crate::liquid_alpha;
use crate::matrix::{self, Matrix};
use crate::vector;
use incentor_yuma::{Bonds, EpochInput, LiquidAlpha};
use num_traits::Zero;

/// What bonds are made of, all by uid.
pub(crate) struct Terms<'a> {
    pub(crate) active_stake: &'a [Fixed],
    pub(crate) consensus: &'a [Fixed],
    pub(crate) incentive: &'a [Fixed],
    pub(crate) weights: &'a Matrix,
}

/// What comes out, with the steps on the way; a step that the mode does not have is empty.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) old: Matrix,
    pub(crate) bought: Matrix,
    pub(crate) alphas: Vec<Vec<Fixed>>,
    pub(crate) ema: Matrix,
    pub(crate) ema_normalized: Matrix,
    pub(crate) total_bonds: Vec<Fixed>,
    pub(crate) dividends: Vec<Fixed>,
    pub(crate) stored: Matrix,
}

/// Stored bonds without those on a holder that left during the last tempo (spec §1.9).
pub(crate) fn load(input: &EpochInput<'_>) -> Matrix {
    let last_tempo = match input.last_mechanism_step_block {
        0 => input.current_block.saturating_sub(input.params.tempo),
        block => block.saturating_add(1),
    };
    let value = |bond: u16| {
        if input.params.bonds.is_yuma3() { u16_ratio(bond) } else { Fixed::from_int(Format::I32F32, bond) }
    };
    let row =
        |uid| input.bonds.row(uid).iter().map(|&(column, bond)| (usize::from(column), value(bond))).collect();
    let stored: Matrix = (0..input.n).map(row).collect();
    let registered = |column: usize| input.block_at_registration.get(column).copied().unwrap_or(0);
    matrix::retain(&stored, |_, column| last_tempo > registered(column))
}

pub(crate) fn run(input: &EpochInput<'_>, old: Matrix, terms: &Terms<'_>) -> Outcome {
    let rate = smoothing_rate(input.params.bonds_moving_average);
    match input.params.bonds {
        Bonds::Original => buy_by_stake(input.n, &old, terms, &rate),
        Bonds::FixedProportion => {
            let ema = matrix::moving_average(terms.weights, &old, input.n, &rate);
            pay_by_proportion(input.n, Outcome { old, ema, ..Outcome::default() }, terms)
        }
        Bonds::FixedProportionLiquid(liquid) => {
            let (alphas, ema) = liquid_average(input.n, &old, terms, &rate, liquid);
            pay_by_proportion(input.n, Outcome { old, alphas, ema, ..Outcome::default() }, terms)
        }
    }
}

/// The share of new bonds in the average: 1 less the share kept, in millionths (spec §1.10, step 3).
#[must_use]
pub(crate) fn smoothing_rate(bonds_moving_average: u64) -> Fixed {
    let kept = Fixed::from_int(Format::I64F64, bonds_moving_average);
    let kept = kept.sdiv(&Fixed::from_int(Format::I64F64, 1_000_000)).to_format(Format::I32F32);
    Fixed::one(Format::I32F32).satsub(&kept)
}

fn buy_by_stake(n: usize, old: &Matrix, terms: &Terms<'_>, rate: &Fixed) -> Outcome {
    let old = matrix::column_normalize(old, n);
    let bought = matrix::column_normalize(&matrix::row_hadamard(terms.weights, terms.active_stake), n);
    let ema = matrix::column_normalize(&matrix::moving_average(&bought, &old, n, rate), n);
    let total_bonds = matrix::matmul_transpose(&ema, terms.incentive);
    Outcome {
        dividends: vector::normalize(&total_bonds),
        stored: matrix::column_max_upscale(&ema, n),
        old,
        bought,
        ema,
        total_bonds,
        ..Outcome::default()
    }
}

fn liquid_average(
    n: usize,
    old: &Matrix,
    terms: &Terms<'_>,
    rate: &Fixed,
    liquid: LiquidAlpha,
) -> (Vec<Vec<Fixed>>, Matrix) {
    if terms.consensus.iter().all(|consensus| consensus.bits().is_zero()) {
        return (Vec::new(), matrix::moving_average(terms.weights, old, n, rate));
    }
    let alphas = liquid_alpha::alphas(terms.weights, old, terms.consensus, liquid);
    let ema = matrix::moving_average_by_pair(terms.weights, old, &alphas);
    (alphas, ema)
}

fn pay_by_proportion(n: usize, averaged: Outcome, terms: &Terms<'_>) -> Outcome {
    let ema_normalized = matrix::column_normalize(&averaged.ema, n);
    let total_bonds = matrix::row_sums(&matrix::column_hadamard(&ema_normalized, terms.incentive));
    let paid = total_bonds.iter().zip(terms.active_stake);
    let paid: Vec<Fixed> = paid
        .map(|(bonds, stake)| bonds.checked_mul(stake).unwrap_or_else(|| Fixed::zero(Format::I32F32)))
        .collect();
    Outcome {
        dividends: vector::normalize(&paid),
        stored: averaged.ema.clone(),
        ema_normalized,
        total_bonds,
        ..averaged
    }
}
