//! `sparse_ops.json`: operations on whole matrices.
//!
//! The production kernel fuses these into its stages and has none of them by itself, so all run on the naive
//! implementation's; that the fused stages give the same is what every epoch's intermediates check.

use crate::upstream_vectors::claim::Claim;
use crate::upstream_vectors::json::{as_i64, as_u64, list};
use crate::upstream_vectors::numbers::{
    cells, dense, fraction, from_f32, from_f64, from_int, rows, sparse, to_cells, to_row_major, transpose,
};
use crate::upstream_vectors::report::Report;
use incentor_naive::matrix::{self, Matrix};
use incentor_naive::{Fixed, vector};
use serde_json::Value;

pub(crate) const CLAIMS: &[Claim] = &[
    Claim::new("math.rs::test_math_inplace_row_normalize_sparse", |entry, report| {
        each(entry, report, |_, matrix, _| matrix::row_normalize(&matrix));
    }),
    Claim::new("math.rs::test_math_inplace_col_normalize_sparse", |entry, report| {
        each(entry, report, |_, matrix, columns| matrix::column_normalize(&matrix, columns));
    }),
    Claim::new("math.rs::test_math_inplace_col_max_upscale_sparse", |entry, report| {
        each(entry, report, |_, matrix, columns| matrix::column_max_upscale(&matrix, columns));
    }),
    Claim::new("math.rs::test_math_vec_mask_sparse_matrix", masks),
    Claim::new("math.rs::test_math_row_hadamard_sparse", |entry, report| {
        each(entry, report, |case, matrix, _| {
            matrix::row_hadamard(&matrix, &list(&case["vector"], from_int))
        });
    }),
    Claim::new("math.rs::test_math_row_sum_sparse", |entry, report| {
        vectors(entry, report, |_, matrix, _| matrix::row_sums(&matrix));
    }),
    Claim::new("math.rs::test_math_sparse_matmul", |entry, report| {
        vectors(entry, report, |case, matrix, columns| {
            matrix::matmul(&matrix, &list(&case["vector"], from_int), columns)
        });
    }),
    Claim::new("math.rs::test_math_sparse_matmul_transpose", |entry, report| {
        vectors(entry, report, |case, matrix, _| {
            matrix::matmul_transpose(&matrix, &list(&case["vector"], from_int))
        });
    }),
    Claim::new("math.rs::test_math_mat_vec_mul_sparse", |entry, report| {
        each(entry, report, |case, matrix, _| {
            matrix::column_hadamard(&matrix, &list(&case["vector"], from_int))
        });
    }),
    Claim::new("math.rs::test_math_vec_mul", vector_products),
    Claim::new("math.rs::test_math_col_clip_sparse", |entry, report| {
        each(entry, report, |case, matrix, _| matrix::clip(&matrix, &list(&case["threshold"], from_int)));
    }),
    Claim::new("math.rs::test_math_interpolate_sparse", interpolations),
    Claim::new("math.rs::test_math_sparse_mat_ema_alpha", averages_at_one_rate),
    Claim::new(
        "math.rs::test_mat_ema_alpha_sparse_* (single_element, multiple_elements, zero_alpha, one_alpha, \
         sparse_matrix, varying_alpha)",
        averages_of_sparse_rows,
    ),
    Claim::new(
        "math.rs::test_mat_ema_alpha_basic / varying_alpha / single_element (dense)",
        averages_of_dense_rows,
    ),
];

/// A case's matrix: dense numbers in one list, perhaps to be transposed, or rows of cells.
fn matrix_of(case: &Value) -> (Matrix, usize) {
    if case["row_major"].is_null() {
        return (rows(&case["matrix"], from_int), usize::try_from(as_u64(&case["columns"])).unwrap());
    }
    let rows = optional_rows(case);
    let columns = case["row_major"].as_array().unwrap().len() / rows;
    let matrix = sparse(&case["row_major"], rows, from_f32);
    if case["transposed"].as_bool() == Some(true) {
        (transpose(&matrix, columns), rows)
    } else {
        (matrix, columns)
    }
}

/// The square matrices leave their number of rows out.
fn optional_rows(case: &Value) -> usize {
    let cells = case["row_major"].as_array().unwrap().len();
    case["rows"].as_u64().map_or_else(|| cells.isqrt(), |rows| usize::try_from(rows).unwrap())
}

fn each(entry: &Value, report: &mut Report, operation: impl Fn(&Value, Matrix, usize) -> Matrix) {
    for case in entry["cases"].as_array().unwrap() {
        let (matrix, columns) = matrix_of(case);
        let result = operation(case, matrix, columns);
        compare_matrix(report, case, &result, columns);
    }
}

fn compare_matrix(report: &mut Report, case: &Value, result: &Matrix, columns: usize) {
    if !case["result_bits"].is_null() {
        report.list("bits", &to_cells(result), &list(&case["result_bits"], cells));
    }
    if !case["matrix"].is_null() {
        report.same("rows with explicit zeros", result, &rows(&case["expected"], from_int));
        return;
    }
    let tolerance = case["tolerance"].as_f64().unwrap_or(0.0);
    let expected = list(&case["expected"], fraction);
    let transposed = case["transposed"].as_bool() == Some(true);
    let got = if transposed {
        to_row_major(&transpose(result, columns), result.len())
    } else {
        to_row_major(result, columns)
    };
    report.close_list("decimals", &got, &expected, close_to(&expected, tolerance));
}

/// Upstream's literals are f32, whose own error grows with the number.
fn close_to(expected: &[f64], tolerance: f64) -> f64 {
    let largest = expected.iter().copied().fold(0.0, f64::max);
    if tolerance == 0.0 && largest.fract() == 0.0 {
        0.0
    } else {
        tolerance.max(largest * f64::from(f32::EPSILON))
    }
}

fn vectors(entry: &Value, report: &mut Report, operation: impl Fn(&Value, Matrix, usize) -> Vec<Fixed>) {
    for case in entry["cases"].as_array().unwrap() {
        let (matrix, columns) = matrix_of(case);
        report.same("sums", &operation(case, matrix, columns), &list(&case["expected"], from_int));
    }
}

fn masks(entry: &Value, report: &mut Report) {
    each(entry, report, |case, matrix, _| {
        let (first, second) = (list(&case["first"], as_i64), list(&case["second"], as_i64));
        let removed = |row: usize, column: usize| match case["predicate"].as_str().unwrap() {
            "equal" => first[row] == second[column],
            "less" => first[row] < second[column],
            predicate => panic!("no such predicate: {predicate}"),
        };
        matrix::retain(&matrix, |row, column| !removed(row, column))
    });
}

fn vector_products(entry: &Value, report: &mut Report) {
    for case in entry["cases"].as_array().unwrap() {
        let products = vector::mul(&list(&case["a"], from_int), &list(&case["b"], from_int));
        report.same("products", &products, &list(&case["expected"], from_int));
    }
}

fn interpolations(entry: &Value, report: &mut Report) {
    for case in entry["cases"].as_array().unwrap() {
        let count = |name: &str| usize::try_from(as_u64(&case[name])).unwrap();
        let (rows, columns) = (count("rows"), count("columns"));
        let (a, b) = (sparse(&case["a"], rows, from_f32), sparse(&case["b"], rows, from_f32));
        let result = matrix::interpolate(&a, &b, columns, &from_f64(&case["ratio"]));
        if case["expected_all"].is_null() {
            compare_matrix(report, case, &result, columns);
            continue;
        }
        let bits: Vec<i64> = result.iter().flatten().map(|(_, value)| value.to_i64()).collect();
        report.list("bits", &bits, &vec![as_i64(&case["result_bits_all"]); rows * columns]);
        let all = vec![fraction(&case["expected_all"]); rows * columns];
        report.close_list("decimals", &to_row_major(&result, columns), &all, 1e-7);
    }
}

fn averages_at_one_rate(entry: &Value, report: &mut Report) {
    for case in entry["cases"].as_array().unwrap() {
        let rows = usize::try_from(as_u64(&case["rows"])).unwrap();
        let (new, old) = (sparse(&case["new"], rows, from_f32), sparse(&case["old"], rows, from_f32));
        let columns = case["new"].as_array().unwrap().len() / rows;
        let rates = vec![vec![from_f32(&case["alpha_everywhere"]); columns]; rows];
        let result = matrix::moving_average_by_pair(&new, &old, &rates);
        compare_matrix(report, case, &result, columns);
    }
}

fn averages_of_sparse_rows(entry: &Value, report: &mut Report) {
    for case in entry["cases"].as_array().unwrap() {
        let rates = list(&case["alpha"], |row| list(row, from_f64));
        let (new, old) = (rows(&case["new"], from_f64), rows(&case["old"], from_f64));
        let result = matrix::moving_average_by_pair(&new, &old, &rates);
        report.list("bits", &to_cells(&result), &list(&case["result_bits"], cells));
        let expected = rows(&case["expected"], from_f64);
        let columns = rates[0].len();
        let tolerance = fraction(&case["tolerance"]).max(f64::from(f32::EPSILON));
        report.close_list(
            "decimals",
            &to_row_major(&result, columns),
            &to_row_major(&expected, columns),
            tolerance,
        );
    }
}

/// A dense average is the sparse one on rows with every cell.
fn averages_of_dense_rows(entry: &Value, report: &mut Report) {
    for case in entry["cases"].as_array().unwrap() {
        let rates = list(&case["alpha"], |row| list(row, from_f32));
        let columns = rates[0].len();
        let (new, old) = (dense(&case["new"], from_f32), dense(&case["old"], from_f32));
        let result = matrix::moving_average_by_pair(&new, &old, &rates);
        let bits: Vec<Vec<i64>> =
            result.iter().map(|row| vector::bits(&matrix::densify(row, columns))).collect();
        report.list("bits", &bits, &list(&case["result_bits"], |row| list(row, as_i64)));
        let tolerance = fraction(&case["tolerance"]).max(f64::from(f32::EPSILON));
        let expected = dense(&case["expected"], from_f32);
        report.close_list(
            "decimals",
            &to_row_major(&result, columns),
            &to_row_major(&expected, columns),
            tolerance,
        );
    }
}
