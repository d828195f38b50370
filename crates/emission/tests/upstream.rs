//! The entries of the upstream vectors whose rules exist here.
//!
//! Covered: in `emission.json` the curve, the owner cut, the split of a block where root takes no part, and
//! the dividends of validators without root stake; in `registration.json` the seat price, while pruning is
//! claimed beside the ledger's rules. The other entries concern root, pools, child keys and moving prices, which
//! are not here yet.

use incentor_emission::{
    BurnRules, Fixed, OwnerCut, Pots, RootPart, alpha_of_dividend, block_emission, burn_after_block,
    burn_after_registration, curve_step, decay_factor_q32, split_block_alpha, split_take, validator_pot,
};
use incentor_primitives::{RuleSet, Take};
use serde_json::Value;

const RULES: RuleSet = RuleSet::SUBTENSOR_2026_06;

fn entries(file: &str) -> Vec<Value> {
    let document: Value = serde_json::from_str(&text(file)).unwrap();
    document["tests"].as_array().unwrap().clone()
}

fn text(file: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/vectors/{file}.json", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The one entry whose source and operation begin like this.
fn entry(file: &str, source: &str, op: &str) -> Value {
    let fits = |entry: &Value| {
        entry["source"].as_str().unwrap().ends_with(source)
            && entry["op"].as_str().unwrap_or("").starts_with(op)
    };
    let found: Vec<Value> = entries(file).into_iter().filter(fits).collect();
    assert_eq!(found.len(), 1, "{file}: {source}: {op}");
    found.into_iter().next().unwrap()
}

fn cases(entry: &Value) -> &[Value] {
    let cases = entry["cases"].as_array().unwrap();
    assert!(!cases.is_empty());
    cases
}

#[test]
fn the_curve_has_the_chains_thresholds() {
    let entry = entry("emission", "model", "block emission by issuance");
    for case in cases(&entry) {
        let (issuance, expected) = (case[0].as_u64().unwrap(), case[1].as_u64().unwrap());
        assert_eq!(block_emission(issuance, &RULES.emission), expected, "issuance {issuance}");
    }
}

#[test]
fn every_step_of_the_curve_ends_where_the_next_begins() {
    let (mut issuance, mut steps) = (0, 0);
    loop {
        let step = curve_step(issuance, &RULES.emission);
        if step.emission_rao == 0 {
            break;
        }
        assert_eq!(block_emission(step.until_rao - 1, &RULES.emission), step.emission_rao);
        assert!(block_emission(step.until_rao, &RULES.emission) < step.emission_rao);
        issuance = step.until_rao;
        steps += 1;
    }
    assert_eq!(steps, 30);
    assert_eq!(issuance, 20_999_999_980_442_226);
}

#[test]
fn a_step_knows_how_many_blocks_it_lasts() {
    let step = curve_step(10_499_999_000_000_000, &RULES.emission);
    let check = |issuance, blocks| assert_eq!(step.blocks_from(issuance), blocks, "from {issuance}");
    check(10_499_999_000_000_000, 1);
    check(10_499_998_999_999_999, 2);
    check(10_499_999_999_999_999, 1);
    check(10_500_000_000_000_000, 0);
    assert_eq!(curve_step(u64::MAX, &RULES.emission).blocks_from(u64::MAX), u64::MAX);
}

#[test]
fn a_block_without_root_splits_like_the_chains() {
    let entry = entry("emission", "model", "pending accumulation per block");
    let mut covered = 0;
    for case in cases(&entry) {
        let cut = u16::try_from(case["owner_cut_u16"].as_u64().unwrap()).unwrap();
        let split = split_block_alpha(case["alpha_out"].as_u64().unwrap(), OwnerCut::On(cut), RootPart::None);
        let expected = &case["result"];
        assert_eq!(Some(split.owner_cut_rao), expected["owner_cut"].as_u64());
        assert_eq!(Some(split.server_rao), expected["server"].as_u64());
        if case["root_tao"] == 0 {
            assert_eq!(Some(split.validator_rao), expected["validator"].as_u64());
            covered += 1;
        }
    }
    assert!(covered > 0);
}

#[test]
fn the_owner_cut_is_the_chains() {
    let entry = entry("emission", "test_owner_cut_base", "");
    for case in cases(&entry) {
        let cut = u16::try_from(case["owner_cut_u16"].as_u64().unwrap()).unwrap();
        let split = split_block_alpha(1_000_000_000, OwnerCut::On(cut), RootPart::None);
        assert_eq!(Some(split.owner_cut_rao), case["pending_owner_cut"].as_u64());
    }
    assert_eq!(split_block_alpha(1_000_000_000, OwnerCut::Off, RootPart::None).owner_cut_rao, 0);
}

#[test]
fn dividends_without_root_stake_are_the_chains() {
    let entry = entry("emission", "test_calculate_dividend_distribution_total_no_tao_weight", "");
    let pot = entry["input"]["validator_pot"].as_u64().unwrap();
    let dividends: Vec<u64> =
        entry["input"]["dividends"].as_array().unwrap().iter().map(|d| d.as_u64().unwrap()).collect();
    let alphas = dividends
        .iter()
        .map(|dividend| alpha_of_dividend(pot, *dividend, dividends.iter().sum()).to_bits().to_string());
    // The bits exceed a JSON reader's integers, so they are looked up as text.
    let expected = format!("\"alpha\":[{}]", alphas.collect::<Vec<_>>().join(","));
    let text: String = text("emission").split_whitespace().collect();
    assert!(text.contains(&expected), "{expected}");
}

#[test]
fn validators_share_everything_when_no_miner_earns() {
    let pots = Pots { server_rao: 61_728_394, validator_rao: 61_728_395, root_rao: 7 };
    assert_eq!(validator_pot(pots, 0), 123_456_789);
    assert_eq!(validator_pot(pots, 1), 61_728_395);
    assert_eq!(alpha_of_dividend(5, 0, 0), Fixed::ZERO);
}

#[test]
fn a_take_and_its_rest_are_rounded_down_apart() {
    let check = |dividend: Fixed, take, expected| {
        let split = split_take(dividend, Take(take));
        assert_eq!((split.take_rao, split.nominators_rao), expected);
    };
    check(Fixed::from_whole(1_000_000_000), 0, (0, 1_000_000_000));
    check(Fixed::from_whole(1_000_000_000), 65_535, (1_000_000_000, 0));
    // 18 % as the chain stores it, a quotient with 32 fraction bits.
    check(Fixed::from_whole(1_000_000_000), 11_796, (179_995_422, 820_004_577));
    check(Fixed::from_bits(0xFFFF_FFFF), 65_535, (0, 0));
}

#[test]
fn the_price_of_a_seat_decays_like_the_chains() {
    for case in cases(&entry("registration", "model", "decay factor q32")) {
        let half_life = u16::try_from(case[0].as_u64().unwrap()).unwrap();
        assert_eq!(decay_factor_q32(half_life), case[1].as_u64());
    }
    assert_eq!(decay_factor_q32(0), None);
    for case in cases(&entry("registration", "model", "burn after k blocks")) {
        let [burn, half_life, blocks, expected] = [0, 1, 2, 3].map(|column| case[column].as_u64().unwrap());
        let rules = burn_rules(500_000, 100_000_000_000, u16::try_from(half_life).unwrap(), 1 << 64);
        let after = (0..blocks).fold(burn, |burn, _| burn_after_block(burn, &rules));
        assert_eq!(after, expected, "{case}");
    }
}

#[test]
fn the_price_of_a_seat_rises_like_the_chains() {
    let rules = burn_rules(500_000, 100_000_000_000, 360, 23_242_897_532_874_035_200);
    for case in cases(&entry("registration", "model", "bump")) {
        let [burn, expected] = [0, 1].map(|column| case[column].as_u64().unwrap());
        assert_eq!(burn_after_registration(burn, &rules), expected, "{case}");
    }
}

#[test]
fn the_chains_own_price_tests_hold() {
    let rules = burn_rules(0, u64::MAX, 1000, 2 << 64);
    let after = burn_after_registration(1000, &rules);
    assert_eq!((after, burn_after_block(after, &rules)), (2000, 1998));

    let rules = burn_rules(0, u64::MAX, 2, 1 << 64);
    let mut burn = 1024;
    let prices = [(); 4].map(|()| {
        burn = burn_after_block(burn, &rules);
        burn
    });
    assert_eq!((prices[1], prices[3]), (511, 255));

    let rules = burn_rules(100_000, 150_000, 1, 2 << 64);
    let first = burn_after_block(1, &rules);
    let raised = burn_after_registration(first, &rules);
    let (second, third) = (burn_after_block(raised, &rules), burn_after_block(100_000, &rules));
    assert_eq!((first, raised, second, third), (100_000, 150_000, 100_000, 100_000));
}

fn burn_rules(min_rao: u64, max_rao: u64, half_life: u16, increase_bits: u128) -> BurnRules {
    BurnRules { min_rao, max_rao, increase_bits, decay_q32: decay_factor_q32(half_life) }
}
