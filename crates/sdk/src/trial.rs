//! A tiny task for the tests of scoring rules.

use crate::{Answer, Exam, Failure, Luck, Notes, Peer, Question, Rng, Round, Scoring, Synapse, Task, To};
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

pub(crate) fn scores(rule: &impl Scoring<Pings>, answers: &[Answer<u32>]) -> Vec<f64> {
    let peers: Vec<Peer> = answers.iter().map(|answer| answer.peer).collect();
    let questions = [Question { to: To::All, ask: Ping, truth: () }];
    let exam = Exam { round: &round(&peers), questions: &questions, answers };
    rule.score(&exam, &mut Notes::default()).into_iter().map(crate::Score::get).collect()
}
