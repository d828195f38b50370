//! Neither place nor seat matters.

use super::finding;
use crate::check::case::Case;
use crate::check::search::{rises, search};
use crate::check::stage::World;
use crate::check::{Finding, Flaw, Trial, Verdict};
use crate::{Luck, Scoring, Task};

/// Scores follow the miner, wherever its answer stands.
///
/// Nor does its seat's number matter.
///
/// # Errors
/// `order-dependent`.
pub fn order_free<T: Task>(trial: &Trial<'_, T>, rule: &dyn Scoring<T>) -> Verdict {
    search(trial, "order", |case| moved(trial, rule, case, false))?;
    search(trial, "seats", |case| moved(trial, rule, case, true))
}

fn moved<T: Task>(trial: &Trial<'_, T>, rule: &dyn Scoring<T>, case: &Case, by_uid: bool) -> Option<Finding> {
    let world = World::of(case);
    let mut other = world.clone();
    if by_uid {
        let seats: Vec<u16> = (0..).take(other.entrants.len()).collect();
        let drawn = Luck::of_seed(case.seed).branch("seats", 0).at(0, 0).sample(&seats, seats.len());
        for (entrant, uid) in other.entrants.iter_mut().zip(drawn) {
            entrant.uid = Some(uid);
        }
    } else {
        other.listed = Some(case.seed);
    }
    let (before, after) = (world.play(trial, rule), other.play(trial, rule));
    let all: Vec<usize> = (0..case.efforts.len()).collect();
    // A task that asks by seat asks something else now, which is no fault of the rule.
    if !before.same_questions(&after, &all) || before.failed.is_some() {
        return None;
    }
    let differs = |miner: &usize| {
        let (was, is) = (before.total(*miner), after.total(*miner));
        rises(was, is) || rises(is, was)
    };
    let miner = all.into_iter().find(differs)?;
    let (was, is) = (before.total(miner), after.total(miner));
    finding(case, Flaw::OrderDependent { by_uid, miner, before: was, after: is }, &other, &before, &after)
}
