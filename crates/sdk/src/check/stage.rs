//! A world in small: miners on a stage, and one rule that scores them.

use super::case::Case;
use super::{Trial, Twist};
use crate::opened::sheets;
use crate::{
    AccountId, Answer, BlockNumber, Caller, Desk, Exam, Failure, Fault, Luck, MechId, NetUid, Notes, Peer,
    Question, Refusal, ReplyOf, Round, Scoring, Shelf, Task, Uid,
};
use std::collections::BTreeMap;
use std::error::Error;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

/// What a miner does.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Conduct {
    /// Works with this effort.
    Work(f64),
    /// Hands in what another one has, by its place on the stage.
    Copy {
        of: usize,
        /// Changed so that it is another reply of the same worth, if the solver knows how.
        disguised: bool,
    },
    /// Is asked, does not answer.
    Silence,
    /// Is not there.
    Absence,
}

/// A miner on the stage.
#[derive(Clone, Debug)]
pub(super) struct Entrant {
    pub(super) conduct: Conduct,
    /// Factor on its time to answer.
    pub(super) pace: f64,
    /// What it changes in its replies.
    pub(super) twist: Option<Twist>,
    /// Its seat; by default its place.
    pub(super) uid: Option<u16>,
}

impl Entrant {
    pub(super) const fn new(conduct: Conduct) -> Self {
        Self { conduct, pace: 1.0, twist: None, uid: None }
    }
}

/// All that happens, before it happens.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub(super) seed: u64,
    pub(super) rounds: u64,
    pub(super) entrants: Vec<Entrant>,
    /// Seed of the order in which answers are listed; `None` as they are asked.
    pub(super) listed: Option<u64>,
}

/// One answer and its score.
#[derive(Clone, Debug)]
pub(super) struct Sheet<T: Task> {
    pub(super) entrant: usize,
    pub(super) round: u64,
    pub(super) question: usize,
    pub(super) ask: T::Ask,
    pub(super) reply: Result<ReplyOf<T>, Failure>,
    /// What the reply is truly worth, if the solver says so.
    pub(super) value: Option<f64>,
    pub(super) score: f64,
}

/// How a rule failed to give scores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failed {
    Panic(String),
    Length { answers: usize, scores: usize },
    Fault(String),
    Forgets(String),
}

/// What happened.
pub(super) struct Played<T: Task> {
    pub(super) sheets: Vec<Sheet<T>>,
    /// By entrant: the sum over rounds of the mean score.
    pub(super) totals: Vec<f64>,
    pub(super) failed: Option<Failed>,
}

impl World {
    /// The case's miners at work.
    pub(super) fn of(case: &Case) -> Self {
        let entrants = case.efforts.iter().map(|effort| Entrant::new(Conduct::Work(*effort))).collect();
        Self { seed: case.seed, rounds: case.rounds, entrants, listed: None }
    }

    /// The same with one more miner, the last.
    pub(super) fn and(mut self, conduct: Conduct) -> Self {
        self.entrants.push(Entrant::new(conduct));
        self
    }

    /// The same with one miner changed.
    pub(super) fn with(mut self, at: usize, change: impl FnOnce(&mut Entrant)) -> Self {
        if let Some(entrant) = self.entrants.get_mut(at) {
            change(entrant);
        }
        self
    }

    /// Plays it.
    pub(super) fn play<T: Task>(&self, trial: &Trial<'_, T>, rule: &dyn Scoring<T>) -> Played<T> {
        let luck = Luck::of_seed(self.seed).branch("stage", 0);
        let mut notes = Notes::default();
        let mut shelves: Vec<Cupboard> = self.entrants.iter().map(|_| Cupboard::default()).collect();
        let mut played = Played { sheets: Vec::new(), totals: vec![0.0; self.entrants.len()], failed: None };
        let seated: Vec<(usize, Peer)> = (0..)
            .zip(&self.entrants)
            .filter(|(_, entrant)| entrant.conduct != Conduct::Absence)
            .map(|(at, entrant)| (at, peer(at, entrant)))
            .collect();
        let peers: Vec<Peer> = seated.iter().map(|(_, peer)| *peer).collect();
        for number in 0..self.rounds {
            let round = Round {
                number,
                block: BlockNumber(60 * number),
                netuid: NetUid(1),
                mech: MechId::MAIN,
                beacon: luck.branch("beacon", number),
                peers: &peers,
            };
            let questions =
                trial.task.questions(&round, &mut notes, &mut luck.branch("task", 0).at(0, number));
            let filled = self.answer(trial, &questions, &seated, number, luck, &mut shelves);
            let (answers, values): (Vec<_>, Vec<_>) = filled.into_iter().unzip();
            let scores = match score(rule, &round, &questions, &answers, &mut notes) {
                Ok(scores) => scores,
                Err(failed) => {
                    played.failed = Some(failed);
                    vec![0.0; answers.len()]
                }
            };
            played.take(number, &questions, answers, &values, &scores, &seated);
            if played.failed.is_some() {
                break;
            }
        }
        played
    }

    /// Every sheet filled in, in the order in which they are listed, with the true values.
    fn answer<T: Task>(
        &self,
        trial: &Trial<'_, T>,
        questions: &[Question<T::Ask, T::Truth>],
        seated: &[(usize, Peer)],
        round: u64,
        luck: Luck,
        shelves: &mut [Cupboard],
    ) -> Filled<ReplyOf<T>> {
        let peers: Vec<Peer> = seated.iter().map(|(_, peer)| *peer).collect();
        let mut answers = sheets::<T>(questions, &peers);
        let mut values = vec![None; answers.len()];
        let place = |peer: &Peer| seated.iter().find(|(_, other)| other == peer).map(|(at, _)| *at);
        // Those who work first; copies are made of what they handed in.
        for copies in [false, true] {
            for at in 0..answers.len() {
                let Some(own) = answers.get(at).and_then(|answer| place(&answer.peer)) else { continue };
                let Some(entrant) = self.entrants.get(own) else { continue };
                let (hotkey, question) = answers
                    .get(at)
                    .map_or((AccountId([0; 32]), 0), |answer| (answer.peer.hotkey, answer.question));
                let ordinal = answers.iter().take(at).filter(|other| other.peer.hotkey == hotkey).count();
                let draw = |purpose: &str| {
                    luck.branch(purpose, ordinal as u64).branch_bytes(&hotkey.0, 0).at(0, round)
                };
                let Some(ask) = questions.get(question).map(|question| &question.ask) else { continue };
                let done = match entrant.conduct {
                    Conduct::Work(effort) if !copies => {
                        let Some(shelf) = shelves.get_mut(own) else { continue };
                        let mut rng = draw("work");
                        let mut desk = Desk { caller: &CALLER, effort, rng: &mut rng, shelf };
                        let reply = trial.solver.solve(ask, &mut desk);
                        let seconds = 0.2 * libm::exp(0.5 * draw("latency").normal()) * entrant.pace;
                        let latency = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX);
                        match reply {
                            Ok((reply, work)) => Some((Ok(reply), latency, work.value)),
                            Err(_) => Some((Err(Failure::Refused(403)), latency, None)),
                        }
                    }
                    Conduct::Copy { of, disguised } if copies => {
                        let original = original::<T>(&answers, &place, of, question, ordinal);
                        original.map(|(reply, latency, from)| {
                            let reply = match disguised {
                                true => trial.solver.disguise(ask, &reply, &mut draw("disguise")),
                                false => reply,
                            };
                            let value = values.get(from).copied().flatten();
                            (Ok(reply), latency.saturating_add(Duration::from_millis(50)), value)
                        })
                    }
                    _ => None,
                };
                let (Some((reply, latency, value)), Some(answer)) = (done, answers.get_mut(at)) else {
                    continue;
                };
                (answer.reply, answer.latency) = (twisted::<T>(entrant, reply), latency);
                if let Some(slot) = values.get_mut(at) {
                    *slot = value;
                }
            }
        }
        arrive(&mut answers);
        self.list(answers.into_iter().zip(values).collect())
    }

    /// The answers with their values in the order in which the rule sees them.
    fn list<R>(&self, answers: Filled<R>) -> Filled<R> {
        let Some(seed) = self.listed else { return answers };
        let order: Vec<usize> = (0..answers.len()).collect();
        let shuffled = Luck::of_seed(seed).at(0, 0).sample(&order, order.len());
        let mut listed: Vec<(usize, _)> = shuffled.into_iter().zip(answers).collect();
        listed.sort_by_key(|(at, _)| *at);
        listed.into_iter().map(|(_, entry)| entry).collect()
    }
}

/// Answers, each with its true value if that is known.
type Filled<R> = Vec<(Answer<R>, Option<f64>)>;

impl<T: Task> Played<T> {
    fn take(
        &mut self,
        round: u64,
        questions: &[Question<T::Ask, T::Truth>],
        answers: Vec<Answer<ReplyOf<T>>>,
        values: &[Option<f64>],
        scores: &[f64],
        seated: &[(usize, Peer)],
    ) {
        let first = self.sheets.len();
        for ((answer, value), score) in answers.into_iter().zip(values).zip(scores) {
            let seat = seated.iter().find(|(_, peer)| *peer == answer.peer);
            let (Some((entrant, _)), Some(question)) = (seat, questions.get(answer.question)) else {
                continue;
            };
            self.sheets.push(Sheet {
                entrant: *entrant,
                round,
                question: answer.question,
                ask: question.ask.clone(),
                reply: answer.reply,
                value: *value,
                score: *score,
            });
        }
        for (at, total) in self.totals.iter_mut().enumerate() {
            let own = self.sheets.iter().skip(first).filter(|sheet| sheet.entrant == at);
            let (sum, count) = own.fold((0.0, 0.0), |(sum, count), sheet| (sum + sheet.score, count + 1.0));
            if count > 0.0 {
                *total += sum / count;
            }
        }
    }

    /// The sheets of one miner, by round and question.
    pub(super) fn of(&self, entrant: usize) -> Vec<&Sheet<T>> {
        let mut own: Vec<&Sheet<T>> = self.sheets.iter().filter(|sheet| sheet.entrant == entrant).collect();
        own.sort_by_key(|sheet| (sheet.round, sheet.question));
        own
    }

    /// The total of one miner.
    pub(super) fn total(&self, entrant: usize) -> f64 {
        self.totals.get(entrant).copied().unwrap_or(0.0)
    }

    /// What share of all pay these miners have, when pay goes with a power of the total.
    pub(super) fn share(&self, entrants: &[usize], power: f64) -> f64 {
        let pay = |at: usize| libm::pow(self.total(at), power);
        let all: f64 = (0..self.totals.len()).map(pay).sum();
        if all > 0.0 { entrants.iter().map(|at| pay(*at)).sum::<f64>() / all } else { 0.0 }
    }

    /// Whether these miners were asked the same in both worlds.
    pub(super) fn same_questions(&self, other: &Self, entrants: &[usize]) -> bool {
        entrants.iter().all(|at| {
            let (here, there) = (self.of(*at), other.of(*at));
            here.len() == there.len() && here.iter().zip(there).all(|(a, b)| a.ask == b.ask)
        })
    }
}

/// The original's reply to the same question, or to its own one in the same place.
fn original<T: Task>(
    answers: &[Answer<ReplyOf<T>>],
    place: &dyn Fn(&Peer) -> Option<usize>,
    of: usize,
    question: usize,
    ordinal: usize,
) -> Option<(ReplyOf<T>, Duration, usize)> {
    let own: Vec<(usize, &Answer<ReplyOf<T>>)> =
        answers.iter().enumerate().filter(|(_, answer)| place(&answer.peer) == Some(of)).collect();
    let same = own.iter().find(|(_, answer)| answer.question == question);
    let (at, answer) = same.or_else(|| own.get(ordinal))?;
    Some((answer.reply.clone().ok()?, answer.latency, *at))
}

fn twisted<T: Task>(entrant: &Entrant, reply: Result<ReplyOf<T>, Failure>) -> Result<ReplyOf<T>, Failure> {
    match (&entrant.twist, reply) {
        (Some(twist), Ok(reply)) => twist.apply(&reply).ok_or(Failure::Malformed),
        (_, reply) => reply,
    }
}

/// Numbers replies by their time; silence comes last.
fn arrive<R>(answers: &mut [Answer<R>]) {
    let mut order: Vec<(Duration, usize)> =
        answers.iter().enumerate().map(|(at, answer)| (answer.latency, at)).collect();
    order.sort_unstable();
    for (arrival, (latency, at)) in (0..).zip(order) {
        if let Some(answer) = answers.get_mut(at).filter(|_| latency < Duration::MAX) {
            answer.arrival = arrival;
        }
    }
}

fn score<T: Task>(
    rule: &dyn Scoring<T>,
    round: &Round<'_>,
    questions: &[Question<T::Ask, T::Truth>],
    answers: &[Answer<ReplyOf<T>>],
    notes: &mut Notes,
) -> Result<Vec<f64>, Failed> {
    let exam = Exam::new(round, questions, answers);
    let scored = catch_unwind(AssertUnwindSafe(|| rule.score(&exam, notes)));
    let scores = scored.map_err(|panic| {
        let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        Failed::Panic(text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default())
    })?;
    if let Some(fault) = notes.take_faults().first() {
        return Err(Failed::Fault(in_full(fault)));
    }
    if let Some((name, why)) = notes.lost().next() {
        return Err(Failed::Forgets(format!("{name:?}: {why}")));
    }
    if scores.len() != answers.len() {
        return Err(Failed::Length { answers: answers.len(), scores: scores.len() });
    }
    Ok(scores.into_iter().map(crate::Score::get).collect())
}

/// A fault with what brought it about.
fn in_full(fault: &Fault) -> String {
    let mut told = fault.to_string();
    let mut cause = fault.source();
    while let Some(error) = cause {
        told.push_str(": ");
        told.push_str(&error.to_string());
        cause = error.source();
    }
    told
}

/// A hotkey by place, so that luck follows the miner and not its seat; every miner is its own coldkey.
fn peer(at: usize, entrant: &Entrant) -> Peer {
    let key = |kind: u8| {
        let mut bytes = [kind; 32];
        for (to, from) in bytes.iter_mut().zip((at as u64).to_be_bytes()) {
            *to = from;
        }
        AccountId(bytes)
    };
    let uid = entrant.uid.unwrap_or_else(|| u16::try_from(at).unwrap_or(u16::MAX));
    Peer { uid: Uid(uid), hotkey: key(1), coldkey: key(2) }
}

const CALLER: Caller =
    Caller { hotkey: AccountId([9; 32]), uid: None, stake_weight_rao: 1_000_000_000_000, permit: true };

/// Storage in memory, of limited size.
#[derive(Default)]
struct Cupboard {
    kept: BTreeMap<Vec<u8>, Vec<u8>>,
    bytes: usize,
}

/// Most bytes a miner on the stage keeps.
const MOST_BYTES: usize = 64 << 20;

impl Shelf for Cupboard {
    fn put(&mut self, key: &[u8], value: &[u8]) -> Result<(), Refusal> {
        self.bytes += key.len() + value.len();
        if self.bytes > MOST_BYTES {
            return Err(Refusal("the shelf is full"));
        }
        self.kept.insert(key.to_vec(), value.to_vec());
        Ok(())
    }

    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.kept.get(key).cloned()
    }
}
