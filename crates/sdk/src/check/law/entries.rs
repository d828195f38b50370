//! A second hotkey does not pay.

use super::finding;
use crate::check::case::Case;
use crate::check::search::{gain, rises, search};
use crate::check::stage::{Conduct, Played, World};
use crate::check::{Finding, Flaw, Trial, Verdict};
use crate::{Scoring, Task};

/// A copy never raises the sum of its owner's scores, nor their share of all pay.
///
/// Tried with exact copies, and with what [`Solver::disguise`](crate::Solver::disguise) makes of them.
///
/// # Errors
/// `clone-unsafe`.
pub fn clone_safe<T: Task>(trial: &Trial<'_, T>, rule: &dyn Scoring<T>) -> Verdict {
    for disguised in [false, true] {
        search(trial, "clone", |case| copied(trial, rule, case, disguised))?;
    }
    Ok(())
}

fn copied<T: Task>(
    trial: &Trial<'_, T>,
    rule: &dyn Scoring<T>,
    case: &Case,
    disguised: bool,
) -> Option<Finding> {
    let world = World::of(case).and(Conduct::Copy { of: case.target, disguised });
    let after = world.play(trial, rule);
    let before = without_last(trial, rule, case, &after);
    let copy = case.efforts.len();
    let mine = [case.target, copy];
    let sum = |played: &Played<T>| played.total(case.target) + played.total(copy);
    let share = |played: &Played<T>| played.share(&mine, trial.power());
    let found = |before_pay, after_pay, shares| {
        let flaw = Flaw::CloneUnsafe { disguised, before: before_pay, after: after_pay, shares };
        finding(case, flaw, &world, &before, &after)
    };
    if rises(sum(&before), sum(&after)) {
        return found(sum(&before), sum(&after), false);
    }
    if rises(share(&before), share(&after)) {
        return found(share(&before), share(&after), true);
    }
    None
}

/// The same without the last miner; with it silent where its mere presence changes the questions.
fn without_last<T: Task>(
    trial: &Trial<'_, T>,
    rule: &dyn Scoring<T>,
    case: &Case,
    with: &Played<T>,
) -> Played<T> {
    let absent = World::of(case).and(Conduct::Absence).play(trial, rule);
    let others: Vec<usize> = (0..case.efforts.len()).collect();
    if absent.same_questions(with, &others) {
        return absent;
    }
    World::of(case).and(Conduct::Silence).play(trial, rule)
}

/// A weak entry never raises any other miner's share of all pay.
///
/// The decoy comes late and scores no more than the one it would help; what it is paid itself counts as pay of
/// others.
///
/// # Errors
/// `decoy-unsafe`.
pub fn decoy_safe<T: Task>(trial: &Trial<'_, T>, rule: &dyn Scoring<T>) -> Verdict {
    search(trial, "decoy", |case| {
        let decoy = case.efforts.len();
        let world = World::of(case)
            .and(Conduct::Work(case.other.min(case.effort())))
            .with(decoy, |entrant| entrant.pace = 16.0);
        let after = world.play(trial, rule);
        let before = without_last(trial, rule, case, &after);
        let share = |played: &Played<T>, miner: usize| played.share(&[miner], trial.power());
        let helped = |miner: &usize| {
            after.total(decoy) <= after.total(*miner) && rises(share(&before, *miner), share(&after, *miner))
        };
        let miner = (0..decoy).find(helped)?;
        let (was, is) = (share(&before, miner), share(&after, miner));
        finding(case, Flaw::DecoyUnsafe { miner, before: was, after: is }, &world, &before, &after)
    })
}

/// What splitting must gain to count, as a share.
const LEAST_GAIN: f64 = 0.02;

/// Two hotkeys with half the effort each never earn more than one with all.
///
/// Judged on average over luck, by scores to the power of the trial's policy: a rise counts beyond three
/// standard errors and two percent, twice. The whole is at most the reference, effort 1, where efforts start
/// below it. It supposes that effort is what a miner pays for; where one worker can serve many hotkeys at no
/// cost, only a load that saturates it helps.
///
/// # Errors
/// `split-unsafe`.
pub fn split_safe<T: Task>(trial: &Trial<'_, T>, rule: &dyn Scoring<T>) -> Verdict {
    search(trial, "split", |case| {
        let second = case.efforts.len();
        // Beyond the reference effort may go to waste, and whoever splits it wastes less: no fault of the rule.
        let whole = case.effort().min(trial.efforts.start().max(1.0));
        let pay = |played: &Played<T>| {
            [case.target, second].iter().map(|at| libm::pow(played.total(*at), trial.power())).sum::<f64>()
        };
        let case = case.with_effort(whole);
        let pair = |draw| {
            let drawn = case.redrawn(draw);
            let after = split(&drawn, whole).play(trial, rule);
            let before = without_last(trial, rule, &drawn, &after);
            Some((pay(&before), pay(&after)))
        };
        let gain = gain(trial.draws, LEAST_GAIN, pair)?;
        let world = split(&case, whole);
        let after = world.play(trial, rule);
        let before = without_last(trial, rule, &case, &after);
        let flaw = Flaw::SplitUnsafe { before: gain.before, after: gain.after };
        finding(&case, flaw, &world, &before, &after)
    })
}

fn split(case: &Case, whole: f64) -> World {
    let half = case.with_effort(whole / 2.0);
    World::of(&half).and(Conduct::Work(whole / 2.0))
}
