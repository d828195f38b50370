//! Looking for a case that breaks a law, and for a smaller one.

use super::case::Case;
use super::{Finding, Trial, Verdict};
use crate::Task;

/// Most cases tried on the way to the smallest.
const MOST_STEPS: u32 = 400;

/// Tries cases in turn; the first that breaks the law is made as small as it goes.
pub(super) fn search<T: Task>(
    trial: &Trial<'_, T>,
    law: &str,
    breaks: impl Fn(&Case) -> Option<Finding>,
) -> Verdict {
    let found = (0..trial.cases).find_map(|at| {
        let case = Case::draw(trial, law, at);
        breaks(&case).map(|finding| (case, finding))
    });
    let Some((mut case, mut finding)) = found else { return Ok(()) };
    let mut steps = 0;
    'smaller: loop {
        for simpler in case.simpler() {
            steps += 1;
            if steps > MOST_STEPS {
                break 'smaller;
            }
            if let Some(smaller) = breaks(&simpler) {
                (case, finding) = (simpler, smaller);
                continue 'smaller;
            }
        }
        break;
    }
    Err(Box::new(finding))
}

/// Whether a number is larger than another by more than rounding.
pub(super) fn rises(before: f64, after: f64) -> bool {
    after - before > 1e-9 * before.abs().max(after.abs())
}

/// A mean of paired differences with its standard error.
pub(super) fn paired(differences: &[f64]) -> (f64, f64) {
    let n = differences.len().max(1) as f64;
    let mean = differences.iter().sum::<f64>() / n;
    let squares: f64 = differences.iter().map(|x| (x - mean) * (x - mean)).sum();
    (mean, (squares / (n - 1.0).max(1.0) / n).sqrt())
}
