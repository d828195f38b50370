//! A tiny task for the tests of scoring rules.

use crate::{
    Answer, Exam, Failure, Luck, Notes, Peer, Question, Rng, Round, Score, Scoring, Synapse, Task, To,
};
use incentor_primitives::{AccountId, BlockNumber, MechId, NetUid, Uid};
use serde::{Deserialize, Serialize};
use std::time::Duration;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Ping;

impl Synapse for Ping {
    type Reply = u32;
    const ROUTES: &'static [&'static str] = &["Ping"];
}

pub(crate) struct Pings;

impl Task for Pings {
    type Ask = Ping;
    type Truth = ();

    fn questions(&self, _: &Round<'_>, _: &mut Notes, _: &mut Rng) -> Vec<Question<Ping, ()>> {
        vec![Question { to: To::All, ask: Ping, truth: () }]
    }
}

pub(crate) fn peer(uid: u16) -> Peer {
    let [low, high] = uid.to_le_bytes();
    let mut key = [0; 32];
    (key[0], key[1]) = (low, high);
    Peer { uid: Uid(uid), hotkey: AccountId(key), coldkey: AccountId([9; 32]) }
}

pub(crate) fn round(peers: &[Peer]) -> Round<'_> {
    let (netuid, mech) = (NetUid(1), MechId::MAIN);
    Round { number: 0, block: BlockNumber(1), netuid, mech, beacon: Luck::of_seed(0), peers }
}

pub(crate) fn answer(uid: u16, reply: Result<u32, Failure>, latency_ms: u64, arrival: u32) -> Answer<u32> {
    Answer { peer: peer(uid), question: 0, reply, latency: Duration::from_millis(latency_ms), arrival }
}

pub(crate) fn scores(rule: &(impl Scoring<Pings> + ?Sized), answers: &[Answer<u32>]) -> Vec<f64> {
    let peers: Vec<Peer> = answers.iter().map(|answer| answer.peer).collect();
    let questions = [Question { to: To::All, ask: Ping, truth: () }];
    let round = round(&peers);
    let exam = Exam::new(&round, &questions, answers);
    rule.score(&exam, &mut Notes::default()).into_iter().map(Score::get).collect()
}

/// Asks for a number; the number is the work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Point;

impl Synapse for Point {
    type Reply = f64;
    const ROUTES: &'static [&'static str] = &["Point"];
}

pub(crate) struct Points;

impl Task for Points {
    type Ask = Point;
    type Truth = ();

    fn questions(&self, _: &Round<'_>, _: &mut Notes, _: &mut Rng) -> Vec<Question<Point, ()>> {
        vec![Question { to: To::All, ask: Point, truth: () }]
    }
}

/// Scores a number with itself.
#[derive(Clone, Copy)]
pub(crate) struct Read;

impl Scoring<Points> for Read {
    fn score(&self, exam: &Exam<'_, Points>, _: &mut Notes) -> Vec<Score> {
        crate::each(exam, |_, worth| Score::saturating(*worth))
    }
}

/// What a rule makes of numbers given in answer to one question, in the order of arrival.
pub(crate) fn points(rule: &(impl Scoring<Points> + ?Sized), worth: &[f64]) -> Vec<f64> {
    points_in_round(rule, worth, 0, &mut Notes::default())
}

pub(crate) fn points_in_round(
    rule: &(impl Scoring<Points> + ?Sized),
    worth: &[f64],
    number: u64,
    notes: &mut Notes,
) -> Vec<f64> {
    let worth: Vec<(usize, f64)> = worth.iter().map(|worth| (0, *worth)).collect();
    points_by_question(rule, &worth, number, notes)
}

/// The same with the question each number answers.
pub(crate) fn points_of(rule: &(impl Scoring<Points> + ?Sized), worth: &[(usize, f64)]) -> Vec<f64> {
    points_by_question(rule, worth, 0, &mut Notes::default())
}

fn points_by_question(
    rule: &(impl Scoring<Points> + ?Sized),
    worth: &[(usize, f64)],
    number: u64,
    notes: &mut Notes,
) -> Vec<f64> {
    let answer = |(at, (question, worth)): (u16, &(usize, f64))| Answer {
        peer: peer(at),
        question: *question,
        reply: Ok(*worth),
        latency: Duration::from_millis(5),
        arrival: at.into(),
    };
    let answers: Vec<Answer<f64>> = (0..).zip(worth).map(answer).collect();
    let peers: Vec<Peer> = answers.iter().map(|answer| answer.peer).collect();
    let questions: Vec<Question<Point, ()>> =
        (0..2).map(|_| Question { to: To::All, ask: Point, truth: () }).collect();
    let round = Round { number, ..round(&peers) };
    let exam = Exam::new(&round, &questions, &answers);
    rule.score(&exam, notes).into_iter().map(Score::get).collect()
}
