//! A program in the parts it plays.

use super::Member;
use crate::SimError;
use crate::mechanism::{abstraction, score};
use incentor_mechanisms::abstraction as model;
use incentor_scenario::{CommandPlan, CommandRole};
use incentor_sdk::external::{External, Limits, Program};
use incentor_sdk::{AnyMechanism, Mechanism, Scoring};

impl Member {
    pub(super) fn of(plan: &CommandPlan) -> Result<Self, SimError> {
        let limits = Limits { answer_within: plan.answer_within.0, ..Limits::default() };
        let (command, arguments) = plan.command.split_first().ok_or(SimError::NoPrograms)?;
        let program =
            arguments.iter().fold(Program::new(command.as_str()), |program, word| program.arg(word.as_str()));
        let program = External::new(program.limits(limits));
        Ok(Self { mechanism: mechanism(plan, &program), program })
    }
}

/// The program with what it leaves to the abstract mechanism.
///
/// Whoever asks questions of its own must score and answer them, too.
fn mechanism(plan: &CommandPlan, program: &External) -> Box<dyn AnyMechanism> {
    let plays = |role| plan.roles.contains(&role);
    if plays(CommandRole::Questions) {
        return Box::new(program.mechanism("command"));
    }
    let (probes, worker) = abstraction::parts(&plan.rest);
    let rule: Box<dyn Scoring<model::Probes>> =
        if plays(CommandRole::Score) { Box::new(program.scoring()) } else { score::rule(&plan.rest.score) };
    if plays(CommandRole::Solve) {
        return Box::new(Mechanism::new("command", probes, rule, program.solver()));
    }
    Box::new(model::mechanism(probes, rule, worker))
}
