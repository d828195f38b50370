//! Miners that answer without working, for showing what that pays.

use super::worker::{Scale, Worker, right, spread};
use crate::abstraction::{Piece, Probe};
use incentor_sdk::{Desk, Refusal, Rng, Solver, Work};

/// Answers every question with the same (exploit 34).
///
/// Where there are so many answers and no more, it keeps to one of them, which is right as often as chance has it
/// and then worth 1. Elsewhere its answers are worth `value`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constant {
    /// What an answer is worth; on the pass/fail scale the chance that it is right.
    pub value: f64,
    /// How readings scatter, and what answers there are.
    pub worker: Worker,
}

/// Answers what everybody has seen before, from memory, and refuses the rest (exploits 33 and 35).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Memoriser {
    /// What a remembered answer is worth; on the pass/fail scale the chance that it is right.
    pub value: f64,
    /// How readings scatter.
    pub worker: Worker,
}

/// Works, and polishes the result so that it looks better than it is: the g of the simulation model, §2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pretender {
    /// How far it goes, 0 to 1.
    pub share: f64,
    /// Its work.
    pub worker: Worker,
}

/// The shelf's key for the one answer of a constant miner.
const ANSWER: &[u8] = b"constant";

impl Solver<Probe> for Constant {
    fn solve(&self, ask: &Probe, desk: &mut Desk<'_>) -> Result<(Piece, Work), Refusal> {
        let Some(space) = self.worker.answer.space else {
            let worth = worth(self.worker.answer.scale, self.value, desk.rng);
            return Ok((Piece::of(ask, 0, worth), Work { value: Some(worth), ..Work::default() }));
        };
        let kept = desk.shelf.get(ANSWER).and_then(|bytes| <[u8; 8]>::try_from(bytes).ok());
        let answer = match kept {
            Some(answer) => u64::from_le_bytes(answer),
            None => {
                let answer = spread(desk.rng.below(space as usize) as u64, space);
                desk.shelf.put(ANSWER, &answer.to_le_bytes())?;
                answer
            }
        };
        let worth = f64::from(u8::from(answer == right(ask, space)));
        Ok((Piece::of(ask, answer, worth), Work { value: Some(worth), ..Work::default() }))
    }
}

impl Solver<Probe> for Memoriser {
    fn solve(&self, ask: &Probe, desk: &mut Desk<'_>) -> Result<(Piece, Work), Refusal> {
        if !ask.seen {
            return Err(Refusal("not in its memory"));
        }
        let worth = worth(self.worker.answer.scale, self.value, desk.rng);
        // What everybody knows already is worth nothing to a customer.
        Ok((self.worker.piece(ask, worth, desk.rng), Work { value: Some(0.0), ..Work::default() }))
    }
}

impl Solver<Probe> for Pretender {
    fn solve(&self, ask: &Probe, desk: &mut Desk<'_>) -> Result<(Piece, Work), Refusal> {
        let (piece, work) = self.worker.solve(ask, desk)?;
        Ok((Piece { polish: self.share, ..piece }, work))
    }
}

fn worth(scale: Scale, value: f64, rng: &mut Rng) -> f64 {
    match scale {
        Scale::Ratio => value,
        Scale::PassFail => f64::from(u8::from(rng.unit() < value)),
    }
}
