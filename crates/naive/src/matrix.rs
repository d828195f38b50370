//! Matrices as lists of (column, number) by row, in stored order (spec §1.5 to §1.11).

use crate::fixed::{Fixed, Format};

/// A row in its stored order, explicit zeros included.
pub type Row = Vec<(usize, Fixed)>;
/// Rows by uid.
pub type Matrix = Vec<Row>;

fn zero() -> Fixed {
    Fixed::zero(Format::I32F32)
}

/// Keeps the cells the predicate says, given row and column.
#[must_use]
pub fn retain(matrix: &Matrix, keep: impl Fn(usize, usize) -> bool) -> Matrix {
    let rows = matrix.iter().enumerate();
    rows.map(|(row, cells)| cells.iter().filter(|(column, _)| keep(row, *column)).cloned().collect())
        .collect()
}

/// Each cell divided by the sum of its row; a row of zeros stays (spec §1.5, E5).
#[must_use]
pub fn row_normalize(matrix: &Matrix) -> Matrix {
    let rows = matrix.iter();
    rows.map(|row| {
        let sum = Fixed::sum(Format::I32F32, row.iter().map(|(_, value)| value));
        if sum.is_positive() {
            row.iter().map(|(column, value)| (*column, value.sdiv(&sum))).collect()
        } else {
            row.clone()
        }
    })
    .collect()
}

/// Sums of rows.
#[must_use]
pub fn row_sums(matrix: &Matrix) -> Vec<Fixed> {
    matrix.iter().map(|row| Fixed::sum(Format::I32F32, row.iter().map(|(_, value)| value))).collect()
}

/// Each cell divided by the sum of its column; columns from `columns` on are let alone (spec §1.10).
#[must_use]
pub fn column_normalize(matrix: &Matrix, columns: usize) -> Matrix {
    let mut sums = vec![zero(); columns];
    for (column, value) in matrix.iter().flatten() {
        if let Some(sum) = sums.get_mut(*column) {
            *sum = sum.satadd(value);
        }
    }
    divide_by_column(matrix, &sums)
}

/// Each cell divided by the largest of its column (spec §1.10, step 6).
#[must_use]
pub fn column_max_upscale(matrix: &Matrix, columns: usize) -> Matrix {
    let mut maxima = vec![zero(); columns];
    for (column, value) in matrix.iter().flatten() {
        if let Some(maximum) = maxima.get_mut(*column) {
            *maximum = maximum.clone().max(value.clone());
        }
    }
    divide_by_column(matrix, &maxima)
}

fn divide_by_column(matrix: &Matrix, divisors: &[Fixed]) -> Matrix {
    map(matrix, |_, column, value| match divisors.get(column) {
        Some(divisor) if !divisor.is_zero() => value.sdiv(divisor),
        _ => value.clone(),
    })
}

fn map(matrix: &Matrix, f: impl Fn(usize, usize, &Fixed) -> Fixed) -> Matrix {
    let rows = matrix.iter().enumerate();
    rows.map(|(row, cells)| cells.iter().map(|(column, value)| (*column, f(row, *column, value))).collect())
        .collect()
}

/// Each row times its own number; zeros stay.
#[must_use]
pub fn row_hadamard(matrix: &Matrix, factors: &[Fixed]) -> Matrix {
    map(matrix, |row, _, value| value.mul(&factors[row]))
}

/// Each column times its own number; products of 0 are dropped.
#[must_use]
pub fn column_hadamard(matrix: &Matrix, factors: &[Fixed]) -> Matrix {
    let product = map(matrix, |_, column, value| value.mul(&factors[column]));
    product.into_iter().map(|row| row.into_iter().filter(|(_, value)| !value.is_zero()).collect()).collect()
}

/// Per column the sum of its cells, each times its row's number, floored one by one (spec §1.7, ranks).
#[must_use]
pub fn matmul(matrix: &Matrix, factors: &[Fixed], columns: usize) -> Vec<Fixed> {
    let mut sums = vec![zero(); columns];
    for (cells, factor) in matrix.iter().zip(factors) {
        for (column, value) in cells {
            sums[*column] = sums[*column].satadd(&factor.mul(value));
        }
    }
    sums
}

/// Per row the sum of its cells, each times its column's number, floored one by one (spec §1.10, step 5).
#[must_use]
pub fn matmul_transpose(matrix: &Matrix, factors: &[Fixed]) -> Vec<Fixed> {
    let row_sum =
        |row: &Row| row.iter().fold(zero(), |sum, (column, value)| sum.satadd(&factors[*column].mul(value)));
    matrix.iter().map(row_sum).collect()
}

/// Each cell cut to its column's threshold; a cell cut to 0 is dropped (spec §1.7).
#[must_use]
pub fn clip(matrix: &Matrix, thresholds: &[Fixed]) -> Matrix {
    let cut = |(column, value): &(usize, Fixed)| {
        let threshold = &thresholds[*column];
        if threshold >= value {
            Some((*column, value.clone()))
        } else {
            threshold.is_positive().then(|| (*column, threshold.clone()))
        }
    };
    matrix.iter().map(|row| row.iter().filter_map(cut).collect()).collect()
}

/// `a + ratio * (b - a)` cell by cell over all columns; cells above 0 stay (spec §1.8).
#[must_use]
pub fn interpolate(a: &Matrix, b: &Matrix, columns: usize, ratio: &Fixed) -> Matrix {
    a.iter()
        .zip(b)
        .map(|(a, b)| {
            let (a, b) = (densify(a, columns), densify(b, columns));
            sparsify(a.iter().zip(&b).map(|(a, b)| a.satadd(&ratio.mul(&b.satsub(a)))))
        })
        .collect()
}

/// `rate * new + (1 - rate) * old` over all columns; cells above 0 stay (spec §1.10, step 3).
#[must_use]
pub fn moving_average(new: &Matrix, old: &Matrix, columns: usize, rate: &Fixed) -> Matrix {
    let keep = Fixed::one(Format::I32F32).satsub(rate);
    new.iter()
        .zip(old)
        .map(|(new, old)| {
            let (new, old) = (densify(new, columns), densify(old, columns));
            sparsify(new.iter().zip(&old).map(|(new, old)| rate.mul(new).satadd(&keep.mul(old))))
        })
        .collect()
}

/// The same with a rate per pair, over the cells of `new` in their order, held to 1 (spec §1.11).
///
/// An old cell without a new one is gone.
#[must_use]
pub fn moving_average_by_pair(new: &Matrix, old: &Matrix, rates: &[Vec<Fixed>]) -> Matrix {
    let one = Fixed::one(Format::I32F32);
    let rows = new.iter().zip(old).zip(rates);
    rows.map(|((new, old), rates)| {
        let mut kept = vec![zero(); rates.len()];
        for (column, value) in old {
            if let Some(rate) = rates.get(*column) {
                kept[*column] = one.satsub(rate).mul(value);
            }
        }
        let moved = new.iter().map(|(column, value)| {
            let bought = rates[*column].mul(value).max(zero());
            (*column, kept[*column].satadd(&bought).min(one.clone()))
        });
        moved.filter(|(_, value)| value.is_positive()).collect()
    })
    .collect()
}

/// A row with a number for every column; of a column named twice the last one counts.
#[must_use]
pub fn densify(row: &Row, columns: usize) -> Vec<Fixed> {
    let mut dense = vec![zero(); columns];
    for (column, value) in row {
        if let Some(cell) = dense.get_mut(*column) {
            *cell = value.clone();
        }
    }
    dense
}

/// The cells above 0, ascending.
pub fn sparsify(dense: impl IntoIterator<Item = Fixed>) -> Row {
    dense.into_iter().enumerate().filter(|(_, value)| value.is_positive()).collect()
}
