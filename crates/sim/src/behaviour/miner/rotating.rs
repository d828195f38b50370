//! Leaves its hotkeys for new ones (exploit 27).

use crate::behaviour::{Ask, Effort, MinerBehaviour, Move, Tempo, Upkeep};
use incentor_sdk::Rng;

/// Honest, and after so many tempos on one hotkey registers another, whose record is clean.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rotating {
    /// Age in tempos at which a hotkey is left.
    pub(crate) every: u32,
}

impl MinerBehaviour for Rotating {
    fn play(&mut self, _: &Ask<'_>, _: &mut Rng) -> Move {
        Move::Work(Effort::of(1.0))
    }

    fn look_back(&mut self, tempo: &Tempo<'_>, _: &mut Rng) -> Upkeep {
        let old = (0..).zip(tempo.hotkey_ages).filter(|(_, age)| **age >= self.every);
        Upkeep { replaces: old.map(|(ordinal, _)| ordinal).collect(), ..Upkeep::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviour::miner::stage::{ASK, TEMPO, luck};

    #[test]
    fn hotkeys_are_left_when_they_are_old_enough() {
        let leaves = |hotkey_ages: &[u32]| {
            Rotating { every: 14 }.look_back(&Tempo { hotkey_ages, ..TEMPO }, &mut luck(0))
        };
        assert_eq!(leaves(&[13, 14, 0, 20]), Upkeep { replaces: vec![1, 3], ..Upkeep::default() });
        assert_eq!(leaves(&[13]), Upkeep::default());
        assert_eq!(Rotating { every: 1 }.play(&ASK, &mut luck(0)), Move::Work(Effort::of(1.0)));
    }
}
