//! Mechanisms that are programs in another language.
//!
//! A program answers one message at a time, and its answer is a function of the message. So each thread has one of its
//! own, and which one a world meets makes no difference.

#[cfg(feature = "external")]
mod program;

use crate::SimError;
use incentor_scenario::CommandPlan;
use incentor_sdk::{AnyMechanism, NoSolver};

/// A program once per thread.
pub(crate) struct Crew {
    members: Vec<Member>,
    #[cfg(feature = "external")]
    answers_for_miners: bool,
}

struct Member {
    mechanism: Box<dyn AnyMechanism>,
    #[cfg(feature = "external")]
    program: incentor_sdk::external::External,
}

impl Crew {
    /// A program for each thread there is; it starts with its first message.
    ///
    /// # Errors
    /// If this build runs no programs.
    pub(crate) fn of(plan: &CommandPlan) -> Result<Self, SimError> {
        let members = (0..rayon::current_num_threads().max(1)).map(|_| Member::of(plan));
        Ok(Self {
            members: members.collect::<Result<_, _>>()?,
            #[cfg(feature = "external")]
            answers_for_miners: plan.roles.contains(&incentor_scenario::CommandRole::Solve),
        })
    }

    /// The present thread's.
    pub(crate) fn member(&self) -> &dyn AnyMechanism {
        &*self.at_hand().mechanism
    }

    fn at_hand(&self) -> &Member {
        let place = rayon::current_thread_index().unwrap_or(0) % self.members.len().max(1);
        &self.members[place]
    }

    /// Engages a solver in all of them; they number it alike.
    pub(crate) fn engage(&mut self, name: &str, dial: Option<f64>) -> Result<usize, NoSolver> {
        let mut number = 0;
        for member in &mut self.members {
            number = member.mechanism.engage(name, dial)?;
        }
        Ok(number)
    }

    /// Forgets the failures of the present thread's program: the next world begins.
    #[cfg(feature = "external")]
    pub(crate) fn begin(&self) {
        self.at_hand().program.forget_failures();
    }

    /// Whether the present thread's program fails for good, or fails miners, who would only seem to refuse.
    ///
    /// Where it failed to score and went on, the rounds are void, and counted as such.
    ///
    /// # Errors
    /// [`SimError::Program`], with the line it failed with.
    #[cfg(feature = "external")]
    pub(crate) fn trouble(&self) -> Result<(), SimError> {
        let program = &self.at_hand().program;
        let record = program.record();
        let counts = self.answers_for_miners || record.answers == 0;
        match program.gave_up().or(record.first.filter(|_| counts)) {
            None => Ok(()),
            Some(error) => Err(SimError::Program { why: crate::error::in_one_line(&*error) }),
        }
    }

    /// Nothing begins where nothing runs.
    #[cfg(not(feature = "external"))]
    pub(crate) const fn begin(&self) {}

    /// Nothing fails where nothing runs.
    #[cfg(not(feature = "external"))]
    pub(crate) const fn trouble(&self) -> Result<(), SimError> {
        Ok(())
    }
}

#[cfg(not(feature = "external"))]
impl Member {
    const fn of(_: &CommandPlan) -> Result<Self, SimError> {
        Err(SimError::NoPrograms)
    }
}
