//! Waits until the last moment.

use crate::behaviour::{Ask, Effort, MinerBehaviour, Move};
use incentor_sdk::Rng;
use std::time::Duration;

/// Honest, and hands in its answer at the same time after every question, which is to be just before the limit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Squatter {
    /// When its answers are there.
    pub(crate) at: Duration,
}

impl MinerBehaviour for Squatter {
    fn play(&mut self, _: &Ask<'_>, _: &mut Rng) -> Move {
        Move::Work(Effort { latency: Some(self.at), ..Effort::of(1.0) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviour::miner::stage::{ASK, luck};

    #[test]
    fn every_answer_comes_at_its_time() {
        let at = Duration::from_millis(11_900);
        let effort = Effort { latency: Some(at), ..Effort::of(1.0) };
        assert_eq!(Squatter { at }.play(&ASK, &mut luck(0)), Move::Work(effort));
    }
}
