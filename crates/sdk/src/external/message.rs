//! Messages to a program, and its answers.

use super::conversation::Told;
use super::error::quoted;
use super::{Program, ProgramError};
use crate::body::{ask_json, reply_json};
use crate::{Answer, Exam, Failure, Peer, Round, Score, Synapse, Task};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A question whose shape only the program knows: any JSON object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JsonAsk(pub Map<String, Value>);

impl Synapse for JsonAsk {
    type Reply = Value;
    const ROUTES: &'static [&'static str] = &["Ask"];
}

#[derive(Serialize)]
pub(super) struct QuestionsMessage<'a> {
    #[serde(rename = "do")]
    verb: &'static str,
    #[serde(flatten)]
    round: RoundPart,
    /// 64 bits, so a text: many languages read numbers as floats.
    seed: String,
    state: &'a Value,
    peers: Vec<PeerPart>,
}

#[derive(Serialize)]
pub(super) struct ScoreMessage<'a> {
    #[serde(rename = "do")]
    verb: &'static str,
    #[serde(flatten)]
    round: RoundPart,
    seed: String,
    state: &'a Value,
    task: Vec<QuestionPart>,
    replies: Vec<ReplyPart>,
}

#[derive(Serialize)]
pub(super) struct SolveMessage<'a> {
    #[serde(rename = "do")]
    pub(super) verb: &'static str,
    pub(super) seed: String,
    pub(super) state: &'a Value,
    pub(super) route: &'static str,
    pub(super) ask: Value,
    pub(super) effort: f64,
}

#[derive(Serialize)]
struct RoundPart {
    round: u64,
    block: u64,
    netuid: u16,
    mech: u8,
}

#[derive(Serialize)]
struct PeerPart {
    uid: u16,
    hotkey: String,
    coldkey: String,
}

#[derive(Serialize)]
struct QuestionPart {
    route: &'static str,
    ask: Value,
    truth: Value,
}

#[derive(Serialize)]
struct ReplyPart {
    task: usize,
    #[serde(flatten)]
    peer: PeerPart,
    answer: Value,
    failure: Option<String>,
    /// `None` where nothing came.
    latency_ms: Option<f64>,
    arrival: Option<u32>,
}

#[derive(Deserialize)]
pub(super) struct QuestionsAnswer {
    pub(super) questions: Vec<AskedAnswer>,
    #[serde(default)]
    pub(super) state: Option<Value>,
}

#[derive(Deserialize)]
pub(super) struct AskedAnswer {
    pub(super) to: ToAnswer,
    pub(super) ask: Map<String, Value>,
    #[serde(default)]
    pub(super) truth: Value,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum ToAnswer {
    Uids(Vec<u16>),
    Word(String),
}

#[derive(Deserialize)]
struct ScoresAnswer {
    scores: Vec<Value>,
    #[serde(default)]
    state: Option<Value>,
}

#[derive(Deserialize)]
pub(super) struct SolveAnswer {
    #[serde(default)]
    pub(super) answer: Option<Value>,
    #[serde(default)]
    pub(super) refusal: Option<String>,
    #[serde(default)]
    pub(super) state: Option<Value>,
    #[serde(default)]
    pub(super) cpu_ms: f64,
    #[serde(default)]
    pub(super) bytes: u64,
    #[serde(default)]
    pub(super) value: Option<f64>,
}

impl RoundPart {
    const fn of(round: &Round<'_>) -> Self {
        Self { round: round.number, block: round.block.0, netuid: round.netuid.0, mech: round.mech.0 }
    }
}

impl PeerPart {
    fn of(peer: &Peer) -> Self {
        Self { uid: peer.uid.0, hotkey: peer.hotkey.to_string(), coldkey: peer.coldkey.to_string() }
    }
}

impl<'a> QuestionsMessage<'a> {
    pub(super) fn of(round: &Round<'_>, seed: u64, state: &'a Value) -> Self {
        let peers = round.peers.iter().map(PeerPart::of).collect();
        Self { verb: "questions", round: RoundPart::of(round), seed: seed.to_string(), state, peers }
    }
}

impl<'a> ScoreMessage<'a> {
    pub(super) fn of<T: Task<Truth: Serialize>>(
        exam: &Exam<'_, T>,
        seed: u64,
        state: &'a Value,
    ) -> Result<Self, serde_json::Error> {
        let question = |question: &crate::Question<T::Ask, T::Truth>| {
            let truth = serde_json::to_value(&question.truth)?;
            Ok(QuestionPart { route: question.ask.route(), ask: ask_json(&question.ask)?, truth })
        };
        let task = exam.questions.iter().map(question).collect::<Result<_, serde_json::Error>>()?;
        let reply = |answer: &Answer<crate::ReplyOf<T>>| {
            let asked = exam.question(answer).map(|question| &question.ask);
            let (text, failure) = match (&answer.reply, asked) {
                (Ok(reply), Some(ask)) => (reply_json(ask, reply)?, None),
                (Ok(_), None) => (Value::Null, Some("malformed".to_owned())),
                (Err(failure), _) => (Value::Null, Some(failure_name(*failure))),
            };
            let came = failure.is_none();
            let latency_ms = came.then_some(answer.latency.as_secs_f64() * 1_000.0);
            let peer = PeerPart::of(&answer.peer);
            let arrival = came.then_some(answer.arrival);
            Ok(ReplyPart { task: answer.question, peer, answer: text, failure, latency_ms, arrival })
        };
        let replies = exam.answers.iter().map(reply).collect::<Result<_, serde_json::Error>>()?;
        let round = RoundPart::of(exam.round);
        Ok(Self { verb: "score", round, seed: seed.to_string(), state, task, replies })
    }
}

fn failure_name(failure: Failure) -> String {
    match failure {
        Failure::Timeout => "timeout".to_owned(),
        Failure::Refused(status) => format!("refused {status}"),
        Failure::Unreachable => "unreachable".to_owned(),
        Failure::Malformed => "malformed".to_owned(),
    }
}

/// Reads an answer of a known shape.
pub(super) fn shaped<R: DeserializeOwned>(program: &Program, told: &Told) -> Result<R, ProgramError> {
    R::deserialize(&told.value).map_err(|error| unreadable(program, told, error.to_string()))
}

pub(super) fn unreadable(program: &Program, told: &Told, reason: String) -> ProgramError {
    ProgramError::Unreadable { program: program.shown(), line: quoted(&told.line), reason }
}

/// Reads one score per reply, and the new state if there is one.
pub(super) fn scores(
    program: &Program,
    told: &Told,
    replies: usize,
) -> Result<(Vec<Score>, Option<Value>), ProgramError> {
    let ScoresAnswer { scores, state } = shaped(program, told)?;
    let (name, line) = (|| program.shown(), || quoted(&told.line));
    if scores.len() != replies {
        let (expected, found) = (replies, scores.len());
        return Err(ProgramError::WrongLength { program: name(), expected, found, line: line() });
    }
    let score = |(reply, value): (usize, &Value)| {
        value.as_f64().and_then(Score::new).ok_or_else(|| ProgramError::NoScore {
            program: name(),
            reply,
            score: quoted(&value.to_string()),
            line: line(),
        })
    };
    let read = scores.iter().enumerate().map(score).collect::<Result<_, _>>()?;
    Ok((read, checked_state(program, state)?))
}

/// A state that is not too large.
pub(super) fn checked_state(program: &Program, state: Option<Value>) -> Result<Option<Value>, ProgramError> {
    let most = program.limits.state_bytes;
    match state {
        Some(state) if state.to_string().len() > most => {
            Err(ProgramError::TooLong { program: program.shown(), what: "the state", most })
        }
        state => Ok(state),
    }
}
