//! One epoch, step by step as the specification lists them (spec §1).

use crate::bonds::{self, Outcome, Terms};
use crate::fixed::{Fixed, Format, u16_ratio};
use crate::matrix::{self, Matrix};
use crate::median::weighted_median_columns;
use crate::vector;
use crate::weights;
use incentor_yuma::{Cell, Entry, Epoch, EpochBits, EpochError, EpochInput, EpochTrace};
use num_bigint::BigInt;
use std::collections::BTreeSet;

/// As [`incentor_yuma::Epoch`], field by field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are documented at `incentor_yuma::Epoch`")]
pub struct NaiveEpoch {
    pub stake_weight: Vec<u16>,
    pub active: Vec<bool>,
    pub validator_permit: Vec<bool>,
    pub consensus: Vec<u16>,
    pub incentive: Vec<u16>,
    pub dividends: Vec<u16>,
    pub validator_trust: Vec<u16>,
    pub server_emission: Vec<u64>,
    pub validator_emission: Vec<u64>,
    pub emission: Vec<u64>,
    pub bonds: Vec<Vec<Entry>>,
    pub bits: EpochBits,
}

impl NaiveEpoch {
    pub(crate) fn empty(n: usize) -> Self {
        Self {
            stake_weight: vec![0; n],
            active: vec![false; n],
            validator_permit: vec![false; n],
            consensus: vec![0; n],
            incentive: vec![0; n],
            dividends: vec![0; n],
            validator_trust: vec![0; n],
            server_emission: vec![0; n],
            validator_emission: vec![0; n],
            emission: vec![0; n],
            bonds: vec![Vec::new(); n],
            bits: EpochBits::default(),
        }
    }
}

impl From<&Epoch> for NaiveEpoch {
    fn from(epoch: &Epoch) -> Self {
        Self {
            stake_weight: epoch.stake_weight.clone(),
            active: epoch.active.clone(),
            validator_permit: epoch.validator_permit.clone(),
            consensus: epoch.consensus.clone(),
            incentive: epoch.incentive.clone(),
            dividends: epoch.dividends.clone(),
            validator_trust: epoch.validator_trust.clone(),
            server_emission: epoch.server_emission.clone(),
            validator_emission: epoch.validator_emission.clone(),
            emission: epoch.emission.clone(),
            bonds: epoch.bonds.to_vecs(),
            bits: epoch.bits.clone(),
        }
    }
}

/// One epoch under the rule-set `subtensor-2026-06`.
///
/// # Errors
/// As the production kernel: lists that do not fit, a column twice among the weights or bonds that take part,
/// stakes of 2^63 rao together.
pub fn epoch(input: &EpochInput<'_>) -> Result<NaiveEpoch, EpochError> {
    epoch_with_trace(input).map(|(epoch, _)| epoch)
}

/// As [`epoch`], with every intermediate.
///
/// `alphas` has every pair of the subnet, not only those with a weight.
///
/// # Errors
/// As [`epoch`].
pub fn epoch_with_trace(input: &EpochInput<'_>) -> Result<(NaiveEpoch, EpochTrace), EpochError> {
    input.check()?;
    let n = input.n;
    let params = &input.params;
    let owner = input.owner_uid.map(usize::from).filter(|&uid| uid < n);

    // Step A.
    let inactive: Vec<bool> = (0..n).map(|uid| is_inactive(input, uid)).collect();

    // Steps B to D.
    let stake = normalized_stake(input, owner)?;
    let mut permit = input.validator_permit.to_vec();
    if let Some(held) = owner.and_then(|owner| permit.get_mut(owner)) {
        *held = true;
    }
    let mut new_permit = vector::top_k_nonzero(&stake, params.max_allowed_validators);
    if let Some(owner) = owner {
        new_permit[owner] = true;
    }
    let forbidden: Vec<bool> = permit.iter().map(|permit| !permit).collect();
    let active_stake = vector::normalize(&vector::mask(&vector::mask(&stake, &inactive), &forbidden));

    // Steps E to H.
    let (weights, masked) = weights::load(input, &permit, owner);
    refuse_duplicates("weights", &weights, n)?;
    let kappa = u16_ratio(params.kappa_u16);
    let (consensus, median_stake) = weighted_median_columns(&weights, &active_stake, &kappa, n);
    let clipped = matrix::clip(&weights, &consensus);
    let validator_trust = matrix::row_sums(&clipped);
    let ranks = matrix::matmul(&clipped, &active_stake, n);
    let incentive = vector::normalize(&ranks);
    let weights_for_bonds = match params.bonds_penalty_u16 {
        0 => weights.clone(),
        u16::MAX => clipped.clone(),
        penalty => matrix::interpolate(&weights, &clipped, n, &u16_ratio(penalty)),
    };

    // Steps I and J.
    let old = bonds::load(input);
    refuse_duplicates("bonds", &old, n)?;
    let terms = Terms {
        active_stake: &active_stake,
        consensus: &consensus,
        incentive: &incentive,
        weights: &weights_for_bonds,
    };
    let Outcome { old, bought, alphas, ema, ema_normalized, total_bonds, dividends, stored } =
        bonds::run(input, old, &terms);

    // Step K.
    let split = split(&incentive, &dividends, &stake, &active_stake);
    let amounts = |shares: &[Fixed]| shares.iter().map(|share| amount(share, input.emission_rao)).collect();

    // Step L.
    let epoch = NaiveEpoch {
        stake_weight: to_u16(&stake),
        active: inactive.iter().map(|inactive| !inactive).collect(),
        consensus: to_u16(&consensus),
        incentive: to_u16(&incentive),
        dividends: to_u16(&dividends),
        validator_trust: to_u16(&validator_trust),
        server_emission: amounts(&split.server),
        validator_emission: amounts(&split.validator),
        emission: amounts(&split.combined),
        bonds: stored.iter().zip(&new_permit).map(|(row, &permit)| stored_row(row, permit)).collect(),
        bits: EpochBits {
            consensus: vector::bits(&consensus),
            incentive: vector::bits(&incentive),
            dividends: vector::bits(&dividends),
            validator_trust: vector::bits(&validator_trust),
        },
        validator_permit: new_permit,
    };
    let trace = EpochTrace {
        stake: vector::bits(&stake),
        permit: (0..n).map(|uid| permit.get(uid).copied().unwrap_or(false)).collect(),
        active_stake: vector::bits(&active_stake),
        median_stake: vector::bits(&median_stake),
        kappa: kappa.to_i64(),
        masked,
        weights: cells(&weights),
        clipped: cells(&clipped),
        ranks: vector::bits(&ranks),
        weights_for_bonds: cells(&weights_for_bonds),
        bonds: cells(&old),
        bonds_bought: cells(&bought),
        alphas: cells(&alphas.into_iter().map(|row| row.into_iter().enumerate().collect()).collect()),
        ema: cells(&ema),
        ema_normalised: cells(&ema_normalized),
        total_bonds: vector::bits(&total_bonds),
        emission_sum: split.sum.to_i64(),
        server_share: vector::bits(&split.server),
        validator_share: vector::bits(&split.validator),
        combined_share: vector::bits(&split.combined),
        bonds_stored: cells(&stored),
    };
    Ok((epoch, trace))
}

/// The chain stores no column twice; a row that takes part with one is refused.
fn refuse_duplicates(matrix: &'static str, rows: &Matrix, n: usize) -> Result<(), EpochError> {
    let uid = |index: usize| u16::try_from(index).expect("checked against the largest number of uids");
    for (row, cells) in rows.iter().enumerate() {
        let mut seen = BTreeSet::new();
        for &(column, _) in cells.iter().filter(|(column, _)| *column < n) {
            if !seen.insert(column) {
                return Err(EpochError::DuplicateColumn { matrix, uid: uid(row), column: uid(column) });
            }
        }
    }
    Ok(())
}

fn is_inactive(input: &EpochInput<'_>, uid: usize) -> bool {
    let until = weights::last_update(input, uid).saturating_add(input.params.activity_cutoff_blocks);
    until < input.current_block
}

/// Spec §1.2.
fn normalized_stake(input: &EpochInput<'_>, owner: Option<usize>) -> Result<Vec<Fixed>, EpochError> {
    let total = input.stake.iter().enumerate().map(|(uid, stake)| {
        let total = Fixed::from_bits(Format::I64F64, stake.to_bits());
        let below = total.to_u64_floor() < input.params.stake_threshold_rao;
        if below && owner != Some(uid) { Fixed::zero(Format::I64F64) } else { total }
    });
    let total: Vec<Fixed> = total.collect();
    let sum: BigInt = total.iter().map(|total| total.bits().clone()).sum();
    if sum > *Fixed::max(Format::I64F64).bits() {
        return Err(EpochError::StakeOverflow);
    }
    let shares = vector::normalize_in(Format::I64F64, &total);
    Ok(shares.iter().map(|share| share.to_format(Format::I32F32)).collect())
}

struct Split {
    sum: Fixed,
    server: Vec<Fixed>,
    validator: Vec<Fixed>,
    combined: Vec<Fixed>,
}

/// Spec §1.13.
fn split(incentive: &[Fixed], dividends: &[Fixed], stake: &[Fixed], active_stake: &[Fixed]) -> Split {
    let combined: Vec<Fixed> = incentive.iter().zip(dividends).map(|(a, b)| a.satadd(b)).collect();
    let sum = Fixed::sum(Format::I32F32, &combined);
    if !sum.is_zero() {
        let share = |values: &[Fixed]| values.iter().map(|value| value.sdiv(&sum)).collect();
        let (server, validator) = (share(incentive), share(dividends));
        return Split { sum, server, validator, combined: vector::normalize(&combined) };
    }
    let nobody_active = Fixed::sum(Format::I32F32, active_stake).is_zero();
    let by_stake = if nobody_active { stake } else { active_stake };
    Split { sum, server: incentive.to_vec(), validator: by_stake.to_vec(), combined: by_stake.to_vec() }
}

fn amount(share: &Fixed, emission_rao: u64) -> u64 {
    share.to_format(Format::I96F32).mul(&Fixed::from_int(Format::I96F32, emission_rao)).to_u64_floor()
}

fn to_u16(values: &[Fixed]) -> Vec<u16> {
    values.iter().map(Fixed::proportion_to_u16_floor).collect()
}

fn stored_row(row: &matrix::Row, permit: bool) -> Vec<Entry> {
    let uid = |column: usize| u16::try_from(column).expect("only the subnet's columns are averaged");
    let cells = row.iter().filter(|_| permit);
    cells.map(|(column, value)| (uid(*column), value.proportion_to_u16_floor())).collect()
}

fn cells(matrix: &Matrix) -> Vec<Vec<Cell>> {
    let uid = |column: usize| u16::try_from(column).expect("columns were stored as u16");
    let row = |row: &matrix::Row| {
        let mut cells: Vec<Cell> = row.iter().map(|(column, value)| (uid(*column), value.to_i64())).collect();
        cells.sort_unstable();
        cells
    };
    matrix.iter().map(row).collect()
}
