//! A round: every validator asks, every miner plays, everybody is scored.

use crate::behaviour::{Move, Observation, Visible};
use crate::validator::Validator;
use crate::world::Miner;
use incentor_primitives::{BlockNumber, Uid};
use incentor_sdk::{AnyMechanism, Desk, Luck, Mail, Refusal, Round, Shelf, Sitting};
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
    /// Whether whoever can see answers can see the original of this one.
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
        let mut errands = errands(sittings, miners);
        let mut waiting = Vec::new();
        for at in 0..errands.len() {
            let made = self.play(at, &errands, &[], round, validators, sittings, miners, incentive);
            match made {
                Played::Answer(answer) => errands[at].answer = Some(answer),
                Played::Waits => waiting.push(at),
                Played::Silent => {}
            }
        }
        for at in waiting {
            let visible = self.visible(at, &errands, sittings);
            let made = self.play(at, &errands, &visible, round, validators, sittings, miners, incentive);
            if let Played::Answer(answer) = made {
                errands[at].answer = Some(answer);
            }
        }
        self.deliver(errands, validators, sittings)
    }

    /// Original answers to the question of an errand, one per miner, by uid.
    fn visible(&self, at: usize, errands: &[Errand], sittings: &[Box<dyn Sitting + '_>]) -> Vec<Visible> {
        let Some(ask) = ask_of(&errands[at], sittings) else { return Vec::new() };
        let mut visible: Vec<Visible> = Vec::new();
        for other in errands.iter().filter(|other| other.miner != errands[at].miner) {
            let Some(answer) = other.answer.as_ref().filter(|answer| answer.is_original) else { continue };
            let same = ask_of(other, sittings).is_some_and(|asked| self.mechanism.is_same(ask, asked));
            match visible.iter_mut().find(|seen| seen.uid == other.uid) {
                _ if !same => {}
                Some(seen) => seen.latency = seen.latency.min(answer.latency),
                None => visible.push(Visible { uid: other.uid, latency: answer.latency }),
            }
        }
        visible.sort_unstable_by_key(|seen| seen.uid);
        visible
    }

    #[expect(clippy::too_many_arguments, reason = "one miner's turn looks at the whole round")]
    fn play(
        &self,
        at: usize,
        errands: &[Errand],
        visible: &[Visible],
        round: &Round<'_>,
        validators: &[Validator],
        sittings: &[Box<dyn Sitting + '_>],
        miners: &mut [Miner],
        incentive: &[u16],
    ) -> Played {
        let errand = &errands[at];
        let (Some(ask), Some(miner)) = (ask_of(errand, sittings), miners.get_mut(errand.miner)) else {
            return Played::Silent;
        };
        let seen = Observation { block: round.block, me: errand.uid, incentive, answered: visible };
        let validator = &validators[errand.validator];
        match miner.behaviour.play(&seen) {
            Move::Silence => Played::Silent,
            Move::Wait => Played::Waits,
            Move::Copy { of, delay } => {
                let Some(original) = visible.iter().find(|seen| seen.uid == of) else {
                    return Played::Silent;
                };
                let source = errands.iter().find(|other| {
                    other.uid == of
                        && other.answer.as_ref().is_some_and(|answer| answer.is_original)
                        && ask_of(other, sittings).is_some_and(|asked| self.mechanism.is_same(ask, asked))
                });
                let Some(answer) = source.and_then(|source| source.answer.as_ref()) else {
                    return Played::Silent;
                };
                let mail = answer.mail.clone();
                let latency = original.latency.saturating_add(delay);
                Played::Answer(Answered { mail, fresh_value: None, latency, is_original: false })
            }
            Move::Work { effort } => {
                let normal = miner.latency_luck.at(validator.ordinal, round.number).normal();
                let latency = self.latency.draw(normal);
                // The same question from another validator gets the same answer: the work is done once.
                let before = errands.iter().take(at).find(|other| {
                    other.miner == errand.miner
                        && ask_of(other, sittings).is_some_and(|asked| self.mechanism.is_same(ask, asked))
                });
                if let Some(Answered { mail, fresh_value, .. }) =
                    before.and_then(|other| other.answer.as_ref())
                {
                    let (mail, fresh_value) = (mail.clone(), *fresh_value);
                    return Played::Answer(Answered { mail, fresh_value, latency, is_original: true });
                }
                let mut desk = Desk {
                    caller: &validator.caller,
                    effort: effort * miner.quality,
                    rng: &mut miner.answer_luck.at(validator.ordinal, round.number),
                    shelf: &mut NoShelf,
                };
                match self.mechanism.solve(ask, &mut desk) {
                    Ok((mail, work)) => {
                        Played::Answer(Answered { mail, fresh_value: work.value, latency, is_original: true })
                    }
                    Err(_) => Played::Silent,
                }
            }
        }
    }

    /// Hands every answer to its validator, in the order in which they arrive there.
    fn deliver(
        &self,
        errands: Vec<Errand>,
        validators: &[Validator],
        sittings: &mut [Box<dyn Sitting + '_>],
    ) -> Vec<(Uid, f64)> {
        let mut fresh = Vec::with_capacity(errands.len());
        let mut errands: Vec<(Errand, Answered)> = errands
            .into_iter()
            .filter_map(|mut errand| errand.answer.take().map(|answer| (errand, answer)))
            .collect();
        errands.sort_by_key(|(errand, answer)| (errand.validator, answer.latency));
        let mut arrival = 0;
        let mut last = usize::MAX;
        for (errand, answer) in errands {
            arrival = if errand.validator == last { arrival + 1 } else { 0 };
            last = errand.validator;
            fresh.extend(answer.fresh_value.map(|value| (errand.uid, value)));
            let sitting = &mut sittings[errand.validator];
            let ordinal = validators[errand.validator].ordinal;
            let mut mail = answer.mail;
            if let Some(ask) = sitting.ask(errand.sheet) {
                self.mechanism.perceive(ask, &mut mail, self.readings, ordinal);
            }
            sitting.fill(errand.sheet, Ok(mail), answer.latency, arrival);
        }
        fresh
    }
}

enum Played {
    Answer(Answered),
    Waits,
    Silent,
}

/// Every sheet of every sitting, validator by validator.
fn errands(sittings: &[Box<dyn Sitting + '_>], miners: &[Miner]) -> Vec<Errand> {
    let mut errands = Vec::new();
    for (validator, sitting) in sittings.iter().enumerate() {
        for sheet in 0..sitting.sheets() {
            let Some(uid) = sitting.target(sheet).map(|peer| peer.uid) else { continue };
            let Some(miner) = miners.iter().position(|miner| miner.peer.uid == uid) else { continue };
            errands.push(Errand { validator, sheet, uid, miner, answer: None });
        }
    }
    errands
}

fn ask_of<'a>(errand: &Errand, sittings: &'a [Box<dyn Sitting + '_>]) -> Option<incentor_sdk::Unopened<'a>> {
    sittings.get(errand.validator)?.ask(errand.sheet)
}

/// Block of a round, for those who only need that.
pub(crate) const fn round_number(block: BlockNumber, every: u64) -> u64 {
    match block.0.checked_div(every) {
        Some(number) => number,
        None => 0,
    }
}
