//! Gives all weight to those it scores best (exploit 15).

use crate::behaviour::{Outlook, ValidatorBehaviour};
use incentor_primitives::Uid;
use incentor_sdk::{Policy, Rng, Score, WeightVector};

/// Sends its own winners instead of its scores, which the chain is to judge.
///
/// Validators whose scores differ by noise alone then have different winners, and dividends become a lottery. Winners
/// share in proportion to their scores; whoever ties with the last of them is one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WinnerTakesAll {
    /// How many winners.
    pub(crate) winners: u32,
}

impl ValidatorBehaviour for WinnerTakesAll {
    fn weigh(&mut self, outlook: &Outlook<'_>, _: &mut Rng) -> Option<WeightVector> {
        let count = u16::try_from(self.winners).unwrap_or(u16::MAX);
        let policy = Policy::Top { count, share: 1.0, positive_floor: 0 };
        let scores: Vec<(Uid, Score)> =
            outlook.miners.iter().map(|miner| (miner.peer.uid, miner.score)).collect();
        let row = WeightVector::from_scores(&scores, &policy);
        (!row.is_empty()).then_some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviour::validator::stage::{Stage, luck, pairs};

    fn sends(winners: u32, scores: &[f64]) -> Vec<(u16, u16)> {
        let miners: Vec<(&str, f64)> = scores.iter().map(|score| ("a", *score)).collect();
        pairs(WinnerTakesAll { winners }.weigh(&Stage::of(&miners).outlook(), &mut luck()))
    }

    #[test]
    fn only_winners_get_anything() {
        assert_eq!(sends(1, &[0.5, 0.9, 0.89]), [(1, 65_535)]);
        assert_eq!(sends(2, &[0.3, 0.9, 0.6]), [(1, 65_535), (2, 43_690)]);
        assert_eq!(sends(1, &[0.9, 0.9, 0.1]), [(0, 65_535), (1, 65_535)]);
        assert_eq!(sends(1, &[0.0, 0.0]), []);
    }
}
