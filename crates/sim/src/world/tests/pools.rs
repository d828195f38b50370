//! Live pools: what is sold moves the price, as the formula of a pool says.

use super::*;

/// The chain's default fee on a swap.
const FEE: f64 = 33.0 / 65_535.0;

/// A single tempo, in which stake alone is paid, and its earners sell in a pool that starts with so much.
struct Market {
    tao: f64,
    alpha: f64,
}

/// Of a sale: what was earned, in alpha, and what it brought with what was kept, in τ.
struct Sale {
    earned: f64,
    income: f64,
}

impl Market {
    /// Sellers' sales, and the TAO that the network put into the pool before.
    fn open(&self, share: f64, stakes: &str) -> (Vec<Sale>, f64) {
        let scenario = parse(&format!(
            r#"
            name = "market"
            rule_set = "subtensor-2026-06"
            run = {{ seeds = 1, duration = "1 tempos", warmup = "0 tempos" }}
            population = [
              {{ name = "miner", role = "miner", behaviour = "honest", quality = 1.0 }},
              {{ name = "seller", role = "validator", stake = [{stakes}], behaviour = "honest" }},
            ]
            [subnet]
            tempo = 360
            max_allowed_uids = 16
            commit_reveal = false
            alpha_price = {{ pool = {{ tao = "{} tao", alpha = "{}", sell = {share} }} }}
            [mechanism]
            kind = "abstract"
            "#,
            self.tao, self.alpha
        ));
        let outcome = world(&scenario, 1);
        let tally = &outcome.subnets[0];
        assert_eq!(tally.epoch_blocks, [359]);
        let sales = outcome.coldkeys[1..]
            .iter()
            .map(|one| Sale { earned: one.paid_rao as f64 / 1e9, income: one.income_tao })
            .collect();
        (sales, tally.tao_rao as f64 / 1e9 * 359.0 / 360.0)
    }

    /// Reserves before the sale: the TAO that is known to be there, and the alpha that the price then says.
    fn reserves(&self, kept: &Sale, injected: f64) -> (f64, f64) {
        let tao = self.tao + injected;
        (tao, tao / (kept.income / kept.earned))
    }
}

fn near(found: f64, expected: f64) {
    assert!((found / expected - 1.0).abs() < 1e-4, "{found}, not {expected}");
}

/// With reserves y of τ and x of alpha, s of alpha bring y · s / (x + s) and leave the price at y x / (x + s)².
#[test]
fn a_sale_brings_what_the_pools_formula_says() {
    let mut slippage = Vec::new();
    for market in [Market { tao: 20_000.0, alpha: 2e6 }, Market { tao: 10.0, alpha: 1e3 }] {
        let (kept, injected) = market.open(0.0, "\"300k\"");
        let (y, x) = market.reserves(&kept[0], injected);
        for share in [0.5, 1.0] {
            let (sold, _) = market.open(share, "\"300k\"");
            assert_eq!(sold[0].earned, kept[0].earned);
            let offered = kept[0].earned * share;
            let s = offered * (1.0 - FEE);
            // The fee is sold, too, for the author of the block; what is kept is valued after all that.
            let price_after = y * x / ((x + offered) * (x + offered));
            near(sold[0].income, y * s / (x + s) + (kept[0].earned - offered) * price_after);
        }
        let (sold, _) = market.open(1.0, "\"300k\"");
        slippage.push(1.0 - sold[0].income / kept[0].income);
    }
    // Next to nothing but the fee where the pool is deep, more than a fourth where it is shallow.
    assert!((slippage[0] - FEE).abs() < 2e-4 && slippage[1] > 0.25, "{slippage:?}");
}

#[test]
fn who_sells_second_sells_at_the_price_the_first_left() {
    let market = Market { tao: 10.0, alpha: 1e3 };
    let (kept, injected) = market.open(0.0, "\"300k\"");
    let (y, x) = market.reserves(&kept[0], injected);
    let (sold, _) = market.open(1.0, "\"150k\", \"150k\"");
    let (half, s) = (kept[0].earned / 2.0, kept[0].earned / 2.0 * (1.0 - FEE));
    near(sold[0].income, y * s / (x + s));
    let (y, x) = (y * x / (x + half), x + half);
    near(sold[1].income, y * s / (x + s));
    assert!(sold[1].income < 0.75 * sold[0].income);
}
