//! A program in a mechanism's three roles.

use super::message::{
    AskedAnswer, JsonAsk, QuestionsAnswer, QuestionsMessage, ScoreMessage, SolveAnswer, SolveMessage,
    ToAnswer, checked_state, scores, shaped, unreadable,
};
use super::{External, ProgramError};
use crate::body::ask_json;
use crate::{
    Desk, Exam, Fault, Notes, Question, Refusal, Rng, Round, Score, Scoring, Solver, Stage, Synapse, Task,
    To, Work,
};
use serde::Serialize;
use serde_json::Value;
use std::time::Duration;

/// The note that keeps the program's state.
const MEMORY: &str = "external";
/// Most answers a program may ask for in a round: a short line can name every miner thousands of times.
const MOST_SHEETS: usize = 65_536;
/// Where a solver's state lies on its shelf.
const SHELF: &[u8] = b"external";

/// A task whose questions a program asks. If it fails, nobody is asked.
#[derive(Clone, Debug)]
pub struct ExternalTask(External);

/// A rule that is a program. If it fails, the round is void.
#[derive(Clone, Debug)]
pub struct ExternalScoring {
    program: External,
    memory: &'static str,
}

/// A miner that is a program. If it fails, the miner refuses; [`External::trouble`] says why.
#[derive(Clone, Debug)]
pub struct ExternalSolver(External);

impl ExternalTask {
    pub(super) const fn new(program: External) -> Self {
        Self(program)
    }
}

impl ExternalScoring {
    pub(super) const fn new(program: External) -> Self {
        Self { program, memory: MEMORY }
    }

    /// The same with its state in a note of that name; by default task and scoring share `"external"`.
    #[must_use]
    pub const fn with_memory(mut self, note: &'static str) -> Self {
        self.memory = note;
        self
    }
}

impl ExternalSolver {
    pub(super) const fn new(program: External) -> Self {
        Self(program)
    }
}

impl Task for ExternalTask {
    type Ask = JsonAsk;
    type Truth = Value;

    fn questions(
        &self,
        round: &Round<'_>,
        notes: &mut Notes,
        rng: &mut Rng,
    ) -> Vec<Question<JsonAsk, Value>> {
        let state: &mut Value = notes.slot(MEMORY);
        let message = QuestionsMessage::of(round, rng.next_u64(), state);
        let program = self.0.program();
        let asked = self.0.ask(&message, |told| {
            let QuestionsAnswer { questions, state } = shaped(program, told)?;
            let question = |asked| question(asked, round).map_err(|why| unreadable(program, told, why));
            let questions = questions.into_iter().map(question).collect::<Result<Vec<_>, _>>()?;
            let sheets = |question: &Question<JsonAsk, Value>| match &question.to {
                To::All => round.peers.len(),
                To::One(_) => 1,
                To::Some(peers) => peers.len(),
            };
            let sheets: usize = questions.iter().map(sheets).sum();
            if sheets > MOST_SHEETS {
                let why = format!("{sheets} answers are asked for, more than {MOST_SHEETS}");
                return Err(unreadable(program, told, why));
            }
            Ok((questions, checked_state(program, state)?))
        });
        match asked {
            Ok((questions, new)) => {
                *state = new.unwrap_or_else(|| state.take());
                questions
            }
            Err(source) => {
                notes.report(Fault::Failed { stage: Stage::Task, source });
                Vec::new()
            }
        }
    }
}

/// A question with the miners it names.
fn question(asked: AskedAnswer, round: &Round<'_>) -> Result<Question<JsonAsk, Value>, String> {
    let peer = |uid: u16| {
        let peer = round.peers.iter().find(|peer| peer.uid.0 == uid);
        peer.copied().ok_or_else(|| format!("uid {uid} is not in this round"))
    };
    let to = match asked.to {
        ToAnswer::Word(word) if word == "all" => To::All,
        ToAnswer::Word(word) => {
            return Err(format!("\"to\" is {word:?}, neither \"all\" nor a list of uids"));
        }
        ToAnswer::Uids(uids) => To::Some(uids.into_iter().map(peer).collect::<Result<_, _>>()?),
    };
    Ok(Question { to, ask: JsonAsk(asked.ask), truth: asked.truth })
}

impl<T: Task<Truth: Serialize>> Scoring<T> for ExternalScoring {
    fn score(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Vec<Score> {
        let state: &mut Value = notes.slot(self.memory);
        let seed = exam.round.beacon.branch("external", 0).at(0, exam.round.number).next_u64();
        let (program, replies) = (self.program.program(), exam.answers.len());
        let scored = match ScoreMessage::of(exam, seed, state) {
            Ok(message) => self.program.ask(&message, |told| scores(program, told, replies)),
            Err(source) => Err(ProgramError::Unwritable { program: program.shown(), source }.into()),
        };
        match scored {
            Ok((scores, new)) => {
                *state = new.unwrap_or_else(|| state.take());
                scores
            }
            Err(source) => {
                notes.report(Fault::Failed { stage: Stage::Scoring, source });
                vec![Score::ZERO; replies]
            }
        }
    }
}

impl<A: Synapse> Solver<A> for ExternalSolver {
    fn solve(&self, ask: &A, desk: &mut Desk<'_>) -> Result<(A::Reply, Work), Refusal> {
        let kept = desk.shelf.get(SHELF).and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let state = kept.unwrap_or(Value::Null);
        let message = SolveMessage {
            verb: "solve",
            seed: desk.rng.next_u64().to_string(),
            state: &state,
            route: ask.route(),
            ask: ask_json(ask).map_err(|_| Refusal("the question has no JSON form"))?,
            effort: desk.effort,
        };
        let program = self.0.program();
        let solved = self.0.ask(&message, |told| {
            let mut solved: SolveAnswer = shaped(program, told)?;
            let state = checked_state(program, solved.state.take())?;
            let Some(answer) = solved.answer else {
                let refused = solved.refusal.is_some();
                let why = || unreadable(program, told, "neither an answer nor a refusal".to_owned());
                return if refused { Ok((None, state)) } else { Err(why()) };
            };
            let text = answer.to_string();
            let read = ask.read_reply(text.as_bytes()).and_then(|reply| ask.accepts(&reply).map(|()| reply));
            let reply = read.map_err(|error| unreadable(program, told, error.to_string()))?;
            let seconds = solved.cpu_ms.max(0.0) / 1_000.0;
            let cpu = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX);
            let value = solved.value.filter(|value| value.is_finite());
            Ok((Some((reply, Work { cpu, bytes: solved.bytes, value })), state))
        });
        let (reply, state) = solved.map_err(|_| Refusal("the miner's program failed"))?;
        if let Some(state) = state {
            desk.shelf.put(SHELF, state.to_string().as_bytes())?;
        }
        reply.ok_or(Refusal("the miner's program refused"))
    }
}
