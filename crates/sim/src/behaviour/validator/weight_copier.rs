//! Sends what the chain shows of others' weights (exploits 1 and 2).

use super::row;
use crate::behaviour::{Asking, Outlook, Revealed, ValidatorBehaviour};
use incentor_primitives::Uid;
use incentor_scenario::WeightSource;
use incentor_sdk::{Rng, WeightVector};

/// Asks nobody, and so saves the cost of evaluating.
///
/// It reads the rows that are revealed, its own left out: the stake-weighted median of each column, which is what the
/// chain's consensus was with them, or the row of the validator with the most stake. While there is no other row it
/// leaves its own in force.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WeightCopier {
    /// What it copies.
    pub(crate) source: WeightSource,
}

impl ValidatorBehaviour for WeightCopier {
    fn asks(&mut self, _: u64) -> Asking {
        Asking::Nobody
    }

    fn weigh(&mut self, outlook: &Outlook<'_>, _: &mut Rng) -> Option<WeightVector> {
        let others: Vec<&Revealed<'_>> =
            outlook.revealed.iter().filter(|row| row.uid != outlook.me && !row.row.is_empty()).collect();
        let weights = match self.source {
            WeightSource::LastRevealedConsensus => consensus(&others, outlook.kappa),
            WeightSource::BiggestValidator => {
                let biggest = others.iter().max_by_key(|row| (row.stake_rao, std::cmp::Reverse(row.uid)));
                biggest.map_or_else(Vec::new, |row| row.row.to_vec())
            }
        };
        row(&weights)
    }
}

/// Per column, the largest weight that rows with κ of the stake reach; rows without a cell count as 0 (spec §1.6).
fn consensus(rows: &[&Revealed<'_>], kappa: f64) -> Vec<(Uid, f64)> {
    let total: f64 = rows.iter().map(|row| row.stake_rao as f64).sum();
    let votes =
        rows.iter().flat_map(|row| row.row.iter().map(|(uid, weight)| (*uid, *weight, row.stake_rao as f64)));
    let mut votes: Vec<(Uid, f64, f64)> = votes.collect();
    // Stable: of equal weights the earlier row counts first.
    votes.sort_by(|one, other| one.0.cmp(&other.0).then(other.1.total_cmp(&one.1)));
    let agreed = |votes: &[(Uid, f64, f64)]| {
        let mut stake = 0.0;
        let reached = votes.iter().find(|(.., own)| {
            stake += own;
            stake >= kappa * total
        });
        (votes[0].0, reached.map_or(0.0, |(_, weight, _)| *weight))
    };
    votes.chunk_by(|one, other| one.0 == other.0).map(agreed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviour::validator::stage::{ME, Stage, luck, pairs};

    fn revealed(uid: u16, stake_rao: u64, row: &[(Uid, f64)]) -> Revealed<'_> {
        Revealed { uid: Uid(uid), stake_rao, row }
    }

    fn copies(source: WeightSource, rows: &[Revealed<'_>], kappa: f64) -> Vec<(u16, u16)> {
        let stage = Stage::of(&[("a", 3.0), ("b", 1.0)]);
        let outlook = Outlook { revealed: rows, kappa, ..stage.outlook() };
        let mut copier = WeightCopier { source };
        assert_eq!(copier.asks(0), Asking::Nobody);
        pairs(copier.weigh(&outlook, &mut luck()))
    }

    #[test]
    fn consensus_is_the_stake_weighted_median_of_the_others() {
        let small = [(Uid(0), 1.0)];
        let middle = [(Uid(0), 0.2), (Uid(1), 0.8)];
        let large = [(Uid(0), 0.6), (Uid(1), 0.4)];
        let own = [(Uid(5), 1.0)];
        let rows = [
            revealed(60, 2, &small),
            revealed(61, 3, &middle),
            revealed(62, 4, &large),
            revealed(ME.0, 99, &own),
        ];
        // Of 9: 6 have at least 0.6 of uid 0; 7 have at least 0.4 of uid 1, 3 have 0.8.
        assert_eq!(copies(WeightSource::LastRevealedConsensus, &rows, 0.5), [(0, 65_535), (1, 43_690)]);
        // A third is enough for uid 1 at 0.8.
        assert_eq!(copies(WeightSource::LastRevealedConsensus, &rows, 0.3), [(0, 49_151), (1, 65_535)]);
        // All of it agrees on 0.2 of uid 0, and one gives uid 1 nothing.
        assert_eq!(copies(WeightSource::LastRevealedConsensus, &rows, 1.0), [(0, 65_535)]);
        assert_eq!(copies(WeightSource::BiggestValidator, &rows, 0.5), [(0, 65_535), (1, 43_690)]);
    }

    #[test]
    fn where_the_others_agree_on_nothing_it_sends_nothing() {
        let (one, other) = ([(Uid(0), 1.0)], [(Uid(1), 1.0)]);
        let rows = [revealed(60, 1, &one), revealed(61, 1, &other), revealed(62, 1, &[])];
        assert_eq!(copies(WeightSource::LastRevealedConsensus, &rows, 0.6), []);
        assert_eq!(copies(WeightSource::BiggestValidator, &rows, 0.6), [(0, 65_535)]);
        assert_eq!(copies(WeightSource::BiggestValidator, &[], 0.5), []);
    }
}
