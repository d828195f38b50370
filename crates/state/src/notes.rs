//! What the parser's own error cannot carry.

use crate::Problem;
use serde::de;
use std::cell::{Cell, RefCell};

/// Where the reader is and what it found wrong.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    at: Cell<At>,
    problem: RefCell<Option<Problem>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct At {
    field: Option<&'static str>,
    index: Option<usize>,
    entry: Option<usize>,
}

impl Notes {
    pub(crate) fn refuse<E: de::Error>(&self, problem: Problem) -> E {
        *self.problem.borrow_mut() = Some(problem);
        E::custom("")
    }

    pub(crate) fn take_problem(&self) -> Option<Problem> {
        self.problem.take()
    }

    pub(crate) fn enter(&self, field: &'static str) {
        self.at.set(At { field: Some(field), index: None, entry: None });
    }

    pub(crate) fn leave(&self) {
        self.at.set(At::default());
    }

    /// The place as a person writes it: `weights[3][7]`.
    pub(crate) fn path(&self) -> Option<String> {
        let At { field, index, entry } = self.at.get();
        let mut path = field?.to_owned();
        for index in [index, entry].into_iter().flatten() {
            path.push_str(&format!("[{index}]"));
        }
        Some(path)
    }

    pub(crate) fn index(&self, index: Option<usize>) {
        self.at.set(At { index, entry: None, ..self.at.get() });
    }

    pub(crate) fn entry(&self, entry: Option<usize>) {
        self.at.set(At { entry, ..self.at.get() });
    }
}
