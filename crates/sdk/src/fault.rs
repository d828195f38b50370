//! What went wrong on the validator's own side.

use std::{error::Error, fmt, sync::Arc};

/// The validator's own machinery failed: no miner is to blame, and no score may follow from it.
///
/// Reported through [`Notes::report`](crate::Notes::report); a round with a fault is void, so that every miner
/// holds what it has.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// A rule gave more or fewer scores than there are answers, so nobody knows whose is whose.
    #[error("{scores} scores for {answers} answers")]
    WrongLength {
        /// Answers in the exam.
        answers: usize,
        /// Scores the rule gave.
        scores: usize,
    },
    /// Something a stage relies on failed, an external program as a rule.
    #[error("the {stage} failed")]
    Failed {
        /// Which stage.
        stage: Stage,
        /// Why.
        #[source]
        source: Arc<dyn Error + Send + Sync>,
    },
}

impl Fault {
    /// A stage's failure.
    pub fn failed(stage: Stage, source: impl Error + Send + Sync + 'static) -> Self {
        Self::Failed { stage, source: Arc::new(source) }
    }

    /// What made a stage fail, if it is of that type.
    #[must_use]
    pub fn cause<E: Error + 'static>(&self) -> Option<&E> {
        match self {
            Self::Failed { source, .. } => source.downcast_ref(),
            Self::WrongLength { .. } => None,
        }
    }
}

/// A part of a mechanism.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Asking.
    Task,
    /// Scoring.
    Scoring,
    /// Answering.
    Solver,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Task => "task",
            Self::Scoring => "scoring",
            Self::Solver => "solver",
        })
    }
}
