//! Random states: ties, zeros, unsorted rows, masks at their bounds, odd and extreme parameters.

use incentor_state::{Matrix, State};
use incentor_yuma::{Entry, StakeWeight};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use std::ops::RangeInclusive;

pub(crate) const MAX_UIDS: usize = 24;

/// Any state an epoch may be asked to run.
pub(crate) fn any_state() -> BoxedStrategy<State> {
    state_of(1..=MAX_UIDS)
}

/// As many uids as a real subnet has, and more than any lane or small sort of a kernel.
pub(crate) fn full_state() -> BoxedStrategy<State> {
    state_of(65..=260)
}

fn state_of(uids: RangeInclusive<usize>) -> BoxedStrategy<State> {
    // Boxed part by part: the whole as one type outgrows a test's stack.
    let parts = |n| {
        (lists(n).boxed(), matrix(n).boxed(), matrix(n).boxed(), parameters().boxed(), extremes(n).boxed())
    };
    let state = move |n| {
        parts(n).prop_map(move |(lists, weights, bonds, parameters, extremes)| State {
            weights: weights.into_iter().collect(),
            bonds: bonds.into_iter().collect(),
            ..assemble(n, lists, parameters, extremes)
        })
    };
    uids.prop_flat_map(state).boxed()
}

/// A state as the owner's and root's ordinary settings allow it: nothing saturates, rows ascend.
pub(crate) fn ordinary_state() -> BoxedStrategy<State> {
    any_state()
        .prop_map(|state| State {
            total_stake: state.total_stake.iter().map(|stake| ordinary(*stake)).collect(),
            bonds_moving_average: state.bonds_moving_average.min(1_000_000),
            last_update: resized(state.last_update, state.n, 1002),
            validator_permit: resized(state.validator_permit, state.n, true),
            weights: state.weights.rows().map(ascending).collect(),
            bonds: state.bonds.rows().map(ascending).collect(),
            ..state
        })
        .boxed()
}

/// All the stake there can be is 21 million; a share of it each.
fn ordinary(stake: StakeWeight) -> StakeWeight {
    StakeWeight::from_bits(stake.to_bits() % (21_000_000_000_000_000_u128 << 64) / MAX_UIDS as u128)
}

fn resized<T: Clone>(mut list: Vec<T>, n: usize, filling: T) -> Vec<T> {
    list.resize(n, filling);
    list
}

pub(crate) fn ascending(row: &[Entry]) -> Vec<Entry> {
    let mut row = row.to_vec();
    row.sort_unstable();
    row
}

type Lists = (Vec<StakeWeight>, Vec<u64>, Vec<u64>, Vec<bool>, Option<Vec<u64>>);
type Parameters = ((u16, u64, u16), (bool, bool), (u16, u16), i16);
type Extremes = (u16, Option<u16>, u64, (u64, u64), (u64, u64), u64);

fn assemble(n: usize, lists: Lists, parameters: Parameters, extremes: Extremes) -> State {
    let (total_stake, last_update, block_at_registration, validator_permit, commit_blocks) = lists;
    let ((kappa_u16, bonds_moving_average, bonds_penalty_u16), switches, alpha_values_u16, steepness) =
        parameters;
    let (max_allowed_validators, owner_uid, stake_threshold, (now, last_step), (tempo, cutoff), emission) =
        extremes;
    State {
        n,
        current_block: now,
        tempo,
        activity_cutoff_blocks: cutoff,
        last_mechanism_step_block: last_step,
        total_stake,
        last_update,
        block_at_registration,
        validator_permit,
        max_allowed_validators,
        kappa_u16,
        bonds_moving_average,
        bonds_penalty_u16,
        yuma3_on: switches.0,
        liquid_alpha_on: switches.1,
        alpha_values_u16,
        alpha_sigmoid_steepness: steepness,
        owner_uid,
        stake_threshold,
        commit_blocks,
        weights: Matrix::default(),
        bonds: Matrix::default(),
        emission_rao: emission,
    }
}

/// Blocks close to each other, so that every comparison meets its bound; now and then far off.
fn blocks() -> impl Strategy<Value = u64> {
    prop_oneof![20 => 998_u64..=1004, 4 => 0_u64..=2, 1 => any::<u64>(), 1 => Just(u64::MAX)]
}

fn stakes() -> impl Strategy<Value = StakeWeight> {
    prop_oneof![
        3 => Just(StakeWeight::ZERO),
        2 => (1_u64..=4).prop_map(StakeWeight::from_rao),
        4 => Just(StakeWeight::from_rao(1_000_000_000)),
        4 => (0_u64..=21_000_000_000_000_000).prop_map(StakeWeight::from_rao),
        3 => (any::<u128>(), 57_u32..=127).prop_map(|(bits, shift)| StakeWeight::from_bits(bits >> shift)),
        1 => (0_u64..=1 << 61).prop_map(StakeWeight::from_rao),
        1 => (0_u64..=1 << 63).prop_map(StakeWeight::from_rao),
    ]
}

fn lists(n: usize) -> impl Strategy<Value = Lists> {
    let about = prop_oneof![12 => Just(n), 1 => Just(n - 1), 1 => Just(n + 1), 1 => Just(0)];
    let permits = (about.clone(), 0_u8..=3).prop_flat_map(|(length, odds)| vec(odds_of_permit(odds), length));
    let registered = vec(prop_oneof![3 => Just(0_u64), 2 => blocks()], n);
    let commits = vec(prop_oneof![3 => Just(u64::MAX), 2 => blocks()], n);
    let updates =
        about.prop_flat_map(move |length| vec(prop_oneof![3 => Just(1002_u64), 2 => blocks()], length));
    (vec(stakes(), n), updates, registered, permits, proptest::option::weighted(0.3, commits))
}

/// Now few, now many, now all hold permits.
fn odds_of_permit(odds: u8) -> impl Strategy<Value = bool> {
    prop_oneof![4 - u32::from(odds) => Just(false), u32::from(odds) + 1 => Just(true)]
}

fn shares() -> impl Strategy<Value = u16> {
    prop_oneof![
        3 => Just(u16::MAX),
        2 => Just(32_767_u16),
        2 => Just(0_u16),
        1 => select(vec![1, 2, 65_534, 32_768, 16_384, 39_321]),
        3 => any::<u16>(),
    ]
}

fn parameters() -> impl Strategy<Value = Parameters> {
    let moving_average = prop_oneof![
        3 => Just(900_000_u64),
        3 => 0_u64..=1_000_000,
        1 => select(vec![0, 1, 999_999, 1_000_000]),
        1 => 1_000_001_u64..=4_000_000,
        1 => any::<u64>(),
        1 => select(vec![1_000_001, u64::MAX, 2_147_483_648_000_000, 9_223_372_036_854_775_807]),
    ];
    let steepness = prop_oneof![
        3 => Just(1000_i16),
        2 => any::<i16>(),
        1 => select(vec![i16::MIN, -1, 0, 1, 99, 100, i16::MAX]),
    ];
    let alphas = prop_oneof![2 => Just((45_875_u16, 58_982_u16)), 3 => (any::<u16>(), any::<u16>()), 1 => (shares(), shares())];
    // Two in three with Yuma 3, two in three with liquid alpha.
    let switches = (proptest::bool::weighted(0.66), proptest::bool::weighted(0.66));
    ((shares(), moving_average, shares()), switches, alphas, steepness)
}

fn extremes(n: usize) -> impl Strategy<Value = Extremes> {
    let uids = u16::try_from(n).unwrap();
    let permits = prop_oneof![2 => 0..=uids + 1, 1 => Just(64_u16), 1 => select(vec![u16::MAX, 1])];
    let owner = proptest::option::of(0..=uids);
    let threshold = prop_oneof![6 => Just(0_u64), 2 => Just(1_000_000_000), 1 => Just(3), 1 => any::<u64>()];
    let now = prop_oneof![8 => 1000_u64..=1004, 1 => any::<u64>(), 1 => Just(0_u64)];
    // The last epoch's block wraps the chain's own arithmetic at the maximum, which no block reaches.
    let last_step = prop_oneof![3 => Just(0_u64), 3 => 0_u64..=1004, 1 => 0..u64::MAX];
    let tempo = prop_oneof![4 => Just(360_u64), 2 => 0_u64..=10, 1 => any::<u64>()];
    let cutoff = prop_oneof![5 => Just(5000_u64), 4 => 0_u64..=4, 1 => any::<u64>()];
    let emission = prop_oneof![4 => Just(296_020_000_000_u64), 2 => 0_u64..=1000, 1 => any::<u64>(), 1 => Just(u64::MAX)];
    (permits, owner, threshold, (now, last_step), (tempo, cutoff), emission)
}

/// Rows without a column twice, some columns outside the subnet, half of the rows in ascending order.
fn matrix(n: usize) -> impl Strategy<Value = Vec<Vec<Entry>>> {
    let columns: Vec<u16> = (0..u16::try_from(n + 2).unwrap()).collect();
    let all = columns.len();
    let length = prop_oneof![2 => Just(0..=0), 3 => Just(0..=all), 2 => Just(all..=all), 1 => Just(1..=1)];
    let row = (length, any::<bool>()).prop_flat_map(move |(length, is_sorted)| {
        let chosen = subsequence(columns.clone(), length);
        let chosen = if is_sorted { chosen.boxed() } else { chosen.prop_shuffle().boxed() };
        (chosen, vec(shares(), all), any::<bool>())
            .prop_map(|(columns, values, equal)| row_of(&columns, &values, equal))
    });
    vec(row, n)
}

fn row_of(columns: &[u16], values: &[u16], equal: bool) -> Vec<Entry> {
    let value = |index: usize| if equal { values[0] } else { values[index] };
    columns.iter().enumerate().map(|(index, &column)| (column, value(index))).collect()
}
