//! What a claim pays, and to whom.

use crate::{
    BOTH, CRUMBS, STAKERS, TAO, add, claim, genesis, key, netuids, network, owed, pass, refused, remove,
    stake,
};
use incentor_emission::automatic_claims;
use incentor_ledger::{Action, Ledger, Network, Receipt, RootClaimType, RuleError};
use incentor_primitives::{Alpha, NetUid};

/// Three stakers on the first validator, one of them on the second, too, after two epochs.
fn earned() -> Ledger {
    let mut ledger = network();
    for (coldkey, hotkey, tao) in [(60, 10, 400), (61, 10, 250), (62, 10, 31), (60, 11, 90)] {
        ledger.apply(add(coldkey, hotkey, tao * TAO)).unwrap();
    }
    pass(&mut ledger, 25);
    for (netuid, coldkey, hotkey) in [(1, 60, 10), (2, 62, 10), (1, 60, 11)] {
        assert!(owed(&ledger, netuid, coldkey, hotkey) > 100_000, "{netuid} {coldkey} {hotkey}");
    }
    ledger
}

fn choose(ledger: &mut Ledger, coldkey: u8, kind: RootClaimType) {
    ledger.apply(Action::SetRootClaimType { coldkey: key(coldkey), kind }).unwrap();
}

#[test]
fn a_claim_names_one_to_five_subnets_whether_they_exist_or_not() {
    let mut ledger = network();
    let nothing = Receipt::RootClaimed { claims: 0, tao: incentor_primitives::Tao::ZERO };
    refused(&mut ledger, claim(60, &[]), RuleError::InvalidSubnetNumber);
    refused(&mut ledger, claim(60, &[1, 2, 3, 4, 5, 6]), RuleError::InvalidSubnetNumber);
    assert_eq!(ledger.apply(claim(60, &[0, 2, 3, 4, 9])), Ok(nothing));
    let none = RootClaimType::KeepSubnets(netuids(&[]));
    let choice = Action::SetRootClaimType { coldkey: key(60), kind: none };
    refused(&mut ledger, choice, RuleError::InvalidSubnetNumber);
}

#[test]
fn swapped_alpha_becomes_root_stake_that_has_earned_nothing_yet() {
    let mut ledger = earned();
    let before = ledger.clone();
    let alpha = owed(&ledger, 1, 61, 10);
    let receipt = ledger.apply(claim(61, &[1])).unwrap();
    let Receipt::RootClaimed { claims: 1, tao } = receipt else {
        panic!("{receipt:?}");
    };
    let [was, is] = [&before, &ledger].map(|ledger| ledger.view().subnet(NetUid(1)).unwrap());
    assert_eq!(stake(&ledger, 0, 61, 10), 250 * TAO + tao.rao);
    assert_eq!(was.pool_tao().rao - is.pool_tao().rao, tao.rao);
    assert_eq!(is.pool_alpha().rao - was.pool_alpha().rao, alpha, "no fee");
    assert_eq!(was.root_unclaimed().rao - is.root_unclaimed().rao, alpha);
    assert_eq!(ledger.view().root().pool_tao().rao, before.view().root().pool_tao().rao + tao.rao);
    assert_eq!(ledger.view().total_stake(), before.view().total_stake());
    // On the other subnet the new stake has no share of what was earned before it.
    assert!(owed(&ledger, 2, 61, 10).abs_diff(owed(&before, 2, 61, 10)) <= 1);
    // Others are owed what they were.
    for (netuid, coldkey) in [(1, 60), (2, 60), (1, 62), (2, 62)] {
        assert_eq!(owed(&ledger, netuid, coldkey, 10), owed(&before, netuid, coldkey, 10));
    }
    ledger.audit().unwrap();
}

#[test]
fn kept_alpha_is_a_stake_on_the_same_hotkey() {
    let mut ledger = earned();
    choose(&mut ledger, 60, RootClaimType::KeepSubnets(netuids(&[2])));
    let before = ledger.clone();
    let amounts = [(2, 10), (2, 11)].map(|(netuid, hotkey)| owed(&ledger, netuid, 60, hotkey));
    let receipt = ledger.apply(claim(60, &BOTH)).unwrap();
    assert!(matches!(receipt, Receipt::RootClaimed { claims: 4, tao } if tao.rao > 0), "{receipt:?}");
    for (hotkey, amount) in [10, 11].into_iter().zip(amounts) {
        assert!(stake(&ledger, 2, 60, hotkey).abs_diff(amount) <= 1);
        assert_eq!(stake(&ledger, 1, 60, hotkey), 0);
        assert!(stake(&ledger, 0, 60, hotkey) > stake(&before, 0, 60, hotkey));
    }
    let issued = |ledger: &Ledger| ledger.view().subnet(NetUid(2)).unwrap().alpha_out();
    assert_eq!(issued(&before), issued(&ledger), "it was there before");
    ledger.audit().unwrap();
}

#[test]
fn a_second_claim_gives_nothing() {
    for kind in [RootClaimType::Swap, RootClaimType::Keep] {
        let mut ledger = earned();
        choose(&mut ledger, 60, kind);
        ledger.apply(claim(60, &BOTH)).unwrap();
        let before = ledger.clone();
        let receipt = ledger.apply(claim(60, &BOTH)).unwrap();
        assert!(matches!(receipt, Receipt::RootClaimed { claims: 0, .. }), "{receipt:?}");
        assert!(ledger == before);
    }
}

#[test]
fn below_the_threshold_nothing_is_claimed() {
    let mut start = genesis();
    let claimed_at = |start: &incentor_ledger::Genesis| {
        let mut ledger = Ledger::new(start).unwrap();
        ledger.apply(add(60, 10, 400 * TAO)).unwrap();
        pass(&mut ledger, 25);
        let amount = owed(&ledger, 1, 60, 10);
        let receipt = ledger.apply(claim(60, &[1])).unwrap();
        (amount, matches!(receipt, Receipt::RootClaimed { claims: 1, .. }))
    };
    let (amount, claimed) = claimed_at(&start);
    assert!(claimed);
    for (threshold, expected) in [(amount, true), (amount + 1, false)] {
        start.subnets[0].parameters.root_claim_threshold_bits = i128::from(threshold) << 32;
        assert_eq!(claimed_at(&start), (amount, expected));
    }
}

#[test]
fn what_the_pool_does_not_take_stays_owed() {
    let mut start = genesis();
    // Nobody can sell into a pool with so little TAO, and its prices leave root its dividends.
    start.subnets[1].pool.tao = incentor_primitives::Tao::from_rao(900_000);
    start.subnets[1].pool.account = start.subnets[1].pool.tao;
    start.subnets[1].parameters.subnet_emission_enabled = false;
    let mut ledger = Ledger::new(&start).unwrap();
    ledger.apply(add(60, 10, 400 * TAO)).unwrap();
    pass(&mut ledger, 25);
    let amount = owed(&ledger, 2, 60, 10);
    assert!(amount > 0);
    let receipt = ledger.apply(claim(60, &BOTH)).unwrap();
    assert!(matches!(receipt, Receipt::RootClaimed { claims: 1, .. }), "{receipt:?}");
    assert!(owed(&ledger, 2, 60, 10).abs_diff(amount) <= 1);
    ledger.audit().unwrap();
}

#[test]
fn stake_taken_away_unclaimed_leaves_its_dividends_to_nobody() {
    let mut ledger = earned();
    let unclaimed = |ledger: &Ledger| ledger.view().subnet(NetUid(1)).unwrap().root_unclaimed();
    let before = unclaimed(&ledger);
    ledger.apply(remove(62, 10, 31 * TAO)).unwrap();
    assert_eq!(owed(&ledger, 1, 62, 10), 0);
    assert_eq!(unclaimed(&ledger), before);
    ledger.apply(add(62, 10, 31 * TAO)).unwrap();
    assert_eq!(owed(&ledger, 1, 62, 10), 0);
    ledger.audit().unwrap();
}

/// Blake2b-256 of the eight little-endian bytes of the number of the block before.
fn parent_hash(block: u64) -> [u8; 32] {
    use blake2::Digest as _;
    blake2::Blake2b::<blake2::digest::consts::U32>::digest((block - 1).to_le_bytes()).into()
}

#[test]
fn each_block_claims_for_the_stakers_its_parent_picks() {
    let mut start = genesis();
    start.globals.network.root_claims_per_block = 2;
    let mut ledger = Ledger::new(&start).unwrap();
    for (coldkey, tao) in STAKERS.into_iter().zip([100, 200, 300, 400]) {
        ledger.apply(add(coldkey, 10, tao * TAO)).unwrap();
    }
    let claimed = |ledger: &Ledger| STAKERS.map(|coldkey| stake(ledger, 0, coldkey, 10));
    let mut picked_once = 0;
    for block in 2..80 {
        let before = ledger.clone();
        pass(&mut ledger, 1);
        let picks = automatic_claims(&parent_hash(block), 2, 4);
        picked_once += usize::from(picks.len() == 1);
        for (index, (was, is)) in (0..).zip(claimed(&before).into_iter().zip(claimed(&ledger))) {
            // Before the first dividends there is nothing to have, and nothing is left after a claim.
            let picked = picks.contains(&index);
            let owes =
                BOTH.iter().any(|netuid| owed(&ledger, *netuid, STAKERS[index as usize], 10) >= CRUMBS);
            assert!(picked || was == is, "block {block}, index {index}");
            assert!(!(picked && owes), "block {block}, index {index}");
        }
    }
    assert!(picked_once > 5, "two picks are one staker now and then: {picked_once}");
    assert!(claimed(&ledger).into_iter().zip([100, 200, 300, 400]).all(|(rao, tao)| rao > tao * TAO));
    ledger.audit().unwrap();
}

#[test]
fn what_a_genesis_owes_is_claimable_and_conserved() {
    let mut start = genesis();
    let rate = 1_i128 << 30; // A quarter of an alpha for each TAO.
    start.root_dividends.claimable_bits = [(key(10), [(NetUid(1), rate)].into())].into();
    start.root_dividends.claimed = vec![(NetUid(1), key(10), key(60), 30)];
    start.root.stakes = vec![incentor_ledger::GenesisStake {
        hotkey: key(10),
        coldkey: key(60),
        alpha: Alpha::from_rao(400),
    }];
    start.root.pool = incentor_ledger::GenesisPool::of(incentor_primitives::Tao::from_rao(400), Alpha::ZERO);
    for alpha_out in [None, Some(Alpha::from_rao(200 * TAO))] {
        start.subnets[0].alpha_out = alpha_out;
        let mut ledger = Ledger::new(&start).unwrap();
        assert_eq!(owed(&ledger, 1, 60, 10), 70);
        let subnet = ledger.view().subnet(NetUid(1)).unwrap();
        assert_eq!(subnet.root_unclaimed().rao, 70);
        assert_eq!(subnet.alpha_out().rao, alpha_out.map_or(110 * TAO + 70, |alpha| alpha.rao));
        choose(&mut ledger, 60, RootClaimType::Keep);
        ledger.apply(claim(60, &[1])).unwrap();
        assert_eq!(stake(&ledger, 1, 60, 10), 70);
        ledger.audit().unwrap();
    }
}

#[test]
fn hotkeys_are_paid_in_the_order_they_came_to_the_coldkey() {
    for order in [[10, 11], [11, 10]] {
        let mut ledger = network();
        for hotkey in order {
            ledger.apply(add(60, hotkey, 400 * TAO)).unwrap();
        }
        pass(&mut ledger, 25);
        let alphas = order.map(|hotkey| owed(&ledger, 1, 60, hotkey));
        ledger.apply(claim(60, &[1])).unwrap();
        let taos = order.map(|hotkey| stake(&ledger, 0, 60, hotkey) - 400 * TAO);
        // Each sale lowers the price of the next.
        let [first, second] = [0, 1].map(|at: usize| u128::from(taos[at]) * u128::from(alphas[1 - at]));
        assert!(first > second, "{taos:?} for {alphas:?}");
    }
}
