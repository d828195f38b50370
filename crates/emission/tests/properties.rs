//! Nothing is made and nothing is lost but what is recorded.

use incentor_emission::{
    Fixed, Fixed64, InjectionTerms, OwnerCut, PriceSmoothing, RootPart, RootStake, SubnetClaim, curve_step,
    injection, miner_burned, moving_price, root_proportion, root_sells, split_block_alpha, subnet_shares,
    tao_of_share,
};
use incentor_primitives::{RuleSet, SubnetShares};
use proptest::prelude::*;

const SUPPLY: u64 = RuleSet::SUBTENSOR_2026_06.emission.total_supply_rao;
const BLOCK_RAO: u64 = 1_000_000_000;

/// Anything from nothing to the end of the range, small numbers as often as large ones.
fn bits() -> impl Strategy<Value = u128> {
    (any::<u128>(), 0_u32..=128).prop_map(|(bits, shift)| bits.checked_shr(shift).unwrap_or(0))
}

fn rule() -> impl Strategy<Value = SubnetShares> {
    prop_oneof![Just(SubnetShares::Equal), Just(SubnetShares::Price), Just(SubnetShares::PriceLessBurned),]
}

fn subnets() -> impl Strategy<Value = Vec<SubnetClaim>> {
    let subnet = (bits(), bits(), any::<bool>()).prop_map(|(price, burned, emission_enabled)| SubnetClaim {
        // Forty of them are still a number of the type.
        moving_price: Fixed64::from_bits(price >> 6),
        miner_burned: Fixed::from_bits(burned),
        emission_enabled,
    });
    prop::collection::vec(subnet, 0..40)
}

fn shares_of(rule: SubnetShares, subnets: &[SubnetClaim]) -> Vec<Fixed64> {
    let mut shares = vec![Fixed64::ONE; subnets.len()];
    subnet_shares(rule, subnets, &mut shares);
    shares
}

proptest! {
    #[test]
    fn shares_never_exceed_the_whole(rule in rule(), subnets in subnets(), emission in any::<u64>()) {
        let shares = shares_of(rule, &subnets);
        let sum = shares.iter().fold(0_u128, |sum, share| sum + share.to_bits());
        prop_assert!(sum <= 1 << 64, "{sum}");
        for (share, subnet) in shares.iter().zip(&subnets) {
            prop_assert!(subnet.emission_enabled || *share == Fixed64::ZERO);
        }
        let tao = shares.iter().fold(Fixed::ZERO, |sum, share| sum.plus(tao_of_share(*share, emission)));
        prop_assert!(tao <= Fixed::from_whole(emission));
    }

    #[test]
    fn the_order_of_subnets_does_not_matter(rule in rule(), subnets in subnets(), turn in any::<usize>()) {
        let (mut turned, mut shares) = (subnets.clone(), shares_of(rule, &subnets));
        if !subnets.is_empty() {
            turned.rotate_left(turn % subnets.len());
            shares.rotate_left(turn % subnets.len());
        }
        prop_assert_eq!(shares_of(rule, &turned), shares.clone());
        turned.reverse();
        shares.reverse();
        prop_assert_eq!(shares_of(rule, &turned), shares);
    }

    #[test]
    fn a_dearer_subnet_gets_no_less(
        rule in rule(), prices in prop::collection::vec((0_u128..1 << 100, 0_u128..=1 << 32), 1..20),
        pick in any::<usize>(), more in 0_u128..1 << 100,
    ) {
        let mut subnets: Vec<SubnetClaim> = prices
            .iter()
            .map(|(price, burned)| SubnetClaim {
                moving_price: Fixed64::from_bits(*price),
                miner_burned: Fixed::from_bits(*burned),
                emission_enabled: true,
            })
            .collect();
        let pick = pick % subnets.len();
        // Where everything is burned the rule falls back, and shares jump.
        subnets[pick].miner_burned = Fixed::from_bits(prices[pick].1 / 2);
        let before = shares_of(rule, &subnets);
        let all_burned = subnets.iter().zip(&before).all(|(s, _)| s.miner_burned == Fixed::ONE);
        prop_assume!(!all_burned);
        let kept = shares_of(SubnetShares::Price, &subnets)[pick] > Fixed64::from_bits(1);
        prop_assume!(kept);
        subnets[pick].moving_price = subnets[pick].moving_price.plus(Fixed64::from_bits(more));
        prop_assert!(shares_of(rule, &subnets)[pick] >= before[pick]);
    }

    #[test]
    fn rules_agree_where_there_is_no_difference(price in 1_u128..1 << 90, count in 1_usize..129) {
        let subnet = SubnetClaim {
            moving_price: Fixed64::from_bits(price), miner_burned: Fixed::ZERO, emission_enabled: true,
        };
        let subnets = vec![subnet; count];
        let equal = shares_of(SubnetShares::Equal, &subnets);
        prop_assert_eq!(shares_of(SubnetShares::Price, &subnets), equal.clone());
        prop_assert_eq!(shares_of(SubnetShares::PriceLessBurned, &subnets), equal);
    }

    #[test]
    fn a_buffer_of_another_length_is_no_danger(subnets in subnets(), room in 0_usize..50) {
        let mut shares = vec![Fixed64::ONE; room];
        subnet_shares(SubnetShares::PriceLessBurned, &subnets, &mut shares);
        let taking_part = room.min(subnets.len());
        let expected = shares_of(SubnetShares::PriceLessBurned, &subnets[..taking_part]);
        prop_assert_eq!(&shares[..taking_part], &expected[..]);
        prop_assert!(shares[taking_part..].iter().all(|share| *share == Fixed64::ZERO));
    }

    #[test]
    fn an_injection_uses_all_of_the_tao(
        tao in bits(), price in bits(), alpha_emission_rao in any::<u64>(), proportion in bits(),
    ) {
        let terms = InjectionTerms {
            tao: Fixed::from_bits(tao),
            price: Fixed::from_bits(price),
            alpha_emission_rao,
            root_proportion: Fixed::from_bits(proportion),
        };
        let injected = injection(&terms);
        prop_assert_eq!(injected.tao_in.to_bits() + injected.excess_tao.to_bits(), tao);
        prop_assert!(
            injected.alpha_in <= terms.root_proportion.mul_floor(Fixed::from_whole(alpha_emission_rao))
        );
        // Never more alpha than the TAO that goes in buys at this price.
        prop_assert!(injected.alpha_in.mul_floor(terms.price) <= injected.tao_in);
    }

    #[test]
    fn root_has_at_most_everything(root_tao_rao in any::<u64>(), weight in bits(), alpha in any::<u64>()) {
        let tao_weight = Fixed::from_bits(weight);
        let proportion = root_proportion(&RootStake { root_tao_rao, tao_weight, alpha_issuance_rao: alpha });
        prop_assert!(proportion <= Fixed::ONE);
        let more = RootStake { root_tao_rao, tao_weight, alpha_issuance_rao: alpha.saturating_add(1) };
        prop_assert!(root_proportion(&more) <= proportion);
    }

    #[test]
    fn a_block_is_split_to_the_rao(
        emission in any::<u64>(), cut in any::<u16>(), proportion in 0_u128..=1 << 32, sells in any::<bool>(),
    ) {
        let proportion = Fixed::from_bits(proportion);
        let part = if sells { RootPart::Kept(proportion) } else { RootPart::Recycled(proportion) };
        let split = split_block_alpha(emission, OwnerCut::On(cut), part);
        let parts = [
            split.owner_cut_rao, split.server_rao, split.validator_rao,
            split.root_rao, split.recycled_rao, split.dust_rao,
        ];
        prop_assert_eq!(parts.iter().map(|part| u128::from(*part)).sum::<u128>(), u128::from(emission));
        prop_assert!(split.dust_rao <= 3);
        prop_assert_eq!(if sells { split.recycled_rao } else { split.root_rao }, 0);

        let without = split_block_alpha(emission, OwnerCut::On(cut), RootPart::None);
        prop_assert_eq!(
            (without.owner_cut_rao, without.server_rao, without.root_rao, without.recycled_rao),
            (split.owner_cut_rao, split.server_rao, 0, 0)
        );
        prop_assert!(without.validator_rao - without.server_rao <= 1);
        let nothing = split_block_alpha(emission, OwnerCut::On(cut), RootPart::Kept(Fixed::ZERO));
        prop_assert_eq!(nothing, without);
    }

    #[test]
    fn a_moving_price_moves_towards_the_pools(
        before in 0_u128..1 << 95, pool in bits(), alpha in 0_u128..=1 << 32,
        halving_blocks in any::<u64>(), blocks in any::<u64>(),
    ) {
        let smoothing = PriceSmoothing { moving_alpha: Fixed::from_bits(alpha), halving_blocks };
        let weight = smoothing.weight_after(blocks);
        prop_assert!(weight.to_fixed_floor() <= smoothing.moving_alpha);
        prop_assert!(weight <= smoothing.weight_after(blocks.saturating_add(1)));
        let (before, pool) = (Fixed::from_bits(before), Fixed64::from_bits(pool));
        let after = moving_price(before, pool, weight);
        let newest = pool.min(Fixed64::ONE).to_fixed_floor();
        prop_assert!(after <= before.max(newest).plus(Fixed::from_bits(1)));
        prop_assert!(after.plus(Fixed::from_bits(1)) >= before.min(newest));
    }

    #[test]
    fn no_rule_of_a_block_panics(
        a in bits(), b in bits(), c in bits(), emission in any::<u64>(), cut in any::<u16>(),
    ) {
        let [fixed, other] = [a, b].map(Fixed::from_bits);
        let smoothing = PriceSmoothing { moving_alpha: fixed, halving_blocks: emission };
        let _ = moving_price(other, Fixed64::from_bits(c), smoothing.weight_after(u64::MAX));
        let _ = split_block_alpha(emission, OwnerCut::On(cut), RootPart::Kept(fixed));
        let _ = split_block_alpha(emission, OwnerCut::Off, RootPart::Recycled(fixed));
        let _ = tao_of_share(Fixed64::from_bits(a), emission);
        let prices = [a, b, c].map(Fixed64::from_bits);
        let _ = root_sells(prices);
        let claims = prices.map(|moving_price| SubnetClaim {
            moving_price, miner_burned: fixed, emission_enabled: moving_price.to_bits() % 3 > 0,
        });
        for rule in [SubnetShares::Equal, SubnetShares::Price, SubnetShares::PriceLessBurned] {
            let _ = shares_of(rule, &claims);
        }
        let _ = miner_burned(emission, emission / 2);
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
}

#[test]
fn root_is_paid_while_alpha_is_dear() {
    let half = Fixed64::from_bits(1 << 63);
    assert!(!root_sells([half, half]));
    assert!(root_sells([half, half, Fixed64::from_bits(1)]));
    assert!(!root_sells([]));
}

#[test]
fn nothing_is_burned_where_nobody_earns() {
    assert_eq!(miner_burned(0, 0), Fixed::ZERO);
    assert_eq!(miner_burned(0, 5), Fixed::ZERO);
    assert_eq!(miner_burned(5, 5), Fixed::ONE);
    assert_eq!(miner_burned(1, 3), Fixed::from_bits(1_431_655_765));
}

#[test]
fn the_rule_set_starts_where_the_chain_does() {
    let rules = RuleSet::SUBTENSOR_2026_06;
    assert_eq!(Fixed::from_u64_ratio_floor(rules.network.tao_weight_u64).to_bits(), 226_245_882);
    let smoothing = PriceSmoothing {
        moving_alpha: Fixed::from_signed_bits(rules.network.moving_alpha_bits),
        halving_blocks: rules.subnet.price_halving_blocks,
    };
    // Halfway there after as many blocks.
    let weight = smoothing.weight_after(smoothing.halving_blocks);
    assert_eq!(weight.to_bits(), smoothing.moving_alpha.to_bits() << 31);
    assert!(
        split_block_alpha(BLOCK_RAO, OwnerCut::On(rules.network.owner_cut_u16), RootPart::None).dust_rao <= 2
    );
}

#[test]
fn alpha_worth_exactly_the_cap_is_not_cut() {
    // A third of a rao of alpha, and a third of the alpha emission: one bit would be lost on the way back.
    let third = Fixed::from_bits(1_431_655_765);
    let terms = InjectionTerms {
        tao: Fixed::ONE,
        price: Fixed::from_whole(3),
        alpha_emission_rao: 1,
        root_proportion: third,
    };
    let injected = injection(&terms);
    assert_eq!((injected.alpha_in, injected.tao_in, injected.excess_tao), (third, Fixed::ONE, Fixed::ZERO));
}

#[test]
fn roots_part_is_halved_last() {
    // Half of the rest first would lose the bit that makes root's part one rao.
    let split = split_block_alpha(3, OwnerCut::On(113), RootPart::Kept(Fixed::from_bits(2_868_257_179)));
    assert_eq!(split.root_rao, 1);
}
