//! The smoothing rate of one pair of validator and miner (spec §1.12).

use crate::exponential::exp_safe;
use crate::fixed::{Fixed, Format, i32f32, u16_ratio};
use crate::matrix::{Matrix, Row};
use incentor_yuma::LiquidAlpha;

/// Rate for every validator and every miner, whether or not the pair has a weight or a bond.
#[must_use]
pub fn alphas(weights: &Matrix, bonds: &Matrix, consensus: &[Fixed], liquid: LiquidAlpha) -> Vec<Vec<Fixed>> {
    let rows = weights.iter().zip(bonds);
    rows.map(|(weights, bonds)| {
        let (mut weights, mut bonds) = (Cursor::new(weights), Cursor::new(bonds));
        let columns = consensus.iter().enumerate();
        columns
            .map(|(column, consensus)| alpha(consensus, &weights.at(column), &bonds.at(column), liquid))
            .collect()
    })
    .collect()
}

/// Rate of one pair.
#[must_use]
pub fn alpha(consensus: &Fixed, weight: &Fixed, bond: &Fixed, liquid: LiquidAlpha) -> Fixed {
    let (zero, one, half) = (Fixed::zero(Format::I32F32), Fixed::one(Format::I32F32), i32f32(1 << 31));
    let (low, high) = (u16_ratio(liquid.low_u16), u16_ratio(liquid.high_u16));

    let buy = clamp(weight.satsub(consensus), &zero, &one);
    let sell = clamp(bond.satsub(weight), &zero, &one);
    let difference = if weight >= bond { buy } else { sell };

    let steepness = Fixed::from_int(Format::I32F32, liquid.steepness);
    let slope = steepness.satdiv(&Fixed::from_int(Format::I32F32, -100));
    let argument = slope.mul(&difference.satsub(&half));
    let sigmoid = one.satdiv(&one.satadd(&exp_safe(&argument)));
    clamp(low.satadd(&sigmoid.mul(&high.satsub(&low))), &low, &high)
}

/// The upper end first, so that a range turned upside down gives its lower end.
fn clamp(value: Fixed, low: &Fixed, high: &Fixed) -> Fixed {
    value.min(high.clone()).max(low.clone())
}

/// Reads a row column by column and never goes back, as if it were ascending.
struct Cursor<'a> {
    row: &'a Row,
    position: usize,
}

impl<'a> Cursor<'a> {
    fn new(row: &'a Row) -> Self {
        Self { row, position: 0 }
    }

    fn at(&mut self, column: usize) -> Fixed {
        while self.row.get(self.position).is_some_and(|(uid, _)| *uid < column) {
            self.position += 1;
        }
        match self.row.get(self.position) {
            Some((uid, value)) if *uid == column => value.clone(),
            _ => Fixed::zero(Format::I32F32),
        }
    }
}
