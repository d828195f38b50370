//! One network: the teams, the two weights they chose, and what an epoch pays them.

use crate::teams::{Spread, Teams};
use crate::{Params, RetentionError};
use incentor_primitives::RuleSet;
use incentor_yuma::{Entry, Epoch, EpochInput, EpochParams, Rows, Workspace};

/// Rao shared out per epoch: enough that rounding down to whole rao does not show.
const EMISSION_RAO: u64 = 1_000_000_000_000;
/// Everybody registered at block 0, weights were set at block 1, and the epoch is at block 2.
const EPOCH_BLOCK: u64 = 2;

/// The honest team's share `E_H` of emission in a single network.
///
/// `utility` is the honest team's weight for its own miners and `cabal_weight` the cabal's for its own, both from
/// 0 to 1; stakes, grid and seeds of the parameters play no part.
///
/// # Errors
/// As [`crate::run`], and [`RetentionError::Range`] for a weight that is no share.
pub fn honest_emission(
    params: &Params,
    seed: u64,
    honest_stake: f64,
    utility: f64,
    cabal_weight: f64,
) -> Result<f64, RetentionError> {
    let params = Params { honest_stakes: vec![honest_stake], ..params.clone() };
    params.check()?;
    for (name, value) in [("utility", utility), ("cabal_weight", cabal_weight)] {
        if !(0.0..=1.0).contains(&value) {
            return Err(RetentionError::Range { name, value, low: 0.0, high: 1.0 });
        }
    }
    let teams = Teams::draw(&params, seed, honest_stake);
    let mut evaluator = Evaluator::new(&params);
    evaluator.set_honest(&teams, utility);
    evaluator.set_cabal(&teams, cabal_weight);
    evaluator.honest_emission(&teams)
}

/// Evaluates networks one after the other on the same buffers.
#[derive(Debug)]
pub(crate) struct Evaluator<'a> {
    params: &'a Params,
    workspace: Workspace,
    weights: Weights,
    last_update: Vec<u64>,
    registered: Vec<u64>,
    permits: Vec<bool>,
}

/// The validators' weights: dense rows over all miners.
#[derive(Debug)]
struct Weights {
    miners: usize,
    entries: Vec<Entry>,
}

impl Rows for Weights {
    fn row(&self, uid: usize) -> &[Entry] {
        self.entries.chunks_exact(self.miners).nth(uid).unwrap_or(&[])
    }
}

/// No bonds from before: the published map is one epoch without a past.
#[derive(Debug)]
struct NoRows;

impl Rows for NoRows {
    fn row(&self, _uid: usize) -> &[Entry] {
        &[]
    }
}

impl<'a> Evaluator<'a> {
    /// An evaluator for networks of these parameters, which have been checked.
    pub(crate) fn new(params: &'a Params) -> Self {
        let miners = params.uids - params.validators;
        let columns = (params.validators..params.uids).map(|uid| (uid as u16, 0));
        let mut permits = vec![false; params.uids];
        permits[..params.validators].fill(true);
        Self {
            params,
            workspace: Workspace::new(RuleSet::SUBTENSOR_2026_06.yuma),
            weights: Weights { miners, entries: columns.cycle().take(miners * params.validators).collect() },
            last_update: vec![EPOCH_BLOCK - 1; params.uids],
            registered: vec![0; params.uids],
            permits,
        }
    }

    /// The honest team's share of emission for each honest utility on the grid, at one cabal weight.
    pub(crate) fn column(&mut self, teams: &Teams, cabal_weight: f64) -> Result<Vec<f64>, RetentionError> {
        self.set_cabal(teams, cabal_weight);
        (0..self.params.grid_points)
            .map(|point| {
                self.set_honest(teams, self.params.weight(point));
                self.honest_emission(teams)
            })
            .collect()
    }

    fn set_honest(&mut self, teams: &Teams, utility: f64) {
        let (honest, _) = teams.spreads.split_at(teams.validators.honest);
        let (rows, _) = self.weights.entries.split_at_mut(honest.len() * self.weights.miners);
        write_rows(rows, honest, teams.miners.honest, utility);
    }

    fn set_cabal(&mut self, teams: &Teams, cabal_weight: f64) {
        let (honest, cabal) = teams.spreads.split_at(teams.validators.honest);
        let (_, rows) = self.weights.entries.split_at_mut(honest.len() * self.weights.miners);
        write_rows(rows, cabal, teams.miners.honest, 1.0 - cabal_weight);
    }

    fn honest_emission(&mut self, teams: &Teams) -> Result<f64, RetentionError> {
        let defaults = RuleSet::SUBTENSOR_2026_06.subnet;
        let input = EpochInput {
            n: self.params.uids,
            current_block: EPOCH_BLOCK,
            last_mechanism_step_block: 0,
            params: EpochParams {
                tempo: u64::from(defaults.tempo),
                activity_cutoff_blocks: u64::from(defaults.tempo),
                max_allowed_validators: self.params.validators,
                kappa_u16: to_u16_floor(self.params.kappa),
                bonds_moving_average: defaults.bonds_moving_average,
                bonds_penalty_u16: to_u16_floor(self.params.bonds_penalty),
                bonds: self.params.bonds,
                stake_threshold_rao: 0,
            },
            owner_uid: None,
            stake: &teams.stake,
            last_update: &self.last_update,
            block_at_registration: &self.registered,
            validator_permit: &self.permits,
            commit_blocks: None,
            weights: &self.weights,
            bonds: &NoRows,
            emission_rao: EMISSION_RAO,
        };
        Ok(honest_share(self.workspace.run(&input)?, teams, self.params.validator_share))
    }
}

/// Writes rows that give `toward_honest` to the honest miners and the rest to the cabal's.
///
/// As on the chain a row's largest weight becomes 65535 and the others are rounded down.
fn write_rows(entries: &mut [Entry], spreads: &[Spread], honest_miners: usize, toward_honest: f64) {
    let Some(spread) = spreads.first() else { return };
    let toward_cabal = 1.0 - toward_honest;
    for (row, spread) in entries.chunks_exact_mut(spread.shares.len()).zip(spreads) {
        let largest = (toward_honest * spread.peaks.0).max(toward_cabal * spread.peaks.1);
        let scale = if largest > 0.0 { f64::from(u16::MAX) / largest } else { 0.0 };
        let (honest, cabal) = row.split_at_mut(honest_miners);
        let (honest_shares, cabal_shares) = spread.shares.split_at(honest_miners);
        let teams = [(honest, honest_shares, toward_honest), (cabal, cabal_shares, toward_cabal)];
        for (cells, shares, weight) in teams {
            let scale = weight * scale;
            for (cell, share) in cells.iter_mut().zip(shares) {
                cell.1 = (share * scale) as u16;
            }
        }
    }
}

/// `E_H = ξ D_H + (1 - ξ) I_H`: the honest share of what validators and of what miners were paid.
///
/// An epoch that finds no consensus pays validators alone, and then theirs is the share.
fn honest_share(epoch: &Epoch, teams: &Teams, validator_share: f64) -> f64 {
    let miners = epoch.server_emission.get(teams.validators.all..).unwrap_or(&[]);
    let dividends = share_of_first(&epoch.validator_emission, teams.validators.honest).unwrap_or(0.0);
    match share_of_first(miners, teams.miners.honest) {
        Some(incentive) => validator_share * dividends + (1.0 - validator_share) * incentive,
        None => dividends,
    }
}

/// What the first `count` have of the whole; `None` of nothing.
fn share_of_first(amounts_rao: &[u64], count: usize) -> Option<f64> {
    let all: u64 = amounts_rao.iter().sum();
    let first: u64 = amounts_rao.iter().take(count).sum();
    (all > 0).then(|| first as f64 / all as f64)
}

/// A fraction as the chain stores it, rounded down: one half is 32767.
fn to_u16_floor(fraction: f64) -> u16 {
    (fraction * f64::from(u16::MAX)) as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oracle;

    /// Every network of a coarse grid, by the kernel and by the formulas.
    fn check(params: &Params, honest_stake: f64, slack: f64) {
        let teams = Teams::draw(params, 11, honest_stake);
        let mut evaluator = Evaluator::new(params);
        for cabal in 0..params.grid_points {
            let weight = params.weight(cabal);
            let column = evaluator.column(&teams, weight).expect("the parameters are valid");
            for (point, &found) in column.iter().enumerate() {
                let utility = params.weight(point);
                let expected = oracle::honest_emission(params, &teams, utility, weight);
                assert!(
                    (found - expected).abs() < slack,
                    "stake {honest_stake}, utility {utility}, cabal {weight}: {found} for {expected}"
                );
            }
        }
    }

    #[test]
    fn the_kernel_agrees_with_the_formulas() {
        let small = Params { uids: 96, validators: 16, grid_points: 5, ..Params::default() };
        for honest_stake in [0.55, 0.6, 0.9] {
            check(&small, honest_stake, 1e-3);
            // Not 0.4: a cabal of exactly that stake has a majority or not by its last bit.
            check(&Params { kappa: 0.45, ..small.clone() }, honest_stake, 1e-3);
            check(&Params { bonds_penalty: 0.0, ..small.clone() }, honest_stake, 1e-3);
            check(&Params { bonds_penalty: 0.5, ..small.clone() }, honest_stake, 1e-3);
            check(&Params { validator_share: 0.25, ..small.clone() }, honest_stake, 1e-3);
            check(&Params { weight_deviation: 0.0, ..small.clone() }, honest_stake, 1e-3);
        }
        check(&Params { grid_points: 3, ..Params::default() }, 0.6, 1e-3);
    }

    #[test]
    fn a_row_is_scaled_to_its_largest_weight() {
        let spread = Spread { shares: vec![0.75, 0.25, 0.5, 0.5], peaks: (0.75, 0.5) };
        let mut row: Vec<Entry> = (2..6).map(|uid| (uid, 0)).collect();
        write_rows(&mut row, std::slice::from_ref(&spread), 2, 1.0);
        assert_eq!(row, [(2, 65535), (3, 21845), (4, 0), (5, 0)]);
        write_rows(&mut row, std::slice::from_ref(&spread), 2, 0.25);
        assert_eq!(row, [(2, 32767), (3, 10922), (4, 65535), (5, 65535)]);
    }

    #[test]
    fn without_incentive_the_validators_are_paid() {
        let teams = Teams::draw(&Params { uids: 4, validators: 2, ..Params::default() }, 0, 0.6);
        let epoch = |server_emission, validator_emission| Epoch {
            server_emission,
            validator_emission,
            ..Epoch::default()
        };
        let share = |epoch: &Epoch| honest_share(epoch, &teams, 0.25);
        assert_eq!(share(&epoch(vec![0; 4], vec![6, 4, 0, 0])), 0.6);
        assert_eq!(share(&epoch(vec![0, 0, 9, 1], vec![5, 5, 0, 0])), 0.25 * 0.5 + 0.75 * 0.9);
    }
}
