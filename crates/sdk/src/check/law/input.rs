//! What comes from outside.

use super::finding;
use crate::check::case::Case;
use crate::check::search::{rises, search};
use crate::check::stage::{Conduct, Failed, Played, World};
use crate::check::{Breakage, Finding, Flaw, Trial, Twist, Verdict};
use crate::synapse::Part;
use crate::{Scoring, Synapse, Task};
use std::collections::BTreeMap;

/// Scores beyond this were infinite, or are about to be.
const BEYOND: f64 = 1e300;

/// Whatever comes, a rule gives one finite score per answer.
///
/// Nor does one miner's reply take everybody else's score. Replies have their fields set to NaN, infinities,
/// huge, negative and zero numbers, emptied and made long; miners are silent, and nobody is there at all. What
/// task and rule note down survives a restart ([`Notes::lost`](crate::Notes::lost)).
///
/// # Errors
/// `not-finite`.
pub fn finite<T: Task>(trial: &Trial<'_, T>, rule: &dyn Scoring<T>) -> Verdict {
    search(trial, "input", |case| {
        let honest = World::of(case);
        let before = honest.play(trial, rule);
        let plain = |world: &World, after: &Played<T>| {
            let breakage = breakage(&before, after, case, false)?;
            finding(case, Flaw::NotFinite { breakage, twist: None }, world, &before, after)
        };
        let all = |conduct: Conduct| {
            let mut world = honest.clone();
            world.entrants.iter_mut().for_each(|entrant| entrant.conduct = conduct.clone());
            world
        };
        let still = [honest.clone(), all(Conduct::Silence), all(Conduct::Absence)];
        if let Some(found) = still.iter().find_map(|world| plain(world, &world.play(trial, rule))) {
            return Some(found);
        }
        twists(trial, &before, case, Twist::hostile).into_iter().find_map(|twist| {
            let world = honest.clone().with(case.target, |entrant| entrant.twist = Some(twist.clone()));
            let after = world.play(trial, rule);
            let breakage = breakage(&before, &after, case, true)?;
            let twist = Some(twist);
            finding(case, Flaw::NotFinite { breakage, twist }, &world, &before, &after)
        })
    })
}

/// The changes that fit this miner's replies, fields that are the work itself left out.
fn twists<T: Task>(
    trial: &Trial<'_, T>,
    played: &Played<T>,
    case: &Case,
    ways: fn(&crate::ReplyOf<T>) -> Vec<Twist>,
) -> Vec<Twist> {
    let mut twists: Vec<Twist> = Vec::new();
    for reply in played.of(case.target).iter().filter_map(|sheet| sheet.reply.as_ref().ok()) {
        for twist in ways(reply) {
            if !trial.measured.contains(&twist.field) && !twists.contains(&twist) {
                twists.push(twist);
            }
        }
    }
    twists
}

fn breakage<T: Task>(before: &Played<T>, after: &Played<T>, case: &Case, alone: bool) -> Option<Breakage> {
    match &after.failed {
        Some(Failed::Panic(message)) => return Some(Breakage::Panic { message: message.clone() }),
        Some(Failed::Length { answers, scores }) => {
            return Some(Breakage::WrongLength { answers: *answers, scores: *scores });
        }
        Some(Failed::Fault(message)) => return Some(Breakage::Fault { message: message.clone() }),
        Some(Failed::Forgets(note)) => return Some(Breakage::Forgets { note: note.clone() }),
        None => {}
    }
    if after.sheets.iter().any(|sheet| sheet.score >= BEYOND) {
        return Some(Breakage::Overflow);
    }
    let others = |played: &Played<T>| -> Vec<f64> {
        (0..case.efforts.len()).filter(|at| *at != case.target).map(|at| played.total(at)).collect()
    };
    let (had, have) = (others(before), others(after));
    let poisoned = alone && had.iter().any(|score| *score > 0.0) && have.iter().all(|score| *score == 0.0);
    poisoned.then_some(Breakage::Poisoned)
}

/// Not answering scores nothing.
///
/// # Errors
/// `silence-paid`.
pub fn silence_unpaid<T: Task>(trial: &Trial<'_, T>, rule: &dyn Scoring<T>) -> Verdict {
    search(trial, "silence", |case| {
        let world = World::of(case).with(case.target, |entrant| entrant.conduct = Conduct::Silence);
        let (before, after) = (World::of(case).play(trial, rule), world.play(trial, rule));
        let score = after.total(case.target);
        (score > 0.0).then(|| finding(case, Flaw::SilencePaid { score }, &world, &before, &after))?
    })
}

/// Replies a claim has to help, all of them, before it counts as one.
const MOST_TOLD: u32 = 16;
/// And how many of them there have to be.
const LEAST_TOLD: usize = 6;

/// What a miner says about its work does not raise its score, only the work does.
///
/// A field that repeats the question must not raise any score when it is changed. Any other field outside
/// lists counts as a claim if one and the same change of it raises the score of every reply that has one; a
/// field that is the work itself is declared with [`Trial::measured`].
///
/// # Errors
/// `tamper-unsafe`.
pub fn tamper_safe<T: Task>(trial: &Trial<'_, T>, rule: &dyn Scoring<T>) -> Verdict {
    search(trial, "tamper", |case| tampered(trial, rule, case))
}

/// Whether the field is one the miner fills in, by the protocol: a derived request carries it empty.
fn is_filled_in<A: Synapse>(ask: &A, twist: &Twist) -> bool {
    let layout = A::LAYOUTS.iter().find(|layout| layout.route == ask.route());
    let filled_in = |name: &str| {
        let mut fields = layout.into_iter().flat_map(|layout| layout.fields);
        fields.any(|field| field.name == name && field.part == Part::Reply)
    };
    twist.field.split(['.', '[']).any(filled_in)
}

fn tampered<T: Task>(trial: &Trial<'_, T>, rule: &dyn Scoring<T>, case: &Case) -> Option<Finding> {
    // By field and change: how many replies it helped, and the first of them; none once it failed to help.
    let mut helped: BTreeMap<String, Option<(usize, Finding)>> = BTreeMap::new();
    for draw in 0..MOST_TOLD {
        let drawn = case.redrawn(draw).with_effort(trial.effort(draw as usize % 5));
        let honest = World::of(&drawn);
        let before = honest.play(trial, rule);
        let was = before.total(case.target);
        for twist in twists(trial, &before, &drawn, Twist::flattering) {
            let own = before.of(case.target);
            let replies = || own.iter().filter_map(|sheet| Some((&sheet.ask, sheet.reply.as_ref().ok()?)));
            let echo = replies().any(|(ask, reply)| !is_filled_in(ask, &twist) && twist.is_echo(ask, reply));
            let name = twist.to_string();
            if !echo && matches!(helped.get(&name), Some(None)) {
                continue;
            }
            if replies().all(|(_, reply)| twist.apply(reply).is_none()) {
                continue;
            }
            let world = honest.clone().with(case.target, |entrant| entrant.twist = Some(twist.clone()));
            let after = world.play(trial, rule);
            let is = after.total(case.target);
            let flaw = Flaw::TamperUnsafe { twist, echo, before: was, after: is };
            let found = rises(was, is).then(|| finding(&drawn, flaw, &world, &before, &after)).flatten();
            match (found, echo) {
                (Some(found), true) => return Some(found),
                (Some(found), false) => {
                    let entry = helped.entry(name).or_insert(Some((0, found)));
                    *entry = entry.take().map(|(count, first)| (count + 1, first));
                }
                // Where there is nothing to raise, a change that does nothing says nothing.
                (None, false) if was > 0.0 => {
                    helped.insert(name, None);
                }
                (None, _) => {}
            }
        }
    }
    let enough = |(count, found): (usize, Finding)| (count >= LEAST_TOLD).then_some(found);
    helped.into_values().flatten().find_map(enough)
}
