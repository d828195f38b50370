//! What a swap costs: prints nanoseconds per operation.
//!
//! `near` is the chain's daily case: weights a few parts in 10^18 off one half, and a trade of a few parts in 10^5
//! of the reserve.
#![expect(clippy::disallowed_types, reason = "times are printed, not computed with")]

use incentor_emission::{
    FeeRate, Pool, Power, PriceLimit, QuoteWeight, SwapTerms, power_floor_e18, power_floor_e18_wide,
};
use incentor_primitives::RuleSet;
use std::hint::black_box;
use std::time::{Duration, Instant};

const RULES: RuleSet = RuleSet::SUBTENSOR_2026_06;
const HALF: u64 = 500_000_000_000_000_000;
/// Time for each line.
const BUDGET: Duration = Duration::from_millis(300);

fn main() {
    powers();
    swaps();
}

fn powers() {
    let reserve = 23_456_789_012_345_u128;
    let cases = [
        ("half", (reserve, 1_000_000_000), (HALF, HALF)),
        ("near", (reserve, 1_000_000_000), (HALF + 13_709_632, HALF - 13_709_632)),
        ("near-small", (reserve, 10_000), (HALF + 7, HALF - 7)),
        ("far", (reserve, 900 * reserve), (HALF + 13_709_632, HALF - 13_709_632)),
        ("skewed", (reserve, 10_000_000_000_000), (123_456_789_012_345_678, 876_543_210_987_654_322)),
    ];
    for (name, (reserve, input), exponent) in cases {
        let power = Power::new((reserve, reserve + input), exponent).expect("no part is zero");
        report(&format!("pool::power/{name}"), || power_floor_e18(black_box(&power)));
        report(&format!("pool::power/{name}/wide"), || power_floor_e18_wide(black_box(&power)));
    }
}

fn swaps() {
    let fee = FeeRate(RULES.pool.fee_rate_u16);
    let (buy, sell) = (SwapTerms::buy(fee), SwapTerms::sell(fee));
    for (name, parts, amount) in [
        ("half", HALF, 1_000_000_000),
        ("near", HALF + 13_709_632, 1_000_000_000),
        ("far", HALF + 13_709_632, 9_000_000_000_000_000),
        ("skewed", HALF / 4, 1_000_000_000_000),
    ] {
        let quote_weight = QuoteWeight::new(parts).expect("inside the range");
        let pool = Pool { tao_rao: 23_456_789_012_345, alpha_rao: 987_654_321_098_765, quote_weight };
        report(&format!("pool::buy/{name}"), || black_box(&pool).buy(black_box(amount), &buy, &RULES.pool));
        report(&format!("pool::sell/{name}"), || {
            black_box(&pool).sell(black_box(amount), &sell, &RULES.pool)
        });
        let limit = PriceLimit(
            pool.price().to_bits().checked_mul(1_100_000_000).map_or(0, |bits| (bits >> 64) as u64),
        );
        let limited = SwapTerms { fee, limit };
        report(&format!("pool::buy_to_limit/{name}"), || {
            black_box(&pool).buy(black_box(20_000_000_000_000), &limited, &RULES.pool)
        });
        report(&format!("pool::reweighted/{name}"), || {
            black_box(&pool).reweighted(black_box(640_607_387), black_box(102_854_301))
        });
        report(&format!("pool::price/{name}"), || black_box(&pool).price());
    }
}

/// The best of many batches.
fn report<T>(name: &str, mut operation: impl FnMut() -> T) {
    const BATCH: u32 = 200;
    let mut best = f64::INFINITY;
    let start = Instant::now();
    while start.elapsed() < BUDGET {
        let batch = Instant::now();
        for _ in 0..BATCH {
            black_box(operation());
        }
        best = best.min(batch.elapsed().as_secs_f64() * 1e9 / f64::from(BATCH));
    }
    println!("{name:<36} {best:>10.1} ns");
}
