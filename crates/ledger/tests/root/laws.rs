//! Whatever happens to root stake, nobody gains or loses by what others do, and nothing is paid twice.

use crate::{BOTH, CRUMBS, STAKERS, VALIDATORS, claim, genesis, key, netuids, owed, position, stake};
use incentor_ledger::{Action, Ledger, Network, Receipt, RootClaimType};
use incentor_primitives::{Alpha, NetUid, Tao};
use proptest::prelude::*;

/// What happens next.
#[derive(Clone, Debug)]
enum Event {
    Add { coldkey: u8, hotkey: u8, rao: u64 },
    Remove { coldkey: u8, hotkey: u8, rao: u64 },
    Move { from: (u8, u8), to: (u8, u8), rao: u64 },
    Claim { coldkey: u8, subnets: Vec<u16> },
    Choose { coldkey: u8, kind: RootClaimType },
    Pass(u64),
}

fn event() -> impl Strategy<Value = Event> {
    let coldkey = || prop::sample::select(STAKERS.to_vec());
    let place = move || (coldkey(), prop::sample::select(VALIDATORS.to_vec()));
    let rao = || prop_oneof![2_000_001_u64..3_000_000, 2_000_001_u64..900_000_000_000];
    let kind = prop_oneof![
        Just(RootClaimType::Swap),
        Just(RootClaimType::Keep),
        Just(RootClaimType::KeepSubnets(netuids(&[2]))),
    ];
    prop_oneof![
        4 => (place(), rao()).prop_map(|((coldkey, hotkey), rao)| Event::Add { coldkey, hotkey, rao }),
        3 => (place(), rao()).prop_map(|((coldkey, hotkey), rao)| Event::Remove { coldkey, hotkey, rao }),
        2 => (place(), place(), rao()).prop_map(|(from, to, rao)| Event::Move { from, to, rao }),
        3 => (coldkey(), prop::sample::subsequence(BOTH.to_vec(), 1..=2))
            .prop_map(|(coldkey, subnets)| Event::Claim { coldkey, subnets }),
        1 => (coldkey(), kind).prop_map(|(coldkey, kind)| Event::Choose { coldkey, kind }),
        4 => (1_u64..25).prop_map(Event::Pass),
    ]
}

fn action(event: Event) -> Option<Action> {
    let action = match event {
        Event::Add { coldkey, hotkey, rao } => crate::add(coldkey, hotkey, rao),
        Event::Remove { coldkey, hotkey, rao } => crate::remove(coldkey, hotkey, rao),
        Event::Move { from, to, rao } => Action::MoveStake {
            from: position(0, from.0, from.1),
            to: position(0, to.0, to.1),
            amount: Alpha::from_rao(rao),
            limit: None,
        },
        Event::Claim { coldkey, subnets } => claim(coldkey, &subnets),
        Event::Choose { coldkey, kind } => Action::SetRootClaimType { coldkey: key(coldkey), kind },
        Event::Pass(_) => return None,
    };
    Some(action)
}

/// Every stake there may be, on every subnet.
fn places() -> impl Iterator<Item = (u16, u8, u8)> {
    BOTH.into_iter().flat_map(|netuid| {
        STAKERS.into_iter().flat_map(move |coldkey| VALIDATORS.map(|hotkey| (netuid, coldkey, hotkey)))
    })
}

/// What a stake loses with a part taken away: what that part had earned and never claimed.
fn forfeited(ledger: &Ledger, netuid: u16, coldkey: u8, hotkey: u8, removed_rao: u64) -> u64 {
    let view = ledger.view();
    let [netuid, hotkey, coldkey] =
        [(netuid, 0), (0, hotkey), (0, coldkey)].map(|(netuid, name)| (NetUid(netuid), key(name)));
    let rate = view.root_claimable().find(|(on, at, _)| (*on, *at) == (hotkey.1, netuid.0));
    let earned = rate.map_or(0, |(.., bits)| (bits * i128::from(removed_rao)) >> 32);
    let is = |entry: &(NetUid, _, _, u128)| (entry.0, entry.1, entry.2) == (netuid.0, hotkey.1, coldkey.1);
    let claimed = view.root_claimed().find(is).map_or(0, |(.., alpha)| alpha);
    u64::try_from(earned - i128::try_from(claimed).unwrap()).unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nobody_gains_by_moving_stake_and_what_is_owed_is_there(
        picks in 0_u64..3,
        events in prop::collection::vec(event(), 1..60),
    ) {
        let mut start = genesis();
        start.globals.network.root_claims_per_block = picks;
        let mut ledger = Ledger::new(&start).unwrap();
        // A rao at the most for each rounding of a stake that changed: on both subnets, at both ends of a move.
        let mut slack = 0;
        for event in events {
            let before = ledger.clone();
            if let Event::Pass(blocks) = event {
                crate::pass(&mut ledger, blocks);
                slack += 10 * blocks;
            } else {
                let result = ledger.apply(action(event.clone()).unwrap());
                if result.is_err() {
                    prop_assert!(ledger == before, "a refused action changed something");
                    continue;
                }
                slack += 10;
                check_others(&before, &ledger, &event)?;
                if let Event::Claim { coldkey, subnets } = event {
                    let after_first = ledger.clone();
                    let again = ledger.apply(claim(coldkey, &subnets)).unwrap();
                    prop_assert_eq!(again, Receipt::RootClaimed { claims: 0, tao: Tao::ZERO });
                    prop_assert!(ledger == after_first);
                }
            }
            for netuid in BOTH {
                let here = places().filter(|(at, ..)| *at == netuid);
                let sum: u64 = here.map(|(at, coldkey, hotkey)| owed(&ledger, at, coldkey, hotkey)).sum();
                let set_aside = ledger.view().subnet(NetUid(netuid)).unwrap().root_unclaimed().rao;
                prop_assert!(sum <= set_aside + slack, "{} owed of {}", sum, set_aside);
            }
            ledger.audit().unwrap();
        }
    }
}

/// What an action did to what everybody is owed.
fn check_others(before: &Ledger, after: &Ledger, event: &Event) -> Result<(), TestCaseError> {
    for (netuid, coldkey, hotkey) in places() {
        let [was, is] = [before, after].map(|ledger| owed(ledger, netuid, coldkey, hotkey));
        let claims = matches!(event, Event::Claim { coldkey: who, subnets }
            if *who == coldkey && subnets.contains(&netuid));
        if claims {
            prop_assert!(is < CRUMBS, "{} left of {}", is, was);
            continue;
        }
        let [had, has] = [before, after].map(|ledger| stake(ledger, 0, coldkey, hotkey));
        let lost = forfeited(before, netuid, coldkey, hotkey, had.saturating_sub(has));
        let expected = was.saturating_sub(lost);
        let rounding = u64::from(had != has);
        prop_assert!(
            is.abs_diff(expected) <= rounding,
            "{:?}: {} owed on {} to {} on {}, was {}",
            event,
            is,
            netuid,
            coldkey,
            hotkey,
            was
        );
    }
    Ok(())
}
