//! Scatters more at the same mean (exploit 28).

use crate::behaviour::{Ask, Effort, MinerBehaviour, Move};
use incentor_sdk::Rng;

/// Works at a share of its quality that is drawn for each question: `exp(s ε − s²/2)`, 1 on average.
///
/// Where the best of a round take more than their share, luck is worth something.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Noisy {
    /// s: additional spread on the log scale.
    pub(crate) sd: f64,
}

impl MinerBehaviour for Noisy {
    fn play(&mut self, _: &Ask<'_>, rng: &mut Rng) -> Move {
        Move::Work(Effort::of(libm::exp(self.sd * rng.normal() - self.sd * self.sd / 2.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviour::miner::stage::{ASK, luck};

    #[test]
    fn its_mean_is_one_and_its_spread_as_said() {
        let share = |counter| match (Noisy { sd: 0.5 }).play(&ASK, &mut luck(counter)) {
            Move::Work(effort) => effort.share,
            other => panic!("{other:?}"),
        };
        let shares: Vec<f64> = (0..20_000).map(share).collect();
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        assert!((mean(&shares) - 1.0).abs() < 0.02);
        let squares: Vec<f64> =
            shares.iter().map(|share| (libm::log(*share) + 0.125) / 0.5).map(|z| z * z).collect();
        assert!((mean(&squares) - 1.0).abs() < 0.03);
        assert_eq!(Noisy { sd: 0.0 }.play(&ASK, &mut luck(3)), Move::Work(Effort::of(1.0)));
    }
}
