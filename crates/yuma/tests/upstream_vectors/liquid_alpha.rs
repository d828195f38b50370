//! `liquid_alpha.json`: the rate of a pair, the exponential behind it, and who may set its range.

use crate::upstream_vectors::claim::Claim;
use crate::upstream_vectors::json::{as_i64, as_u16, as_u64, list};
use crate::upstream_vectors::numbers::{bits_to_fraction, dense, fraction, from_bits, from_f32};
use crate::upstream_vectors::report::Report;
use incentor_naive::fixed::u16_ratio;
use incentor_naive::liquid_alpha::{AlphaRefusal, Caller, alphas, check_alpha_values};
use incentor_naive::{matrix, vector};
use incentor_primitives::{RuleSet, YumaRules};
use incentor_yuma::{LiquidAlpha, parts};
use serde_json::Value;

pub(crate) const CLAIMS: &[Claim] = &[
    Claim::new("epoch.rs::test_liquid_alpha_equal_values_against_itself", equal_ends),
    Claim::new("epoch.rs::test_get_set_alpha", setter),
    Claim::new("epoch.rs::test_set_alpha_disabled", setter),
    Claim::new("model (formula of spec section 1.12)", rates),
    Claim::new(
        "model (spec section 0.3); relations asserted by tests/math.rs::test_math_exp_safe",
        exponentials,
    ),
];

const RULES: YumaRules = RuleSet::SUBTENSOR_2026_06.yuma;

/// A dense matrix with fewer columns than rows; production has no dense average, so the naive one runs.
fn equal_ends(entry: &Value, report: &mut Report) {
    let input = &entry["input"];
    let liquid = LiquidAlpha {
        low_u16: as_u16(&input["alpha_low_u16"]),
        high_u16: as_u16(&input["alpha_high_u16"]),
        steepness: i16::try_from(as_i64(&input["steepness"])).unwrap(),
    };
    let (weights, bonds) = (dense(&input["weights_rows"], from_f32), dense(&input["bonds_rows"], from_f32));
    let columns = weights[0].len();
    let consensus = &list(&input["consensus"], from_f32)[..columns];
    let rates = alphas(&weights, &bonds, consensus, liquid);
    for row in rates.iter().flatten() {
        report.same("rate of equal ends", &row.to_i64(), &u16_ratio(liquid.low_u16).to_i64());
    }
    let with = matrix::moving_average_by_pair(&weights, &bonds, &rates);

    let rate = parts::smoothing_rate(as_u64(&input["bonds_moving_average"]));
    let rate = incentor_naive::fixed::i32f32(rate);
    let without = matrix::moving_average(&weights, &bonds, columns, &rate);

    let bits = |matrix: &matrix::Matrix| -> Vec<Vec<i64>> {
        matrix.iter().map(|row| vector::bits(&matrix::densify(row, columns))).collect()
    };
    let (with, without) = (bits(&with), bits(&without));
    let model = |name: &str| list(&entry["model_i32f32_bits"][name], |row| list(row, as_i64));
    report.list("bonds with liquid alpha", &with, &model("with_liquid_alpha"));
    report.list("bonds without", &without, &model("without"));
    let tolerance = fraction(&entry["upstream_expected"]["max_abs_difference"]);
    for (with, without) in with.iter().zip(&without) {
        let fractions = |row: &[i64]| -> Vec<f64> { row.iter().copied().map(bits_to_fraction).collect() };
        report.close_list("bonds with and without", &fractions(with), &fractions(without), tolerance);
    }
}

/// A rule of the chain's calls, not of the kernel: stated once, naively.
fn setter(entry: &Value, report: &mut Report) {
    for case in entry["cases"].as_array().unwrap() {
        let caller = match case["caller"].as_str() {
            None => Caller::Owner,
            Some("not the owner") => Caller::Other,
            Some(caller) => panic!("no such caller: {caller}"),
        };
        let on = case["liquid_alpha_on"].as_bool().unwrap_or(true);
        let (low, high) = (case["low"].as_u64().unwrap_or(1638), case["high"].as_u64().unwrap_or(65_535));
        let (low, high) = (u16::try_from(low).unwrap(), u16::try_from(high).unwrap());
        let expected = match case["result"].as_str().unwrap() {
            "ok" => Ok(()),
            "BadOrigin" => Err(AlphaRefusal::BadOrigin),
            "LiquidAlphaDisabled" => Err(AlphaRefusal::LiquidAlphaDisabled),
            "AlphaHighTooLow" => Err(AlphaRefusal::AlphaHighTooLow),
            "AlphaLowOutOfRange" => Err(AlphaRefusal::AlphaLowOutOfRange),
            result => panic!("no such result: {result}"),
        };
        report.same(&format!("{case}"), &check_alpha_values(caller, on, low, high), &expected);
        if !case["stored"].is_null() {
            report.list("stored", &[low, high], &list(&case["stored"], as_u16));
            let bits = [low, high].map(|end| u16_ratio(end).to_i64());
            report.list("as I32F32", &bits, &list(&case["as_i32f32_bits"], as_i64));
        }
    }
}

fn rates(entry: &Value, report: &mut Report) {
    for row in entry["table"].as_array().unwrap() {
        let liquid = LiquidAlpha {
            steepness: i16::try_from(as_i64(&row[0])).unwrap(),
            low_u16: as_u16(&row[1]),
            high_u16: as_u16(&row[2]),
        };
        let [consensus, weight, bond, expected] = [3, 4, 5, 6].map(|column| as_i64(&row[column]));
        let rate = parts::liquid_alpha(liquid, &RULES, consensus, weight, bond);
        report.same(&format!("production, {row}"), &rate, &expected);
        let [consensus, weight, bond] = [3, 4, 5].map(|column| from_bits(&row[column]));
        let rate = incentor_naive::liquid_alpha::alpha(&consensus, &weight, &bond, liquid);
        report.same(&format!("naive, {row}"), &rate.to_i64(), &expected);
    }
}

fn exponentials(entry: &Value, report: &mut Report) {
    for row in entry["table"].as_array().unwrap() {
        let expected = as_i64(&row[1]);
        report.same(&format!("production, {row}"), &parts::exp_safe(as_i64(&row[0]), &RULES), &expected);
        let naive = incentor_naive::exponential::exp_safe(&from_bits(&row[0]));
        report.same(&format!("naive, {row}"), &naive.to_i64(), &expected);
    }
}
