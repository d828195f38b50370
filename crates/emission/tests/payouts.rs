//! Payouts of the chain's own traces: parents and children, alpha and root, takes, rates.
//!
//! `vectors/payouts.jsonl` holds epochs of the ledger traces `childkeys-*` and `root-*`: what the epoch gave
//! each hotkey, what lay on it, the pots, and under `then` what the trace shows afterwards.

use incentor_emission::{
    ChildTerms, DividendParts, Fixed, HotkeyStake, Loan, ParentClaim, Pots, RootDividend, RootRate,
    alpha_of_dividend, automatic_claims, childkey_take, inherited_rao, miner_burned, own_contribution,
    parent_contribution, part_of_pot, split_child, split_dividend, split_take, validator_pot,
};
use incentor_primitives::{RuleSet, Take};
use serde_json::Value;
use std::collections::BTreeMap;

const EPOCHS: &str = include_str!("vectors/payouts.jsonl");

fn integer(value: &Value) -> u64 {
    value.as_u64().or_else(|| value.as_str()?.parse().ok()).unwrap_or_else(|| panic!("an integer: {value}"))
}

fn take(value: &Value) -> Take {
    Take(u16::try_from(integer(value)).unwrap())
}

fn stake(hotkey: &Value) -> HotkeyStake {
    HotkeyStake { alpha_rao: integer(&hotkey["alpha"]), root_rao: integer(&hotkey["root"]) }
}

/// Proportions and names of a hotkey's children.
fn children(hotkey: &Value) -> impl Iterator<Item = (u64, &str)> {
    let list = hotkey["children"].as_array().unwrap();
    list.iter().map(|child| (integer(&child[0]), child[1].as_str().unwrap()))
}

/// Every hotkey's dividend after children and parents have settled, and what was recycled.
fn settled(epoch: &Value, tao_weight: Fixed) -> (BTreeMap<&str, u64>, u64) {
    let hotkeys = epoch["hotkeys"].as_array().unwrap();
    let (mut settled, mut recycled_rao) = (BTreeMap::<&str, u64>::new(), 0);
    for child in hotkeys {
        let name = child["hotkey"].as_str().unwrap();
        let lenders: Vec<(&Value, u64)> = hotkeys
            .iter()
            .flat_map(|parent| children(parent).map(move |(proportion, child)| (parent, proportion, child)))
            .filter(|(_, _, child)| *child == name)
            .map(|(parent, proportion, _)| (parent, proportion))
            .collect();
        let mut claims: Vec<ParentClaim> = lenders
            .iter()
            .map(|(parent, proportion)| ParentClaim {
                contribution: parent_contribution(stake(parent), *proportion, tao_weight),
                same_coldkey: parent["owner"] == child["owner"],
                dividend_rao: 0,
            })
            .collect();
        let own =
            own_contribution(stake(child), children(child).map(|(proportion, _)| proportion), tao_weight);
        let terms = ChildTerms {
            take: childkey_take(take(&child["child_take"]), Take(0), Take(0)),
            burn_u64: integer(&epoch["child_burn"]),
        };
        let split = split_child(integer(&child["dividend"]), own, &mut claims, terms);
        recycled_rao += split.recycled_rao;
        *settled.entry(name).or_default() += split.own_rao;
        for ((parent, _), claim) in lenders.iter().zip(&claims) {
            *settled.entry(parent["hotkey"].as_str().unwrap()).or_default() += claim.dividend_rao;
        }
    }
    (settled, recycled_rao)
}

#[test]
fn every_epoch_pays_what_the_chain_paid() {
    let (mut to_parents, mut to_root, mut burned) = (0, 0, 0);
    for line in EPOCHS.lines() {
        let epoch: Value = serde_json::from_str(line).unwrap();
        let tao_weight = Fixed::from_u64_ratio_floor(integer(&epoch["tao_weight"]));
        let (settled, recycled_rao) = settled(&epoch, tao_weight);
        if let Some(expected) = epoch["recycled"].as_u64() {
            assert_eq!(recycled_rao, expected, "{}: block {}", epoch["trace"], epoch["block"]);
            burned += u32::from(expected > 0);
        }
        let hotkeys = epoch["hotkeys"].as_array().unwrap();
        let parts: Vec<DividendParts> = hotkeys
            .iter()
            .map(|hotkey| {
                split_dividend(settled[hotkey["hotkey"].as_str().unwrap()], stake(hotkey), tao_weight)
            })
            .collect();
        let sum = |part: fn(&DividendParts) -> Fixed| parts.iter().map(part).fold(Fixed::ZERO, Fixed::plus);
        let (alpha_sum, root_sum) = (sum(|parts| parts.alpha), sum(|parts| parts.root));
        for (hotkey, parts) in hotkeys.iter().zip(&parts) {
            let place = format!("{} block {} {}", epoch["trace"], epoch["block"], hotkey["hotkey"]);
            let alpha = part_of_pot(integer(&epoch["validator_pot"]), parts.alpha, alpha_sum);
            let root = part_of_pot(integer(&epoch["root_pot"]), parts.root, root_sum);
            let [alpha_rao, root_rao] =
                [alpha, root].map(|dividend| split_take(dividend, take(&hotkey["take"])).nominators_rao);
            let then = &hotkey["then"];
            assert_eq!(alpha_rao, integer(&then["alpha"]), "{place}: alpha");
            assert_eq!(root_rao, integer(&then["root"]), "{place}: root");
            let rate = RootRate::from_bits(u128::from(integer(&hotkey["rate_bits"])));
            let expected = RootRate::from_bits(u128::from(integer(&then["rate_bits"])));
            assert_eq!(
                rate.credit(root_rao, stake(hotkey).root_rao),
                RootDividend::Accrues(expected),
                "{place}: rate"
            );
            to_parents +=
                u32::from(settled[hotkey["hotkey"].as_str().unwrap()] > integer(&hotkey["dividend"]));
            to_root += u32::from(root_rao > 0);
        }
    }
    assert_eq!((EPOCHS.lines().count(), to_parents, to_root, burned), (40, 33, 18, 5));
}

#[test]
fn claims_on_root_are_the_chains() {
    // root-1, block 22: n0 claims what 293 TAO on v0 earned, and the TAO it sells for goes there too.
    let bits = RuleSet::SUBTENSOR_2026_06.subnet.root_claim_threshold_bits;
    let threshold = Fixed::from_bits(bits.unsigned_abs());
    let rate = RootRate::from_bits(1_455_310);
    let owed = rate.claimable_rao(293_000_000_000, 0, threshold);
    assert_eq!(owed, Some(99_280_343));
    let claimed = rate.claimed_after_adding(99_280_343, 243_391_546);
    assert_eq!(claimed, 99_362_813);
    // A second claim in the same block finds less than a rao, so less than the threshold.
    assert_eq!(rate.claimable_rao(293_243_391_546, claimed, threshold), None);
    // root-1, block 32: n0 takes 10 TAO off v0, and n1 puts 123.456789012 there.
    let rate = RootRate::from_bits(2_223_247);
    assert_eq!(rate.claimed_after_removing(99_362_813, 10_000_000_000), 94_186_413);
    assert_eq!(rate.claimed_after_adding(0, 123_456_789_012), 63_906_175);
}

#[test]
fn a_claim_starts_at_the_threshold() {
    let rate = RootRate::from_bits(1 << 31);
    let threshold = Fixed::from_whole(500_000);
    let check =
        |stake, claimed, expected| assert_eq!(rate.claimable_rao(stake, claimed, threshold), expected);
    check(1_000_000, 0, Some(500_000));
    check(999_999, 0, None);
    check(1_000_002, 1, Some(500_000));
    check(1_000_000, 1, None);
    check(u64::MAX, u128::MAX, None);
    // Half a rao reaches a threshold of nothing, but there is nothing to pay.
    assert_eq!(rate.claimable_rao(1, 0, Fixed::ZERO), None);
    assert_eq!(rate.claimed_after_removing(3, u64::MAX), 0);
}

#[test]
fn a_dividend_above_the_root_stake_is_the_owners() {
    let rate = RootRate::default();
    assert_eq!(rate.credit(8, 7), RootDividend::OwnersAlpha(8));
    assert_eq!(rate.credit(7, 7), RootDividend::Accrues(RootRate::from_bits(1 << 32)));
    assert_eq!(rate.credit(0, 0), RootDividend::Accrues(rate));
    let full = RootRate::from_bits(u128::MAX);
    assert_eq!(full.to_bits(), (1 << 127) - 1);
    assert_eq!(full.credit(7, 7), RootDividend::Accrues(full));
}

#[test]
fn the_parent_hash_picks_the_chains_stakers() {
    let check = |hash: &str, picks, stakers, expected: &[u64]| {
        let hash: Vec<u8> =
            (0..32).map(|at| u8::from_str_radix(&hash[2 * at..2 * at + 2], 16).unwrap()).collect();
        let picked = automatic_claims(&hash.try_into().unwrap(), picks, stakers);
        assert_eq!(picked.into_iter().collect::<Vec<_>>(), expected);
    };
    // root-3, 2 picks among 4 stakers in blocks 51, 52, 57, 61 and 62: those whose claims the trace shows.
    check("3da6a48c1f4f17e1bd9ceb1ca29e845ddc9b2ce8065fab13cbd3f2a939b3a6be", 2, 4, &[2, 3]);
    check("fb3676729108e57ef79f70cde4b768e87f4335f0c095b1b6aaff496e2fe1058b", 2, 4, &[3]);
    check("eb7bca6383e850308344b48d0c4c0b5e5c981c766aaf7228187c010776d76fb1", 2, 4, &[1, 3]);
    check("277bd7c2127a5e0cb7ff2068884d18ca2e8989e96cd9b14b7ce1340a209b7aad", 2, 4, &[0, 2]);
    check("9b84f0283925c3140bca4cf3b700953ed2ecf6ee9592c9d7dc5d6f9f483f6440", 2, 4, &[1, 3]);
    let any = "ff".repeat(32);
    check(&any, 0, 4, &[]);
    check(&any, 50, 0, &[]);
    check(&any, 50, 1, &[0]);
    // Sums are held to 64 bits: the first is not twice the word.
    check(&any, 1, 1 << 32, &[(1 << 32) - 1]);
}

#[test]
fn validators_share_everything_when_no_miner_earns() {
    let pots = Pots { server_rao: 61_728_394, validator_rao: 61_728_395, root_rao: 7 };
    assert_eq!(validator_pot(pots, 0), 123_456_789);
    assert_eq!(validator_pot(pots, 1), 61_728_395);
    assert_eq!(pots.emission_rao(), 123_456_796);
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
fn a_child_takes_at_least_what_is_asked() {
    let check = |chosen, global, subnet, expected| {
        assert_eq!(childkey_take(Take(chosen), Take(global), Take(subnet)), Take(expected));
    };
    check(5, 0, 0, 5);
    check(5, 6, 0, 6);
    check(5, 6, 7, 7);
}

#[test]
fn without_contributions_the_dividend_is_the_childs() {
    let mut parents = [ParentClaim::default(), ParentClaim::default()];
    let split = split_child(1_000, Fixed::ZERO, &mut parents, ChildTerms { take: Take(9), burn_u64: 9 });
    assert_eq!((split.own_rao, split.recycled_rao, split.dust_rao), (1_000, 0, 0));
    assert_eq!(parents, [ParentClaim::default(); 2]);
}

#[test]
fn what_a_child_contributed_is_whole() {
    let stake = HotkeyStake { alpha_rao: 3, root_rao: 0 };
    assert_eq!(own_contribution(stake, [u64::MAX / 2], Fixed::ONE), Fixed::ONE);
    assert_eq!(own_contribution(stake, [u64::MAX, u64::MAX], Fixed::ONE), Fixed::ZERO);
    // Half of it, and the fraction stays.
    assert_eq!(parent_contribution(stake, u64::MAX / 2, Fixed::ONE).to_bits(), 3 * 2_147_483_647);
}

#[test]
fn lending_too_much_leaves_what_is_borrowed() {
    let loan = Loan { parent_rao: 5, proportion_u64: u64::MAX };
    assert_eq!(inherited_rao(10, [u64::MAX, u64::MAX], [loan]), 5);
    assert_eq!(inherited_rao(10, [u64::MAX / 2], [loan]), 10);
}

#[test]
fn withheld_incentive_is_the_chains_share() {
    // The epochs of the traces owner-incentive-1 and -2: withheld, all incentive, the stored bits.
    let check = |withheld, sum, bits| assert_eq!(miner_burned(withheld, sum).to_bits(), bits);
    check(1_397_283_392, 4_100_022_874, 1_463_720_241);
    check(1_489_628_623, 4_100_022_874, 1_560_456_225);
    check(3_085_768_830, 4_100_022_877, 3_232_488_355);
    check(4_100_022_880, 4_100_022_880, 1 << 32);
}
