//! An opened round of a typed mechanism.

use crate::{
    Answer, Exam, Failure, Fault, Mail, Mark, Notes, Peer, Question, ReplyOf, Rng, Round, Scoring, Sitting,
    Synapse, Task, To, Unopened,
};
use serde_json::Value;
use std::time::Duration;

/// A sheet per miner asked and question, question by question; nothing has come back yet.
pub(crate) fn sheets<T: Task>(
    questions: &[Question<T::Ask, T::Truth>],
    peers: &[Peer],
) -> Vec<Answer<ReplyOf<T>>> {
    let mut answers = Vec::with_capacity(peers.len());
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
    answers
}

pub(crate) struct Opened<'a, T: Task> {
    scoring: &'a dyn Scoring<T>,
    round: &'a Round<'a>,
    questions: Vec<Question<T::Ask, T::Truth>>,
    answers: Vec<Answer<ReplyOf<T>>>,
    /// Faults that had been reported before the round was opened.
    faults: u64,
}

impl<'a, T: Task> Opened<'a, T> {
    pub(crate) fn new(
        task: &T,
        scoring: &'a dyn Scoring<T>,
        round: &'a Round<'a>,
        notes: &mut Notes,
        rng: &mut Rng,
    ) -> Self {
        let faults = notes.reported();
        let questions = task.questions(round, notes, rng);
        let answers = sheets::<T>(&questions, round.peers);
        Self { scoring, round, questions, answers, faults }
    }

    fn asked(&self, sheet: usize) -> Option<&T::Ask> {
        let answer = self.answers.get(sheet)?;
        self.questions.get(answer.question).map(|question| &question.ask)
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

    fn mark(self: Box<Self>, notes: &mut Notes) -> Vec<Mark> {
        // Void from the start: a rule has nothing to score, and may be the same program that has just failed.
        if notes.reported() != self.faults {
            return Vec::new();
        }
        let exam = Exam::new(self.round, &self.questions, &self.answers);
        let scores = self.scoring.score(&exam, notes);
        let answers = self.answers.len();
        if scores.len() != answers {
            // Padded or cut, the list would pay somebody for somebody else's answer.
            notes.report(Fault::WrongLength { answers, scores: scores.len() });
        }
        if notes.reported() != self.faults {
            return Vec::new();
        }
        let mark = |(at, (answer, score)): (usize, (&Answer<ReplyOf<T>>, _))| Mark {
            peer: answer.peer,
            question: answer.question,
            score,
            parts: exam.parts(at),
        };
        self.answers.iter().zip(scores).enumerate().map(mark).collect()
    }
}
