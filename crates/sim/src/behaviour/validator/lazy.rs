//! Holds one round in so many (exploit 13).

use crate::behaviour::{Asking, Outlook, ValidatorBehaviour};
use incentor_sdk::{Rng, WeightVector};

/// Saves the cost of most rounds and sends what its book says, which is old.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lazy {
    /// 1 = it holds every round.
    pub(crate) one_in: u32,
}

impl ValidatorBehaviour for Lazy {
    fn asks(&mut self, round: u64) -> Asking {
        if round.is_multiple_of(self.one_in.max(1).into()) { Asking::Everybody } else { Asking::Nobody }
    }

    fn weigh(&mut self, outlook: &Outlook<'_>, _: &mut Rng) -> Option<WeightVector> {
        Some(outlook.honest.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviour::validator::stage::{Stage, luck, pairs};

    #[test]
    fn it_asks_in_one_round_of_so_many() {
        let asks = |one_in| {
            let asks = |round| Lazy { one_in }.asks(round) == Asking::Everybody;
            (0..30).filter(|round| asks(*round)).count()
        };
        assert_eq!([1, 3, 10, 31].map(asks), [30, 10, 3, 1]);
        let stage = Stage::of(&[("a", 3.0)]);
        assert_eq!(pairs(Lazy { one_in: 3 }.weigh(&stage.outlook(), &mut luck())), [(0, 65_535)]);
    }
}
