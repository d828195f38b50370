//! A round: every validator asks, every miner plays, everybody is scored.

use crate::behaviour::{Move, Observation, Visible};
use crate::miner::Miner;
use crate::validator::Validator;
use incentor_primitives::Uid;
use incentor_sdk::{AnyMechanism, Desk, Luck, Mail, Refusal, Round, Shelf, Sitting, Unopened};
use std::time::Duration;

/// What stays the same from round to round.
pub(crate) struct Market<'a> {
    pub(crate) mechanism: &'a dyn AnyMechanism,
    /// Luck of all readings.
    pub(crate) readings: Luck,
    pub(crate) latency: LatencyModel,
}

/// Lognormal time to answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LatencyModel {
    pub(crate) median_seconds: f64,
    pub(crate) sd: f64,
}

/// Replies that take longer than a day are as good as none.
const LONGEST_SECONDS: f64 = 86_400.0;

impl LatencyModel {
    fn draw(self, normal: f64) -> Duration {
        let seconds = self.median_seconds * libm::exp(self.sd * normal);
        Duration::from_secs_f64(seconds.clamp(0.0, LONGEST_SECONDS))
    }
}

/// One question on its way: the sheet of a validator's sitting.
struct Errand {
    validator: usize,
    sheet: usize,
    uid: Uid,
    miner: usize,
    answer: Option<Answered>,
}

/// An answer as it left the miner.
struct Answered {
    mail: Mail,
    /// Its value, unless it is somebody else's work.
    fresh_value: Option<f64>,
    latency: Duration,
    /// Whether it is the miner's own work; only that can be copied.
    is_original: bool,
}

/// No storage: the abstract miner keeps nothing.
struct NoShelf;

impl Shelf for NoShelf {
    fn put(&mut self, _: &[u8], _: &[u8]) -> Result<(), Refusal> {
        Err(Refusal("this miner has no storage"))
    }

    fn get(&self, _: &[u8]) -> Option<Vec<u8>> {
        None
    }
}

/// A round in full swing: what every miner's turn looks at.
struct Floor<'a, 's> {
    market: &'a Market<'a>,
    round: &'a Round<'a>,
    validators: &'a [Validator],
    sittings: &'a [Box<dyn Sitting + 's>],
    incentive: &'a [u16],
}

impl Market<'_> {
    /// Plays the replies to all sittings of a round and fills them in; gives (uid, value) of fresh work.
    pub(crate) fn fill(
        &self,
        round: &Round<'_>,
        validators: &[Validator],
        sittings: &mut [Box<dyn Sitting + '_>],
        miners: &mut [Miner],
        incentive: &[u16],
    ) -> Vec<(Uid, f64)> {
        let floor = Floor { market: self, round, validators, sittings, incentive };
        let mut errands = floor.errands(miners);
        let mut waiting = Vec::new();
        for at in 0..errands.len() {
            match floor.play(at, &errands, &[], miners) {
                Played::Answer(answer) => errands[at].answer = Some(answer),
                Played::Waits => waiting.push(at),
                Played::Silent => {}
            }
        }
        for at in waiting {
            let visible = floor.visible(at, &errands);
            if let Played::Answer(answer) = floor.play(at, &errands, &visible, miners) {
                errands[at].answer = Some(answer);
            }
        }
        self.deliver(errands, validators, sittings)
    }

    /// Hands every answer to its validator, in the order in which they arrive there.
    fn deliver(
        &self,
        mut errands: Vec<Errand>,
        validators: &[Validator],
        sittings: &mut [Box<dyn Sitting + '_>],
    ) -> Vec<(Uid, f64)> {
        let mut fresh = Vec::with_capacity(errands.len());
        let arrived = |(at, errand): (usize, &Errand)| {
            errand.answer.as_ref().map(|answer| (errand.validator, answer.latency, at))
        };
        let mut arrivals: Vec<_> = errands.iter().enumerate().filter_map(arrived).collect();
        arrivals.sort_unstable();
        let (mut arrival, mut last) = (0, usize::MAX);
        for (validator, latency, at) in arrivals {
            arrival = if validator == last { arrival + 1 } else { 0 };
            last = validator;
            let errand = &mut errands[at];
            let Some(Answered { mut mail, fresh_value, .. }) = errand.answer.take() else { continue };
            fresh.extend(fresh_value.map(|value| (errand.uid, value)));
            let sitting = &mut sittings[validator];
            if let Some(ask) = sitting.ask(errand.sheet) {
                self.mechanism.perceive(ask, &mut mail, self.readings, validators[validator].ordinal);
            }
            sitting.fill(errand.sheet, Ok(mail), latency, arrival);
        }
        fresh
    }
}

impl<'a> Floor<'a, '_> {
    /// Every sheet of every sitting, validator by validator.
    fn errands(&self, miners: &[Miner]) -> Vec<Errand> {
        let mut errands = Vec::with_capacity(self.sittings.iter().map(|sitting| sitting.sheets()).sum());
        for (validator, sitting) in self.sittings.iter().enumerate() {
            for sheet in 0..sitting.sheets() {
                let Some(uid) = sitting.target(sheet).map(|peer| peer.uid) else { continue };
                // Miners stand in the order of their uids.
                let Ok(miner) = miners.binary_search_by_key(&uid, |miner| miner.peer.uid) else { continue };
                errands.push(Errand { validator, sheet, uid, miner, answer: None });
            }
        }
        errands
    }

    fn ask(&self, errand: &Errand) -> Option<Unopened<'a>> {
        self.sittings.get(errand.validator)?.ask(errand.sheet)
    }

    /// Whether an errand carries the same question as `ask`.
    fn is_same(&self, errand: &Errand, ask: Unopened<'_>) -> bool {
        self.ask(errand).is_some_and(|asked| self.market.mechanism.is_same(ask, asked))
    }

    /// Original answers to the question of an errand, one per other miner, by uid.
    fn visible(&self, at: usize, errands: &[Errand]) -> Vec<Visible> {
        let Some(ask) = self.ask(&errands[at]) else { return Vec::new() };
        let mut visible: Vec<Visible> = Vec::new();
        for other in errands.iter().filter(|other| other.miner != errands[at].miner) {
            let Some(answer) = other.original() else { continue };
            if !self.is_same(other, ask) {
                continue;
            }
            match visible.iter_mut().find(|seen| seen.uid == other.uid) {
                Some(seen) => seen.latency = seen.latency.min(answer.latency),
                None => visible.push(Visible { uid: other.uid, latency: answer.latency }),
            }
        }
        visible.sort_unstable_by_key(|seen| seen.uid);
        visible
    }

    /// One miner's turn with one question.
    fn play(&self, at: usize, errands: &[Errand], visible: &[Visible], miners: &mut [Miner]) -> Played {
        let errand = &errands[at];
        let (Some(ask), Some(miner)) = (self.ask(errand), miners.get_mut(errand.miner)) else {
            return Played::Silent;
        };
        let (me, block, incentive) = (errand.uid, self.round.block, self.incentive);
        match miner.behaviour.play(&Observation { block, me, incentive, answered: visible }) {
            Move::Silence => Played::Silent,
            Move::Wait => Played::Waits,
            Move::Copy { of, delay } => {
                self.copy(errands, ask, visible.iter().find(|seen| seen.uid == of), delay)
            }
            Move::Work { effort } => self.work(at, errands, ask, miner, effort),
        }
    }

    /// Hands in the answer a miner can see; of one it cannot see, nothing.
    fn copy(
        &self,
        errands: &[Errand],
        ask: Unopened<'_>,
        original: Option<&Visible>,
        delay: Duration,
    ) -> Played {
        let Some(original) = original else { return Played::Silent };
        let source = errands.iter().filter(|other| other.uid == original.uid && self.is_same(other, ask));
        let Some(answer) = source.filter_map(Errand::original).next() else { return Played::Silent };
        Played::Answer(Answered {
            mail: answer.mail.clone(),
            fresh_value: None,
            latency: original.latency.saturating_add(delay),
            is_original: false,
        })
    }

    /// Does the work, or hands in what it has done for another validator's same question.
    fn work(&self, at: usize, errands: &[Errand], ask: Unopened<'_>, miner: &Miner, effort: f64) -> Played {
        let validator = &self.validators[errands[at].validator];
        let normal = miner.latency_luck.at(validator.ordinal, self.round.number).normal();
        let latency = self.market.latency.draw(normal);
        let earlier = errands.iter().take(at).filter(|other| other.miner == errands[at].miner);
        let done = earlier.filter(|other| self.is_same(other, ask)).filter_map(Errand::original).next();
        if let Some(Answered { mail, fresh_value, .. }) = done {
            let (mail, fresh_value) = (mail.clone(), *fresh_value);
            return Played::Answer(Answered { mail, fresh_value, latency, is_original: true });
        }
        let mut desk = Desk {
            caller: &validator.caller,
            effort: effort * miner.quality,
            rng: &mut miner.answer_luck.at(validator.ordinal, self.round.number),
            shelf: &mut NoShelf,
        };
        match self.market.mechanism.solve(ask, &mut desk) {
            Ok((mail, work)) => {
                Played::Answer(Answered { mail, fresh_value: work.value, latency, is_original: true })
            }
            Err(_) => Played::Silent,
        }
    }
}

impl Errand {
    /// Its answer, if that is the miner's own work.
    fn original(&self) -> Option<&Answered> {
        self.answer.as_ref().filter(|answer| answer.is_original)
    }
}

enum Played {
    Answer(Answered),
    Waits,
    Silent,
}
