//! Arbitrary states: conservation, and equality with the naive implementation.
#![no_main]

use arbitrary::{Result, Unstructured};
use incentor_primitives::RuleSet;
use incentor_state::{Matrix, State};
use incentor_yuma::{StakeWeight, Workspace};
use libfuzzer_sys::{Corpus, fuzz_target};

const MAX_UIDS: usize = 12;

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Ok(state) = state(&mut Unstructured::new(bytes)) else {
        return Corpus::Reject;
    };
    let mut workspace = Workspace::new(RuleSet::SUBTENSOR_2026_06.yuma);
    let Ok(epoch) = workspace.run(&state.input()) else {
        return Corpus::Keep;
    };
    let paid = epoch.server_emission.iter().chain(&epoch.validator_emission);
    let paid: u128 = paid.map(|&rao| u128::from(rao)).sum();
    assert!(paid <= u128::from(state.emission_rao), "pays more than comes in:\n{}", state.to_json());
    let differences = incentor_naive::differences(&mut workspace, &state.input());
    assert!(differences.is_empty(), "{differences:#?}\n{}", state.to_json());
    Corpus::Keep
});

fn state(u: &mut Unstructured<'_>) -> Result<State> {
    let n = u.int_in_range(1..=MAX_UIDS)?;
    let current_block = block(u)?;
    Ok(State {
        n,
        current_block,
        tempo: pick(u, &[0, 1, 99, 360, u64::MAX])?,
        activity_cutoff_blocks: pick(u, &[0, 1, 5000, u64::MAX])?,
        last_mechanism_step_block: block(u)?,
        total_stake: list(u, n, |u| Ok(StakeWeight::from_rao(stake(u)?)))?,
        last_update: about(u, n, block)?,
        block_at_registration: list(u, n, block)?,
        validator_permit: about(u, n, |u| u.ratio(3, 4))?,
        max_allowed_validators: pick(u, &[0, 1, 2, 4, 8, 64, u16::MAX])?,
        kappa_u16: share(u)?,
        bonds_moving_average: pick(u, &[0, 1, 500_000, 900_000, 999_999, 1_000_000, 1_000_001, u64::MAX])?,
        bonds_penalty_u16: share(u)?,
        yuma3_on: u.arbitrary()?,
        liquid_alpha_on: u.arbitrary()?,
        alpha_values_u16: (share(u)?, share(u)?),
        alpha_sigmoid_steepness: u.arbitrary()?,
        owner_uid: if u.arbitrary()? { Some(u.int_in_range(0..=n as u16)?) } else { None },
        stake_threshold: stake(u)?,
        commit_blocks: if u.arbitrary()? { Some(list(u, n, block)?) } else { None },
        weights: matrix(u, n)?,
        bonds: matrix(u, n)?,
        emission_rao: pick(u, &[0, 1, 1_000, 296_020_000_000, u64::MAX])?,
    })
}

fn pick<T: Copy>(u: &mut Unstructured<'_>, values: &[T]) -> Result<T> {
    u.choose(values).copied()
}

/// Blocks close together, so that the masks' comparisons meet their bounds, or anywhere.
fn block(u: &mut Unstructured<'_>) -> Result<u64> {
    match u.int_in_range(0..=7)? {
        0 => Ok(0),
        1 => Ok(u64::MAX),
        2 => u.arbitrary(),
        _ => u.int_in_range(1000..=1003),
    }
}

fn stake(u: &mut Unstructured<'_>) -> Result<u64> {
    match u.int_in_range(0..=7)? {
        0 | 1 => Ok(0),
        2 => u.int_in_range(1..=4),
        3 => u.int_in_range(0..=21_000_000_000_000_000),
        4 => u.arbitrary(),
        _ => Ok(1_000_000_000),
    }
}

fn share(u: &mut Unstructured<'_>) -> Result<u16> {
    match u.int_in_range(0..=5)? {
        0 => Ok(0),
        1 => Ok(u16::MAX),
        2 => Ok(32_767),
        3 => Ok(1),
        _ => u.arbitrary(),
    }
}

fn list<T>(
    u: &mut Unstructured<'_>,
    n: usize,
    item: impl Fn(&mut Unstructured<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    (0..n).map(|_| item(u)).collect()
}

/// A list that may be too short or too long, as some of the chain's are.
fn about<T>(
    u: &mut Unstructured<'_>,
    n: usize,
    item: impl Fn(&mut Unstructured<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let len = match u.int_in_range(0..=15)? {
        0 => 0,
        1 => n - 1,
        2 => n + 1,
        _ => n,
    };
    list(u, len, item)
}

/// Rows in any order, no column twice, some columns outside the subnet.
fn matrix(u: &mut Unstructured<'_>, n: usize) -> Result<Matrix> {
    let mut matrix = Matrix::default();
    for _ in 0..n {
        let mut seen = [false; MAX_UIDS + 2];
        for _ in 0..u.int_in_range(0..=n)? {
            let column = u.int_in_range(0..=n + 1)?;
            if !std::mem::replace(&mut seen[column], true) {
                matrix.push((column as u16, share(u)?));
            }
        }
        matrix.end_row();
    }
    Ok(matrix)
}
