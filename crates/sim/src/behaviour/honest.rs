//! Works as well as it can.

use super::{Behaviour, Move, Observation};

/// The miner the mechanism is made for.
#[derive(Clone, Copy, Debug)]
pub struct Honest;

impl Behaviour for Honest {
    fn play(&mut self, _: &Observation<'_>) -> Move {
        Move::Work { effort: 1.0 }
    }
}
