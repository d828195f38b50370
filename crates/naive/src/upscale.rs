//! What becomes of submitted weights before they are stored (spec §2.1).

use crate::fixed::{Fixed, Format, u16_ratio};
use crate::vector;

/// Stretches so that the largest is 65535; each rounded to the nearest.
#[must_use]
pub fn max_upscale_to_u16(values: &[Fixed]) -> Vec<u16> {
    let full = Fixed::from_int(Format::I32F32, u16::MAX);
    let Some(max) = values.iter().max() else {
        return Vec::new();
    };
    let stretch = |value: &Fixed| {
        if max.is_zero() {
            value.clone()
        } else if *max > Fixed::from_int(Format::I32F32, 32_768) {
            value.mul(&full.sdiv(max))
        } else {
            value.mul(&full).sdiv(max)
        }
    };
    values
        .iter()
        .map(|value| Fixed::from_int(Format::I32F32, stretch(value).round()).to_u16_floor())
        .collect()
}

/// As [`max_upscale_to_u16`], for the u16 of a submission.
#[must_use]
pub fn max_upscale_u16(values: &[u16]) -> Vec<u16> {
    let values: Vec<Fixed> = values.iter().map(|&value| Fixed::from_int(Format::I32F32, value)).collect();
    max_upscale_to_u16(&values)
}

/// Whether no weight's share of the whole exceeds the limit, 65535 = 1.0.
#[must_use]
pub fn is_max_limited(values: &[u16], limit: u16) -> bool {
    let values: Vec<Fixed> = values.iter().map(|&value| Fixed::from_int(Format::I32F32, value)).collect();
    let shares = vector::normalize(&values);
    shares.iter().max().is_none_or(|max| *max <= u16_ratio(limit))
}
