//! Payouts: no pot pays out more than it holds, no lender lends more than it has.

use incentor_emission::{
    ChildTerms, Fixed, HotkeyStake, Loan, ParentClaim, Pots, RootDividend, RootRate, automatic_claims,
    inherited_rao, own_contribution, parent_contribution, part_of_pot, split_child, split_dividend,
    split_take, stake_weight_bits, validator_pot,
};
use incentor_primitives::Take;
use proptest::prelude::*;
use substrate_fixed::types::{I64F64, I96F32, U96F32};

fn bits() -> impl Strategy<Value = u128> {
    (any::<u128>(), 0_u32..=128).prop_map(|(bits, shift)| bits.checked_shr(shift).unwrap_or(0))
}

fn stake() -> impl Strategy<Value = HotkeyStake> {
    (any::<u64>(), any::<u64>(), 0_u32..64, 0_u32..64).prop_map(|(alpha, root, less_alpha, less_root)| {
        HotkeyStake { alpha_rao: alpha >> less_alpha, root_rao: root >> less_root }
    })
}

/// A parent: its stake, what it lends, whether the child is its own.
fn lender() -> impl Strategy<Value = (HotkeyStake, u64, bool)> {
    (stake(), any::<u64>(), any::<bool>())
}

proptest! {
    #[test]
    fn a_childs_dividend_is_split_to_the_rao(
        dividend in any::<u64>(), child in stake(), lenders in prop::collection::vec(lender(), 0..8),
        lent in prop::collection::vec(any::<u64>(), 0..5), tao_weight in 0_u128..=1 << 32,
        take in any::<u16>(), burn_pick in any::<u64>(),
    ) {
        let tao_weight = Fixed::from_bits(tao_weight);
        let mut parents: Vec<ParentClaim> = lenders
            .iter()
            .map(|(stake, proportion, same_coldkey)| ParentClaim {
                contribution: parent_contribution(*stake, *proportion, tao_weight),
                same_coldkey: *same_coldkey,
                dividend_rao: 0,
            })
            .collect();
        // Together at most the whole.
        let burn_u64 = burn_pick % (u64::MAX - u64::from(take) * (u64::MAX / 65_535)).saturating_add(1);
        let own = own_contribution(child, lent, tao_weight);
        let split = split_child(dividend, own, &mut parents, ChildTerms { take: Take(take), burn_u64 });
        let to_parents: u128 = parents.iter().map(|parent| u128::from(parent.dividend_rao)).sum();
        let rest = [split.own_rao, split.recycled_rao, split.dust_rao].map(u128::from);
        prop_assert_eq!(to_parents + rest.iter().sum::<u128>(), u128::from(dividend));
        prop_assert!(split.dust_rao <= 2 * parents.len() as u64);
    }

    #[test]
    fn no_dividend_makes_a_split_panic(
        dividend in any::<u64>(), own in bits(), parents in prop::collection::vec((bits(), any::<bool>()), 0..8),
        take in any::<u16>(), burn_u64 in any::<u64>(),
    ) {
        let mut parents: Vec<ParentClaim> = parents
            .into_iter()
            .map(|(contribution, same_coldkey)| ParentClaim {
                contribution: Fixed::from_bits(contribution), same_coldkey, dividend_rao: 0,
            })
            .collect();
        let terms = ChildTerms { take: Take(take), burn_u64 };
        let _ = split_child(dividend, Fixed::from_bits(own), &mut parents, terms);
    }

    #[test]
    fn alpha_and_root_part_a_dividend(dividend in any::<u64>(), stake in stake(), weight in bits()) {
        let parts = split_dividend(dividend, stake, Fixed::from_bits(weight));
        prop_assert_eq!(parts.alpha.plus(parts.root), Fixed::from_whole(dividend));
        if stake.root_rao == 0 {
            prop_assert_eq!(parts.root, Fixed::ZERO);
        }
    }

    #[test]
    fn a_pot_pays_no_more_than_it_holds(
        pot in any::<u64>(), dividends in prop::collection::vec((any::<u64>(), stake()), 1..40),
        weight in 0_u128..=1 << 32, take in any::<u16>(),
    ) {
        let weight = Fixed::from_bits(weight);
        let parts: Vec<Fixed> =
            dividends.iter().map(|(dividend, stake)| split_dividend(*dividend, *stake, weight).alpha).collect();
        let sum = parts.iter().copied().fold(Fixed::ZERO, Fixed::plus);
        let paid: u128 = parts
            .iter()
            .map(|part| u128::from(split_take(part_of_pot(pot, *part, sum), Take(take)).paid_rao()))
            .sum();
        prop_assert!(paid <= u128::from(pot));
    }

    #[test]
    fn a_take_never_pays_more_than_the_dividend(bits in 0_u128..1 << 96, take in any::<u16>()) {
        let dividend = Fixed::from_bits(bits);
        let split = split_take(dividend, Take(take));
        let lost = dividend.to_whole_floor() - split.paid_rao();
        prop_assert!(lost <= 1, "{lost} rao lost");
    }

    #[test]
    fn the_validators_pot_is_part_of_the_emission(
        server_rao in any::<u64>(), validator_rao in any::<u64>(), root_rao in any::<u64>(), sum in 0_u64..3,
    ) {
        let pots = Pots { server_rao, validator_rao, root_rao };
        prop_assert!(validator_pot(pots, sum) <= pots.emission_rao());
    }

    #[test]
    fn what_one_lends_another_inherits(
        own in prop::collection::vec(0_u64..1 << 58, 3), cuts in (any::<u64>(), any::<u64>()),
    ) {
        // The first hotkey lends to both others; proportions together at most the whole.
        let (first, second) = (cuts.0.min(cuts.1), cuts.0.max(cuts.1) - cuts.0.min(cuts.1));
        let loan = |proportion_u64| Loan { parent_rao: own[0], proportion_u64 };
        let inherited = [
            inherited_rao(own[0], [first, second], []),
            inherited_rao(own[1], [], [loan(first)]),
            inherited_rao(own[2], [], [loan(second)]),
        ];
        let (before, after): (u64, u64) = (own.iter().sum(), inherited.iter().sum());
        prop_assert!(after <= before && before - after <= 2, "{before} became {after}");
        prop_assert_eq!(inherited_rao(own[1], [], []), own[1]);
    }

    #[test]
    fn any_relations_can_be_weighed(
        own in any::<u64>(), children in prop::collection::vec(any::<u64>(), 0..6),
        loans in prop::collection::vec((any::<u64>(), any::<u64>()), 0..6),
    ) {
        let loans = loans.into_iter().map(|(parent_rao, proportion_u64)| Loan { parent_rao, proportion_u64 });
        let _ = inherited_rao(own, children, loans);
    }

    #[test]
    fn a_stake_weight_is_the_chains(alpha in any::<u64>(), tao in any::<u64>(), weight in bits()) {
        let theirs = I64F64::saturating_from_num(alpha).saturating_add(
            I64F64::saturating_from_num(tao)
                .saturating_mul(I64F64::saturating_from_num(U96F32::from_bits(weight))),
        );
        let ours = stake_weight_bits(alpha, tao, Fixed::from_bits(weight));
        prop_assert_eq!(ours, theirs.to_bits().cast_unsigned());
    }

    #[test]
    fn a_claim_is_the_chains(
        rate in bits(), stake in any::<u64>(), claimed in bits(), moved in any::<u64>(), threshold in 0_u64..1 << 40,
    ) {
        let ours = RootRate::from_bits(rate);
        let theirs = I96F32::from_bits(ours.to_bits().cast_signed());
        let earned = |rao: u64| theirs.saturating_mul(I96F32::saturating_from_num(rao));

        let owed = earned(stake).saturating_sub(I96F32::saturating_from_num(claimed));
        let rao: u64 = owed.saturating_to_num();
        let expected = (owed >= I96F32::saturating_from_num(threshold) && rao > 0).then_some(rao);
        prop_assert_eq!(ours.claimable_rao(stake, claimed, Fixed::from_whole(threshold)), expected);

        let whole: u128 = earned(moved).saturating_to_num();
        prop_assert_eq!(ours.claimed_after_adding(claimed, moved), claimed.saturating_add(whole));
        prop_assert_eq!(ours.claimed_after_removing(claimed, moved), claimed.saturating_sub(whole));
    }

    #[test]
    fn a_rate_promises_no_more_than_the_dividend(
        before in 0_u128..1 << 40, dividend in any::<u64>(), stakes in prop::collection::vec(1_u64..1 << 50, 1..6),
    ) {
        let root_stake: u64 = stakes.iter().sum();
        let RootDividend::Accrues(after) = RootRate::from_bits(before).credit(dividend, root_stake) else {
            prop_assert!(dividend > root_stake);
            return Ok(());
        };
        let before = RootRate::from_bits(before);
        let promised: u128 = stakes
            .iter()
            .map(|stake| {
                let claimed = before.claimed_after_adding(0, *stake);
                u128::from(after.claimable_rao(*stake, claimed, Fixed::ZERO).unwrap_or(0))
            })
            .sum();
        // Each holder may have had a fraction of a rao that now completes one.
        prop_assert!(promised <= u128::from(dividend) + stakes.len() as u128);
    }

    #[test]
    fn staking_and_unstaking_changes_no_claim(rate in 0_u128..1 << 60, claimed in 0_u128..1 << 90, moved in any::<u64>()) {
        let rate = RootRate::from_bits(rate);
        let there = rate.claimed_after_adding(claimed, moved);
        prop_assert_eq!(rate.claimed_after_removing(there, moved), claimed);
    }

    #[test]
    fn picks_are_stakers(hash in any::<[u8; 32]>(), picks in any::<u8>(), stakers in any::<u64>()) {
        let picked = automatic_claims(&hash, picks, stakers);
        prop_assert!(picked.len() <= usize::from(picks));
        prop_assert!(picked.iter().all(|index| *index < stakers));
        prop_assert_eq!(picked.is_empty(), picks == 0 || stakers == 0);
    }
}
