//! A round in full swing: every miner's turn with every question.

mod echo;
mod play;
mod same;

use super::bottleneck::{Bottleneck, Part};
use super::errand::{Call, Errands, Place, Seen};
use super::miner::Miner;
use super::site::Holder;
use super::validator::Validator;
use crate::behaviour::Visible;
use incentor_primitives::BlockNumber;
use incentor_scenario::{AnswerPlan, MinerBehaviour};
use incentor_sdk::{AnyMechanism, Arrival, Luck, Peer, Score, Sitting, exponentials, normals};
use play::Played;
use std::collections::BTreeMap;
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
    /// Lists that are filled in here.
    pub(super) scratch: &'f mut Scratch,
}

/// What a round came to.
pub(super) struct Filled {
    /// What each miner did.
    pub(super) harvest: Vec<Harvest>,
    /// What came of each question; empty unless the round was watched.
    pub(super) seen: Vec<Seen>,
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

impl Floor<'_, '_> {
    /// Plays the replies to all sittings and delivers them.
    pub(super) fn fill(mut self, miners: &mut [Miner<'_>]) -> Filled {
        let mut harvest = vec![Harvest::default(); miners.len()];
        self.scratch.errands.list(self.sittings, self.seats, miners.len());
        self.share_workers(miners);
        self.share_questions();
        self.draw_delays(miners);
        self.scratch.waiting.clear();
        self.scratch.echoed.clear();
        let mut at = Place::START;
        while let Some(call) = self.scratch.errands.get(at) {
            let (miner, harvest) = (&mut miners[call.miner()], &mut harvest[call.miner()]);
            harvest.asked += 1;
            match self.turn((at, call), &[], miner, harvest) {
                Played::Answer(answer) => {
                    self.scratch.errands.set(&call, answer);
                    if matches!(miner.plan.behaviour, MinerBehaviour::Honest) {
                        at = self.hand_out((at, call), miner, harvest);
                    }
                }
                Played::Waits => self.scratch.waiting.push(at),
                Played::Silent => {}
            }
            at = self.scratch.errands.next(at);
        }
        self.hand_in_echoes();
        let waiting = std::mem::take(&mut self.scratch.waiting);
        for &at in &waiting {
            let Some(call) = self.scratch.errands.get(at) else { continue };
            let visible = self.visible(&call);
            let names: Vec<Visible<'_>> = visible
                .iter()
                .map(|seen| Visible { uid: seen.0, coldkey: miners[seen.2].name, latency: seen.1 })
                .collect();
            let (miner, harvest) = (&mut miners[call.miner()], &mut harvest[call.miner()]);
            if let Played::Answer(answer) = self.turn((at, call), &names, miner, harvest) {
                self.scratch.errands.set(&call, answer);
            }
        }
        self.scratch.waiting = waiting;
        self.deliver();
        let seen = if self.watched { self.scratch.errands.seen() } else { Vec::new() };
        Filled { harvest, seen }
    }

    /// Draws by how much each answer takes longer or shorter than usual; nothing where all take the same.
    fn draw_delays(&mut self, miners: &[Miner<'_>]) {
        let Scratch { errands, delays, .. } = &mut *self.scratch;
        let sd = self.subject.answer.latency_sd;
        delays.clear();
        if sd <= 0.0 {
            return;
        }
        let stream = |call: Call| {
            let luck = miners[call.miner()].hotkeys[call.hotkey()].lucks[self.subject.game].latency;
            by_turn(luck, call.turn).at(self.askers[call.sitting()].ordinal, self.number)
        };
        normals(errands.iter().map(stream), delays);
        delays.iter_mut().for_each(|delay| *delay *= sd);
        exponentials(delays);
    }

    /// What coldkeys' workers can do about the questions of this block.
    ///
    /// A coldkey's hotkeys share them: n questions of one validator in one block are a load of n on each worker that
    /// is up.
    fn share_workers(&mut self, miners: &mut [Miner<'_>]) {
        let Self { scratch, subject, sittings, block, .. } = self;
        let Scratch { errands, loads, parts, .. } = &mut **scratch;
        parts.clear();
        parts.push(Part::WHOLE);
        for of_miner in errands.by_miner() {
            let Some(miner) = of_miner.first().and_then(|first| miners.get_mut(first.first.miner())) else {
                continue;
            };
            if miner.ability.base().is_none() {
                continue;
            }
            let up = miner.crew.up(block.0);
            if up == 0 {
                let none = one_more(parts, Part { served: 0.0, ..Part::WHOLE });
                of_miner.iter_mut().for_each(|errand| errand.first.part = none);
                continue;
            }
            if matches!(subject.bottleneck, Bottleneck::None | Bottleneck::Time) {
                continue;
            }
            let seats = miner.hotkeys.iter().filter(|hotkey| hotkey.uid.is_some()).count() as f64;
            loads.clear();
            loads.resize(sittings.len(), 0.0);
            for errand in of_miner.iter() {
                (0..errand.sheets).for_each(|ahead| loads[errand.call(ahead).sitting()] += 1.0);
            }
            for errand in of_miner {
                // One for all of its sheets: in unison, every sitting's load is the same.
                let part = subject.bottleneck.part(loads[errand.first.sitting()], seats, f64::from(up));
                errand.first.part = one_more(parts, part);
            }
        }
    }

    fn part(&self, call: &Call) -> Part {
        self.scratch.parts[call.part as usize]
    }

    /// Hands every answer to its validator, in the order in which they arrive there.
    fn deliver(&mut self) {
        let Scratch { errands, arrivals, .. } = &mut *self.scratch;
        if arrivals.len() < self.sittings.len() {
            arrivals.resize_with(self.sittings.len(), Vec::new);
        }
        arrivals.iter_mut().for_each(Vec::clear);
        errands.each_answer(|sitting, sheet, answer| {
            arrivals[sitting].push(Arrival { sheet, latency: answer.latency });
        });
        for ((sitting, asker), arrivals) in self.sittings.iter_mut().zip(self.askers).zip(arrivals) {
            // Stable: of those that take as long, the first on the list arrives first.
            if !arrivals.is_sorted_by_key(|arrival| arrival.latency) {
                arrivals.sort_by_key(|arrival| arrival.latency);
            }
            sitting.deliver(arrivals, self.subject.readings, asker.ordinal);
        }
    }
}

/// Keeps a part, if it is not the one before; gives its place.
fn one_more(parts: &mut Vec<Part>, part: Part) -> u32 {
    if parts.last() != Some(&part) {
        parts.push(part);
    }
    parts.len() as u32 - 1
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
    errands: Errands,
    /// By sitting: the first with the same question, where each has but one.
    shared: Vec<Option<usize>>,
    /// Parts of workers, the whole first.
    parts: Vec<Part>,
    loads: Vec<f64>,
    /// By question: by how much its answer takes longer than usual.
    delays: Vec<f64>,
    /// Questions whose miners wait for what others answer.
    waiting: Vec<Place>,
    /// Sheets of the first sitting whose replies go to all others as well.
    echoed: Vec<usize>,
    /// By sitting.
    arrivals: Vec<Vec<Arrival>>,
    /// The lots that a validator draws about whom it asks: each with the miner's place.
    pub(super) lots: Vec<(u64, usize)>,
    /// What a validator gives in the end.
    pub(super) scores: Vec<(Peer, Score)>,
}
