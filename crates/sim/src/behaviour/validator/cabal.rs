//! Gives a share of its weight to its own miners (exploits 6 and 7).

use super::row;
use crate::behaviour::{Outlook, ValidatorBehaviour};
use incentor_primitives::Uid;
use incentor_sdk::{Rng, WeightVector};

/// Gives its own miners `share` of its weight, evenly, and the others the rest as an honest validator would.
///
/// With a minority of stake it is clipped; with κ of it, it decides.
#[derive(Clone, Debug)]
pub(crate) struct Cabal {
    /// Its own: names of populations.
    pub(crate) own: Vec<String>,
    /// Share of its weight for them.
    pub(crate) share: f64,
}

impl ValidatorBehaviour for Cabal {
    fn weigh(&mut self, outlook: &Outlook<'_>, _: &mut Rng) -> Option<WeightVector> {
        let own: Vec<Uid> = outlook.of_populations(&self.own).collect();
        if own.is_empty() {
            return Some(outlook.honest.clone());
        }
        let others = || outlook.honest.entries().iter().filter(|(uid, _)| !own.contains(uid));
        let honest: f64 = others().map(|(_, weight)| f64::from(weight.0)).sum();
        // Before it has an opinion of the others, all of it is for its own.
        let share = if honest > 0.0 { self.share } else { 1.0 };
        let kept = own.iter().map(|uid| (*uid, share / own.len() as f64));
        let given = others().map(|(uid, weight)| (*uid, (1.0 - share) * f64::from(weight.0) / honest));
        row(&kept.chain(given).collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviour::validator::stage::{Stage, luck, pairs};

    fn sends(miners: &[(&str, f64)], share: f64) -> Vec<(u16, u16)> {
        let mut cabal = Cabal { own: vec!["puppets".to_owned()], share };
        let mut sent = pairs(cabal.weigh(&Stage::of(miners).outlook(), &mut luck()));
        sent.sort_unstable();
        sent
    }

    #[test]
    fn its_own_have_their_share_and_the_others_the_rest_in_proportion() {
        let miners = [("a", 3.0), ("puppets#1", 0.0), ("b", 1.0), ("puppets#2", 9.0)];
        // 0.15, 0.4, 0.05, 0.4, but for the rounding of the honest row.
        assert_eq!(sends(&miners, 0.8), [(0, 24_575), (1, 65_535), (2, 8_192), (3, 65_535)]);
        assert_eq!(sends(&miners, 1.0), [(1, 65_535), (3, 65_535)]);
        assert_eq!(sends(&miners, 0.0), [(0, 65_535), (2, 21_846)]);
    }

    #[test]
    fn without_its_own_it_is_honest_and_without_others_all_is_for_its_own() {
        assert_eq!(sends(&[("a", 3.0), ("b", 1.0)], 0.8), [(0, 65_535), (1, 21_845)]);
        assert_eq!(sends(&[("a", 0.0), ("puppets", 0.0)], 0.5), [(1, 65_535)]);
    }
}
