//! Which questions are the same, and what follows: what a miner has done before, and what others can see.

use super::super::errand::{Call, Place};
use super::super::miner::Miner;
use super::Floor;
use crate::behaviour::Solver;
use incentor_primitives::Uid;
use incentor_sdk::Sitting;
use std::ptr;
use std::time::Duration;

/// Room for the answers that a miner sees, as a rule; more take a longer list.
const SEATS_SEEN: usize = 32;

impl Floor<'_, '_> {
    /// This hotkey's own answer to the same question of another validator.
    pub(super) fn done_before(&self, (at, me): (Place, Call), solver: Solver) -> Option<(Call, Option<f64>)> {
        let errands = &self.scratch.errands;
        if errands.is_first_of_hotkey(at) {
            return None;
        }
        let mut mine = errands.before(at).take_while(|other| other.is_to_hotkey_of(&me));
        mine.find_map(|other| {
            let answer = errands.answer(&other).filter(|answer| answer.solver == Some(solver))?;
            self.is_same(&other, &me).then_some((other, answer.value))
        })
    }

    /// Whether a piece adds to what the subnet's customers have: of one question a worker makes one piece.
    pub(super) fn is_fresh(&self, (at, me): (Place, Call), miner: &Miner<'_>) -> bool {
        if miner.hotkeys.len() <= miner.plan.workers as usize {
            return true;
        }
        let errands = &self.scratch.errands;
        let earlier = errands.before(at).take_while(|other| other.miner() == me.miner());
        let (mut hotkeys, mut last) = (0, me.hotkey());
        // By hotkey, so that each is met in one go.
        for other in earlier.filter(|other| other.hotkey() != me.hotkey() && errands.is_original(other)) {
            if other.hotkey() != last && self.is_same(&other, &me) {
                (hotkeys, last) = (hotkeys + 1, other.hotkey());
            }
        }
        hotkeys < miner.plan.workers
    }

    /// Whether two sheets carry the same question.
    pub(super) fn is_same(&self, one: &Call, other: &Call) -> bool {
        if self.scratch.errands.in_unison || one.sitting() == other.sitting() {
            return one.question() == other.question();
        }
        if let (Some(one), Some(other)) =
            (self.scratch.shared[one.sitting()], self.scratch.shared[other.sitting()])
        {
            return one == other;
        }
        let ask = |call: &Call| self.sittings[call.sitting()].ask(call.sheet());
        ask(one).zip(ask(other)).is_some_and(|(one, other)| self.subject.mechanism.is_same(one, other))
    }

    /// Finds out which sittings have but one question, and which of these have the same: equal numbers.
    ///
    /// Where each asks everybody the same, as most mechanisms do, no sheet has to be compared; in unison nothing has.
    pub(super) fn share_questions(&mut self) {
        let only = |sitting: &dyn Sitting| {
            let (first, last) = (sitting.ask(0)?, sitting.ask(sitting.sheets().checked_sub(1)?)?);
            // Sheets come question by question, so that equal ends have nothing else between them.
            ptr::addr_eq(first, last).then_some(())
        };
        let shared = &mut self.scratch.shared;
        shared.clear();
        if self.scratch.errands.in_unison {
            return;
        }
        for (at, sitting) in self.sittings.iter().enumerate() {
            let same = |&earlier: &usize| {
                let (Some(one), Some(other)) = (self.sittings[earlier].ask(0), sitting.ask(0)) else {
                    return false;
                };
                shared[earlier] == Some(earlier) && self.subject.mechanism.is_same(one, other)
            };
            let number = only(&**sitting).map(|()| (0..at).find(same).unwrap_or(at));
            shared.push(number);
        }
    }

    /// Original answers of other coldkeys to a question, one per seat, by uid: seat, earliest arrival, and whose.
    pub(super) fn visible(&self, me: &Call) -> Vec<(Uid, Duration, usize)> {
        let errands = &self.scratch.errands;
        let mut visible: Vec<(Uid, Duration, usize)> = Vec::with_capacity(SEATS_SEEN);
        for other in errands.iter().filter(|other| other.miner() != me.miner()) {
            let Some(answer) = errands.answer(&other).filter(|answer| answer.solver.is_some()) else {
                continue;
            };
            if !self.is_same(&other, me) {
                continue;
            }
            // What goes to one hotkey stands together.
            match visible.last_mut().filter(|seen| seen.0 == other.uid) {
                Some(seen) => seen.1 = seen.1.min(answer.latency),
                None => visible.push((other.uid, answer.latency, other.miner())),
            }
        }
        visible.sort_unstable_by_key(|seen| seen.0);
        visible
    }
}
