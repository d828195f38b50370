//! Nothing is made and nothing is lost but what is recorded.

use incentor_emission::{
    Fixed, OwnerCut, PoolTotal, RootPart, Share, curve_step, split_block_alpha, split_take,
};
use incentor_primitives::{RuleSet, Take};
use proptest::prelude::*;

const SUPPLY: u64 = RuleSet::SUBTENSOR_2026_06.emission.total_supply_rao;

proptest! {
    #[test]
    fn a_block_is_split_to_the_rao(emission in any::<u64>(), cut in any::<u16>()) {
        let split = split_block_alpha(emission, OwnerCut::On(cut), RootPart::None);
        let parts = [split.owner_cut_rao, split.server_rao, split.validator_rao, split.dust_rao];
        prop_assert_eq!(parts.iter().map(|part| u128::from(*part)).sum::<u128>(), u128::from(emission));
        prop_assert!(split.dust_rao <= 2);
        prop_assert!(split.server_rao <= split.validator_rao && split.validator_rao - split.server_rao <= 1);
    }

    #[test]
    fn a_take_never_pays_more_than_the_dividend(bits in 0_u128..1 << 96, take in any::<u16>()) {
        let dividend = Fixed::from_bits(bits);
        let split = split_take(dividend, Take(take));
        let lost = dividend.to_whole_floor() - split.paid_rao();
        prop_assert!(lost <= 1, "{lost} rao lost");
    }

    #[test]
    fn so_many_blocks_of_a_step_have_its_emission(issuance in 0..SUPPLY, pick in any::<u64>()) {
        let rules = RuleSet::SUBTENSOR_2026_06.emission;
        let step = curve_step(issuance, &rules);
        let blocks = step.blocks_from(issuance);
        prop_assume!(step.emission_rao > 0);
        let there = issuance + pick % blocks * step.emission_rao;
        prop_assert_eq!(curve_step(there, &rules), step);
        let next = curve_step(issuance + blocks * step.emission_rao, &rules);
        prop_assert!(next.emission_rao < step.emission_rao);
    }

    #[test]
    fn shares_are_worth_what_was_put_in(
        deposits in prop::collection::vec((0_u64..1 << 50, 0_u64..1 << 45), 1..12)
    ) {
        let mut pool = PoolTotal::default();
        let (mut shares, mut value): (Vec<Share>, u64) = (Vec::new(), 0);
        for (deposit, raised) in &deposits {
            shares.push(pool.deposit(*deposit));
            pool.raise(*raised);
            value += deposit + raised;
        }
        prop_assert_eq!(pool.value_rao, value);
        let worth: u64 = shares.iter().map(|share| pool.worth_rao(*share)).sum();
        if shares.iter().any(|share| !share.is_zero()) {
            prop_assert!(worth <= value && value - worth <= deposits.len() as u64 + 1, "{worth} of {value}");
        }
        let last = pool.deposit(1_000_000_000);
        prop_assert!(pool.worth_rao(last).abs_diff(1_000_000_000) <= 1);
    }
}

#[test]
fn a_single_share_is_worth_the_whole_pool() {
    let mut pool = PoolTotal::default();
    let share = pool.deposit(12_345);
    pool.raise(54_321);
    assert_eq!(pool.worth_rao(share), 66_666);
    assert_eq!(pool.worth_rao(Share::ZERO), 0);
    assert_eq!(PoolTotal::default().worth_rao(share), 0);
}

#[test]
fn what_a_pool_got_before_its_first_share_goes_with_that_share() {
    let mut pool = PoolTotal::default();
    pool.raise(100);
    let share = pool.deposit(1);
    assert_eq!(pool.worth_rao(share), 101);
}
