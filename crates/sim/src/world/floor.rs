//! A round in full swing: every miner's turn with every question.

use super::bottleneck::{Bottleneck, Part};
use super::errand::{Answer, Errand, Lister};
use super::miner::Miner;
use super::site::Holder;
use super::validator::Validator;
use crate::behaviour::{Ask, Effort, Move, Solver, Visible, is_called};
use incentor_primitives::{BlockNumber, Uid};
use incentor_scenario::{AnswerPlan, MinerBehaviour};
use incentor_sdk::{AnyMechanism, Arrival, Desk, Luck, Refusal, Sitting, exponentials, normals};
use std::collections::BTreeMap;
use std::ptr;
use std::time::Duration;

/// Replies that take longer than a day are as good as none.
const LONGEST: Duration = Duration::from_secs(86_400);

/// A round of one mechanism by some validators of a subnet.
pub(super) struct Floor<'f, 's> {
    pub(super) number: u64,
    pub(super) block: BlockNumber,
    pub(super) subject: Subject<'f>,
    /// Who holds each seat.
    pub(super) seats: &'f [Holder],
    /// The validators that ask, one per sitting.
    pub(super) askers: &'f [&'f Validator<'f>],
    pub(super) sittings: &'f mut [Box<dyn Sitting + 's>],
    /// Incentive of the last epoch by uid.
    pub(super) incentive: &'f [u16],
    /// Whether somebody wants to know what came of each question.
    pub(super) watched: bool,
    /// How long a miner's workers have been busy with a sitting's questions, by both; for work that takes its time.
    pub(super) busy: BTreeMap<(usize, usize), Duration>,
    /// By sitting: the first with the same question, where each has but one; filled in here.
    pub(super) shared: Vec<Option<usize>>,
    /// Parts of workers, the whole first; filled in here.
    pub(super) parts: Vec<Part>,
}

/// What a round came to.
pub(super) struct Filled {
    /// What each miner did.
    pub(super) harvest: Vec<Harvest>,
    /// What came of each question; empty unless the round was watched.
    pub(super) seen: Vec<Seen>,
}

/// What came of a question.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    pub(super) sitting: usize,
    pub(super) sheet: usize,
    pub(super) miner: usize,
    pub(super) hotkey: usize,
    /// When the answer was there; `None` = none came.
    pub(super) latency: Option<Duration>,
    pub(super) value: Option<f64>,
    /// Whether it is the miner's own work.
    pub(super) is_own: bool,
}

/// What stays the same from round to round.
#[derive(Clone, Copy)]
pub(super) struct Subject<'f> {
    /// Place of the mechanism among the subnet's.
    pub(super) game: usize,
    pub(super) mechanism: &'f dyn AnyMechanism,
    pub(super) answer: &'f AnswerPlan,
    pub(super) readings: Luck,
    /// What hotkeys that share a worker share of it.
    pub(super) bottleneck: Bottleneck,
}

/// What a miner's coldkey did in a round.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Harvest {
    /// Questions it was asked.
    pub(super) asked: u64,
    /// Answers it produced itself.
    pub(super) produced: u64,
    /// Value of its fresh work: each piece once.
    pub(super) fresh: f64,
    /// Value of its own work over all questions: each answer.
    pub(super) delivered: f64,
}

enum Played {
    Answer(Answer),
    Waits,
    Silent,
}

impl Floor<'_, '_> {
    /// Plays the replies to all sittings and delivers them.
    pub(super) fn fill(mut self, miners: &mut [Miner<'_>], scratch: &mut Scratch) -> Filled {
        let mut harvest = vec![Harvest::default(); miners.len()];
        let Scratch { errands, lister, loads, delays, waiting, arrivals } = scratch;
        lister.list(self.sittings, self.seats, miners.len(), errands);
        self.parts.push(Part::WHOLE);
        for of_miner in errands.chunk_by_mut(|one, other| one.miner() == other.miner()) {
            if let Some(miner) = of_miner.first().and_then(|first| miners.get_mut(first.miner())) {
                self.share_workers(of_miner, miner, loads);
            }
        }
        self.shared = self.shared_questions();
        self.draw_delays(errands, miners, delays);
        waiting.clear();
        let mut at = 0;
        while let Some(errand) = errands.get(at) {
            let (miner, harvest) = (&mut miners[errand.miner()], &mut harvest[errand.miner()]);
            harvest.asked += 1;
            match self.turn((at, delays), errands, &[], miner, harvest) {
                Played::Answer(answer) => {
                    errands[at].answer = Some(answer);
                    if matches!(miner.plan.behaviour, MinerBehaviour::Honest) {
                        at += self.hand_out((at, delays), errands, miner, harvest);
                    }
                }
                Played::Waits => waiting.push(at),
                Played::Silent => {}
            }
            at += 1;
        }
        for at in waiting.drain(..) {
            let visible = self.visible(at, errands, miners);
            let names: Vec<Visible<'_>> = visible
                .iter()
                .map(|seen| Visible { uid: seen.0, coldkey: miners[seen.2].name, latency: seen.1 })
                .collect();
            let place = errands[at].miner();
            let (miner, harvest) = (&mut miners[place], &mut harvest[place]);
            if let Played::Answer(answer) = self.turn((at, delays), errands, &names, miner, harvest) {
                errands[at].answer = Some(answer);
            }
        }
        self.deliver(errands, arrivals);
        let seen = if self.watched { errands.iter().map(Errand::seen).collect() } else { Vec::new() };
        Filled { harvest, seen }
    }

    /// Draws by how much each answer takes longer or shorter than usual; nothing where all take the same.
    fn draw_delays(&self, errands: &[Errand], miners: &[Miner<'_>], delays: &mut Vec<f64>) {
        let sd = self.subject.answer.latency_sd;
        delays.clear();
        if sd <= 0.0 {
            return;
        }
        let stream = |errand: &Errand| {
            let luck = miners[errand.miner()].hotkeys[errand.hotkey()].lucks[self.subject.game].latency;
            by_turn(luck, errand.turn).at(self.askers[errand.sitting()].ordinal, self.number)
        };
        normals(errands.iter().map(stream), delays);
        delays.iter_mut().for_each(|delay| *delay *= sd);
        exponentials(delays);
    }

    /// What a coldkey's workers can do about the questions of this block.
    ///
    /// Its hotkeys share them: n questions of one validator in one block are a load of n on each worker that is up.
    fn share_workers(&mut self, errands: &mut [Errand], miner: &mut Miner<'_>, loads: &mut Vec<f64>) {
        if miner.ability.base().is_none() {
            return;
        }
        let up = miner.crew.up(self.block.0);
        if up == 0 {
            let none = self.one_more(Part { served: 0.0, ..Part::WHOLE });
            errands.iter_mut().for_each(|errand| errand.part = none);
            return;
        }
        if matches!(self.subject.bottleneck, Bottleneck::None | Bottleneck::Time) {
            return;
        }
        let seats = miner.hotkeys.iter().filter(|hotkey| hotkey.uid.is_some()).count() as f64;
        loads.clear();
        loads.resize(self.sittings.len(), 0.0);
        for errand in errands.iter() {
            loads[errand.sitting()] += 1.0;
        }
        for errand in errands {
            let part = self.subject.bottleneck.part(loads[errand.sitting()], seats, f64::from(up));
            errand.part = self.one_more(part);
        }
    }

    /// Keeps a part, if it is not the one before; gives its place.
    fn one_more(&mut self, part: Part) -> u32 {
        if self.parts.last() != Some(&part) {
            self.parts.push(part);
        }
        self.parts.len() as u32 - 1
    }

    fn part(&self, errand: &Errand) -> Part {
        self.parts[errand.part as usize]
    }

    /// One miner's turn with one question.
    fn turn(
        &mut self,
        (at, delays): (usize, &[f64]),
        errands: &[Errand],
        visible: &[Visible<'_>],
        miner: &mut Miner<'_>,
        harvest: &mut Harvest,
    ) -> Played {
        let errand = &errands[at];
        if self.block.0 < miner.away_until || self.part(errand).served <= 0.0 {
            return Played::Silent;
        }
        if matches!(miner.plan.behaviour, MinerBehaviour::Honest) {
            return self.work((at, delays), errands, miner, Effort::of(1.0), harvest);
        }
        let validator = self.askers[errand.sitting()];
        let is_told = validator
            .friends()
            .iter()
            .any(|friend| friend == miner.population || is_called(miner.name, friend));
        let looks = self.sittings[errand.sitting()].looks(errand.sheet());
        let hotkey = &miner.hotkeys[errand.hotkey()];
        let ask = Ask {
            block: self.block,
            me: errand.uid(),
            hotkey: hotkey.ordinal,
            caller: validator.name,
            caller_stake_rao: validator.caller.stake_weight_rao,
            incentive: self.incentive,
            answered: visible,
            is_repeat: looks.repeat,
            is_organic: looks.organic,
            is_told,
        };
        let play = by_turn(hotkey.lucks[self.subject.game].play, errand.turn);
        let mut luck = play.at(validator.ordinal, self.number);
        match miner.behaviour.play(&ask, &mut luck) {
            Move::Silence => Played::Silent,
            Move::Wait => Played::Waits,
            Move::Work(effort) => self.work((at, delays), errands, miner, effort, harvest),
            Move::Copy { of, delay, disguise } => {
                let Some(seen) = visible.iter().find(|seen| seen.uid == of) else { return Played::Silent };
                let latency = seen.latency.saturating_add(delay).saturating_add(miner.plan.distance.0);
                self.copy(at, errands, of, latency, disguise.then_some(&mut luck))
            }
            Move::Told => {
                if !is_told || !self.sittings[errand.sitting()].tell(errand.sheet()) {
                    return Played::Silent;
                }
                let latency = self.subject.latency(self.part(errand).slowed, delays.get(at), miner);
                Played::Answer(Answer { latency, solver: None, value: None })
            }
        }
    }

    /// Does the work, or hands in what this hotkey has done for another validator's same question.
    fn work(
        &mut self,
        (at, delays): (usize, &[f64]),
        errands: &[Errand],
        miner: &mut Miner<'_>,
        effort: Effort,
        harvest: &mut Harvest,
    ) -> Played {
        let errand = &errands[at];
        let usual = || self.subject.latency(self.part(errand).slowed, delays.get(at), miner);
        let mut latency = effort.latency.unwrap_or_else(usual);
        if let Some((from, value)) = self.done_before(at, errands, effort.solver) {
            if !self.hand_over(errands, from, at, None) {
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
        let validator = self.askers[errand.sitting()];
        let part = self.part(errand);
        let quality = effort.share * miner.ability.quality * part.effort;
        let hotkey = &mut miner.hotkeys[errand.hotkey()];
        let lucks = hotkey.lucks[self.subject.game];
        let mut desk = Desk {
            caller: &validator.caller,
            effort: quality,
            rng: &mut by_turn(lucks.answer, errand.turn).at(validator.ordinal, self.number),
            shelf: &mut hotkey.shelves[self.subject.game],
        };
        let sitting = &mut self.sittings[errand.sitting()];
        let done: Result<_, Refusal> = sitting.work(errand.sheet(), solver, &mut desk);
        let Ok(work) = done else { return Played::Silent };
        if part.served < 1.0 {
            sitting.curtail(errand.sheet(), part.served);
        }
        if self.subject.bottleneck == Bottleneck::Time && !work.cpu.is_zero() {
            let up = miner.crew.up(self.block.0).max(1);
            let busy = self.busy.entry((errand.miner(), errand.sitting())).or_default();
            *busy = busy.saturating_add(work.cpu / up);
            if effort.latency.is_none() {
                latency = latency.saturating_add(*busy);
            }
        }
        let value = work.value.map(|value| value * part.served);
        harvest.produced += 1;
        harvest.delivered += value.unwrap_or(0.0);
        if self.is_fresh(at, errands, miner) {
            harvest.fresh += value.unwrap_or(0.0);
        }
        Played::Answer(Answer { latency, solver: Some(effort.solver), value })
    }

    /// Hands an honest hotkey's answer to the validators after it that have the same question; gives their number.
    fn hand_out(
        &mut self,
        (at, delays): (usize, &[f64]),
        errands: &mut [Errand],
        miner: &Miner<'_>,
        harvest: &mut Harvest,
    ) -> usize {
        let Self { sittings, shared, subject, parts, .. } = self;
        let Some((done, rest)) = errands[at..].split_first_mut() else { return 0 };
        let (before, from) = sittings.split_at_mut(done.sitting());
        let (Some((source, after)), Some(answer)) = (from.split_first_mut(), done.answer) else { return 0 };
        let Some(reply) = source.reply(done.sheet()) else { return 0 };
        let slowed = parts[done.part as usize].slowed;
        let usual = delays.is_empty().then(|| subject.latency(slowed, None, miner));
        let question = shared[done.sitting()];
        let mut handed = 0;
        for errand in rest.iter_mut().take_while(|errand| errand.is_to_hotkey_of(done)) {
            let target = match errand.sitting().checked_sub(done.sitting() + 1) {
                Some(beyond) => after.get_mut(beyond),
                None => before.get_mut(errand.sitting()),
            };
            let Some(target) = target else { break };
            let is_same = match (question, shared[errand.sitting()]) {
                (Some(one), Some(other)) => one == other,
                _ => match (source.ask(done.sheet()), target.ask(errand.sheet())) {
                    (Some(one), Some(other)) => subject.mechanism.is_same(one, other),
                    _ => false,
                },
            };
            if !is_same {
                break;
            }
            handed += 1;
            let part = &parts[errand.part as usize];
            if part.served > 0.0 && target.hand_in(errand.sheet(), reply, None) {
                let latency = match usual {
                    Some(usual) if errand.part == done.part => usual,
                    _ => subject.latency(part.slowed, delays.get(at + handed), miner),
                };
                harvest.delivered += answer.value.unwrap_or(0.0);
                errand.answer = Some(Answer { latency, ..answer });
            }
        }
        harvest.asked += handed as u64;
        handed
    }

    /// This hotkey's own answer to the same question of another validator.
    fn done_before(&self, at: usize, errands: &[Errand], solver: Solver) -> Option<(usize, Option<f64>)> {
        let me = &errands[at];
        let mine = errands[..at].iter().enumerate().rev();
        let mut mine = mine.take_while(|(_, other)| other.is_to_hotkey_of(me));
        mine.find_map(|(place, other)| {
            let answer = other.answer.as_ref().filter(|answer| answer.solver == Some(solver))?;
            self.is_same(other, me).then_some((place, answer.value))
        })
    }

    /// Whether a piece adds to what the subnet's customers have: of one question a worker makes one piece.
    fn is_fresh(&self, at: usize, errands: &[Errand], miner: &Miner<'_>) -> bool {
        if miner.hotkeys.len() <= miner.plan.workers as usize {
            return true;
        }
        let me = &errands[at];
        let earlier = errands[..at].iter().rev().take_while(|other| other.miner() == me.miner());
        let (mut hotkeys, mut last) = (0, me.hotkey());
        // By hotkey, so that each is met in one go.
        for other in earlier.filter(|other| other.hotkey() != me.hotkey() && other.is_original()) {
            if other.hotkey() != last && self.is_same(other, me) {
                (hotkeys, last) = (hotkeys + 1, other.hotkey());
            }
        }
        hotkeys < miner.plan.workers
    }

    /// Hands in the answer a miner can see.
    fn copy(
        &mut self,
        at: usize,
        errands: &[Errand],
        of: Uid,
        latency: Duration,
        disguise: Option<&mut incentor_sdk::Rng>,
    ) -> Played {
        let me = &errands[at];
        let is_source = |other: &Errand| other.uid() == of && other.is_original() && self.is_same(other, me);
        let Some(from) = errands.iter().position(is_source) else { return Played::Silent };
        if self.hand_over(errands, from, at, disguise) {
            Played::Answer(Answer { latency, solver: None, value: None })
        } else {
            Played::Silent
        }
    }

    /// Lays the reply of one errand on the sheet of another.
    fn hand_over(
        &mut self,
        errands: &[Errand],
        from: usize,
        to: usize,
        disguise: Option<&mut incentor_sdk::Rng>,
    ) -> bool {
        let (from, to) = (&errands[from], &errands[to]);
        if from.sitting() == to.sitting() {
            return self.sittings[to.sitting()].hand_on(from.sheet(), to.sheet(), disguise);
        }
        let Ok([source, target]) = self.sittings.get_disjoint_mut([from.sitting(), to.sitting()]) else {
            return false;
        };
        source.reply(from.sheet()).is_some_and(|reply| target.hand_in(to.sheet(), reply, disguise))
    }

    /// Whether two errands carry the same question.
    fn is_same(&self, one: &Errand, other: &Errand) -> bool {
        if let (Some(a), Some(b)) = (self.shared[one.sitting()], self.shared[other.sitting()]) {
            return a == b;
        }
        let ask = |errand: &Errand| self.sittings[errand.sitting()].ask(errand.sheet());
        let (Some(a), Some(b)) = (ask(one), ask(other)) else { return false };
        if one.sitting() == other.sitting() {
            ptr::addr_eq(a, b)
        } else {
            self.subject.mechanism.is_same(a, b)
        }
    }

    /// Which sittings have but one question, and which of these have the same: equal numbers.
    ///
    /// Where everybody is asked the same, as most mechanisms do, no sheet has to be compared.
    fn shared_questions(&self) -> Vec<Option<usize>> {
        let only = |sitting: &dyn Sitting| {
            let (first, last) = (sitting.ask(0)?, sitting.ask(sitting.sheets().checked_sub(1)?)?);
            // Sheets come question by question, so that equal ends have nothing else between them.
            ptr::addr_eq(first, last).then_some(())
        };
        let mut shared: Vec<Option<usize>> = Vec::with_capacity(self.sittings.len());
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
        shared
    }

    /// Original answers of other coldkeys to the question of an errand, one per seat, by uid: seat, earliest arrival,
    /// and whose.
    fn visible(&self, at: usize, errands: &[Errand], miners: &[Miner<'_>]) -> Vec<(Uid, Duration, usize)> {
        let me = &errands[at];
        let mut visible: Vec<(Uid, Duration, usize)> = Vec::new();
        for other in
            errands.iter().filter(|other| other.miner() != me.miner() && other.miner() < miners.len())
        {
            let Some(answer) = other.answer.filter(|_| other.is_original()) else { continue };
            if !self.is_same(other, me) {
                continue;
            }
            match visible.iter_mut().find(|seen| seen.0 == other.uid()) {
                Some(seen) => seen.1 = seen.1.min(answer.latency),
                None => visible.push((other.uid(), answer.latency, other.miner())),
            }
        }
        visible.sort_unstable_by_key(|seen| seen.0);
        visible
    }

    /// Hands every answer to its validator, in the order in which they arrive there.
    fn deliver(&mut self, errands: &[Errand], arrivals: &mut Vec<Vec<Arrival>>) {
        if arrivals.len() < self.sittings.len() {
            arrivals.resize_with(self.sittings.len(), Vec::new);
        }
        arrivals.iter_mut().for_each(Vec::clear);
        for errand in errands {
            if let Some(Answer { latency, .. }) = errand.answer {
                arrivals[errand.sitting()].push(Arrival { sheet: errand.sheet(), latency });
            }
        }
        for ((sitting, asker), arrivals) in self.sittings.iter_mut().zip(self.askers).zip(arrivals) {
            // Stable: of those that take as long, the first on the list arrives first.
            if !arrivals.is_sorted_by_key(|arrival| arrival.latency) {
                arrivals.sort_by_key(|arrival| arrival.latency);
            }
            sitting.deliver(arrivals, self.subject.readings, asker.ordinal);
        }
    }
}

impl Subject<'_> {
    /// How long the work on an answer and its way take: as long as usual, times what the load does, times the delay
    /// drawn for it.
    fn latency(&self, slowed: f64, delay: Option<&f64>, miner: &Miner<'_>) -> Duration {
        let usual = self.answer.latency.0;
        let distance = miner.plan.distance.0;
        let Some(delay) = delay.copied().or_else(|| (slowed != 1.0).then_some(1.0)) else {
            // What the way through seconds comes to, which is exact to the nanosecond for a day and more.
            return usual.min(LONGEST).saturating_add(distance);
        };
        let seconds = usual.as_secs_f64() * slowed * delay;
        Duration::from_secs_f64(seconds.clamp(0.0, LONGEST.as_secs_f64())).saturating_add(distance)
    }
}

/// A stream of one's own for each of several questions of one validator; the first has the hotkey's.
fn by_turn(luck: Luck, turn: u32) -> Luck {
    if turn == 0 { luck } else { luck.branch("turn", turn.into()) }
}

/// Room that a round needs, kept for the next: it is many pages, and a world has many rounds.
#[derive(Default)]
pub(super) struct Scratch {
    errands: Vec<Errand>,
    lister: Lister,
    loads: Vec<f64>,
    /// By errand: by how much its answer takes longer than usual.
    delays: Vec<f64>,
    /// Errands whose miners wait for what others answer.
    waiting: Vec<usize>,
    /// By sitting.
    arrivals: Vec<Vec<Arrival>>,
}
