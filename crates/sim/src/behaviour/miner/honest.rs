//! Works as well as it can.

use crate::behaviour::{Ask, Effort, MinerBehaviour, Move};
use incentor_sdk::Rng;

/// The miner the mechanism is made for; with more hotkeys than workers, a sybil cluster (exploit 21).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Honest;

impl MinerBehaviour for Honest {
    fn play(&mut self, _: &Ask<'_>, _: &mut Rng) -> Move {
        Move::Work(Effort::of(1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviour::miner::stage::{ASK, luck};

    #[test]
    fn it_works_for_everybody_with_all_it_has() {
        for hotkey in 0..3 {
            let ask = Ask { hotkey, is_told: true, is_repeat: true, ..ASK };
            assert_eq!(Honest.play(&ask, &mut luck(0)), Move::Work(Effort::of(1.0)));
        }
        assert_eq!(
            Honest.look_back(&crate::behaviour::miner::stage::TEMPO, &mut luck(0)),
            Default::default()
        );
    }
}
