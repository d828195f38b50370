//! The chain's own numbers for its pool: the upstream vectors, and trades and blocks of whole traces.
//!
//! `amm.json`: each entry has one claim in [`CLAIMS`], and one without fails the run.

use incentor_emission::{
    FeeRate, Fixed64, Pool, Power, PriceLimit, QuoteWeight, SwapError, SwapTerms, power_floor_e18,
    power_floor_e18_wide,
};
use incentor_primitives::RuleSet;
use serde_json::Value;

const RULES: RuleSet = RuleSet::SUBTENSOR_2026_06;
const E18: u64 = 1_000_000_000_000_000_000;

/// The end of an entry's source, the beginning of its operation, and the test it belongs to.
type Claim = (&'static str, &'static str, fn(&Value));

const CLAIMS: [Claim; 11] = [
    ("test_perquintill_power", "floor(1e18*(21e15/28e15)^(0.6/0.4))", power_of_three_halves),
    ("pow_ratio_scaled_handles_large_weight_denominators", "floor(1e18*", powers_near_one),
    ("pow_ratio_scaled_converges_on_boundary_weights", "floor(1e18*", power_of_the_smallest_change),
    ("test_exp_scaled", "(r/(r+d))^", powers_of_reserves),
    ("test_convert_deltas", "upstream checks against f64", outputs),
    ("test_mul_round_half_behaviour / third", "round(p*v)", rounded_parts),
    ("test_calculate_quote_delta_in / base_delta_in / impossible", "", inputs_to_a_limit),
    ("model", "fee = ", fees),
    ("model", "price bits", prices),
    ("model", "reweighting for injection", new_weights),
    ("test_swap_rejects_input_over_1000x_input_reserve / allows_at_1000x", "", largest_inputs),
];

#[test]
fn every_entry_is_claimed_and_holds() {
    let document: Value = serde_json::from_str(&text("amm")).unwrap();
    let mut claimed = Vec::new();
    for entry in document["tests"].as_array().unwrap() {
        let (source, op) = (entry["source"].as_str().unwrap(), entry["op"].as_str().unwrap_or(""));
        let fits = |claim: &usize| source.ends_with(CLAIMS[*claim].0) && op.starts_with(CLAIMS[*claim].1);
        let claims: Vec<usize> = (0..CLAIMS.len()).filter(fits).collect();
        assert_eq!(claims.len(), 1, "{source}: {op}: claimed by {claims:?}");
        CLAIMS[claims[0]].2(entry);
        claimed.extend(claims);
    }
    claimed.sort_unstable();
    assert_eq!(claimed, (0..CLAIMS.len()).collect::<Vec<_>>(), "a claim without its entry");
}

fn text(file: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/vectors/{file}.json", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn cases(entry: &Value) -> &[Value] {
    let cases = entry["cases"].as_array().unwrap();
    assert!(!cases.is_empty());
    cases
}

fn numbers<const N: usize>(row: &Value) -> [u64; N] {
    let row: Vec<u64> = row.as_array().unwrap().iter().map(|number| number.as_u64().unwrap()).collect();
    row.try_into().unwrap()
}

fn number(case: &Value, key: &str) -> u64 {
    case[key].as_u64().unwrap_or_else(|| panic!("{key} of {case}"))
}

fn pool([tao_rao, alpha_rao, quote]: [u64; 3]) -> Pool {
    Pool { tao_rao, alpha_rao, quote_weight: QuoteWeight::new(quote).unwrap() }
}

fn check_power(base: (u64, u64), exponent: (u64, u64), expected: u64) {
    let power = Power::new((base.0.into(), base.1.into()), exponent).unwrap();
    assert_eq!(power_floor_e18(&power), expected, "{power:?}");
    assert_eq!(power_floor_e18_wide(&power), expected, "{power:?}");
}

fn power_of_three_halves(entry: &Value) {
    let base = (21_000_000_000_000_000, 28_000_000_000_000_000);
    check_power(base, (600_000_000_000_000_000, 400_000_000_000_000_000), number(entry, "expected"));
}

fn powers_near_one(entry: &Value) {
    for case in cases(entry) {
        let base = (21_000_000_000_000_000, 21_000_000_000_000_100);
        check_power(base, (number(case, "w1"), number(case, "w2")), number(case, "expected"));
    }
}

fn power_of_the_smallest_change(entry: &Value) {
    let base = (21_000_000_000_000_000, 21_000_000_000_000_001);
    check_power(base, (499_999_999_500_000_000, 500_000_000_500_000_000), number(entry, "expected"));
}

fn powers_of_reserves(entry: &Value) {
    for case in cases(entry) {
        let (quote, reserve) = (number(case, "quote_weight"), number(case, "reserve"));
        let base_over_quote = case["base_over_quote"].as_bool().unwrap();
        let exponent = if base_over_quote { (E18 - quote, quote) } else { (quote, E18 - quote) };
        let expected = number(case, "model_scaled_1e18");
        check_power((reserve, reserve + number(case, "delta")), exponent, expected);
    }
}

fn outputs(entry: &Value) {
    for case in cases(entry) {
        let [tao, alpha, quote, input, tao_out, alpha_out] = numbers(case);
        let pool = pool([tao, alpha, quote]);
        assert_eq!(pool.tao_for_alpha(input), tao_out, "{case}");
        assert_eq!(pool.alpha_for_tao(input), alpha_out, "{case}");
    }
}

fn rounded_parts(entry: &Value) {
    for case in cases(entry) {
        let parts = match case["p"].as_str().unwrap() {
            "1/2" => E18 / 2,
            "floor(1e18/3)/1e18" => E18 / 3,
            other => panic!("{other}"),
        };
        let part = QuoteWeight::new(parts).unwrap().part_of_round(number(case, "v").into());
        assert_eq!(part, number(case, "expected").into(), "{case}");
    }
}

fn inputs_to_a_limit(entry: &Value) {
    // Prices are 64-bit floats there, and exact in 64 fraction bits.
    let price = |case: &Value, key: &str| {
        let scaled = case[key].as_f64().unwrap() * 18_446_744_073_709_551_616.0;
        assert_eq!(scaled % 1.0, 0.0);
        Fixed64::from_bits(scaled as u128)
    };
    for case in cases(entry) {
        let quote = case["quote_weight"].as_f64().map_or(E18 / 2, |weight| (weight * 1e18) as u64);
        let reserve = |key: &str| case[key].as_u64().unwrap_or(1_000_000_000);
        let pool = pool([reserve("tao_reserve"), reserve("alpha_reserve"), quote]);
        let (from, to) = (price(case, "price"), price(case, "target"));
        let input = match case["kind"].as_str().unwrap() {
            "buy" => pool.tao_until(from, to),
            "sell" => pool.alpha_until(from, to),
            other => panic!("{other}"),
        };
        assert_eq!(input, number(case, "expected"), "{case}");
    }
}

fn fees(entry: &Value) {
    for case in cases(entry) {
        let [amount, rate, fee] = numbers(case);
        assert_eq!(FeeRate(u16::try_from(rate).unwrap()).of_gross_floor(amount), fee, "{case}");
    }
}

fn prices(entry: &Value) {
    // The bits exceed a JSON reader's integers, so they are looked up as text.
    let text: String = text("amm").split_whitespace().collect();
    for case in cases(entry) {
        let [alpha, tao, quote] = [0, 1, 2].map(|column| case[column].as_u64().unwrap());
        let bits = pool([tao, alpha, quote]).price().to_bits();
        let expected = format!("[{alpha},{tao},{quote},{bits}]");
        assert!(text.contains(&expected), "{expected}");
    }
}

fn new_weights(entry: &Value) {
    for case in cases(entry) {
        let [alpha, tao, quote, alpha_in, tao_in, expected] = numbers(case);
        let weight = pool([tao, alpha, quote]).reweighted(tao_in, alpha_in).unwrap();
        assert_eq!(weight.parts(), expected, "{case}");
    }
}

fn largest_inputs(entry: &Value) {
    let expected = entry["expected"].as_str().unwrap();
    assert_eq!(expected, "net input above 1000 x in-reserve: SwapInputTooLarge; equal: allowed");
    let (small, large) = (1_000_000, 1_000_000_000);
    let (most, buy, sell) = (small * 1000, SwapTerms::buy(FeeRate::NONE), SwapTerms::sell(FeeRate::NONE));
    let too_large = SwapError::SwapInputTooLarge { net_in_rao: most + 1, max_rao: most };
    let few_tao = pool([small, large, E18 / 2]);
    assert_eq!(few_tao.buy(most + 1, &buy, &RULES.pool), Err(too_large));
    assert_eq!(few_tao.buy(most, &buy, &RULES.pool).unwrap().net_in_rao, most);
    let few_alpha = pool([large, small, E18 / 2]);
    assert_eq!(few_alpha.sell(most + 1, &sell, &RULES.pool), Err(too_large));
    assert_eq!(few_alpha.sell(most, &sell, &RULES.pool).unwrap().net_in_rao, most);
}

/// The pool's part of a row of `pool_trades.json`.
fn recorded(row: &Value) -> Pool {
    pool(numbers(row))
}

#[test]
fn trades_of_the_chain_come_out_the_same() {
    let document: Value = serde_json::from_str(&text("pool_trades")).unwrap();
    let fee = FeeRate(RULES.pool.fee_rate_u16);
    let rows = document["trades"].as_array().unwrap();
    assert_eq!(rows.len(), 49);
    for row in rows {
        let (before, after) = (recorded(&row[2]), recorded(&row[5]));
        let (offered, limit) = (row[3].as_u64().unwrap(), row[4].as_u64().map(PriceLimit));
        let (left, author_rao) = match row[1].as_str().unwrap() {
            "add_stake" | "add_stake_limit" | "burned_register" | "register_limit" => {
                let terms = SwapTerms { fee, limit: limit.unwrap_or(PriceLimit::HIGHEST) };
                let swap = before.buy(offered, &terms, &RULES.pool).unwrap();
                assert_eq!((swap.gross_in_rao, swap.unused_rao), (offered, 0), "{row}");
                // A registration's fee stays in the subnet's account.
                let is_stake = row[1].as_str().unwrap().starts_with("add_stake");
                (before.after_buy(&swap), if is_stake { swap.fee_rao } else { 0 })
            }
            _ => {
                let terms = SwapTerms { fee, limit: limit.unwrap_or(PriceLimit::LOWEST) };
                let swap = before.sell(offered, &terms, &RULES.pool).unwrap();
                assert_eq!((swap.gross_in_rao, swap.unused_rao), (offered, 0), "{row}");
                let between = before.after_sell(&swap);
                // The author is paid in TAO.
                let fee_swap =
                    between.sell(swap.fee_rao, &SwapTerms::sell(FeeRate::NONE), &RULES.pool).unwrap();
                (between.after_sell(&fee_swap), fee_swap.out_rao)
            }
        };
        assert_eq!((left, Some(author_rao)), (after, row[6].as_u64()), "{row}");
    }
}

#[test]
fn blocks_of_the_chain_leave_the_same_pool() {
    let document: Value = serde_json::from_str(&text("pool_trades")).unwrap();
    let rows = document["blocks"].as_array().unwrap();
    let mut injections = 0;
    for row in rows {
        let (before, after) = (recorded(&row[1]), recorded(&row[6]));
        let [tao_in, alpha_in, excess, bought] = [2, 3, 4, 5].map(|column| row[column].as_u64().unwrap());
        injections += u32::from(alpha_in > 0);
        let quote_weight = before.reweighted(tao_in, alpha_in).unwrap();
        let weighted = Pool { quote_weight, ..before };
        let swap = weighted.buy(excess, &SwapTerms::buy(FeeRate::NONE), &RULES.pool).unwrap();
        assert_eq!(swap.out_rao, bought, "{row}");
        let left = weighted.after_buy(&swap);
        let left =
            Pool { tao_rao: left.tao_rao + tao_in, alpha_rao: left.alpha_rao + alpha_in, quote_weight };
        assert_eq!(left, after, "{row}");
    }
    assert!(rows.len() > 100 && injections > 100, "{} rows, {injections} injections", rows.len());
}
