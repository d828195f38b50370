//! The price of a seat.

use crate::document::{Entry, bits, cases, integer, short};
use incentor_emission::{BurnRules, burn_after_block, burn_after_registration, decay_factor_q32};
use serde_json::Value;

fn rules(min_rao: u64, max_rao: u64, half_life: u16, increase_bits: u128) -> BurnRules {
    BurnRules { min_rao, max_rao, increase_bits, decay_q32: decay_factor_q32(half_life) }
}

/// The rules of an entry, whose multipliers are whole.
fn rules_of(input: &Value) -> BurnRules {
    let increase_bits = bits(&input["multiplier"]) << 64;
    rules(integer(&input["min"]), integer(&input["max"]), short(&input["half_life"]), increase_bits)
}

pub(crate) fn a_registration_and_a_block(entry: &Entry) {
    let (rules, expected) = (rules_of(&entry["input"]), &entry["expected"]);
    let raised = burn_after_registration(integer(&entry["input"]["burn"]), &rules);
    assert_eq!(raised, integer(&expected["after_registration"]));
    assert_eq!(burn_after_block(raised, &rules), integer(&expected["next_block"]));
}

pub(crate) fn halves_every_half_life(entry: &Entry) {
    let (rules, expected) = (rules_of(&entry["input"]), &entry["expected"]);
    let mut burn = integer(&entry["input"]["burn"]);
    let prices = [(); 4].map(|()| {
        burn = burn_after_block(burn, &rules);
        burn
    });
    assert_eq!(prices[1], integer(&expected["after_2_blocks"]));
    assert_eq!(prices[3], integer(&expected["after_4_blocks"]));
}

pub(crate) fn stays_within_its_bounds(entry: &Entry) {
    let (rules, expected) = (rules_of(&entry["input"]), &entry["expected"]);
    let first = burn_after_block(integer(&entry["input"]["burn"]), &rules);
    let raised = burn_after_registration(first, &rules);
    let second = burn_after_block(raised, &rules);
    let third = burn_after_block(second, &rules);
    let names = ["block1", "after_registration", "block2", "block3"];
    assert_eq!([first, raised, second, third], names.map(|name| integer(&expected[name])));
}

pub(crate) fn decay_factors(entry: &Entry) {
    for case in cases(entry) {
        assert_eq!(decay_factor_q32(short(&case[0])), Some(integer(&case[1])), "{case}");
    }
    assert_eq!(decay_factor_q32(0), None);
}

pub(crate) fn decays(entry: &Entry) {
    for case in cases(entry) {
        let [burn, blocks, expected] = [0, 2, 3].map(|column| integer(&case[column]));
        let rules = rules(500_000, 100_000_000_000, short(&case[1]), 1 << 64);
        let after = (0..blocks).fold(burn, |burn, _| burn_after_block(burn, &rules));
        assert_eq!(after, expected, "{case}");
    }
}

pub(crate) fn bumps(entry: &Entry) {
    let rules = rules(500_000, 100_000_000_000, 360, 23_242_897_532_874_035_200);
    for case in cases(entry) {
        assert_eq!(burn_after_registration(integer(&case[0]), &rules), integer(&case[1]), "{case}");
    }
}
