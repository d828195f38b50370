//! Works for validators with enough stake only (exploit 14).

use crate::behaviour::{Ask, Effort, MinerBehaviour, Move};
use incentor_sdk::Rng;

/// Answers validators from `min_stake_rao` on and leaves small ones without an answer, who then stand beside consensus.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Selective {
    /// The least stake it answers, in rao of alpha.
    pub(crate) min_stake_rao: u64,
}

impl MinerBehaviour for Selective {
    fn play(&mut self, ask: &Ask<'_>, _: &mut Rng) -> Move {
        if ask.caller_stake_rao < self.min_stake_rao { Move::Silence } else { Move::Work(Effort::of(1.0)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviour::miner::stage::{ASK, luck};

    #[test]
    fn the_limit_itself_is_answered() {
        let check = |caller_stake_rao, expected| {
            let ask = Ask { caller_stake_rao, ..ASK };
            assert_eq!(Selective { min_stake_rao: 100 }.play(&ask, &mut luck(0)), expected);
        };
        check(99, Move::Silence);
        check(100, Move::Work(Effort::of(1.0)));
        check(101, Move::Work(Effort::of(1.0)));
    }
}
