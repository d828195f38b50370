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

/// Who asks for a new range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// The subnet's owner, or root.
    Owner,
    /// Anybody else.
    Other,
}

/// Why a new range is refused; named as on the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the chain's own error names")]
pub enum AlphaRefusal {
    BadOrigin,
    LiquidAlphaDisabled,
    AlphaHighTooLow,
    AlphaLowOutOfRange,
}

/// The least that either end of the range may be.
const LEAST_ALPHA: u16 = 1638;

/// Whether a new range may be stored (spec §4.1, alpha values).
///
/// # Errors
/// As [`AlphaRefusal`] says.
pub fn check_alpha_values(
    caller: Caller,
    liquid_alpha_on: bool,
    low: u16,
    high: u16,
) -> Result<(), AlphaRefusal> {
    if caller == Caller::Other {
        return Err(AlphaRefusal::BadOrigin);
    }
    if !liquid_alpha_on {
        return Err(AlphaRefusal::LiquidAlphaDisabled);
    }
    if high < LEAST_ALPHA {
        return Err(AlphaRefusal::AlphaHighTooLow);
    }
    if low < LEAST_ALPHA || low > high {
        return Err(AlphaRefusal::AlphaLowOutOfRange);
    }
    Ok(())
}
