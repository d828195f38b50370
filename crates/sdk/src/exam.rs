//! What there is to score.

use crate::{Peer, Question, ReplyOf, Round, Task};
use std::time::Duration;

/// Why there is no reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// Nothing came in time.
    Timeout,
    /// The miner declined, with this status.
    Refused(u16),
    /// Nobody was there.
    Unreachable,
    /// What came does not fit the protocol.
    Malformed,
}

/// What came back to one question put to one miner.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer<R> {
    /// Who was asked.
    pub peer: Peer,
    /// Which of the exam's questions.
    pub question: usize,
    /// What came.
    pub reply: Result<R, Failure>,
    /// How long it took, as the validator measured it.
    pub latency: Duration,
    /// Place in the order of arrival, from 0.
    pub arrival: u32,
}

/// A round's questions and answers.
pub struct Exam<'a, T: Task> {
    /// The round.
    pub round: &'a Round<'a>,
    /// What was asked.
    pub questions: &'a [Question<T::Ask, T::Truth>],
    /// What came back; one per miner asked and question.
    pub answers: &'a [Answer<ReplyOf<T>>],
}

impl<T: Task> Exam<'_, T> {
    /// The question an answer belongs to.
    #[must_use]
    pub fn question(&self, answer: &Answer<ReplyOf<T>>) -> Option<&Question<T::Ask, T::Truth>> {
        self.questions.get(answer.question)
    }
}
