//! Answers by a solver of the mechanism other than the honest one.

use crate::behaviour::{Ask, Effort, MinerBehaviour, Move, Solver};
use incentor_sdk::Rng;

/// Leaves every question to another solver, at full strength: four behaviours that differ in the solver alone.
///
/// `constant` says always the same (exploit 34), `memoriser` knows what was asked before and refuses the rest (33,
/// 35), `gaming` works and then flatters the measure (the g of the simulation model), and `cheat` is whichever solver
/// the plan names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BySolver;

impl MinerBehaviour for BySolver {
    fn play(&mut self, _: &Ask<'_>, _: &mut Rng) -> Move {
        Move::Work(Effort { solver: Solver::Other, ..Effort::of(1.0) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviour::miner::stage::{ASK, luck};

    #[test]
    fn every_question_is_the_other_solvers() {
        let effort = Effort { share: 1.0, solver: Solver::Other, latency: None };
        for is_repeat in [false, true] {
            assert_eq!(BySolver.play(&Ask { is_repeat, ..ASK }, &mut luck(0)), Move::Work(effort));
        }
    }
}
