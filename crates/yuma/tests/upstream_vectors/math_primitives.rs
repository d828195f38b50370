//! `math_primitives.json`: numbers and lists.
//!
//! What the production kernel has runs on it and on the naive implementation; the rest (masks, sums,
//! conversions, the sigmoid that the epoch no longer uses, what becomes of weights before they are stored) on
//! the naive one alone.

use crate::upstream_vectors::claim::Claim;
use crate::upstream_vectors::json::{as_bool, as_i64, as_u16, as_u64, list};
use crate::upstream_vectors::numbers::{bits_to_fraction, dense, fraction, from_bits, from_f32, from_int};
use crate::upstream_vectors::report::Report;
use incentor_naive::exponential::sigmoid_safe;
use incentor_naive::matrix::{self, Matrix};
use incentor_naive::upscale::{is_max_limited, max_upscale_to_u16, max_upscale_u16};
use incentor_naive::{Fixed, Format, vector};
use incentor_yuma::parts;
use serde_json::Value;

pub(crate) const CLAIMS: &[Claim] = &[
    Claim::new("math.rs::test_vec_max_upscale_to_u16", upscale_numbers),
    Claim::new("math.rs::test_vec_u16_max_upscale_to_u16", upscale_weights),
    Claim::new("model", upscale_weights).about("max_upscale_to_u16"),
    Claim::new("math.rs::test_check_vec_max_limited", limits),
    Claim::new("math.rs::test_math_u64_normalization", shares),
    Claim::new("math.rs::test_math_fixed_overflow", smoothing_rates),
    Claim::new("math.rs::test_math_sigmoid_safe", sigmoids),
    Claim::new("math.rs::test_math_is_topk", top_k),
    Claim::new("model", top_k_nonzero).about("top-k non-zero"),
    Claim::new("math.rs::test_math_normalize and test_math_inplace_normalize", normalize),
    Claim::new("math.rs::test_math_vecdiv", quotients),
    Claim::new("math.rs::test_math_sum", sums),
    Claim::new("math.rs::test_math_inplace_mask_vector", mask_vectors),
    Claim::new("math.rs::test_math_inplace_mask_rows / test_math_mask_rows_sparse", mask_rows),
    Claim::new(
        "math.rs::test_math_inplace_mask_diag / _except_index / test_math_mask_diag_sparse(_except_index)",
        mask_diagonals,
    ),
    Claim::new("math.rs::test_math_inplace_mask_matrix", mask_diagonals),
    Claim::new("math.rs::test_math_fixed_to_u16 etc.", conversions),
    Claim::new("math.rs::test_checked_sum", checked_sums),
];

fn cases(entry: &Value) -> &[Value] {
    entry["cases"].as_array().unwrap()
}

fn upscale_numbers(entry: &Value, report: &mut Report) {
    for case in cases(entry) {
        let values = list(&case["bits"], from_bits);
        if !case["values_f32"].is_null() {
            report.same("bits of the literals", &list(&case["values_f32"], from_f32), &values);
        }
        report.same(&case.to_string(), &max_upscale_to_u16(&values), &list(&case["expected"], as_u16));
    }
}

fn upscale_weights(entry: &Value, report: &mut Report) {
    for case in cases(entry) {
        let (values, expected) = (list(&case["values"], as_u16), list(&case["expected"], as_u16));
        report.same(&case.to_string(), &max_upscale_u16(&values), &expected);
    }
}

fn limits(entry: &Value, report: &mut Report) {
    for case in cases(entry) {
        let limited = is_max_limited(&list(&case["values"], as_u16), as_u16(&case["max_limit"]));
        report.same(&case.to_string(), &limited, &as_bool(&case["expected"]));
    }
}

fn shares(entry: &Value, report: &mut Report) {
    for case in cases(entry) {
        let whole = |name: &str| Fixed::from_int(Format::I64F64, as_u64(&case[name]));
        let share = whole("a").sdiv(&whole("b"));
        report.same(
            "I64F64",
            &share,
            &Fixed::from_bits(Format::I64F64, as_u64_or_more(&case["i64f64_bits"])),
        );
        let narrow = share.to_format(Format::I32F32).to_i64();
        report.same("I32F32", &narrow, &as_i64(&case["i32f32_bits"]));
        match case["upstream_i32f32"].as_f64() {
            Some(upstream) => report.close("upstream", bits_to_fraction(narrow), upstream, 0.0),
            None => {
                let words = case["upstream_i32f32"].as_str();
                report.same("upstream in words", &words, &Some("0.0000000002 (1 unit of last place)"));
                report.same("one unit of last place", &narrow, &1);
            }
        }
    }
}

/// 1.0 as an `I64F64` is 2^64, the first number past u64; a float holds it exactly.
fn as_u64_or_more(value: &Value) -> u128 {
    value.as_u64().map_or_else(|| fraction(value) as u128, u128::from)
}

fn smoothing_rates(entry: &Value, report: &mut Report) {
    for case in cases(entry) {
        let rate = parts::smoothing_rate(as_u64(&case["bonds_moving_average"]));
        report.same("rate", &rate, &as_i64(&case["alpha_bits"]));
        report.same("upstream in words", &case["upstream"].as_str(), &Some("equals 0.1 as I32F32"));
        let tenth = Fixed::one(Format::I32F32).sdiv(&Fixed::from_int(Format::I32F32, 10));
        report.holds(rate.abs_diff(tenth.to_i64()) <= 1, || format!("{rate} is not a tenth"));
    }
}

fn sigmoids(entry: &Value, report: &mut Report) {
    for case in cases(entry) {
        let (rho, kappa) = (from_bits(&case["rho_bits"]), from_bits(&case["kappa_bits"]));
        let inputs = list(&case["input_bits"], from_bits);
        let bits: Vec<i64> = inputs.iter().map(|x| sigmoid_safe(x, &rho, &kappa).to_i64()).collect();
        report.list("sigmoid", &bits, &list(&case["expected_bits"], as_i64));
        let decimals: Vec<f64> = bits.into_iter().map(bits_to_fraction).collect();
        report.close_list("sigmoid", &decimals, &list(&case["expected_decimal"], fraction), 1e-9);
    }
}

fn top_k(entry: &Value, report: &mut Report) {
    for case in cases(entry) {
        let k = usize::try_from(as_u64(&case["k"])).unwrap();
        let values = list(&case["values"], from_f32);
        report.same(&case.to_string(), &vector::top_k(&values, k), &list(&case["expected"], as_bool));
    }
}

fn top_k_nonzero(entry: &Value, report: &mut Report) {
    for case in cases(entry) {
        let k = usize::try_from(as_u64(&case["k"])).unwrap();
        let (values, expected) = (list(&case["values"], from_int), list(&case["expected"], as_bool));
        report.same(&format!("naive, {case}"), &vector::top_k_nonzero(&values, k), &expected);
        report.same(&format!("production, {case}"), &parts::top_k(&vector::bits(&values), k), &expected);
    }
}

fn normalize(entry: &Value, report: &mut Report) {
    for case in cases(entry) {
        let values = list(&case["values"], from_f32);
        let expected = list(&case["model_bits"], as_i64);
        let naive = vector::bits(&vector::normalize(&values));
        report.list("normalised (naive)", &naive, &expected);
        // Production numbers are never negative, upstream's helper takes any.
        if values.iter().all(|value| value.is_zero() || value.is_positive()) {
            let mut bits = vector::bits(&values);
            parts::normalize(&mut bits);
            report.list("normalised (production)", &bits, &expected);
        }
        let decimals: Vec<f64> = naive.into_iter().map(bits_to_fraction).collect();
        let tolerance = fraction(&case["tolerance"]);
        report.close_list("normalised", &decimals, &list(&case["expected_decimal"], fraction), tolerance);
    }
}

fn quotients(entry: &Value, report: &mut Report) {
    for case in cases(entry) {
        let quotients = vector::div(&list(&case["x"], from_int), &list(&case["y"], from_int));
        let expected = match &case["expected_bits"] {
            Value::Null => list(&case["expected"], from_int),
            bits => list(bits, from_bits),
        };
        report.same(&case.to_string(), &quotients, &expected);
    }
}

fn sums(entry: &Value, report: &mut Report) {
    for case in cases(entry) {
        let sum = Fixed::sum(Format::I32F32, &list(&case["values"], from_int));
        report.same(&case.to_string(), &sum, &from_int(&case["expected"]));
    }
}

fn mask_vectors(entry: &Value, report: &mut Report) {
    for case in cases(entry) {
        let masked = vector::mask(&list(&case["values"], from_int), &list(&case["mask"], as_bool));
        report.same(&case.to_string(), &masked, &list(&case["expected"], from_int));
    }
}

fn mask_rows(entry: &Value, report: &mut Report) {
    for case in cases(entry) {
        let mask = list(&case["mask"], as_bool);
        retained(report, case, |row, _| !mask[row]);
    }
}

fn mask_diagonals(entry: &Value, report: &mut Report) {
    for case in cases(entry) {
        let except = case["except_index"].as_u64();
        retained(report, case, |row, column| row != column || except == u64::try_from(row).ok());
    }
}

fn retained(report: &mut Report, case: &Value, keep: impl Fn(usize, usize) -> bool) {
    let (matrix, expected) = (dense(&case["matrix"], from_int), dense(&case["expected"], from_int));
    let masked: Matrix = matrix::retain(&matrix, keep);
    let columns = expected[0].len();
    let dense = |matrix: &Matrix| -> Vec<Vec<Fixed>> {
        matrix.iter().map(|row| matrix::densify(row, columns)).collect()
    };
    report.same(&case.to_string(), &dense(&masked), &dense(&expected));
}

fn conversions(entry: &Value, report: &mut Report) {
    for case in cases(entry) {
        let whole = |format, int: i64| Fixed::from_int(format, int);
        let expected = &case["expected"];
        match case["op"].as_str().unwrap() {
            "I32F32 to u16" => {
                let values = list(&case["input"], from_int);
                let converted: Vec<u16> = values.iter().map(Fixed::to_u16_floor).collect();
                report.list("u16", &converted, &list(expected, as_u16));
            }
            "I32F32(-1) to u64" => {
                report.same("u64", &whole(Format::I32F32, -1).to_u64_floor(), &as_u64(expected));
            }
            "I64F64(-1) to u64" => {
                report.same("u64", &whole(Format::I64F64, -1).to_u64_floor(), &as_u64(expected));
            }
            "I64F64(u32 max) to I32F32" => {
                report.same("words", &expected.as_str(), &Some("saturates to I32F32 maximum"));
                let wide = whole(Format::I64F64, i64::from(u32::MAX));
                report.same("I32F32", &wide.to_format(Format::I32F32), &Fixed::max(Format::I32F32));
            }
            "proportion to u16 of 65535.0" => {
                let proportion = whole(Format::I32F32, 65_535);
                report.same("naive", &proportion.proportion_to_u16_floor(), &as_u16(expected));
                report.same("production", &parts::to_u16_floor(proportion.to_i64()), &as_u16(expected));
            }
            op => panic!("no such conversion: {op}"),
        }
    }
}

fn checked_sums(entry: &Value, report: &mut Report) {
    for case in cases(entry) {
        let sum = vector::checked_sum(&list(&case["values"], as_u64));
        report.same(&case.to_string(), &sum, &case["expected"].as_u64());
    }
}
