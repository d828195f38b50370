//! A mechanism: protocol, task, scoring and a miner, in one value.

use crate::{
    Answer, Desk, Exam, Failure, Luck, Mail, Notes, Peer, Question, Refusal, ReplyOf, Rng, Round, Score,
    Scoring, Sitting, Solver, Synapse, Task, To, Unopened, Work,
};
use serde_json::Value;
use std::{fmt, time::Duration};

/// A whole mechanism, typed by its task.
pub struct Mechanism<T: Task> {
    name: &'static str,
    task: T,
    scoring: Box<dyn Scoring<T>>,
    solver: Box<dyn Solver<T::Ask>>,
}

impl<T: Task> Mechanism<T> {
    /// Ties the three parts together.
    pub fn new(name: &'static str, task: T, scoring: impl Scoring<T>, solver: impl Solver<T::Ask>) -> Self {
        Self { name, task, scoring: Box::new(scoring), solver: Box::new(solver) }
    }
}

impl<T: Task> fmt::Debug for Mechanism<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mechanism").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A mechanism whose types are its own business: what runners hold.
pub trait AnyMechanism: Send + Sync {
    /// Its name.
    fn name(&self) -> &'static str;

    /// The routes its miners serve.
    fn routes(&self) -> &'static [&'static str];

    /// Opens a round: draws the questions and lays out the sheets.
    fn open<'a>(&'a self, round: &'a Round<'a>, notes: &mut Notes, rng: &mut Rng) -> Box<dyn Sitting + 'a>;

    /// Answers a request as the mechanism's own miner does.
    ///
    /// # Errors
    /// If the miner declines, or the request is of another protocol.
    fn solve(&self, ask: Unopened<'_>, desk: &mut Desk<'_>) -> Result<(Mail, Work), Refusal>;

    /// Whether two requests are the same question, so that one answer serves both.
    fn is_same(&self, ask: Unopened<'_>, other: Unopened<'_>) -> bool;

    /// Turns a reply into what one validator makes of it; see [`Solver::perceive`].
    fn perceive(&self, ask: Unopened<'_>, reply: &mut Mail, readings: Luck, validator: u32);
}

impl<T: Task> AnyMechanism for Mechanism<T> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn routes(&self) -> &'static [&'static str] {
        T::Ask::ROUTES
    }

    fn open<'a>(&'a self, round: &'a Round<'a>, notes: &mut Notes, rng: &mut Rng) -> Box<dyn Sitting + 'a> {
        let questions = self.task.questions(round, notes, rng);
        let mut answers = Vec::with_capacity(round.peers.len());
        for (question, asked) in questions.iter().enumerate() {
            let sheet = |peer: &Peer| Answer {
                peer: *peer,
                question,
                reply: Err(Failure::Timeout),
                latency: Duration::MAX,
                arrival: u32::MAX,
            };
            match &asked.to {
                To::All => answers.extend(round.peers.iter().map(sheet)),
                To::One(peer) => answers.push(sheet(peer)),
                To::Some(peers) => answers.extend(peers.iter().map(sheet)),
            }
        }
        Box::new(Open { scoring: &*self.scoring, round, questions, answers })
    }

    fn solve(&self, ask: Unopened<'_>, desk: &mut Desk<'_>) -> Result<(Mail, Work), Refusal> {
        let ask = ask.downcast_ref::<T::Ask>().ok_or(Refusal("a request of another protocol"))?;
        self.solver.solve(ask, desk).map(|(reply, work)| (Mail::new(reply), work))
    }

    fn is_same(&self, ask: Unopened<'_>, other: Unopened<'_>) -> bool {
        match (ask.downcast_ref::<T::Ask>(), other.downcast_ref::<T::Ask>()) {
            (Some(ask), Some(other)) => ask == other,
            _ => false,
        }
    }

    fn perceive(&self, ask: Unopened<'_>, reply: &mut Mail, readings: Luck, validator: u32) {
        if let Some(ask) = ask.downcast_ref::<T::Ask>() {
            reply.map::<ReplyOf<T>>(|reply| self.solver.perceive(ask, reply, readings, validator));
        }
    }
}

struct Open<'a, T: Task> {
    scoring: &'a dyn Scoring<T>,
    round: &'a Round<'a>,
    questions: Vec<Question<T::Ask, T::Truth>>,
    answers: Vec<Answer<ReplyOf<T>>>,
}

impl<T: Task> Open<'_, T> {
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

impl<T: Task> Sitting for Open<'_, T> {
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

    fn close(self: Box<Self>, notes: &mut Notes) -> Vec<(Peer, Score)> {
        let exam = Exam { round: self.round, questions: &self.questions, answers: &self.answers };
        let mut scores = self.scoring.score(&exam, notes);
        // A rule of the wrong length would pay somebody else's answer; what it left out is worth nothing.
        scores.resize(self.answers.len(), Score::ZERO);
        self.answers.iter().map(|answer| answer.peer).zip(scores).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::{Ping, Pings, peer, round};
    use crate::{Constant, InTime};

    struct Pong;

    impl Solver<Ping> for Pong {
        fn solve(&self, _: &Ping, desk: &mut Desk<'_>) -> Result<(u32, Work), Refusal> {
            Ok((desk.effort as u32, Work::default()))
        }
    }

    #[test]
    fn typed_json_missing_and_foreign_replies_are_told_apart() {
        let mechanism = Mechanism::new("ping", Pings, InTime(Duration::from_secs(1)), Pong);
        let peers = [peer(0), peer(1), peer(2), peer(3), peer(4)];
        let round = round(&peers);
        let mut notes = Notes::default();
        let mut sitting = mechanism.open(&round, &mut notes, &mut Luck::of_seed(1).at(0, 0));
        assert_eq!(
            (sitting.sheets(), sitting.route(0), sitting.request(0)),
            (5, "Ping", serde_json::json!({}))
        );
        let soon = Duration::from_millis(5);
        sitting.fill(0, Ok(Mail::new(7_u32)), soon, 0);
        sitting.fill_json(1, Ok(Value::from(7)), soon, 1);
        sitting.fill(2, Ok(Mail::new("seven".to_owned())), soon, 2);
        sitting.fill_json(3, Ok(Value::from("seven")), soon, 3);
        let scores: Vec<f64> = sitting.close(&mut notes).iter().map(|(_, score)| score.get()).collect();
        assert_eq!(scores, [1.0, 1.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn a_foreign_request_is_refused() {
        struct Empty;
        impl crate::Shelf for Empty {
            fn put(&mut self, _: &[u8], _: &[u8]) -> Result<(), Refusal> {
                Err(Refusal("no shelf"))
            }
            fn get(&self, _: &[u8]) -> Option<Vec<u8>> {
                None
            }
        }
        let mechanism = Mechanism::new("ping", Pings, Constant::of(1.0), Pong);
        let caller = crate::Caller { hotkey: peer(9).hotkey, uid: None, stake_weight_rao: 0, permit: false };
        let mut desk =
            Desk { caller: &caller, effort: 3.0, rng: &mut Luck::of_seed(1).at(0, 0), shelf: &mut Empty };
        assert!(mechanism.solve(&"not a ping", &mut desk).is_err());
        let (mail, _) = mechanism.solve(&Ping, &mut desk).unwrap();
        assert_eq!(mail.open::<u32>(), Some(3));
    }
}
