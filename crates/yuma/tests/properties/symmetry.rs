//! Names of uids and units of amounts do not matter.

use crate::states::{MAX_UIDS, any_state, ascending, ordinary_state};
use crate::{config, fresh, run, trace};
use incentor_state::{Matrix, State};
use incentor_yuma::{Entry, Epoch, StakeWeight};
use proptest::prelude::*;

/// A new uid for each old one.
fn renaming() -> impl Strategy<Value = Vec<usize>> {
    Just((0..MAX_UIDS).collect::<Vec<_>>()).prop_shuffle()
}

/// The order of the first n is a permutation of them.
fn of_first(order: &[usize], n: usize) -> Vec<usize> {
    order.iter().copied().filter(|&uid| uid < n).collect()
}

fn renamed_list<T: Clone>(list: &[T], new: &[usize]) -> Vec<T> {
    let mut renamed = list.to_vec();
    for (old, &new) in new.iter().enumerate() {
        renamed[new] = list[old].clone();
    }
    renamed
}

fn renamed_rows<'a>(rows: impl Iterator<Item = &'a [Entry]>, new: &[usize]) -> Vec<Vec<Entry>> {
    let uid = |column: u16| match new.get(usize::from(column)) {
        Some(&uid) => u16::try_from(uid).unwrap(),
        None => column,
    };
    let rows = rows
        .map(|row| ascending(&row.iter().map(|&(column, value)| (uid(column), value)).collect::<Vec<_>>()));
    renamed_list(&rows.collect::<Vec<_>>(), new)
}

fn renamed(state: &State, new: &[usize]) -> State {
    let rows = |matrix: &Matrix| renamed_rows(matrix.rows(), new).into_iter().collect();
    let owner = |uid: u16| new.get(usize::from(uid)).map_or(uid, |&uid| u16::try_from(uid).unwrap());
    State {
        total_stake: renamed_list(&state.total_stake, new),
        last_update: renamed_list(&state.last_update, new),
        block_at_registration: renamed_list(&state.block_at_registration, new),
        validator_permit: renamed_list(&state.validator_permit, new),
        commit_blocks: state.commit_blocks.as_ref().map(|blocks| renamed_list(blocks, new)),
        owner_uid: state.owner_uid.map(owner),
        weights: rows(&state.weights),
        bonds: rows(&state.bonds),
        ..state.clone()
    }
}

/// Every list of an epoch, under the new names.
fn assert_renamed(epoch: &Epoch, other: &Epoch, new: &[usize]) -> Result<(), TestCaseError> {
    prop_assert_eq!(renamed_list(&epoch.stake_weight, new), &other.stake_weight[..]);
    prop_assert_eq!(renamed_list(&epoch.active, new), &other.active[..]);
    prop_assert_eq!(renamed_list(&epoch.validator_permit, new), &other.validator_permit[..]);
    prop_assert_eq!(renamed_list(&epoch.server_emission, new), &other.server_emission[..]);
    prop_assert_eq!(renamed_list(&epoch.validator_emission, new), &other.validator_emission[..]);
    prop_assert_eq!(renamed_list(&epoch.emission, new), &other.emission[..]);
    prop_assert_eq!(renamed_list(&epoch.bits.consensus, new), &other.bits.consensus[..]);
    prop_assert_eq!(renamed_list(&epoch.bits.incentive, new), &other.bits.incentive[..]);
    prop_assert_eq!(renamed_list(&epoch.bits.dividends, new), &other.bits.dividends[..]);
    prop_assert_eq!(renamed_list(&epoch.bits.validator_trust, new), &other.bits.validator_trust[..]);
    let rows = epoch.bonds.to_vecs();
    prop_assert_eq!(renamed_rows(rows.iter().map(Vec::as_slice), new), other.bonds.to_vecs());
    Ok(())
}

proptest! {
    #![proptest_config(config(500))]

    /// Under new uids the same holders get the same, provided that rows ascend (liquid alpha reads them in
    /// order) and that no two with stake tie where permits run out (the higher uid wins there).
    #[test]
    fn new_uids_change_nothing(state in ordinary_state(), order in renaming()) {
        let (epoch, trace) = trace(&state);
        let permits_run_out = usize::from(state.max_allowed_validators) < state.n;
        let mut stakes: Vec<i64> = trace.stake.iter().copied().filter(|stake| *stake > 0).collect();
        stakes.sort_unstable();
        prop_assume!(!permits_run_out || stakes.windows(2).all(|pair| pair[0] < pair[1]));
        let new = of_first(&order, state.n);
        assert_renamed(&epoch, &run(&renamed(&state, &new)), &new)?;
    }

    /// Only shares of stake count; the threshold alone knows rao.
    #[test]
    fn doubling_every_stake_changes_nothing(state in ordinary_state()) {
        let state = State { stake_threshold: 0, ..state };
        let double = |stake: &StakeWeight| StakeWeight::from_bits(stake.to_bits() * 2);
        let doubled = State { total_stake: state.total_stake.iter().map(double).collect(), ..state.clone() };
        prop_assert_eq!(run(&state), run(&doubled));
    }

    /// Only shares of a row count.
    #[test]
    fn doubling_a_row_changes_nothing(state in any_state(), row in any::<prop::sample::Index>()) {
        prop_assume!(fresh().run(&state.input()).is_ok());
        let row = row.index(state.n);
        let times = |factor: u16| -> State {
            let rows = state.weights.rows().enumerate();
            let scaled = |(uid, cells): (usize, &[Entry])| -> Vec<Entry> {
                let factor = if uid == row { factor } else { 1 };
                cells.iter().map(|&(column, weight)| (column, weight / 4 * factor)).collect()
            };
            State { weights: rows.map(scaled).collect(), ..state.clone() }
        };
        prop_assert_eq!(run(&times(1)), run(&times(2)));
        prop_assert_eq!(run(&times(1)), run(&times(3)));
    }

    /// What lies outside the subnet, and a permit list or blocks longer than it, reach no result.
    #[test]
    fn what_is_outside_the_subnet_changes_nothing(state in ordinary_state()) {
        let inside = |matrix: &Matrix| -> Matrix {
            let of_subnet = |cell: &&Entry| usize::from(cell.0) < state.n;
            matrix.rows().map(|row| row.iter().filter(of_subnet).copied().collect::<Vec<_>>()).collect()
        };
        let mut larger = state.clone();
        larger.last_update.push(7);
        larger.validator_permit.push(true);
        let smaller = State { weights: inside(&state.weights), bonds: inside(&state.bonds), ..state.clone() };
        prop_assert_eq!(run(&larger), run(&smaller));
    }
}
