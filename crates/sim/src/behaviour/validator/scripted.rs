//! Sends rows written down beforehand.

use super::row;
use crate::behaviour::{Asking, Outlook, ValidatorBehaviour, is_called};
use incentor_primitives::Uid;
use incentor_scenario::ScriptedRow;
use incentor_sdk::{Rng, WeightVector};

/// Asks nobody and sends the last row that is due; a coldkey's weight is spread evenly over its hotkeys.
///
/// A weight of 0 is sent as such: with liquid alpha the bond behind it fades, while one behind no weight is dropped.
/// For games whose weights are given: published cases, and events in a validator's life that no behaviour has.
#[derive(Clone, Debug)]
pub(crate) struct Scripted {
    /// The rows, by ascending tempo.
    pub(crate) rows: Vec<ScriptedRow>,
}

impl ValidatorBehaviour for Scripted {
    fn asks(&mut self, _: u64) -> Asking {
        Asking::Nobody
    }

    fn weigh(&mut self, outlook: &Outlook<'_>, _: &mut Rng) -> Option<WeightVector> {
        let due = self.rows.iter().rev().find(|row| row.from <= outlook.tempo)?;
        let mut weights = Vec::new();
        for (name, weight) in &due.weights {
            let named = outlook.miners.iter().filter(|miner| is_called(miner.coldkey, name));
            let uids: Vec<Uid> = named.map(|miner| miner.peer.uid).collect();
            weights.extend(uids.iter().map(|uid| (*uid, weight / uids.len() as f64)));
        }
        let zeros = weights.iter().filter(|(_, weight)| *weight == 0.0).map(|(uid, _)| *uid);
        row(&weights).map(|row| row.with_zeros(zeros))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviour::validator::stage::{Stage, luck, pairs};

    #[test]
    fn the_last_row_that_is_due_is_sent() {
        let row = |from, weights: &[(&str, f64)]| ScriptedRow {
            from,
            weights: weights.iter().map(|(name, weight)| ((*name).to_owned(), *weight)).collect(),
        };
        let rows = vec![row(1, &[("a", 1.0)]), row(3, &[("a", 1.0), ("b", 6.0), ("gone", 5.0)])];
        let mut script = Scripted { rows };
        assert_eq!(script.asks(0), Asking::Nobody);
        let stage = Stage::of(&[("a", 0.0), ("b", 0.0), ("b", 0.0)]);
        let mut sent = |tempo| pairs(script.weigh(&Outlook { tempo, ..stage.outlook() }, &mut luck()));
        assert_eq!(sent(0), []);
        assert_eq!(sent(1), [(0, 65_535)]);
        assert_eq!(sent(2), [(0, 65_535)]);
        assert_eq!(sent(3), [(0, 21_845), (1, 65_535), (2, 65_535)]);
        assert_eq!(sent(99), sent(3));
    }

    #[test]
    fn a_zero_is_sent_only_where_it_is_written() {
        let row = |weights: &[(&str, f64)]| ScriptedRow {
            from: 0,
            weights: weights.iter().map(|(name, weight)| ((*name).to_owned(), *weight)).collect(),
        };
        let stage = Stage::of(&[("a", 0.0), ("b", 0.0), ("c", 0.0)]);
        let sent =
            |weights| pairs(Scripted { rows: vec![row(weights)] }.weigh(&stage.outlook(), &mut luck()));
        assert_eq!(sent(&[("b", 0.5)]), [(1, 65_535)]);
        assert_eq!(sent(&[("c", 0.0), ("b", 0.5), ("a", 0.0)]), [(0, 0), (1, 65_535), (2, 0)]);
        // A row without any positive weight is none, and the chain keeps the last.
        assert_eq!(sent(&[("a", 0.0)]), []);
    }
}
