//! Better pays more.

use super::finding;
use crate::check::case::Case;
use crate::check::search::{gain, rises, search};
use crate::check::stage::{Entrant, Played, World};
use crate::check::{Finding, Flaw, Lever, Trial, Verdict};
use crate::{Scoring, Task};

/// Better work, and the same work sooner, never scores less.
///
/// Work is compared answer by answer where the solver tells its value, on average over luck where it does not
/// (then a fall counts beyond three standard errors, twice). A reply that happens to equal a rival's is left
/// out: that is a matter of copies.
///
/// # Errors
/// `not-monotone`.
pub fn monotone<T: Task>(trial: &Trial<'_, T>, rule: &dyn Scoring<T>) -> Verdict {
    search(trial, "speed", |case| slower_pays(trial, rule, case))?;
    search(trial, "quality", |case| worse_pays(trial, rule, case))
}

fn slower_pays<T: Task>(trial: &Trial<'_, T>, rule: &dyn Scoring<T>, case: &Case) -> Option<Finding> {
    let pace = |pace: f64| World::of(case).with(case.target, |entrant: &mut Entrant| entrant.pace = pace);
    let (slow, fast) = (pace(4.0), pace(0.25));
    let (before, after) = (slow.play(trial, rule), fast.play(trial, rule));
    let (was, is) = (before.total(case.target), after.total(case.target));
    let same_work = same_replies(&before, &after, case.target);
    let flaw = Flaw::NotMonotone { by: Lever::Speed, before: was, after: is };
    (same_work && rises(is, was)).then(|| finding(case, flaw, &fast, &before, &after))?
}

fn same_replies<T: Task>(before: &Played<T>, after: &Played<T>, miner: usize) -> bool {
    let (before, after) = (before.of(miner), after.of(miner));
    before.len() == after.len() && before.iter().zip(after).all(|(a, b)| a.ask == b.ask && a.reply == b.reply)
}

fn worse_pays<T: Task>(trial: &Trial<'_, T>, rule: &dyn Scoring<T>, case: &Case) -> Option<Finding> {
    let (low, high) = (case.effort().min(case.other), case.effort().max(case.other));
    if low >= high {
        return None;
    }
    // Where the solver tells values, one pair of answers is enough; only the draws that are drawn first are
    // looked at.
    let mut told = None;
    let play = |draw: u32| {
        let drawn = case.redrawn(draw);
        let (worse, better) = (drawn.with_effort(low), drawn.with_effort(high));
        let world = World::of(&better);
        let (before, after) = (World::of(&worse).play(trial, rule), world.play(trial, rule));
        let comparable = before.same_questions(&after, &[case.target])
            && !coincides(&before, case)
            && !coincides(&after, case);
        comparable.then_some((drawn, world, before, after))
    };
    for draw in 0..trial.draws {
        let Some((drawn, world, before, after)) = play(draw) else { continue };
        let (was, is) = (before.total(case.target), after.total(case.target));
        let better = is_better(&before, &after, case.target);
        told = told.or(better);
        if better == Some(true) && rises(is, was) {
            let flaw = Flaw::NotMonotone { by: Lever::Quality, before: was, after: is };
            return finding(&drawn, flaw, &world, &before, &after);
        }
    }
    if told.is_some() {
        return None;
    }
    // A gain by less effort.
    let pair = |draw: u32| {
        play(draw).map(|(_, _, before, after)| (after.total(case.target), before.total(case.target)))
    };
    let gain = gain(trial.draws, 0.0, pair)?;
    let flaw = Flaw::NotMonotone { by: Lever::Quality, before: gain.after, after: gain.before };
    let better = case.with_effort(high);
    let (before, after) = (World::of(&case.with_effort(low)), World::of(&better));
    finding(case, flaw, &after, &before.play(trial, rule), &after.play(trial, rule))
}

/// Whether nobody scores more than this miner.
fn leads<T: Task>(played: &Played<T>, miner: usize) -> bool {
    played.totals.iter().all(|total| *total <= played.total(miner))
}

/// Whether every answer is worth at least as much and one is worth more; `None` if the solver does not say.
fn is_better<T: Task>(before: &Played<T>, after: &Played<T>, miner: usize) -> Option<bool> {
    let (before, after) = (before.of(miner), after.of(miner));
    let mut better = false;
    for (a, b) in before.iter().zip(after) {
        let (a, b) = (a.value?, b.value?);
        if b < a {
            return Some(false);
        }
        better |= b > a;
    }
    Some(better)
}

/// Whether a miner's reply equals a rival's to the same question.
fn coincides<T: Task>(played: &Played<T>, case: &Case) -> bool {
    played.of(case.target).iter().any(|own| {
        let mut rivals = played.sheets.iter().filter(|other| other.entrant != case.target);
        own.reply.is_ok()
            && rivals.any(|other| {
                (other.round, other.question) == (own.round, own.question) && other.reply == own.reply
            })
    })
}

/// Up to the top of the trial's efforts, better work scores more.
///
/// Looked at from the best of several; answers that do not differ say nothing. Where the solver tells values, a cap
/// counts even if luck keeps some answers below it.
///
/// # Errors
/// `capped`.
pub fn uncapped<T: Task>(trial: &Trial<'_, T>, rule: &dyn Scoring<T>) -> Verdict {
    search(trial, "cap", |case| {
        // The best of several: alone, a share of the whole would look like a cap.
        let mut flat = None;
        for at in (0..4).rev() {
            let (low, high) = (trial.effort(at), trial.effort(at + 1));
            let mut steps = case.clone();
            if steps.efforts.len() == 1 {
                steps.efforts.push(low);
            }
            steps.efforts = steps.efforts.iter().map(|effort| effort.min(low * 0.5)).collect();
            match step(trial, rule, &steps, low, high) {
                Some((score, finding)) if score > 0.0 => flat = Some(finding),
                _ => break,
            }
        }
        flat
    })
}

/// Draws that have to stand still before a step counts as flat.
const LEAST_FLAT: usize = 4;

/// The score on which a step up in effort changes nothing, although answers get better.
fn step<T: Task>(
    trial: &Trial<'_, T>,
    rule: &dyn Scoring<T>,
    case: &Case,
    low: f64,
    high: f64,
) -> Option<(f64, Finding)> {
    let (mut flat, mut rose, mut top, mut shown) = (Vec::new(), false, 0.0_f64, None);
    for draw in 0..trial.draws {
        let drawn = case.redrawn(draw);
        let better = drawn.with_effort(high);
        let world = World::of(&better);
        let (before, after) = (World::of(&drawn.with_effort(low)).play(trial, rule), world.play(trial, rule));
        let better = is_better(&before, &after, case.target);
        if better == Some(false) || same_replies(&before, &after, case.target) {
            continue;
        }
        if !before.same_questions(&after, &[case.target]) || coincides(&after, case) {
            continue;
        }
        // Only from the top: below it, luck decides who is compared with whom.
        if !leads(&before, case.target) || !leads(&after, case.target) {
            continue;
        }
        let (was, is) = (before.total(case.target), after.total(case.target));
        if rises(is, was) || was == 0.0 {
            return None;
        }
        top = top.max(is);
        if rises(was, is) {
            rose = true;
            continue;
        }
        flat.push((was, better == Some(true)));
        let flaw = Flaw::Capped { from_effort: low, score: was };
        if shown.as_ref().is_none_or(|(score, _)| rises(*score, was)) {
            shown = finding(&drawn, flaw, &world, &before, &after).map(|found| (was, found));
        }
    }
    // A cap that luck reaches in some draws only: they stand on one number, which no draw exceeds.
    flat.retain(|(score, told)| !rose || (*told && !rises(*score, top)));
    shown.filter(|_| flat.len() >= LEAST_FLAT)
}
