//! A miner's turn with a question: what it makes of it, and what lies on the sheet then.

use super::super::bottleneck::Bottleneck;
use super::super::errand::{Answer, Call, Place};
use super::super::miner::Miner;
use super::{Floor, Harvest, by_turn};
use crate::behaviour::{Ask, Effort, Move, Solver, Visible, is_called};
use incentor_primitives::Uid;
use incentor_scenario::MinerBehaviour;
use incentor_sdk::{Desk, Refusal, Rng};
use std::time::Duration;

/// What came of a turn.
pub(super) enum Played {
    Answer(Answer),
    Waits,
    Silent,
}

impl Floor<'_, '_> {
    /// One miner's turn with one question.
    pub(super) fn turn(
        &mut self,
        (at, call): (Place, Call),
        visible: &[Visible<'_>],
        miner: &mut Miner<'_>,
        harvest: &mut Harvest,
    ) -> Played {
        if self.block.0 < miner.away_until || self.part(&call).served <= 0.0 {
            return Played::Silent;
        }
        if matches!(miner.plan.behaviour, MinerBehaviour::Honest) {
            return self.work((at, call), miner, Effort::of(1.0), harvest);
        }
        let validator = self.askers[call.sitting()];
        let is_told = validator
            .friends()
            .iter()
            .any(|friend| friend == miner.population || is_called(miner.name, friend));
        let looks = self.sittings[call.sitting()].looks(call.sheet());
        let hotkey = &miner.hotkeys[call.hotkey()];
        let ask = Ask {
            block: self.block,
            me: call.uid,
            hotkey: hotkey.ordinal,
            caller: validator.name,
            caller_stake_rao: validator.caller.stake_weight_rao,
            incentive: self.incentive,
            answered: visible,
            is_repeat: looks.repeat,
            is_organic: looks.organic,
            is_told,
        };
        let play = by_turn(hotkey.lucks[self.subject.game].play, call.turn);
        let mut luck = play.at(validator.ordinal, self.number);
        match miner.behaviour.play(&ask, &mut luck) {
            Move::Silence => Played::Silent,
            Move::Wait => Played::Waits,
            Move::Work(effort) => self.work((at, call), miner, effort, harvest),
            Move::Copy { of, delay, disguise } => {
                let Some(seen) = visible.iter().find(|seen| seen.uid == of) else { return Played::Silent };
                let latency = seen.latency.saturating_add(delay).saturating_add(miner.plan.distance.0);
                self.copy(&call, of, latency, disguise.then_some(&mut luck))
            }
            Move::Told => {
                if !is_told || !self.sittings[call.sitting()].tell(call.sheet()) {
                    return Played::Silent;
                }
                let latency = self.latency(&call, miner);
                Played::Answer(Answer { latency, solver: None, value: None })
            }
        }
    }

    /// Does the work, or hands in what this hotkey has done for another validator's same question.
    fn work(
        &mut self,
        (at, call): (Place, Call),
        miner: &mut Miner<'_>,
        effort: Effort,
        harvest: &mut Harvest,
    ) -> Played {
        let usual = || self.latency(&call, miner);
        let mut latency = effort.latency.unwrap_or_else(usual);
        if let Some((from, value)) = self.done_before((at, call), effort.solver) {
            if !self.hand_over(&from, &call, None) {
                return Played::Silent;
            }
            harvest.delivered += value.unwrap_or(0.0);
            return Played::Answer(Answer { latency, solver: Some(effort.solver), value });
        }
        let solver = match effort.solver {
            Solver::Honest => 0,
            Solver::Other => match miner.others.get(self.subject.game).copied().flatten() {
                Some(number) => number,
                None => return Played::Silent,
            },
        };
        let validator = self.askers[call.sitting()];
        let part = self.part(&call);
        let quality = effort.share * miner.ability.quality * part.effort;
        let hotkey = &mut miner.hotkeys[call.hotkey()];
        let lucks = hotkey.lucks[self.subject.game];
        let mut desk = Desk {
            caller: &validator.caller,
            effort: quality,
            rng: &mut by_turn(lucks.answer, call.turn).at(validator.ordinal, self.number),
            shelf: &mut hotkey.shelves[self.subject.game],
        };
        let sitting = &mut self.sittings[call.sitting()];
        let done: Result<_, Refusal> = sitting.work(call.sheet(), solver, &mut desk);
        let Ok(work) = done else { return Played::Silent };
        if part.served < 1.0 {
            sitting.curtail(call.sheet(), part.served);
        }
        if self.subject.bottleneck == Bottleneck::Time && !work.cpu.is_zero() {
            let up = miner.crew.up(self.block.0).max(1);
            let busy = self.busy.entry((call.miner(), call.sitting())).or_default();
            *busy = busy.saturating_add(work.cpu / up);
            if effort.latency.is_none() {
                latency = latency.saturating_add(*busy);
            }
        }
        let value = work.value.map(|value| value * part.served);
        harvest.produced += 1;
        harvest.delivered += value.unwrap_or(0.0);
        if self.is_fresh((at, call), miner) {
            harvest.fresh += value.unwrap_or(0.0);
        }
        Played::Answer(Answer { latency, solver: Some(effort.solver), value })
    }

    pub(super) fn latency(&self, call: &Call, miner: &Miner<'_>) -> Duration {
        self.subject.latency(self.part(call).slowed, self.scratch.delays.get(call.number()), miner)
    }

    /// Hands in the answer a miner can see.
    fn copy(&mut self, call: &Call, of: Uid, latency: Duration, disguise: Option<&mut Rng>) -> Played {
        let errands = &self.scratch.errands;
        let is_source =
            |other: &Call| other.uid == of && errands.is_original(other) && self.is_same(other, call);
        let Some(from) = errands.iter().find(is_source) else { return Played::Silent };
        if self.hand_over(&from, call, disguise) {
            Played::Answer(Answer { latency, solver: None, value: None })
        } else {
            Played::Silent
        }
    }

    /// Lays the reply to one question on the sheet of another.
    pub(super) fn hand_over(&mut self, from: &Call, to: &Call, disguise: Option<&mut Rng>) -> bool {
        if from.sitting() == to.sitting() {
            return self.sittings[to.sitting()].hand_on(from.sheet(), to.sheet(), disguise);
        }
        let Ok([source, target]) = self.sittings.get_disjoint_mut([from.sitting(), to.sitting()]) else {
            return false;
        };
        source.reply(from.sheet()).is_some_and(|reply| target.hand_in(to.sheet(), reply, disguise))
    }
}
