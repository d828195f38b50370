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

/// A gain that luck alone does not explain.
pub(super) struct Gain {
    /// Mean before.
    pub(super) before: f64,
    /// Mean after.
    pub(super) after: f64,
}

/// Fewest pairs that say anything.
const FEWEST: usize = 8;
/// How many more pairs a gain is confirmed on.
const MORE: u32 = 4;

/// The mean gain of pairs drawn one by one, if it is beyond three standard errors and a share of what was.
///
/// Whoever looks at many cases finds a lucky one; so a gain counts only if it shows again on draws it was not
/// found on, more of them.
pub(super) fn gain(draws: u32, least: f64, pair: impl Fn(u32) -> Option<(f64, f64)>) -> Option<Gain> {
    gain_in(0..draws, least, &pair)?;
    gain_in(draws..draws * (1 + MORE), least, &pair)
}

fn gain_in(
    draws: std::ops::Range<u32>,
    least: f64,
    pair: &impl Fn(u32) -> Option<(f64, f64)>,
) -> Option<Gain> {
    let pairs: Vec<(f64, f64)> = draws.filter_map(pair).collect();
    let count = pairs.len() as f64;
    let differences: Vec<f64> = pairs.iter().map(|(before, after)| after - before).collect();
    let (mean, error) = paired(&differences);
    let before = pairs.iter().map(|(before, _)| before).sum::<f64>() / count;
    let after = pairs.iter().map(|(_, after)| after).sum::<f64>() / count;
    let gained = mean > 3.0 * error && rises(before * (1.0 + least), after);
    (pairs.len() >= FEWEST && gained).then_some(Gain { before, after })
}

/// A mean of paired differences with its standard error.
fn paired(differences: &[f64]) -> (f64, f64) {
    let n = differences.len().max(1) as f64;
    let mean = differences.iter().sum::<f64>() / n;
    let squares: f64 = differences.iter().map(|x| (x - mean) * (x - mean)).sum();
    (mean, (squares / (n - 1.0).max(1.0) / n).sqrt())
}
