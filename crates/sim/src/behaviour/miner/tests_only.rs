//! Works for tests and not for customers (exploit 44).

use crate::behaviour::{Ask, Effort, MinerBehaviour, Move};
use incentor_sdk::Rng;

/// Works at `effort` where a question looks like a customer's; where nothing can be told apart it is honest.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TestsOnly {
    /// Share of its quality it works at for customers.
    pub(crate) effort: f64,
}

impl MinerBehaviour for TestsOnly {
    fn play(&mut self, ask: &Ask<'_>, _: &mut Rng) -> Move {
        Move::Work(Effort::of(if ask.is_organic { self.effort } else { 1.0 }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviour::miner::stage::{ASK, luck};

    #[test]
    fn customers_get_less() {
        let mut miner = TestsOnly { effort: 0.1 };
        assert_eq!(miner.play(&ASK, &mut luck(0)), Move::Work(Effort::of(1.0)));
        let customer = Ask { is_organic: true, ..ASK };
        assert_eq!(miner.play(&customer, &mut luck(0)), Move::Work(Effort::of(0.1)));
    }
}
