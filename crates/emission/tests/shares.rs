//! Share pools: what a holder put in is what a holder gets out.

use incentor_emission::{PoolTotal, Share};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A pool with its holders, as a ledger keeps it.
#[derive(Default)]
struct Pool {
    total: PoolTotal,
    holders: BTreeMap<&'static str, Share>,
}

impl Pool {
    fn deposit(&mut self, holder: &'static str, rao: u64) {
        let added = self.total.deposit(rao);
        let share = self.holders.entry(holder).or_default();
        *share = share.plus(added);
    }

    fn withdraw(&mut self, holder: &'static str, rao: u64) {
        let cost = self.total.withdraw(rao);
        let share = self.holders.entry(holder).or_default();
        *share = share.minus(cost);
    }

    fn worth(&self, holder: &str) -> u64 {
        self.holders.get(holder).map_or(0, |share| self.total.worth_rao(*share))
    }

    fn worths(&self) -> [u64; 3] {
        ["c0", "c1", "c2"].map(|holder| self.worth(holder))
    }
}

#[test]
fn a_pool_of_the_chain_is_replayed() {
    // Hotkey h1 of the trace staking-3: deposits, two payouts, a transfer, two exits, another payout.
    let mut pool = Pool::default();
    pool.deposit("c2", 5_294_660_061);
    pool.deposit("c1", 1_474_834_002);
    pool.total.raise(6_718_896_615);
    assert_eq!(pool.worths(), [0, 2_938_644_604, 10_549_746_073]);
    pool.deposit("c0", 2_067_353);
    assert_eq!(pool.worths(), [2_067_352, 2_938_644_604, 10_549_746_073]);
    pool.deposit("c1", 1_301_337_843);
    pool.total.raise(5_928_500_711);
    assert_eq!(pool.worths(), [2_895_940, 5_939_352_772, 14_778_047_871]);
    pool.withdraw("c2", 2_100_000);
    pool.deposit("c1", 2_100_000);
    assert_eq!(pool.worths(), [2_895_940, 5_941_452_772, 14_775_947_871]);
    pool.withdraw("c2", 14_775_947_871);
    assert_eq!(pool.worths(), [2_895_940, 5_941_452_772, 0]);
    pool.deposit("c0", 5_000_000);
    pool.withdraw("c1", 5_941_452_772);
    assert_eq!(pool.worths(), [7_895_940, 0, 0]);
    assert_eq!(pool.total.value_rao, 7_895_942);
    pool.deposit("c1", 2_548_787);
    pool.total.raise(11_611_501);
    // What the full exits left in fractions of a rao has grown to one.
    assert_eq!(pool.worths(), [16_673_930, 5_382_297, 1]);
}

#[test]
fn the_only_holder_can_leave() {
    let mut pool = Pool::default();
    pool.deposit("c0", 12_345);
    pool.total.raise(7);
    pool.withdraw("c0", 12_352);
    assert_eq!((pool.total, pool.holders["c0"]), (PoolTotal::default(), Share::ZERO));
}

#[test]
fn more_than_there_is_empties_the_pool() {
    let mut pool = Pool::default();
    pool.deposit("c0", 100);
    pool.withdraw("c0", 1_000);
    assert_eq!((pool.total.value_rao, pool.worth("c0")), (0, 0));
    pool.total.lower(5);
    assert_eq!(pool.total.value_rao, 0);
    assert_eq!(pool.total.withdraw(5), Share::ZERO);
}

#[derive(Clone, Copy, Debug)]
enum Move {
    Deposit(usize, u64),
    Withdraw(usize, u64),
    Raise(u64),
    Lower(u64),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let rao = 0_u64..1 << 48;
    let one = prop_oneof![
        (0..4_usize, rao.clone()).prop_map(|(who, rao)| Move::Deposit(who, rao)),
        (0..4_usize, any::<u64>()).prop_map(|(who, pick)| Move::Withdraw(who, pick)),
        rao.clone().prop_map(Move::Raise),
        (0_u64..1 << 20).prop_map(Move::Lower),
    ];
    prop::collection::vec(one, 1..40)
}

proptest! {
    #[test]
    fn nobody_gains_by_moving_in_and_out(moves in moves()) {
        let mut total = PoolTotal::default();
        let mut shares = [Share::ZERO; 4];
        for step in moves {
            let before = shares.map(|share| total.worth_rao(share));
            match step {
                Move::Deposit(who, rao) => {
                    // A pool with worth but no shares gives both to the first who comes.
                    let gift = if total.shares.is_zero() { total.value_rao } else { 0 };
                    shares[who] = shares[who].plus(total.deposit(rao));
                    prop_assert!(total.worth_rao(shares[who]) <= before[who] + rao + gift + 1);
                }
                Move::Withdraw(who, pick) => {
                    let rao = if before[who] == 0 { 0 } else { pick % (before[who] + 1) };
                    shares[who] = shares[who].minus(total.withdraw(rao));
                    prop_assert!(total.worth_rao(shares[who]) <= before[who] - rao + 1);
                }
                Move::Raise(rao) => total.raise(rao),
                Move::Lower(rao) => total.lower(rao),
            }
            let worth: u64 = shares.iter().map(|share| total.worth_rao(*share)).sum();
            prop_assert!(worth <= total.value_rao, "{worth} of {}", total.value_rao);
        }
    }

    #[test]
    fn no_sequence_panics(moves in prop::collection::vec((0..4_u8, any::<u64>()), 0..30)) {
        let mut total = PoolTotal::default();
        let mut share = Share::ZERO;
        for (kind, rao) in moves {
            match kind {
                0 => share = share.plus(total.deposit(rao)),
                1 => share = share.minus(total.withdraw(rao)),
                2 => total.raise(rao),
                _ => total.lower(rao),
            }
            let _ = total.worth_rao(share);
        }
    }
}
