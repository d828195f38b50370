//! What there is to score.

use crate::{Part, Peer, Question, ReplyOf, Round, Score, Task};
use std::{cell::RefCell, time::Duration};

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
    recorded: RefCell<Vec<(&'static str, Vec<Score>)>>,
    /// Whether anybody will ask for what is on record.
    keeps: bool,
}

impl<'a, T: Task> Exam<'a, T> {
    /// An exam nobody has scored yet.
    #[must_use]
    pub const fn new(
        round: &'a Round<'a>,
        questions: &'a [Question<T::Ask, T::Truth>],
        answers: &'a [Answer<ReplyOf<T>>],
    ) -> Self {
        Self { round, questions, answers, recorded: RefCell::new(Vec::new()), keeps: true }
    }

    /// The same for somebody who wants nothing but scores.
    pub(crate) fn without_record(self) -> Self {
        Self { keeps: false, ..self }
    }

    /// The question an answer belongs to.
    #[must_use]
    pub fn question(&self, answer: &Answer<ReplyOf<T>>) -> Option<&'a Question<T::Ask, T::Truth>> {
        self.questions.get(answer.question)
    }

    /// Puts a part of the scores on record, one per answer, for whoever explains them.
    ///
    /// [`By::named`](crate::By::named) does it for a rule.
    pub fn record(&self, name: &'static str, scores: &[Score]) {
        if self.keeps {
            self.recorded.borrow_mut().push((name, scores.to_vec()));
        }
    }

    /// What is on record of one answer.
    pub(crate) fn parts(&self, answer: usize) -> Vec<Part> {
        let recorded = self.recorded.borrow();
        let part = |(name, scores): &(&'static str, Vec<Score>)| {
            scores.get(answer).map(|score| Part { name: (*name).into(), score: score.get() })
        };
        recorded.iter().filter_map(part).collect()
    }
}
