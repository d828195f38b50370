//! The halving curve as a sequence of steps.

use incentor_emission::{block_emission, curve_step};
use incentor_primitives::{EmissionRules, RuleSet};

const RULES: EmissionRules = RuleSet::SUBTENSOR_2026_06.emission;

#[test]
fn every_step_of_the_curve_ends_where_the_next_begins() {
    let (mut issuance, mut steps) = (0, 0);
    loop {
        let step = curve_step(issuance, &RULES);
        if step.emission_rao == 0 {
            break;
        }
        assert_eq!(block_emission(step.until_rao - 1, &RULES), step.emission_rao);
        assert!(block_emission(step.until_rao, &RULES) < step.emission_rao);
        issuance = step.until_rao;
        steps += 1;
    }
    assert_eq!(steps, 30);
    assert_eq!(issuance, 20_999_999_980_442_226);
}

#[test]
fn a_step_knows_how_many_blocks_it_lasts() {
    let step = curve_step(10_499_999_000_000_000, &RULES);
    let check = |issuance, blocks| assert_eq!(step.blocks_from(issuance), blocks, "from {issuance}");
    check(10_499_999_000_000_000, 1);
    check(10_499_998_999_999_999, 2);
    check(10_499_999_999_999_999, 1);
    check(10_500_000_000_000_000, 0);
    assert_eq!(curve_step(u64::MAX, &RULES).blocks_from(u64::MAX), u64::MAX);
}
