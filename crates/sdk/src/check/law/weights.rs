//! On the way to u16.

use super::finding;
use crate::check::search::search;
use crate::check::stage::World;
use crate::check::{Flaw, Trial, Verdict};
use crate::{Score, Scoring, Task, Uid, WeightVector};

/// A positive score never becomes no weight, by the trial's policy.
///
/// # Errors
/// `u16-floor-unsafe`.
pub fn floor_safe<T: Task>(trial: &Trial<'_, T>, rule: &dyn Scoring<T>) -> Verdict {
    search(trial, "floor", |case| {
        // The widest range there is: one at the bottom of the efforts, one at the top.
        let mut case = case.with_effort(trial.effort(4));
        case.efforts.push(trial.effort(0));
        let world = World::of(&case);
        let played = world.play(trial, rule);
        let scores: Vec<(Uid, Score)> =
            (0..).map(Uid).zip(played.totals.iter().map(|total| Score::saturating(*total))).collect();
        let row = WeightVector::from_scores(&scores, &trial.policy);
        let weighed = |uid: &Uid| row.entries().iter().any(|(other, weight)| other == uid && weight.0 > 0);
        let lost = scores.iter().find(|(uid, score)| score.get() > 0.0 && !weighed(uid))?;
        let best = played.totals.iter().copied().fold(0.0, f64::max);
        let (miner, share) = (lost.0.index(), lost.1.get() / best);
        finding(&case, Flaw::FloorUnsafe { miner, share }, &world, &played, &played)
    })
}
