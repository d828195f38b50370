//! Production beside naive, and what is not equal.

use crate::epoch::{NaiveEpoch, epoch_with_trace};
use core::fmt;
use incentor_yuma::{Cell, EpochInput, EpochTrace, Masked, Workspace};

/// One number in which two epochs differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Name of the list.
    pub field: &'static str,
    /// Where in the list; none for a single number or a list of another length.
    pub uid: Option<usize>,
    /// What the production kernel gave.
    pub production: String,
    /// What is expected.
    pub expected: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { field, production, expected, .. } = self;
        match self.uid {
            Some(uid) => write!(f, "{field} of uid {uid}: {production}, expected {expected}"),
            None => write!(f, "{field}: {production}, expected {expected}"),
        }
    }
}

/// Runs both, plainly and traced, and compares results, intermediates and refusals.
///
/// Empty when all are equal. Meant for tests and for fuzzing.
#[must_use]
pub fn differences(workspace: &mut Workspace, input: &EpochInput<'_>) -> Vec<Difference> {
    let mut found = Found(Vec::new());
    let run = workspace.run(input).cloned();
    let traced = workspace.trace(input).map(|(epoch, trace)| (epoch.clone(), trace));
    let naive = epoch_with_trace(input);
    match (run, traced, naive) {
        (Ok(run), Ok((traced, trace)), Ok((expected, expected_trace))) => {
            found.one("result of a trace", &traced, &run);
            found.epoch(&NaiveEpoch::from(&run), &expected);
            found.trace(&trace, &expected_trace);
        }
        (run, traced, naive) => {
            let naive = naive.map(drop);
            found.one("refusal", &run.map(drop), &naive);
            found.one("refusal of a trace", &traced.map(drop), &naive);
        }
    }
    found.0
}

/// What differs between two traces.
///
/// Of `alphas` only the pairs with a weight for bonds are compared, and of bonds on entry only those on the
/// subnet's own columns: no other reaches a result.
#[must_use]
pub fn trace_differences(production: &EpochTrace, expected: &EpochTrace) -> Vec<Difference> {
    let mut found = Found(Vec::new());
    found.trace(production, expected);
    found.0
}

struct Found(Vec<Difference>);

impl Found {
    fn epoch(&mut self, production: &NaiveEpoch, expected: &NaiveEpoch) {
        self.list("stake_weight", &production.stake_weight, &expected.stake_weight);
        self.list("active", &production.active, &expected.active);
        self.list("validator_permit", &production.validator_permit, &expected.validator_permit);
        self.list("consensus", &production.consensus, &expected.consensus);
        self.list("incentive", &production.incentive, &expected.incentive);
        self.list("dividends", &production.dividends, &expected.dividends);
        self.list("validator_trust", &production.validator_trust, &expected.validator_trust);
        self.list("server_emission", &production.server_emission, &expected.server_emission);
        self.list("validator_emission", &production.validator_emission, &expected.validator_emission);
        self.list("emission", &production.emission, &expected.emission);
        self.list("bonds", &production.bonds, &expected.bonds);
        self.list("bits.consensus", &production.bits.consensus, &expected.bits.consensus);
        self.list("bits.incentive", &production.bits.incentive, &expected.bits.incentive);
        self.list("bits.dividends", &production.bits.dividends, &expected.bits.dividends);
        self.list("bits.validator_trust", &production.bits.validator_trust, &expected.bits.validator_trust);
    }

    fn trace(&mut self, production: &EpochTrace, expected: &EpochTrace) {
        self.list("stake", &production.stake, &expected.stake);
        self.list("permit", &production.permit, &expected.permit);
        self.list("active_stake", &production.active_stake, &expected.active_stake);
        self.list("median_stake", &production.median_stake, &expected.median_stake);
        self.one("kappa", &production.kappa, &expected.kappa);
        self.list("masked", &sorted(&production.masked), &sorted(&expected.masked));
        self.list("weights", &production.weights, &expected.weights);
        self.list("clipped", &production.clipped, &expected.clipped);
        self.list("ranks", &production.ranks, &expected.ranks);
        self.list("weights_for_bonds", &production.weights_for_bonds, &expected.weights_for_bonds);
        self.list("bonds on entry", &within(&production.bonds), &within(&expected.bonds));
        self.list("bonds_bought", &production.bonds_bought, &expected.bonds_bought);
        let pattern = &expected.weights_for_bonds;
        self.list("alphas", &on(pattern, &production.alphas), &on(pattern, &expected.alphas));
        self.list("ema", &production.ema, &expected.ema);
        self.list("ema_normalised", &production.ema_normalised, &expected.ema_normalised);
        self.list("total_bonds", &production.total_bonds, &expected.total_bonds);
        self.one("emission_sum", &production.emission_sum, &expected.emission_sum);
        self.list("server_share", &production.server_share, &expected.server_share);
        self.list("validator_share", &production.validator_share, &expected.validator_share);
        self.list("combined_share", &production.combined_share, &expected.combined_share);
        self.list("bonds_stored", &production.bonds_stored, &expected.bonds_stored);
    }

    fn list<T: PartialEq + fmt::Debug>(&mut self, field: &'static str, production: &[T], expected: &[T]) {
        if production.len() != expected.len() {
            self.push(field, None, &production, &expected);
            return;
        }
        for (uid, (production, expected)) in production.iter().zip(expected).enumerate() {
            if production != expected {
                self.push(field, Some(uid), production, expected);
            }
        }
    }

    fn one<T: PartialEq + fmt::Debug>(&mut self, field: &'static str, production: &T, expected: &T) {
        if production != expected {
            self.push(field, None, production, expected);
        }
    }

    fn push(
        &mut self,
        field: &'static str,
        uid: Option<usize>,
        production: &dyn fmt::Debug,
        expected: &dyn fmt::Debug,
    ) {
        let (production, expected) = (format!("{production:?}"), format!("{expected:?}"));
        self.0.push(Difference { field, uid, production, expected });
    }
}

fn sorted(rows: &[Vec<Masked>]) -> Vec<Vec<Masked>> {
    let mut rows = rows.to_vec();
    for row in &mut rows {
        row.sort_unstable_by_key(|masked| masked.uid);
    }
    rows
}

/// The cells of a row that the pattern has; a row that is missing is an empty one.
fn on(pattern: &[Vec<Cell>], rows: &[Vec<Cell>]) -> Vec<Vec<Cell>> {
    let row = |(uid, pattern): (usize, &Vec<Cell>)| {
        let wanted = |cell: &&Cell| pattern.iter().any(|(column, _)| *column == cell.0);
        rows.get(uid).into_iter().flatten().filter(wanted).copied().collect()
    };
    pattern.iter().enumerate().map(row).collect()
}

/// The cells on the subnet's own columns.
fn within(rows: &[Vec<Cell>]) -> Vec<Vec<Cell>> {
    let inside = |cell: &&Cell| usize::from(cell.0) < rows.len();
    rows.iter().map(|row| row.iter().filter(inside).copied().collect()).collect()
}
