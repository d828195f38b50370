//! The kernel and the naive implementation give the same bits, or the same refusal.

use crate::states::{any_state, full_state};
use crate::{config, fresh, states, trace};
use incentor_state::{Matrix, State};
use incentor_yuma::{Entry, EpochError, Mask, StakeWeight, Workspace};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;

fn compare(workspace: &mut Workspace, state: &State) -> Result<(), TestCaseError> {
    let differences = incentor_naive::differences(workspace, &state.input());
    let differences: Vec<String> = differences.iter().map(ToString::to_string).collect();
    prop_assert!(differences.is_empty(), "{}\n{}", differences.join("\n"), state.to_json());
    Ok(())
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn one_epoch(state in any_state()) {
        compare(&mut fresh(), &state)?;
    }
}

proptest! {
    #![proptest_config(config(12))]

    #[test]
    fn one_epoch_of_a_full_subnet(state in full_state()) {
        compare(&mut fresh(), &state)?;
    }
}

proptest! {
    #![proptest_config(config(200))]

    /// Bonds and permits of one epoch feed the next, in the order the kernel stored them.
    #[test]
    fn four_epochs_on_end(mut state in any_state()) {
        let mut workspace = fresh();
        for _ in 0..4 {
            compare(&mut workspace, &state)?;
            let Ok(epoch) = workspace.run(&state.input()) else {
                return Ok(());
            };
            state.bonds = epoch.bonds.to_vecs().into_iter().collect();
            state.validator_permit = epoch.validator_permit.clone();
        }
    }

    /// Whether a column that a mask takes out may stand twice is left open: the chain stores no such row.
    #[test]
    fn a_column_twice_is_refused_alike(state in any_state(), in_bonds: bool, row in any::<Index>()) {
        let row = row.index(state.n);
        let twice = |matrix: &Matrix| -> Matrix {
            let rows = matrix.rows().enumerate();
            rows.map(|(uid, cells)| if uid == row { vec![(0, 1), (0, 2)] } else { cells.to_vec() }).collect()
        };
        let state = State { validator_permit: vec![true; state.n], last_update: vec![2000; state.n], ..state };
        let state = State { block_at_registration: vec![0; state.n], commit_blocks: None, ..state };
        let state = State { last_mechanism_step_block: 1000, ..state };
        prop_assume!(fresh().run(&state.input()).is_ok());
        let (matrix, twice) = if in_bonds {
            ("bonds", State { bonds: twice(&state.bonds), ..state })
        } else {
            ("weights", State { weights: twice(&state.weights), ..state })
        };
        prop_assume!(row != 0 || in_bonds || twice.owner_uid == Some(0));
        let uid = u16::try_from(row).unwrap();
        let refusal = EpochError::DuplicateColumn { matrix, uid, column: 0 };
        prop_assert_eq!(fresh().run(&twice.input()).map(drop), Err(refusal));
        compare(&mut fresh(), &twice)?;
    }

    #[test]
    fn lists_that_do_not_fit_are_refused_alike(state in any_state(), which in 0..3) {
        let mut state = state;
        match which {
            0 => state.total_stake.push(StakeWeight::ZERO),
            1 => { state.block_at_registration.pop(); }
            _ => state.commit_blocks = Some(vec![0; state.n + 1]),
        }
        let is_length = matches!(fresh().run(&state.input()), Err(EpochError::Length { .. }));
        prop_assert!(is_length);
        compare(&mut fresh(), &state)?;
    }
}

/// A row of weights and of bonds that lie outside the subnet, or partly so.
#[test]
fn rows_outside_the_subnet() {
    let rows: [&[Entry]; 7] = [
        &[(2, 5)],
        &[(3, 5)],
        &[(u16::MAX, 5)],
        &[(3, 5), (4, 6)],
        &[(4, 5), (3, 6)],
        &[(3, 5), (1, 6)],
        &[(0, 4), (1, 5), (2, 6), (3, 7)],
    ];
    for weights in rows {
        for bonds in rows {
            compare(&mut fresh(), &two_uids([weights, weights], [bonds, bonds], [1, 1])).unwrap();
        }
    }
}

/// Shares of stake next to 0 and to 1.0, one bit from where 32 bits end.
#[test]
fn stakes_at_the_ends_of_32_bits() {
    let row: &[Entry] = &[(0, 65_535), (1, 1)];
    for other in [0, 1, 2, 3, 1 << 16] {
        for whole in [1 << 31, (1 << 32) - 2, (1 << 32) - 1, 1 << 32, (1 << 32) + 1, 1 << 33, 1 << 62] {
            for stake in [[whole - other, other], [other, whole - other]] {
                compare(&mut fresh(), &two_uids([row, row], [row, row], stake)).unwrap();
            }
        }
    }
}

/// Kappa met to the last bit, by more rows than any kernel compares one by one: together they hold just as much
/// stake as it takes, one rao is one bit, and the lower of the two camps' weights is not theirs.
#[test]
fn a_majority_that_is_met_to_the_last_bit() {
    let kappa_bits = 2_147_450_879_u64;
    for spare in [0, 1] {
        let camp = |rao: u64, rows: u64| (0..rows).map(move |row| rao / rows + u64::from(row < rao % rows));
        let stakes: Vec<u64> =
            camp(kappa_bits - spare, 13).chain(camp((1 << 32) - kappa_bits + spare, 17)).collect();
        let n = stakes.len() + 2;
        let row = |uid: usize| -> Vec<Entry> {
            // Everybody's weight differs by a little, the camps' by much.
            let lean = if uid < 13 { 60_000 } else { 10_000 } + u16::try_from(uid).unwrap();
            if uid < 30 { vec![(30, lean), (31, 65_535 - lean)] } else { vec![] }
        };
        let state = State {
            n,
            total_stake: (0..n)
                .map(|uid| StakeWeight::from_rao(stakes.get(uid).copied().unwrap_or(0)))
                .collect(),
            last_update: vec![999; n],
            block_at_registration: vec![0; n],
            validator_permit: vec![true; n],
            max_allowed_validators: 64,
            weights: (0..n).map(row).collect(),
            bonds: vec![Vec::<Entry>::new(); n].into_iter().collect(),
            ..two_uids([&[], &[]], [&[], &[]], [0, 0])
        };
        compare(&mut fresh(), &state).unwrap();
        let (epoch, trace) = trace(&state);
        assert_eq!(trace.kappa.unsigned_abs(), kappa_bits);
        assert_eq!(trace.median_stake[..13].iter().sum::<i64>().unsigned_abs(), kappa_bits - spare);
        let lowest_of_camp = trace.weights[0][0].1;
        assert_eq!(epoch.bits.consensus[30] == lowest_of_camp, spare == 0, "one rao decides");
    }
}

/// A weight of exactly 1.0 with consensus as close below it as u16 weights allow, under the least penalties.
#[test]
fn what_a_penalty_leaves_of_a_whole_weight() {
    for bonds_penalty_u16 in [1, 2, 3, 65_533, 65_534] {
        for yuma3_on in [false, true] {
            // Uid 1 has the majority, uid 0 puts everything on itself, which the owner may.
            let weights: [&[Entry]; 2] = [&[(0, 65_535)], &[(0, 65_535), (1, 1)]];
            let state = State {
                bonds_penalty_u16,
                yuma3_on,
                owner_uid: Some(0),
                ..two_uids(weights, [&[], &[]], [1, 3])
            };
            compare(&mut fresh(), &state).unwrap();
        }
    }
}

/// Both uids active and with permit, under a penalty that takes part of the clipped weights.
fn two_uids(weights: [&[Entry]; 2], bonds: [&[Entry]; 2], stake_rao: [u64; 2]) -> State {
    let matrix = |rows: [&[Entry]; 2]| rows.into_iter().map(<[Entry]>::to_vec).collect();
    State {
        n: 2,
        current_block: 1000,
        tempo: 360,
        activity_cutoff_blocks: 5000,
        total_stake: stake_rao.map(StakeWeight::from_rao).to_vec(),
        last_update: vec![999; 2],
        block_at_registration: vec![0; 2],
        validator_permit: vec![true; 2],
        max_allowed_validators: 2,
        kappa_u16: 32_767,
        bonds_moving_average: 900_000,
        bonds_penalty_u16: 1,
        yuma3_on: true,
        owner_uid: Some(0),
        weights: matrix(weights),
        bonds: matrix(bonds),
        emission_rao: 1_000_000_000,
        ..State::default()
    }
}

/// The random states are of use only if they reach every stage and every mask.
#[test]
fn the_states_reach_every_stage() {
    let mut runner = TestRunner::new(config(1));
    let mut masks = BTreeSet::new();
    let (mut paid, mut rated, mut refused, mut clipped, mut carried) = (0, 0, 0, 0, 0);
    for _ in 0..600 {
        let state = states::any_state().new_tree(&mut runner).unwrap().current();
        if fresh().run(&state.input()).is_err() {
            refused += 1;
            continue;
        }
        let (epoch, trace) = trace(&state);
        masks.extend(trace.masked.iter().flatten().map(|masked| format!("{:?}", masked.mask)));
        paid += u32::from(epoch.bits.incentive.iter().any(|incentive| *incentive > 0));
        rated += u32::from(trace.alphas.iter().any(|row| !row.is_empty()));
        clipped += u32::from(trace.weights != trace.clipped);
        let carries = |row: &Vec<_>| !row.is_empty();
        carried += u32::from(
            trace.bonds.iter().any(carries) && epoch.bonds.to_vecs().iter().any(|row| !row.is_empty()),
        );
    }
    let every = [Mask::NoSuchUid, Mask::NoPermit, Mask::SelfWeight, Mask::Outdated, Mask::PendingCommit];
    assert_eq!(masks, every.iter().map(|mask| format!("{mask:?}")).collect());
    for (stage, times) in
        [("incentive", paid), ("liquid alpha", rated), ("clipping", clipped), ("bonds", carried)]
    {
        assert!(times >= 60, "{stage} in {times} of 600 states only");
    }
    assert!((1..=120).contains(&refused), "{refused} of 600 states refused");
}
