//! Lists of numbers by uid (spec §0.2, §1.3, §1.4).

use crate::fixed::{Fixed, Format};

/// Each divided by the sum of all; unchanged when that is 0.
#[must_use]
pub fn normalize(values: &[Fixed]) -> Vec<Fixed> {
    normalize_in(Format::I32F32, values)
}

/// As [`normalize`], for numbers of any one format.
#[must_use]
pub fn normalize_in(format: Format, values: &[Fixed]) -> Vec<Fixed> {
    let sum = Fixed::sum(format, values);
    if sum.is_zero() { values.to_vec() } else { values.iter().map(|value| value.sdiv(&sum)).collect() }
}

/// Sets 0 where the mask says so: an empty mask spares everything, a short one masks what it does not reach.
#[must_use]
pub fn mask(values: &[Fixed], mask: &[bool]) -> Vec<Fixed> {
    if mask.is_empty() {
        return values.to_vec();
    }
    let masked = |index: usize| mask.get(index).copied().unwrap_or(true);
    let zero = Fixed::zero(Format::I32F32);
    values
        .iter()
        .enumerate()
        .map(|(index, value)| if masked(index) { zero.clone() } else { value.clone() })
        .collect()
}

/// The `k` largest: sorts ascending, keeping the order of equals, and drops the front.
#[must_use]
pub fn top_k(values: &[Fixed], k: usize) -> Vec<bool> {
    clear_all_but_top(values, k, vec![true; values.len()])
}

/// The `k` largest, of which a 0 is none.
#[must_use]
pub fn top_k_nonzero(values: &[Fixed], k: usize) -> Vec<bool> {
    clear_all_but_top(values, k, values.iter().map(|value| !value.is_zero()).collect())
}

fn clear_all_but_top(values: &[Fixed], k: usize, mut chosen: Vec<bool>) -> Vec<bool> {
    if values.len() < k {
        return chosen;
    }
    let mut ascending: Vec<usize> = (0..values.len()).collect();
    ascending.sort_by_key(|&index| &values[index]);
    for &index in &ascending[..values.len() - k] {
        chosen[index] = false;
    }
    chosen
}

/// Products of two lists as far as the shorter one reaches.
#[must_use]
pub fn mul(a: &[Fixed], b: &[Fixed]) -> Vec<Fixed> {
    a.iter().zip(b).map(|(a, b)| a.mul(b)).collect()
}

/// Quotients of two lists; 0 where the divisor is.
#[must_use]
pub fn div(a: &[Fixed], b: &[Fixed]) -> Vec<Fixed> {
    a.iter().zip(b).map(|(a, b)| a.sdiv(b)).collect()
}

/// A sum of u64; absent when it does not fit.
#[must_use]
pub fn checked_sum(values: &[u64]) -> Option<u64> {
    values.iter().try_fold(0_u64, |sum, value| sum.checked_add(*value))
}

/// Bits of each number.
#[must_use]
pub fn bits(values: &[Fixed]) -> Vec<i64> {
    values.iter().map(Fixed::to_i64).collect()
}
