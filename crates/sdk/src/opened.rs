//! An opened round of a typed mechanism.

use crate::{
    Answer, Arrival, Arrived, Desk, Exam, Failure, Fault, Leaves, Looks, Luck, Mail, Mark, Mechanism, Notes,
    Peer, Question, Refusal, ReplyOf, Rng, Round, Score, Sitting, Synapse, Task, To, Unopened, Work,
};
use serde_json::Value;
use std::ptr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{any::Any, time::Duration};

/// A sheet per miner asked and question, question by question; nothing has come back yet.
pub(crate) fn sheets<T: Task>(questions: &[Question<T::Ask, T::Truth>], peers: &[Peer]) -> AnswersOf<T> {
    let mut answers = Vec::with_capacity(peers.len());
    lay_out::<T>(questions, peers, &mut answers);
    answers
}

/// The same on a list that is there already.
fn lay_out<T: Task>(questions: &[Question<T::Ask, T::Truth>], peers: &[Peer], answers: &mut AnswersOf<T>) {
    for (question, asked) in questions.iter().enumerate() {
        let sheet = |peer: &Peer| Answer {
            peer: *peer,
            question,
            reply: Err(Failure::Timeout),
            latency: Duration::MAX,
            arrival: u32::MAX,
        };
        match &asked.to {
            To::All => answers.extend(peers.iter().map(sheet)),
            To::One(peer) => answers.push(sheet(peer)),
            To::Some(peers) => answers.extend(peers.iter().map(sheet)),
        }
    }
}

/// Lists of sheets without sheets: a world opens millions of rounds, and each list is many pages.
pub(crate) struct Spare<T: Task>(Mutex<Vec<AnswersOf<T>>>);

/// Lists kept at the most.
const MOST_SPARE: usize = 256;

impl<T: Task> Default for Spare<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Task> Spare<T> {
    fn lists(&self) -> MutexGuard<'_, Vec<AnswersOf<T>>> {
        // Nothing in here panics while it holds the lock, and a list is whole at any time.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> AnswersOf<T> {
        self.lists().pop().unwrap_or_default()
    }

    fn put_back(&self, mut list: AnswersOf<T>) {
        list.clear();
        let mut lists = self.lists();
        if lists.len() < MOST_SPARE {
            lists.push(list);
        }
    }
}

impl<T: Task> Drop for Opened<'_, T> {
    fn drop(&mut self) {
        self.mechanism.spare.put_back(std::mem::take(&mut self.answers));
    }
}

type QuestionsOf<T> = Vec<Question<<T as Task>::Ask, <T as Task>::Truth>>;
type AnswersOf<T> = Vec<Answer<ReplyOf<T>>>;

pub(crate) struct Opened<'a, T: Task> {
    mechanism: &'a Mechanism<T>,
    round: &'a Round<'a>,
    questions: QuestionsOf<T>,
    answers: AnswersOf<T>,
    /// Faults that had been reported before the round was opened.
    faults: u64,
    /// Replies delivered so far.
    arrived: u32,
}

impl<'a, T: Task> Opened<'a, T> {
    pub(crate) fn new(
        mechanism: &'a Mechanism<T>,
        round: &'a Round<'a>,
        notes: &mut Notes,
        rng: &mut Rng,
    ) -> Self {
        let faults = notes.reported();
        let questions = mechanism.task().questions(round, notes, rng);
        let mut answers = mechanism.spare.take();
        lay_out::<T>(&questions, round.peers, &mut answers);
        Self { mechanism, round, questions, answers, faults, arrived: 0 }
    }

    fn asked(&self, sheet: usize) -> Option<&T::Ask> {
        let answer = self.answers.get(sheet)?;
        self.questions.get(answer.question).map(|question| &question.ask)
    }

    /// A copy of a reply for a sheet, disguised if there is luck for it.
    fn copied(&self, to: usize, reply: &ReplyOf<T>, disguise: Option<&mut Rng>) -> Option<ReplyOf<T>> {
        let ask = self.asked(to)?;
        Some(match (disguise, self.mechanism.solver()) {
            (Some(rng), Some(solver)) => solver.disguise(ask, reply, rng),
            _ => reply.clone(),
        })
    }

    /// Lays a reply on a sheet, not delivered yet; whether there was one.
    fn lay(&mut self, sheet: usize, reply: Option<ReplyOf<T>>) -> bool {
        match (self.answers.get_mut(sheet), reply) {
            (Some(answer), Some(reply)) => {
                answer.reply = Ok(reply);
                true
            }
            _ => false,
        }
    }

    /// Questions and answers of another sitting, if it is of the same mechanism.
    fn of_mine<'l>(&self, of: Leaves<'l>) -> Option<(&'l QuestionsOf<T>, &'l AnswersOf<T>)> {
        of.questions.downcast_ref().zip(of.answers.downcast_ref())
    }

    /// The marks' scores; `None` if the round is void.
    fn scores(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Option<Vec<Score>> {
        // Void from the start: a rule has nothing to score, and may be the same program that has just failed.
        if notes.reported() != self.faults {
            return None;
        }
        let scores = self.mechanism.scoring().score(exam, notes);
        let answers = self.answers.len();
        if scores.len() != answers {
            // Padded or cut, the list would pay somebody for somebody else's answer.
            notes.report(Fault::WrongLength { answers, scores: scores.len() });
        }
        (notes.reported() == self.faults).then_some(scores)
    }

    fn put(&mut self, sheet: usize, reply: Result<ReplyOf<T>, Failure>, latency: Duration, arrival: u32) {
        if let Some(answer) = self.answers.get_mut(sheet) {
            (answer.reply, answer.latency, answer.arrival) = (reply, latency, arrival);
        }
    }
}

impl<T: Task> Sitting for Opened<'_, T> {
    fn sheets(&self) -> usize {
        self.answers.len()
    }

    fn target(&self, sheet: usize) -> Option<Peer> {
        self.answers.get(sheet).map(|answer| answer.peer)
    }

    fn each_sheet(&self, visit: &mut dyn FnMut(usize, &Peer, usize)) {
        let shown = self.answers.iter().enumerate();
        shown.for_each(|(sheet, answer)| visit(sheet, &answer.peer, answer.question));
    }

    fn leaves(&self) -> Leaves<'_> {
        Leaves { peers: self.round.peers, questions: &self.questions, answers: &self.answers }
    }

    fn asks_as(&self, other: Leaves<'_>) -> bool {
        let Some((questions, answers)) = self.of_mine(other) else { return false };
        let mut alike = self.questions.iter().zip(questions);
        if self.questions.len() != questions.len() || alike.any(|(mine, other)| mine.ask != other.ask) {
            return false;
        }
        // The same questions to all of one list are the same sheets.
        let to_all = |question: &Question<_, _>| matches!(question.to, To::All);
        if ptr::eq(self.round.peers, other.peers) && self.questions.iter().chain(questions).all(to_all) {
            return true;
        }
        let goes = |answer: &Answer<_>| (answer.peer.uid, answer.question);
        self.answers.iter().map(goes).eq(answers.iter().map(goes))
    }

    fn route(&self, sheet: usize) -> &'static str {
        self.asked(sheet).map_or("", Synapse::route)
    }

    fn request(&self, sheet: usize) -> Value {
        let fields = self.asked(sheet).and_then(|ask| ask.request().ok());
        fields.and_then(|fields| serde_json::to_value(fields).ok()).unwrap_or_default()
    }

    fn ask(&self, sheet: usize) -> Option<Unopened<'_>> {
        self.asked(sheet).map(|ask| ask as Unopened<'_>)
    }

    fn fill(&mut self, sheet: usize, reply: Result<Mail, Failure>, latency: Duration, arrival: u32) {
        let accepted = |reply: &ReplyOf<T>| self.asked(sheet).is_some_and(|ask| ask.accepts(reply).is_ok());
        let reply = reply.and_then(|mail| mail.open().filter(accepted).ok_or(Failure::Malformed));
        self.put(sheet, reply, latency, arrival);
    }

    fn fill_json(&mut self, sheet: usize, reply: Result<Value, Failure>, latency: Duration, arrival: u32) {
        let read = |value: Value| self.asked(sheet)?.read_reply(value.to_string().as_bytes()).ok();
        let reply = reply.and_then(|value| read(value).ok_or(Failure::Malformed));
        self.put(sheet, reply, latency, arrival);
    }

    fn work(&mut self, sheet: usize, solver: usize, desk: &mut Desk<'_>) -> Result<Work, Refusal> {
        let solver = self.mechanism.solver_at(solver).ok_or(Refusal("there is no such solver"))?;
        let ask = self.asked(sheet).ok_or(Refusal("there is no such sheet"))?;
        let (reply, work) = solver.solve(ask, desk)?;
        self.lay(sheet, Some(reply));
        Ok(work)
    }

    fn curtail(&mut self, sheet: usize, served: f64) {
        let Some(solver) = self.mechanism.solver() else { return };
        let Some(Answer { question, reply: Ok(reply), .. }) = self.answers.get_mut(sheet) else { return };
        if let Some(question) = self.questions.get(*question) {
            solver.curtail(&question.ask, reply, served);
        }
    }

    fn reply(&self, sheet: usize) -> Option<&dyn Any> {
        self.answers.get(sheet)?.reply.as_ref().ok().map(|reply| reply as &dyn Any)
    }

    fn reply_json(&self, sheet: usize) -> Option<Value> {
        let reply = self.answers.get(sheet)?.reply.as_ref().ok()?;
        serde_json::to_value(reply).ok()
    }

    fn hand_in(&mut self, sheet: usize, reply: &dyn Any, disguise: Option<&mut Rng>) -> bool {
        let reply = reply.downcast_ref().and_then(|reply| self.copied(sheet, reply, disguise));
        self.lay(sheet, reply)
    }

    fn hand_in_all(&mut self, of: Leaves<'_>, sheets: &[usize]) {
        let Some((_, others)) = self.of_mine(of) else { return };
        for &sheet in sheets {
            if let (Some(answer), Some(Answer { reply: Ok(reply), .. })) =
                (self.answers.get_mut(sheet), others.get(sheet))
            {
                answer.reply = Ok(reply.clone());
            }
        }
    }

    fn hand_on(&mut self, from: usize, to: usize, disguise: Option<&mut Rng>) -> bool {
        let reply = self.answers.get(from).and_then(|answer| answer.reply.as_ref().ok());
        let reply = reply.and_then(|reply| self.copied(to, reply, disguise));
        self.lay(to, reply)
    }

    fn tell(&mut self, sheet: usize) -> bool {
        let question = self.answers.get(sheet).and_then(|answer| self.questions.get(answer.question));
        let told = question.and_then(|question| self.mechanism.task().tell(question));
        self.lay(sheet, told)
    }

    fn looks(&self, sheet: usize) -> Looks {
        self.asked(sheet).map_or_else(Looks::default, |ask| self.mechanism.task().looks(ask))
    }

    fn deliver(&mut self, arrivals: &[Arrival], readings: Luck, validator: u32) {
        let first = self.arrived;
        for arrival in arrivals {
            if let Some(answer) = self.answers.get_mut(arrival.sheet) {
                (answer.latency, answer.arrival) = (arrival.latency, self.arrived);
            }
            self.arrived += 1;
        }
        let mut arrived: Vec<Arrived<'_, T::Ask>> = Vec::with_capacity(arrivals.len());
        for answer in &mut self.answers {
            if answer.arrival < first || answer.arrival == u32::MAX || answer.reply.is_err() {
                continue;
            }
            let Some(question) = self.questions.get(answer.question) else { continue };
            if answer.reply.as_ref().is_ok_and(|reply| question.ask.accepts(reply).is_err()) {
                answer.reply = Err(Failure::Malformed);
            }
            if let Answer { peer, reply: Ok(reply), .. } = answer {
                arrived.push(Arrived { ask: &question.ask, reply, miner: peer });
            }
        }
        if let Some(solver) = self.mechanism.solver() {
            solver.perceive_all(&mut arrived, readings, validator);
        }
    }

    fn mark(self: Box<Self>, notes: &mut Notes) -> Vec<Mark> {
        let exam = Exam::new(self.round, &self.questions, &self.answers);
        let Some(scores) = self.scores(&exam, notes) else { return Vec::new() };
        let mark = |(at, (answer, score)): (usize, (&Answer<ReplyOf<T>>, _))| Mark {
            peer: answer.peer,
            question: answer.question,
            score,
            parts: exam.parts(at),
        };
        self.answers.iter().zip(scores).enumerate().map(mark).collect()
    }

    fn close_into(self: Box<Self>, notes: &mut Notes, scores: &mut Vec<(Peer, Score)>) {
        scores.clear();
        let exam = Exam::new(self.round, &self.questions, &self.answers).without_record();
        let given = self.scores(&exam, notes).unwrap_or_default();
        scores.extend(self.answers.iter().zip(given).map(|(answer, score)| (answer.peer, score)));
    }
}
