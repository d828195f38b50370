//! Gives nearly nothing to anybody but its own miners (exploit 11).

use super::row;
use crate::behaviour::{Outlook, ValidatorBehaviour};
use incentor_sdk::{Rng, WeightVector};

/// Gives its own miners all, evenly, and everybody else the least weight there is, 1 of 65,535.
///
/// The chain clips what is too much, not what is too little: the others' ranks sink by its stake. Without miners of its
/// own everybody has the same.
#[derive(Clone, Debug)]
pub(crate) struct UnderWeighter {
    /// Its own: names of populations.
    pub(crate) own: Vec<String>,
}

/// So small a score that its weight is the floor.
const NEARLY_NOTHING: f64 = 1e-9;

impl ValidatorBehaviour for UnderWeighter {
    fn weigh(&mut self, outlook: &Outlook<'_>, _: &mut Rng) -> Option<WeightVector> {
        let weight = |is_own: bool| if is_own { 1.0 } else { NEARLY_NOTHING };
        let miners = outlook.miners.iter();
        let weights = miners.map(|miner| (miner.peer.uid, weight(miner.is_of(&self.own))));
        row(&weights.collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviour::validator::stage::{Stage, luck, pairs};

    fn sends(miners: &[(&str, f64)]) -> Vec<(u16, u16)> {
        let mut validator = UnderWeighter { own: vec!["own".to_owned(), "more".to_owned()] };
        pairs(validator.weigh(&Stage::of(miners).outlook(), &mut luck()))
    }

    #[test]
    fn the_others_get_the_least_there_is() {
        let miners = [("a", 3.0), ("own#1", 0.0), ("more", 1.0), ("b", 9.0)];
        assert_eq!(sends(&miners), [(0, 1), (1, 65_535), (2, 65_535), (3, 1)]);
        assert_eq!(sends(&[("a", 3.0), ("b", 9.0)]), [(0, 65_535), (1, 65_535)]);
        assert_eq!(sends(&[]), []);
    }
}
