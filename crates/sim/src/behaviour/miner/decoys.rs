//! Weak entries of its own beside the real one (exploit 38).

use crate::behaviour::{Ask, Effort, MinerBehaviour, Move};
use incentor_sdk::Rng;

/// Its first hotkey works; the others hand in weaker work, to be beaten by it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decoys {
    /// Quality of a decoy as a share of its own.
    pub(crate) weakness: f64,
}

impl MinerBehaviour for Decoys {
    fn play(&mut self, ask: &Ask<'_>, _: &mut Rng) -> Move {
        Move::Work(Effort::of(if ask.hotkey == 0 { 1.0 } else { self.weakness }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviour::miner::stage::{ASK, luck};

    #[test]
    fn one_hotkey_works_and_the_others_lose_to_it() {
        let share = |hotkey| Decoys { weakness: 0.2 }.play(&Ask { hotkey, ..ASK }, &mut luck(0));
        assert_eq!([0, 1, 7].map(share), [1.0, 0.2, 0.2].map(|share| Move::Work(Effort::of(share))));
    }
}
