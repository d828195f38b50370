//! `weighted_median.json`: the median by itself.

use crate::upstream_vectors::claim::Claim;
use crate::upstream_vectors::json::{as_i64, list};
use crate::upstream_vectors::numbers::{bits_to_fraction, dense, fraction, from_f32};
use crate::upstream_vectors::report::Report;
use incentor_naive::fixed::i32f32;
use incentor_naive::median::{weighted_median, weighted_median_columns};
use incentor_naive::{Fixed, Format, vector};
use incentor_yuma::parts;
use serde_json::Value;

pub(crate) const CLAIMS: &[Claim] = &[
    Claim::new("math.rs::test_math_weighted_median", scalars),
    Claim::new("math.rs::test_math_weighted_median_col and test_math_weighted_median_col_sparse", columns),
    Claim::new("model (pivot procedure and closed form agree)", bits),
];

/// Upstream gives the minority; the kernel asks for the majority, which is the rest of the stake.
fn scalars(entry: &Value, report: &mut Report) {
    for case in entry["cases"].as_array().unwrap() {
        let mut stake = list(&case["stake"], from_f32);
        if case["stake_normalised_first"].as_bool().unwrap() {
            stake = vector::normalize(&stake);
        }
        let scores = list(&case["score"], from_f32);
        let minority = i32f32(as_i64(&case["minority_bits"]));
        let one_less_majority = Fixed::one(Format::I32F32).satsub(&from_f32(&case["majority"]));
        report.same("minority", &minority, &one_less_majority);
        let kappa = Fixed::sum(Format::I32F32, &stake).satsub(&minority);
        both(report, &scores, &stake, &kappa, as_i64(&case["expected_bits"]));
        report.close(
            "decimals",
            bits_to_fraction(as_i64(&case["expected_bits"])),
            fraction(&case["expected"]),
            1e-6,
        );
    }
    permutations(report);
}

/// `property_test` in words: the result is an admissible median, whatever the order of rows.
fn permutations(report: &mut Report) {
    let majorities = [0, 429, 1 << 30, 2_104_533_975, 1 << 31, 2_190_433_321, 4_294_966_867, 1 << 32];
    for (round, majority) in majorities.into_iter().enumerate() {
        let score = |row: i64| if round % 2 == 0 { (row * 37 % 10) << 28 } else { (row * 41 % 101) << 25 };
        let stake: Vec<Fixed> = (0..100).map(|row| i32f32((row * 7919 % 9973 + 1) << 20)).collect();
        let stake = vector::bits(&vector::normalize(&stake));
        let scores: Vec<i64> = (0..100).map(score).collect();
        let median = parts::weighted_median(&scores, &stake, majority);
        let above = |at_least: i64| -> i64 {
            scores.iter().zip(&stake).filter(|(score, _)| **score >= at_least).map(|(_, stake)| stake).sum()
        };
        let reachable = majority <= stake.iter().sum();
        report.same("median has the majority", &(above(median) >= majority), &reachable);
        report
            .holds(above(median + 1) < majority || above(median + 1) == 0, || format!("{median} is too low"));
        let turned =
            |values: &[i64]| -> Vec<i64> { values[33..].iter().chain(&values[..33]).copied().collect() };
        let again = parts::weighted_median(&turned(&scores), &turned(&stake), majority);
        report.same("median of the same rows in another order", &again, &median);
    }
}

fn columns(entry: &Value, report: &mut Report) {
    for case in entry["cases"].as_array().unwrap() {
        let stake = list(&case["stake"], from_f32);
        let kappa = from_f32(&case["majority"]);
        let n = usize::try_from(as_i64(&case["columns"])).unwrap();
        let weights = dense(&case["weights"], from_f32);
        let expected = list(&case["expected_bits"], as_i64);
        let (medians, median_stake) = weighted_median_columns(&weights, &stake, &kappa, n);
        report.list("medians (naive)", &vector::bits(&medians), &expected);
        for (column, &expected) in expected.iter().enumerate() {
            let used: Vec<usize> = (0..stake.len()).filter(|&row| stake[row].is_positive()).collect();
            let scores: Vec<i64> = used.iter().map(|&row| weights[row][column].1.to_i64()).collect();
            let stake: Vec<i64> = used.iter().map(|&row| median_stake[row].to_i64()).collect();
            let median = parts::weighted_median(&scores, &stake, kappa.to_i64());
            report.same("median (production)", &median, &expected);
        }
        let decimals: Vec<f64> = expected.iter().copied().map(bits_to_fraction).collect();
        report.close_list("decimals", &decimals, &list(&case["expected"], fraction), 1e-6);
    }
}

fn bits(entry: &Value, report: &mut Report) {
    for case in entry["cases"].as_array().unwrap() {
        let numbers = |value: &Value| list(value, |bits| i32f32(as_i64(bits)));
        let (stake, scores) = (numbers(&case[0]), numbers(&case[1]));
        both(report, &scores, &stake, &i32f32(as_i64(&case[2])), as_i64(&case[3]));
    }
}

fn both(report: &mut Report, scores: &[Fixed], stake: &[Fixed], kappa: &Fixed, expected: i64) {
    let minority = Fixed::sum(Format::I32F32, stake).satsub(kappa);
    report.same("median (naive)", &weighted_median(scores, stake, &minority).to_i64(), &expected);
    let median = parts::weighted_median(&vector::bits(scores), &vector::bits(stake), kappa.to_i64());
    report.same("median (production)", &median, &expected);
}
