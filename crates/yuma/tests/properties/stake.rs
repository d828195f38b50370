//! What more stake, more permits and a larger majority do.

use crate::states::{any_state, ordinary_state};
use crate::{config, fresh, run, trace};
use incentor_state::{Matrix, State};
use incentor_yuma::{Entry, EpochTrace, StakeWeight};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

fn with_more(state: &State, uid: usize, more_rao: u64) -> State {
    let mut total_stake = state.total_stake.clone();
    total_stake[uid] = StakeWeight::from_bits(total_stake[uid].to_bits() + (u128::from(more_rao) << 64));
    State { total_stake, ..state.clone() }
}

proptest! {
    #![proptest_config(config(500))]

    /// Who alone gains stake never loses share, and nobody else ever gains any.
    #[test]
    fn more_stake_is_no_smaller_share(state in ordinary_state(), uid in any::<Index>(), more in 0_u64..1 << 50) {
        let uid = uid.index(state.n);
        let (_, before) = trace(&state);
        let (_, after) = trace(&with_more(&state, uid, more));
        for other in 0..state.n {
            let (before, after) = (before.stake[other], after.stake[other]);
            prop_assert!(if other == uid { after >= before } else { after <= before }, "uid {}", other);
        }
    }

    /// More permits to hand out take none away.
    #[test]
    fn more_permits_take_none_away(state in any_state(), more in 0_u16..8) {
        prop_assume!(fresh().run(&state.input()).is_ok());
        let permits = state.max_allowed_validators.saturating_add(more);
        let after = run(&State { max_allowed_validators: permits, ..state.clone() }).validator_permit;
        let before = run(&state).validator_permit;
        prop_assert!(before.iter().zip(&after).all(|(before, after)| !before || *after));
        let given = |permits: &[bool]| permits.iter().filter(|permit| **permit).count();
        let owner = usize::from(state.owner_uid.is_some());
        prop_assert!(given(&before) <= usize::from(state.max_allowed_validators) + owner);
    }

    /// A larger majority is harder to get: no consensus and no trust rises. Exact, because the median adds
    /// whole bits.
    #[test]
    fn a_larger_majority_raises_no_consensus(state in any_state(), more in any::<u16>()) {
        prop_assume!(fresh().run(&state.input()).is_ok());
        let kappa_u16 = state.kappa_u16.saturating_add(more);
        let (loose, strict) = (run(&state), run(&State { kappa_u16, ..state.clone() }));
        let falls = |loose: &[i64], strict: &[i64]| loose.iter().zip(strict).all(|(loose, strict)| strict <= loose);
        prop_assert!(falls(&loose.bits.consensus, &strict.bits.consensus));
        prop_assert!(falls(&loose.bits.validator_trust, &strict.bits.validator_trust));
    }

    /// An inactive validator, or one without permit, has no say: its weights reach no consensus.
    #[test]
    fn who_does_not_count_has_no_say(state in ordinary_state(), uid in any::<Index>()) {
        let uid = uid.index(state.n);
        let (before, traced) = trace(&state);
        prop_assume!(traced.active_stake[uid] == 0);
        let rows = state.weights.rows().enumerate();
        let silent: Matrix = rows.map(|(row, cells)| if row == uid { vec![] } else { cells.to_vec() }).collect();
        let after = run(&State { weights: silent, ..state.clone() });
        prop_assert_eq!(before.bits.consensus, after.bits.consensus);
        prop_assert_eq!(before.bits.incentive, after.bits.incentive);
    }
}

/// Validators that all count, and miners: consensus is theirs alone.
fn council() -> impl Strategy<Value = State> {
    (2_usize..8, 1_usize..6).prop_flat_map(|(validators, miners)| {
        let n = validators + miners;
        let weights = vec(vec(prop_oneof![Just(0_u16), Just(u16::MAX), any::<u16>()], miners), validators);
        let stakes = vec(1_000_000_000_u64..1_000_000_000_000, validators);
        (stakes, weights, any::<u16>()).prop_map(move |(stakes, weights, kappa_u16)| {
            let row = |uid: usize| -> Vec<Entry> {
                let row = weights.get(uid).into_iter().flatten().enumerate();
                row.map(|(miner, &weight)| (u16::try_from(validators + miner).unwrap(), weight)).collect()
            };
            State {
                n,
                current_block: 1000,
                tempo: 360,
                activity_cutoff_blocks: 5000,
                total_stake: (0..n)
                    .map(|uid| StakeWeight::from_rao(stakes.get(uid).copied().unwrap_or(0)))
                    .collect(),
                last_update: vec![999; n],
                block_at_registration: vec![0; n],
                validator_permit: (0..n).map(|uid| uid < validators).collect(),
                max_allowed_validators: 64,
                kappa_u16,
                bonds_penalty_u16: u16::MAX,
                weights: (0..n).map(row).collect(),
                bonds: vec![Vec::<Entry>::new(); n].into_iter().collect(),
                emission_rao: 1_000_000_000,
                ..State::default()
            }
        })
    })
}

/// Stake of the rows whose weight on a column passes.
fn support(trace: &EpochTrace, column: u16, passes: impl Fn(i64) -> bool) -> i64 {
    let weight = |row: &Vec<(u16, i64)>| row.iter().find(|cell| cell.0 == column).map_or(0, |cell| cell.1);
    let rows = trace.weights.iter().zip(&trace.median_stake);
    rows.filter(|(row, _)| passes(weight(row))).map(|(_, stake)| stake).sum()
}

proptest! {
    #![proptest_config(config(500))]

    /// Consensus never moves away from a validator that alone gains stake, provided that the majority did not
    /// hang on the last bits: a stake's share is rounded down three times, each time by less than one bit.
    #[test]
    fn consensus_does_not_move_away_from_who_gains_stake(
        state in council(),
        uid in any::<Index>(),
        more in 1_u64..1_000_000_000_000,
    ) {
        let validators = state.validator_permit.iter().filter(|permit| **permit).count();
        let uid = uid.index(validators);
        let (before, traced) = trace(&state);
        let (after, _) = trace(&with_more(&state, uid, more));
        let margin = 8 * i64::try_from(state.n).unwrap();
        for column in validators..state.n {
            let (old, new) = (before.bits.consensus[column], after.bits.consensus[column]);
            let column = u16::try_from(column).unwrap();
            let own = traced.weights[uid].iter().find(|cell| cell.0 == column).map_or(0, |cell| cell.1);
            let majority = support(&traced, column, |weight| weight >= old) >= traced.kappa + margin;
            if own >= old && majority {
                prop_assert!(new >= old, "column {}: {} to {} though {} is wanted", column, old, new, own);
            }
            let minority = support(&traced, column, |weight| weight > old) + margin < traced.kappa;
            if own <= old && minority {
                prop_assert!(new <= old, "column {}: {} to {} though {} is wanted", column, old, new, own);
            }
        }
    }
}
