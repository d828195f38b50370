//! Sits beside one validator (exploit 43).

use crate::behaviour::{Ask, Effort, MinerBehaviour, Move, is_called};
use incentor_sdk::Rng;
use std::time::Duration;

/// Honest, and faster than its work takes with the validator whose neighbour it is.
#[derive(Clone, Debug)]
pub(crate) struct Colocated {
    /// The validator: a coldkey's name.
    pub(crate) with: String,
    /// Time its answers take there.
    pub(crate) latency: Duration,
}

impl MinerBehaviour for Colocated {
    fn play(&mut self, ask: &Ask<'_>, _: &mut Rng) -> Move {
        let latency = is_called(ask.caller, &self.with).then_some(self.latency);
        Move::Work(Effort { latency, ..Effort::of(1.0) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviour::miner::stage::{ASK, luck};

    #[test]
    fn only_its_neighbour_sees_it_sooner() {
        let latency = Duration::from_millis(10);
        let mut beside = Colocated { with: "validators#1".to_owned(), latency };
        let near = Effort { latency: Some(latency), ..Effort::of(1.0) };
        assert_eq!(beside.play(&ASK, &mut luck(0)), Move::Work(near));
        let other = Ask { caller: "validators#2", ..ASK };
        assert_eq!(beside.play(&other, &mut luck(0)), Move::Work(Effort::of(1.0)));
    }
}
