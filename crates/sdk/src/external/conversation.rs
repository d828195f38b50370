//! One message, one answer: limits, restarts, and two runs compared.

use super::error::quoted;
use super::process::{Process, Trouble};
use super::program::Limits;
use super::{ExternalScoring, ExternalSolver, ExternalTask, Program, ProgramError};
use crate::Mechanism;
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// An external program as a mechanism's part; clones talk to the same one, one at a time.
///
/// It is started with the first message and ended with the last clone.
#[derive(Clone)]
pub struct External(Arc<Shared>);

struct Shared {
    program: Program,
    talk: Mutex<Talk>,
}

#[derive(Default)]
struct Talk {
    /// Two where the program is checked.
    running: Vec<Process>,
    id: u64,
    /// The last failure, unless an answer has counted since.
    last: Option<Arc<ProgramError>>,
    record: Record,
}

/// How a program has done since it was begun or its failures were forgotten.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Answers that counted.
    pub answers: u64,
    /// Messages without one.
    pub failures: u64,
    /// Why the first of them had none.
    pub first: Option<Arc<ProgramError>>,
    in_a_row: u32,
    /// Failures of the program less one for every hundredth answer.
    weight: u32,
}

/// Answers that make up for a failure.
const MAKES_UP: u64 = 100;

impl Record {
    fn note_answer(&mut self) {
        self.in_a_row = 0;
        self.answers += 1;
        if self.answers.is_multiple_of(MAKES_UP) {
            self.weight = self.weight.saturating_sub(1);
        }
    }

    fn note_failure(&mut self, error: &Arc<ProgramError>) {
        self.failures += 1;
        self.first.get_or_insert_with(|| Arc::clone(error));
    }

    const fn is_hopeless(&self, limits: &Limits) -> bool {
        self.in_a_row > limits.restarts || self.weight > limits.failures
    }
}

/// A message with the number it carries.
#[derive(Serialize)]
struct Numbered<'a, M> {
    id: u64,
    #[serde(flatten)]
    message: &'a M,
}

/// An answer with the line it came in, for errors.
pub(super) struct Told {
    pub(super) value: Value,
    pub(super) line: String,
}

impl External {
    /// A program that has not been started yet.
    #[must_use]
    pub fn new(program: Program) -> Self {
        Self(Arc::new(Shared { program, talk: Mutex::default() }))
    }

    /// It asks the questions.
    #[must_use]
    pub fn task(&self) -> ExternalTask {
        ExternalTask::new(self.clone())
    }

    /// It scores the answers.
    #[must_use]
    pub fn scoring(&self) -> ExternalScoring {
        ExternalScoring::new(self.clone())
    }

    /// It answers questions.
    #[must_use]
    pub fn solver(&self) -> ExternalSolver {
        ExternalSolver::new(self.clone())
    }

    /// It is a whole mechanism.
    pub fn mechanism(&self, name: impl Into<Cow<'static, str>>) -> Mechanism<ExternalTask> {
        Mechanism::new(name, self.task(), self.scoring(), self.solver())
    }

    /// What went wrong last, unless an answer has counted since.
    ///
    /// Faults of task and scoring reach [`Notes`](crate::Notes) as well; a solver's failure looks like a
    /// refusal to the validator, so this is where whoever runs it finds out.
    #[must_use]
    pub fn trouble(&self) -> Option<Arc<ProgramError>> {
        self.talk().last.clone()
    }

    /// How it has done so far, whoever asked.
    #[must_use]
    pub fn record(&self) -> Record {
        self.talk().record.clone()
    }

    /// Why it is not started again, once it has failed too often.
    #[must_use]
    pub fn gave_up(&self) -> Option<Arc<ProgramError>> {
        self.talk().gave_up(&self.0.program).map(Arc::new)
    }

    /// Forgets its failures, for another run of messages; a program that was given up is started again.
    pub fn forget_failures(&self) {
        let mut talk = self.talk();
        (talk.last, talk.record) = (None, Record::default());
    }

    pub(super) fn program(&self) -> &Program {
        &self.0.program
    }

    /// Sends a message and has the answer read; a reading that fails counts as a failure of the program.
    pub(super) fn ask<R>(
        &self,
        message: &impl Serialize,
        read: impl FnOnce(&Told) -> Result<R, ProgramError>,
    ) -> Result<R, Arc<ProgramError>> {
        let mut talk = self.talk();
        let program = &self.0.program;
        if let Some(error) = talk.gave_up(program) {
            return Err(Arc::new(error));
        }
        talk.id += 1;
        let id = talk.id;
        let line = match line(program, id, message) {
            Ok(line) => line,
            // The program has not seen it, so it goes on: whoever asks for too much cannot wear it out.
            Err(error) => {
                return Err(talk.fail(error));
            }
        };
        match talk.exchange(program, id, &line).and_then(|told| read(&told)) {
            Ok(read) => {
                talk.last = None;
                talk.record.note_answer();
                Ok(read)
            }
            Err(error) => {
                talk.record.in_a_row += 1;
                talk.record.weight += 1;
                talk.running.clear();
                Err(talk.fail(error))
            }
        }
    }

    fn talk(&self) -> std::sync::MutexGuard<'_, Talk> {
        self.0.talk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for External {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("External").field(&self.0.program.shown()).finish()
    }
}

impl Talk {
    fn gave_up(&self, program: &Program) -> Option<ProgramError> {
        let last = self.last.clone().filter(|_| self.record.is_hopeless(&program.limits))?;
        let (program, in_a_row) = (program.shown(), self.record.in_a_row);
        Some(ProgramError::GaveUp { program, failures: self.record.failures, in_a_row, last })
    }

    fn fail(&mut self, error: ProgramError) -> Arc<ProgramError> {
        let error = Arc::new(error);
        self.record.note_failure(&error);
        self.last = Some(Arc::clone(&error));
        error
    }

    /// The answer; with a checked program the same one from both runs.
    fn exchange(&mut self, program: &Program, id: u64, line: &[u8]) -> Result<Told, ProgramError> {
        let first = self.told(program, id, line, 0)?;
        if program.checked {
            // The second run knows this message and nothing before it; the first may remember all.
            self.running.truncate(1);
            let second = self.told(program, id, line, 1)?;
            if first.value != second.value {
                return Err(ProgramError::Differs {
                    program: program.shown(),
                    first: quoted(&first.line),
                    second: quoted(&second.line),
                });
            }
        }
        Ok(first)
    }

    fn told(&mut self, program: &Program, id: u64, line: &[u8], run: usize) -> Result<Told, ProgramError> {
        let bytes = match self.send(program, line, run) {
            // It ended after its last answer: nothing is lost, since every message says all.
            Err(Trouble::Gone) => {
                self.running.truncate(run);
                self.send(program, line, run)
            }
            sent => sent,
        };
        let text = match bytes {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(trouble) => return Err(self.error(program, run, trouble)),
        };
        let unreadable = |reason: String| {
            let (program, line) = (program.shown(), quoted(&text));
            ProgramError::Unreadable { program, line, reason }
        };
        let value: Value = serde_json::from_str(&text).map_err(|error| unreadable(why(&text, &error)))?;
        match value.get("id") {
            None => Ok(Told { value, line: text }),
            Some(answered) if answered.as_u64() == Some(id) => Ok(Told { value, line: text }),
            Some(answered) => Err(unreadable(format!("this answers message {answered}, not {id}"))),
        }
    }

    fn send(&mut self, program: &Program, line: &[u8], run: usize) -> Result<Vec<u8>, Trouble> {
        if self.running.len() <= run {
            match Process::start(program) {
                Ok(process) => self.running.push(process),
                Err(error) => return Err(Trouble::NotStarted(error)),
            }
        }
        let process = self.running.get_mut(run).ok_or(Trouble::Ended)?;
        process.exchange(line.to_vec(), program.limits.answer_within)
    }

    fn error(&mut self, program: &Program, run: usize, trouble: Trouble) -> ProgramError {
        let limits = program.limits;
        let program = program.shown();
        match trouble {
            Trouble::NotStarted(source) => ProgramError::Start { program, source },
            Trouble::Unasked(line) => {
                ProgramError::Unasked { program, line: quoted(&String::from_utf8_lossy(&line)) }
            }
            Trouble::TooLong => {
                ProgramError::TooLong { program, what: "an answer", most: limits.answer_bytes }
            }
            Trouble::Late => ProgramError::Late { program, within: limits.answer_within },
            Trouble::Gone | Trouble::Ended => {
                let last_words = self.running.get_mut(run).map(Process::last_words);
                let (status, said) = last_words.unwrap_or_default();
                ProgramError::Died { program, status, said }
            }
        }
    }
}

/// A message as a line of limited length.
fn line(program: &Program, id: u64, message: &impl Serialize) -> Result<Vec<u8>, ProgramError> {
    let numbered = Numbered { id, message };
    let mut line = serde_json::to_vec(&numbered)
        .map_err(|source| ProgramError::Unwritable { program: program.shown(), source })?;
    line.push(b'\n');
    let most = program.limits.request_bytes;
    if line.len() > most {
        return Err(ProgramError::TooLong { program: program.shown(), what: "a message", most });
    }
    Ok(line)
}

/// What is wrong with a line that is not JSON.
fn why(text: &str, error: &serde_json::Error) -> String {
    if ["NaN", "Infinity"].iter().any(|word| text.contains(word)) {
        return "JSON has no NaN and no infinity".to_owned();
    }
    error.to_string()
}
