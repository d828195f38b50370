//! The miner, and what a validator makes of its work.

use crate::abstraction::{Piece, Probe};
use incentor_sdk::{Desk, Luck, Refusal, Solver, Work};

/// How a miner's answers scatter around its quality.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnswerModel {
    /// `σ_a`: spread of one miner's answers, on the log scale.
    pub sd: f64,
}

/// How readings scatter around the value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeasureModel {
    /// `σ_m`: spread of readings, on the log scale.
    pub sd: f64,
    /// ρ: the share of that variance common to all validators; 0 for exact verification.
    pub common: f64,
}

/// The abstract miner: its effort is its quality q.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worker {
    answer: AnswerModel,
    /// σ√ρ and σ√(1 − ρ).
    shared_sd: f64,
    own_sd: f64,
}

impl Worker {
    /// A miner whose answers and readings scatter so.
    #[must_use]
    pub fn new(answer: AnswerModel, measure: MeasureModel) -> Self {
        let MeasureModel { sd, common } = measure;
        let common = common.clamp(0.0, 1.0);
        Self { answer, shared_sd: sd * libm::sqrt(common), own_sd: sd * libm::sqrt(1.0 - common) }
    }
}

impl Solver<Probe> for Worker {
    fn solve(&self, ask: &Probe, desk: &mut Desk<'_>) -> Result<(Piece, Work), Refusal> {
        let sd = self.answer.sd;
        let value = desk.effort * libm::exp(sd * desk.rng.normal() - sd * sd / 2.0);
        let piece = Piece { made_for: ask.task, content: desk.rng.next_u64(), worth: value };
        Ok((piece, Work { value: Some(value), ..Work::default() }))
    }

    fn perceive(&self, ask: &Probe, piece: &mut Piece, readings: Luck, validator: u32) {
        // Keyed by content: copies of one piece share its common error, whoever hands them in.
        let shared = readings.at(0, piece.content).normal();
        let own = readings.at(validator, piece.content).normal();
        piece.worth *= libm::exp(ask.difficulty + self.shared_sd * shared + self.own_sd * own);
    }
}
