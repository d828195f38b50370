//! A validator tells it the truth (exploit 17).

use crate::behaviour::{Ask, Effort, MinerBehaviour, Move, is_called};
use incentor_sdk::Rng;

/// Hands in what its validator told it, and works for the others and where it was told nothing.
#[derive(Clone, Debug)]
pub(crate) struct Insider {
    /// The validator: a coldkey's name.
    pub(crate) of: String,
    /// Share of that validator's questions it is told about.
    pub(crate) share: f64,
}

impl MinerBehaviour for Insider {
    fn play(&mut self, ask: &Ask<'_>, rng: &mut Rng) -> Move {
        // Drawn in any case, so that a world in which it is told nothing differs in nothing else.
        let drawn = rng.unit() < self.share;
        let told = ask.is_told && drawn && is_called(ask.caller, &self.of);
        if told { Move::Told } else { Move::Work(Effort::of(1.0)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviour::miner::stage::{ASK, luck};

    const TOLD: Ask<'static> = Ask { is_told: true, ..ASK };

    fn told(ask: &Ask<'_>, share: f64, rounds: u64) -> u64 {
        let mut insider = Insider { of: "validators#1".to_owned(), share };
        let play = |round| insider.play(ask, &mut luck(round));
        (0..rounds).map(play).filter(|played| *played == Move::Told).count() as u64
    }

    #[test]
    fn it_uses_what_its_own_validator_tells_it() {
        assert_eq!(told(&TOLD, 1.0, 100), 100);
        assert_eq!(told(&TOLD, 0.0, 100), 0);
        assert_eq!(told(&ASK, 1.0, 100), 0);
        assert_eq!(told(&Ask { caller: "validators#2", ..TOLD }, 1.0, 100), 0);
        assert!((270..330).contains(&told(&TOLD, 0.3, 1_000)));
    }
}
