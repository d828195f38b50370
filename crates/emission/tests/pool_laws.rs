//! What holds for every pool: nothing is made, prices go the right way, limits are kept, nothing panics.

use incentor_emission::{
    FeeRate, Fixed64, Pool, PriceLimit, QuoteWeight, Swap, SwapError, SwapTerms, WeightOutOfRange,
};
use incentor_primitives::RuleSet;
use proptest::prelude::*;

const RULES: RuleSet = RuleSet::SUBTENSOR_2026_06;
const E18: u64 = 1_000_000_000_000_000_000;
/// More than all TAO, and all alpha of a subnet, in rao.
const SUPPLY: u64 = 21_000_000_000_000_000;
const NO_FEE: (SwapTerms, SwapTerms) = (SwapTerms::buy(FeeRate::NONE), SwapTerms::sell(FeeRate::NONE));

fn pool(tao_rao: u64, alpha_rao: u64, parts: u64) -> Pool {
    Pool { tao_rao, alpha_rao, quote_weight: QuoteWeight::new(parts).unwrap() }
}

fn parts() -> impl Strategy<Value = u64> {
    prop_oneof![
        QuoteWeight::MIN_PARTS..=E18 - QuoteWeight::MIN_PARTS,
        Just(E18 / 2),
        E18 / 2 - 99..E18 / 2 + 99
    ]
}

fn any_amount() -> impl Strategy<Value = u64> {
    prop_oneof![
        (any::<u64>(), 0..64_u32).prop_map(|(bits, shift)| bits >> shift),
        Just(u64::MAX),
        Just(0),
        Just(1_000_000)
    ]
}

/// Whatever a pool could look like.
fn any_pool() -> impl Strategy<Value = Pool> {
    (any_amount(), any_amount(), parts()).prop_map(|(tao, alpha, parts)| pool(tao, alpha, parts))
}

/// What pools look like on a chain.
fn chain_pool() -> impl Strategy<Value = Pool> {
    (1_000_000_000..SUPPLY, 1_000_000_000..SUPPLY, E18 / 5 * 2..E18 / 5 * 3)
        .prop_map(|(tao, alpha, parts)| pool(tao, alpha, parts))
}

/// Money in is fee, net or unused; and the pool pays no more than it has.
fn check_sums(swap: &Swap, offered_rao: u64, reserve_out: u64) {
    assert_eq!(Some(swap.gross_in_rao), swap.fee_rao.checked_add(swap.net_in_rao), "{swap:?}");
    assert_eq!(Some(offered_rao), swap.gross_in_rao.checked_add(swap.unused_rao), "{swap:?}");
    assert!(swap.out_rao <= reserve_out && (swap.net_in_rao == 0) == (swap.out_rao == 0), "{swap:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_swap_of_any_pool_adds_up(
        pool in any_pool(), offered in any_amount(), fee in any::<u16>(), limit in any_amount(),
    ) {
        let terms = SwapTerms { fee: FeeRate(fee), limit: PriceLimit(limit) };
        if let Ok(swap) = pool.buy(offered, &terms, &RULES.pool) {
            check_sums(&swap, offered, pool.alpha_rao);
            prop_assert!(pool.price() < terms.limit.to_price_floor());
        }
        if let Ok(swap) = pool.sell(offered, &terms, &RULES.pool) {
            check_sums(&swap, offered, pool.tao_rao);
            prop_assert!(pool.price() > terms.limit.to_price_floor());
        }
        let _ = pool.reweighted(offered, limit);
        let bits = u128::from(offered) * u128::from(limit);
        let _ = (pool.tao_until(pool.price(), Fixed64::from_bits(bits)), pool.alpha_until(pool.price(), Fixed64::from_bits(!bits)));
    }

    #[test]
    fn a_buy_raises_the_price_and_a_sell_lowers_it(pool in any_pool(), offered in any_amount()) {
        let (buy, sell) = NO_FEE;
        if let Ok(swap) = pool.buy(offered, &buy, &RULES.pool) {
            prop_assert!(pool.after_buy(&swap).price() >= pool.price() || swap.out_rao == pool.alpha_rao);
        }
        if let Ok(swap) = pool.sell(offered, &sell, &RULES.pool) {
            prop_assert!(pool.after_sell(&swap).price() <= pool.price());
        }
    }

    #[test]
    fn more_in_is_never_less_out(pool in any_pool(), one in any_amount(), other in any_amount()) {
        let (less, more) = (one.min(other), one.max(other));
        prop_assert!(pool.alpha_for_tao(less) <= pool.alpha_for_tao(more));
        prop_assert!(pool.tao_for_alpha(less) <= pool.tao_for_alpha(more));
    }

    /// The power is cut to 10^-18, in favour of the trader: in pools of a chain's size that is less than a rao.
    #[test]
    fn there_and_back_gains_nothing(pool in chain_pool(), share in 1..1_000_000_u64) {
        let fee = FeeRate(RULES.pool.fee_rate_u16);
        let (buy, sell) = NO_FEE;
        let offered = pool.tao_rao / share;
        let there = pool.buy(offered, &buy, &RULES.pool).unwrap();
        let back = pool.after_buy(&there).sell(there.out_rao, &sell, &RULES.pool).unwrap();
        prop_assert!(back.out_rao <= offered + 1, "{offered} became {}", back.out_rao);
        let there = pool.buy(offered, &SwapTerms::buy(fee), &RULES.pool).unwrap();
        let back = pool.after_buy(&there).sell(there.out_rao, &SwapTerms::sell(fee), &RULES.pool);
        prop_assert!(back.is_ok_and(|back| back.out_rao < offered) || offered < 10_000);
        let offered = pool.alpha_rao / share;
        let there = pool.sell(offered, &sell, &RULES.pool).unwrap();
        let back = pool.after_sell(&there).buy(there.out_rao, &buy, &RULES.pool).unwrap();
        prop_assert!(back.out_rao <= offered + 1, "{offered} became {}", back.out_rao);
    }

    /// A partial order stops next to its limit, and the whole of it would have gone past.
    #[test]
    fn a_limit_is_reached_and_not_passed(pool in chain_pool(), permille in 1..900_u64, fee in 0..10_000_u16) {
        let fee = FeeRate(fee);
        let price = pool.price();
        prop_assume!((1 << 54..1 << 74_u128).contains(&price.to_bits()));
        let scaled = |factor: u64| {
            let nano = u128::from(factor) * 1_000_000;
            PriceLimit(u64::try_from((price.to_bits() * nano) >> 64).unwrap())
        };
        let buy = SwapTerms { fee, limit: scaled(1000 + permille) };
        let swap = pool.buy(pool.tao_rao * 100, &buy, &RULES.pool).unwrap();
        check_sums(&swap, pool.tao_rao * 100, pool.alpha_rao);
        prop_assert!(swap.unused_rao > 0);
        near(pool.after_buy(&swap).price(), buy.limit)?;
        let sell = SwapTerms { fee, limit: scaled(1000 - permille) };
        let swap = pool.sell(pool.alpha_rao * 100, &sell, &RULES.pool).unwrap();
        check_sums(&swap, pool.alpha_rao * 100, pool.tao_rao);
        prop_assert!(swap.unused_rao > 0);
        near(pool.after_sell(&swap).price(), sell.limit)?;
    }

    /// The new weight has 18 digits, so the price keeps about as many.
    #[test]
    fn an_injection_keeps_the_price(pool in chain_pool(), tao_in in 0..10_000_000_000_u64, alpha_in in 0..10_000_000_000_u64) {
        let before = pool.price().to_bits();
        let Ok(quote_weight) = pool.reweighted(tao_in, alpha_in) else { return Ok(()) };
        let after = Pool { tao_rao: pool.tao_rao + tao_in, alpha_rao: pool.alpha_rao + alpha_in, quote_weight };
        // A unit of the weight moves its ratio by up to 1/(w1 w2) units; each quotient of the price is cut as well.
        let ratio = (u128::from(pool.tao_rao) << 64) / u128::from(pool.alpha_rao);
        let most = before / 10_u128.pow(15) * 99 + (ratio >> 64) + 200;
        prop_assert!(after.price().to_bits().abs_diff(before) <= most, "{before} became {}", after.price().to_bits());
    }
}

/// Within 10^-8, for the input is whole rao.
fn near(price: Fixed64, limit: PriceLimit) -> Result<(), TestCaseError> {
    let (price, limit) = (price.to_bits(), limit.to_price_floor().to_bits());
    prop_assert!(price.abs_diff(limit) <= limit / 100_000_000, "{price} is not {limit}");
    Ok(())
}

#[test]
fn orders_are_checked_in_the_chains_order() {
    let (fee, half) = (FeeRate(33), E18 / 2);
    let closed = SwapTerms { fee, limit: PriceLimit(0) };
    let poor = pool(0, 999_999, half);
    let low = SwapError::ReservesTooLow { reserve_rao: 999_999 };
    assert_eq!(poor.buy(u64::MAX, &closed, &RULES.pool), Err(low));
    let enough = pool(1, 1_000_000, half);
    assert!(matches!(
        enough.buy(u64::MAX, &closed, &RULES.pool),
        Err(SwapError::SwapInputTooLarge { max_rao: 1000, .. })
    ));
    let exceeded = |price: Fixed64| SwapError::PriceLimitExceeded { price, limit: Fixed64::ZERO };
    assert_eq!(enough.buy(1000, &closed, &RULES.pool), Err(exceeded(enough.price())));
    // Inside means strictly: a price of exactly one is at a limit of one.
    let even = pool(1_000_000_000, 1_000_000_000, half);
    let at_one = SwapTerms { fee, limit: PriceLimit(1_000_000_000) };
    for refused in [even.buy(1_000_000, &at_one, &RULES.pool), even.sell(1_000_000, &at_one, &RULES.pool)] {
        assert_eq!(refused, Err(SwapError::PriceLimitExceeded { price: Fixed64::ONE, limit: Fixed64::ONE }));
    }
    // A rao that buys nothing is refused, and so is nothing at all only on the wrong side of the limit.
    let dear = pool(1_000_000_000_000, 1_000_000_000, half);
    assert_eq!(
        dear.buy(1, &SwapTerms::buy(fee), &RULES.pool),
        Err(SwapError::ReservesTooLow { reserve_rao: 1_000_000_000 })
    );
    assert_eq!(dear.buy(0, &SwapTerms::buy(fee), &RULES.pool), Ok(Swap::default()));
    assert_eq!(Pool::default().price(), Fixed64::ZERO);
}

#[test]
fn a_limit_order_is_whole_or_partial() {
    // Price 1; to 1.21 the TAO reserve grows by a tenth, the root of 1.21.
    let even = pool(1_000_000_000, 1_000_000_000, E18 / 2);
    let to = |billionths| SwapTerms { fee: FeeRate(6553), limit: PriceLimit(billionths) };
    let swap = even.buy(500_000_000, &to(1_210_000_000), &RULES.pool).unwrap();
    // 99999999.99…: prices have 64 fraction bits, and 1.21 is cut to them.
    let fee_rao = FeeRate(6553).on_net_floor(99_999_999);
    let partial = Swap {
        gross_in_rao: 99_999_999 + fee_rao,
        fee_rao,
        net_in_rao: 99_999_999,
        out_rao: 90_909_090,
        unused_rao: 500_000_000 - 99_999_999 - fee_rao,
    };
    assert_eq!(swap, partial);
    let whole = even.buy(100_000_000, &to(1_210_000_000), &RULES.pool).unwrap();
    assert_eq!((whole.unused_rao, whole.fee_rao), (0, FeeRate(6553).of_gross_floor(100_000_000)));
    // To a quarter the alpha reserve doubles.
    let swap = even.sell(u64::MAX >> 24, &to(250_000_000), &RULES.pool).unwrap();
    assert_eq!((swap.net_in_rao, swap.out_rao), (1_000_000_000, 500_000_000));
    // The chain's power ends at 2^64 / 10^18, so at most 17.4 times the reserve goes in at once.
    let swap = even.buy(1_000_000_000_000, &SwapTerms::buy(FeeRate::NONE), &RULES.pool).unwrap();
    assert_eq!(swap.net_in_rao, 17_446_744_073);
    // At prices of a few 2^-30 their last bit is worth a rao of input: the limit asks for one more than there is.
    let coarse = pool(19_205_432_013, 18_327_376_505_744_572_116, E18 / 2);
    let limit = PriceLimit(9);
    assert_eq!(coarse.tao_until(coarse.price(), limit.to_price_floor()), 37_078_372_507);
    let swap = coarse.buy(37_078_372_506, &SwapTerms { fee: FeeRate::NONE, limit }, &RULES.pool).unwrap();
    assert!(coarse.after_buy(&swap).price() > limit.to_price_floor());
    assert_eq!((swap.net_in_rao, swap.unused_rao), (37_078_372_506, 0));
}

#[test]
fn weights_stay_in_their_range() {
    let (least, most) = (QuoteWeight::MIN_PARTS, E18 - QuoteWeight::MIN_PARTS);
    for parts in [0, least - 1, most + 1, E18, u64::MAX] {
        assert_eq!(QuoteWeight::new(parts), Err(WeightOutOfRange { parts }));
    }
    for parts in [least, most] {
        let weight = QuoteWeight::new(parts).unwrap();
        assert_eq!((weight.parts(), weight.base_parts()), (parts, E18 - parts));
    }
    assert_eq!(QuoteWeight::default().parts(), E18 / 2);
    // Ten million times as much on one side.
    let even = pool(1_000_000, 1_000_000, E18 / 2);
    assert!(
        even.reweighted(0, 10_000_000_000_000).is_err() && even.reweighted(10_000_000_000_000, 0).is_err()
    );
    assert_eq!(pool(0, 0, least).reweighted(0, 0), Ok(QuoteWeight::HALF));
    assert_eq!(pool(0, 0, least).reweighted(5, 7), Ok(QuoteWeight::HALF));
    assert_eq!(even.reweighted(7, 7), Ok(QuoteWeight::HALF));
}

#[test]
fn fees_are_cut_at_both_ends() {
    assert_eq!(FeeRate(u16::MAX).of_gross_floor(u64::MAX), u64::MAX);
    assert_eq!(FeeRate(u16::MAX).on_net_floor(u64::MAX), 0);
    assert_eq!(FeeRate(u16::MAX - 1).on_net_floor(u64::MAX), u64::MAX);
    assert_eq!(FeeRate(u16::MAX - 1).on_net_floor(2), 131_068);
    assert_eq!(FeeRate::NONE.of_gross_floor(u64::MAX), 0);
    assert_eq!(FeeRate(33).on_net_floor(999_496_453), 503_547);
}
