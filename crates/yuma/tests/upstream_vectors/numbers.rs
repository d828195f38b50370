//! How the vectors spell numbers and matrices of fixed point.

use crate::upstream_vectors::json::{as_i64, as_u64, list};
use incentor_naive::matrix::{Matrix, Row};
use incentor_naive::{Fixed, Format};
use incentor_yuma::Cell;
use serde_json::Value;

const TWO_TO_32: f64 = 4_294_967_296.0;

/// A literal as most of upstream's tests convert it: read as f32, then the nearest `I32F32`, ties to even.
pub(crate) fn from_f32(value: &Value) -> Fixed {
    let literal: f32 = value.to_string().parse().unwrap();
    nearest(f64::from(literal))
}

/// A literal of the few tests that write their numbers as f64.
pub(crate) fn from_f64(value: &Value) -> Fixed {
    nearest(fraction(value))
}

fn nearest(number: f64) -> Fixed {
    Fixed::from_bits(Format::I32F32, (number * TWO_TO_32).round_ties_even() as i128)
}

pub(crate) fn from_bits(value: &Value) -> Fixed {
    incentor_naive::fixed::i32f32(as_i64(value))
}

pub(crate) fn from_int(value: &Value) -> Fixed {
    Fixed::from_int(Format::I32F32, as_i64(value))
}

pub(crate) fn fraction(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("no number: {value}"))
}

pub(crate) fn bits_to_fraction(bits: i64) -> f64 {
    bits as f64 / TWO_TO_32
}

pub(crate) fn u16_to_fraction(value: u16) -> f64 {
    f64::from(value) / f64::from(u16::MAX)
}

/// Cells of a row in ascending order, bits.
pub(crate) fn cells(row: &Value) -> Vec<Cell> {
    let mut cells = list(row, |cell| (u16::try_from(as_u64(&cell[0])).unwrap(), as_i64(&cell[1])));
    cells.sort_unstable();
    cells
}

/// Dense rows from one list; zero cells are absent.
pub(crate) fn sparse(row_major: &Value, rows: usize, read: impl Fn(&Value) -> Fixed) -> Matrix {
    let values = list(row_major, read);
    let columns = values.len() / rows;
    let row = |row: &[Fixed]| -> Row {
        row.iter().cloned().enumerate().filter(|(_, value)| !value.is_zero()).collect()
    };
    values.chunks(columns).map(row).collect()
}

/// Rows of explicit cells; zeros stay.
pub(crate) fn rows(matrix: &Value, read: impl Fn(&Value) -> Fixed) -> Matrix {
    list(matrix, |row| list(row, |cell| (usize::try_from(as_u64(&cell[0])).unwrap(), read(&cell[1]))))
}

/// Every cell present, zeros too.
pub(crate) fn dense(matrix: &Value, read: impl Fn(&Value) -> Fixed) -> Matrix {
    list(matrix, |row| list(row, &read).into_iter().enumerate().collect())
}

pub(crate) fn transpose(matrix: &Matrix, columns: usize) -> Matrix {
    let mut transposed = vec![Row::new(); columns];
    for (row, cells) in matrix.iter().enumerate() {
        for (column, value) in cells {
            transposed[*column].push((row, value.clone()));
        }
    }
    transposed
}

pub(crate) fn to_cells(matrix: &Matrix) -> Vec<Vec<Cell>> {
    let cell = |(column, value): &(usize, Fixed)| (u16::try_from(*column).unwrap(), value.to_i64());
    matrix.iter().map(|row| row.iter().map(cell).collect()).collect()
}

/// All cells in one list of fractions, absent ones as 0.
pub(crate) fn to_row_major(matrix: &Matrix, columns: usize) -> Vec<f64> {
    let dense = matrix.iter().flat_map(|row| incentor_naive::matrix::densify(row, columns));
    dense.map(|value| bits_to_fraction(value.to_i64())).collect()
}
