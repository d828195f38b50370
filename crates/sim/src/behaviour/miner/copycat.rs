//! Hands in somebody else's answer (exploits 36 and 37).

use crate::behaviour::{Ask, MinerBehaviour, Move, Visible, is_called};
use incentor_scenario::CopyTarget;
use incentor_sdk::Rng;
use std::{cmp::Reverse, time::Duration};

/// Copies an answer to the same question; with nothing to copy it is silent.
///
/// It reads past incentive and the watch, never quality. One that copies a coldkey by name is a relay.
#[derive(Clone, Debug)]
pub(crate) struct Copycat {
    /// Whose answer: of the best paid it can see, of whoever was first, or of one coldkey. Of equals, the lowest uid.
    pub(crate) of: CopyTarget,
    /// How long after the original its copy is there.
    pub(crate) delay: Duration,
    /// Whether it changes the copy so that it is no longer the same.
    pub(crate) disguise: bool,
}

impl MinerBehaviour for Copycat {
    fn play(&mut self, ask: &Ask<'_>, _: &mut Rng) -> Move {
        let paid = |answer: &Visible<'_>| ask.incentive.get(answer.uid.index()).copied().unwrap_or(0);
        let first = |answer: &&Visible<'_>| (answer.latency, answer.uid);
        let all = ask.answered.iter();
        let chosen = match &self.of {
            CopyTarget::BestVisible => all.max_by_key(|answer| (paid(answer), Reverse(answer.uid))),
            CopyTarget::FirstVisible => all.min_by_key(first),
            CopyTarget::Named(name) => all.filter(|answer| is_called(answer.coldkey, name)).min_by_key(first),
        };
        let copy = |of: &Visible<'_>| Move::Copy { of: of.uid, delay: self.delay, disguise: self.disguise };
        chosen.map_or(Move::Wait, copy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviour::miner::stage::{ASK, luck};
    use incentor_primitives::Uid;

    const NAMES: [&str; 5] = ["a", "b#1", "b#2@left", "c", "d"];
    const SECONDS: [u64; 5] = [4, 3, 2, 2, 9];

    fn play(of: CopyTarget, answered: &[u16]) -> Option<u16> {
        let visible = |&uid: &u16| Visible {
            uid: Uid(uid),
            coldkey: NAMES[usize::from(uid)],
            latency: Duration::from_secs(SECONDS[usize::from(uid)]),
        };
        let answered: Vec<Visible<'_>> = answered.iter().map(visible).collect();
        let ask = Ask { incentive: &[10, 40, 30, 40], answered: &answered, ..ASK };
        let delay = Duration::from_millis(400);
        match (Copycat { of, delay, disguise: true }).play(&ask, &mut luck(0)) {
            Move::Copy { of, delay: after, disguise: true } if after == delay => Some(of.0),
            Move::Wait => None,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn it_copies_the_best_paid_it_can_see() {
        let check = |answered: &[u16], expected| {
            assert_eq!(play(CopyTarget::BestVisible, answered), expected, "{answered:?}");
        };
        check(&[0, 1, 2, 3], Some(1));
        check(&[3, 1], Some(1));
        check(&[0, 2], Some(2));
        check(&[4], Some(4)); // Nobody knows what it is paid.
        check(&[], None);
    }

    #[test]
    fn it_copies_whoever_was_first() {
        assert_eq!(play(CopyTarget::FirstVisible, &[0, 1, 3, 2, 4]), Some(2));
        assert_eq!(play(CopyTarget::FirstVisible, &[4, 0]), Some(0));
    }

    #[test]
    fn a_relay_copies_its_source_and_nobody_else() {
        let named = |name: &str, answered: &[u16]| play(CopyTarget::Named(name.to_owned()), answered);
        assert_eq!(named("a", &[0, 1, 2, 3]), Some(0));
        assert_eq!(named("b#2", &[0, 1, 2, 3]), Some(2));
        assert_eq!(named("b", &[0, 1, 2, 3]), Some(2));
        assert_eq!(named("b#1", &[0, 2, 3]), None);
    }
}
