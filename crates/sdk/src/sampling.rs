//! Whom a round asks.

use crate::{AccountId, Luck, Peer, Rng};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many are asked, and who.
///
/// A draw of one miner depends on its hotkey and the round, not on who else is there: worlds that differ in one
/// miner stay alike. [`Random`](Self::Random) alone draws by place in the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sampling {
    /// Everybody, in the order given.
    #[default]
    All,
    /// That many, each set equally likely.
    Random(usize),
    /// That many, drawn one after another in proportion to stake weight.
    ///
    /// Whoever has none is asked only where too few have some.
    ByStake(usize),
    /// Those who have waited longest, drawn at random among equals.
    ///
    /// Of n unchanging candidates everybody is asked once in any ⌈n / k⌉ rounds: nobody at 0 stays there
    /// unasked.
    LeastRecentlyAsked(usize),
}

/// A miner that could be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub peer: Peer,
    /// Its stake weight in rao; of use to [`Sampling::ByStake`] only.
    pub stake_weight_rao: u64,
}

/// When each hotkey was last asked.
///
/// By hotkey: a new owner of a seat has not been asked. Hotkeys that are gone are forgotten.
///
/// ```
/// use incentor_sdk::{Asked, Candidate, Luck, Sampling};
/// # use incentor_sdk::{AccountId, Peer, Uid};
/// # let peer = |uid: u8| Peer { uid: Uid(uid.into()), hotkey: AccountId([uid; 32]), coldkey: AccountId([0; 32]) };
///
/// let candidates: Vec<Candidate> =
///     (0..10).map(|uid| Candidate { peer: peer(uid), stake_weight_rao: 0 }).collect();
/// let mut asked = Asked::default();
/// let luck = Luck::of_seed(7).branch("sample", 0);
/// let mut turns = [0; 10];
/// for round in 0..5 {
///     for peer in asked.choose(Sampling::LeastRecentlyAsked(4), &candidates, round, luck) {
///         turns[peer.uid.index()] += 1;
///     }
/// }
/// assert_eq!(turns, [2; 10]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Asked(#[serde(with = "by_text")] BTreeMap<AccountId, u64>);

impl Asked {
    /// Chooses the miners of a round and remembers them.
    pub fn choose(
        &mut self,
        sampling: Sampling,
        candidates: &[Candidate],
        round: u64,
        luck: Luck,
    ) -> Vec<Peer> {
        let peers = || candidates.iter().map(|candidate| candidate.peer);
        let draw = |peer: &Peer| luck.branch_bytes(&peer.hotkey.0, 0).at(0, round);
        let chosen: Vec<Peer> = match sampling {
            Sampling::All => peers().collect(),
            Sampling::Random(count) => luck.at(0, round).sample(&peers().collect::<Vec<_>>(), count),
            Sampling::ByStake(count) => {
                let key = |one: &Candidate| waiting_time(one.stake_weight_rao, &mut draw(&one.peer));
                first(candidates, count, |a, b| key(a).total_cmp(&key(b)))
            }
            Sampling::LeastRecentlyAsked(count) => {
                // Never asked comes before asked in round 0.
                let since = |peer: &Peer| self.0.get(&peer.hotkey).map(|round| round.saturating_add(1));
                let key = |one: &Candidate| (since(&one.peer), draw(&one.peer).next_u64());
                first(candidates, count, |a, b| key(a).cmp(&key(b)))
            }
        };
        self.0.retain(|hotkey, _| candidates.iter().any(|candidate| candidate.peer.hotkey == *hotkey));
        self.0.extend(chosen.iter().map(|peer| (peer.hotkey, round)));
        chosen
    }

    /// The round in which a hotkey was last asked.
    #[must_use]
    pub fn last(&self, hotkey: AccountId) -> Option<u64> {
        self.0.get(&hotkey).copied()
    }
}

/// How long an arrival with this rate takes: the k shortest are a draw of k without putting back, in
/// proportion to the rates (Efraimidis and Spirakis 2006). Infinite for a rate of 0, then in random order.
fn waiting_time(rate: u64, rng: &mut Rng) -> f64 {
    let unit = 1.0 - rng.unit();
    match rate {
        // Beyond every waiting time with a rate, which is at most 37.
        0 => 100.0 + unit,
        rate => -libm::log(unit) / rate as f64,
    }
}

/// The first `count` in an order; equals by hotkey.
fn first(
    candidates: &[Candidate],
    count: usize,
    order: impl Fn(&Candidate, &Candidate) -> std::cmp::Ordering,
) -> Vec<Peer> {
    let mut sorted: Vec<&Candidate> = candidates.iter().collect();
    sorted.sort_by(|a, b| order(a, b).then(a.peer.hotkey.cmp(&b.peer.hotkey)));
    sorted.into_iter().take(count).map(|candidate| candidate.peer).collect()
}

/// Accounts as addresses.
mod by_text {
    use crate::AccountId;
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};
    use std::collections::BTreeMap;

    pub(super) fn serialize<S: Serializer>(map: &BTreeMap<AccountId, u64>, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(map.iter().map(|(account, round)| (account.to_string(), round)))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<BTreeMap<AccountId, u64>, D::Error> {
        let map = BTreeMap::<String, u64>::deserialize(from)?;
        let account = |(text, round): (String, u64)| {
            text.parse::<AccountId>().map(|account| (account, round)).map_err(D::Error::custom)
        };
        map.into_iter().map(account).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::peer;

    fn candidates(stakes: &[u64]) -> Vec<Candidate> {
        let one = |(uid, stake): (u16, &u64)| Candidate { peer: peer(uid), stake_weight_rao: *stake };
        (0..).zip(stakes).map(one).collect()
    }

    fn luck() -> Luck {
        Luck::of_seed(11).branch("sample", 0)
    }

    fn turns(sampling: Sampling, stakes: &[u64], rounds: u64) -> Vec<u32> {
        let candidates = candidates(stakes);
        let mut asked = Asked::default();
        let mut turns = vec![0; stakes.len()];
        for round in 0..rounds {
            let chosen = asked.choose(sampling, &candidates, round, luck());
            let mut uids: Vec<Uid> = chosen.iter().map(|peer| peer.uid).collect();
            for uid in &uids {
                turns[uid.index()] += 1;
            }
            uids.sort_unstable();
            uids.dedup();
            assert_eq!(uids.len(), chosen.len(), "nobody is asked twice");
        }
        turns
    }

    use crate::Uid;

    #[test]
    fn all_means_all_and_more_than_all_too() {
        assert_eq!(turns(Sampling::All, &[0; 5], 3), [3; 5]);
        for sampling in [Sampling::Random(9), Sampling::ByStake(9), Sampling::LeastRecentlyAsked(9)] {
            assert_eq!(turns(sampling, &[0, 1, 0, 5, 0], 3), [3; 5], "{sampling:?}");
            assert_eq!(turns(sampling, &[], 3), [0; 0]);
        }
    }

    #[test]
    fn random_is_even() {
        let turns = turns(Sampling::Random(5), &[0; 20], 4_000);
        assert!(turns.iter().all(|times| (900..1_100).contains(times)), "{turns:?}");
    }

    #[test]
    fn one_draw_by_stake_is_in_proportion() {
        let turns = turns(Sampling::ByStake(1), &[1_000, 2_000, 3_000, 4_000, 0], 10_000);
        for (times, expected) in turns.iter().zip([1_000_u32, 2_000, 3_000, 4_000]) {
            assert!(times.abs_diff(expected) < 150, "{turns:?}");
        }
        assert_eq!(turns[4], 0);
    }

    #[test]
    fn without_stake_one_fills_up() {
        let turns = turns(Sampling::ByStake(3), &[u64::MAX, 1, 0, 0], 400);
        assert_eq!((turns[0], turns[1]), (400, 400));
        assert!(turns[2] > 150 && turns[3] > 150, "{turns:?}");
    }

    #[test]
    fn another_candidate_does_not_change_who_comes_before_whom() {
        let few = candidates(&[5, 6, 7, 8]);
        let many = candidates(&[5, 6, 7, 8, 9]);
        for sampling in [Sampling::ByStake(4), Sampling::LeastRecentlyAsked(4)] {
            let order = |from: &[Candidate]| {
                let sampling = match sampling {
                    Sampling::ByStake(_) => Sampling::ByStake(from.len()),
                    _ => Sampling::LeastRecentlyAsked(from.len()),
                };
                let mut peers = Asked::default().choose(sampling, from, 3, luck());
                peers.retain(|peer| peer.uid.0 < 4);
                peers
            };
            assert_eq!(order(&few), order(&many), "{sampling:?}");
        }
    }

    #[test]
    fn whoever_waited_longest_comes_first_and_a_restart_changes_nothing() {
        let sampling = Sampling::LeastRecentlyAsked(3);
        let candidates = candidates(&[0; 7]);
        let (mut one, mut two) = (Asked::default(), Asked::default());
        for round in 0..20 {
            let chosen = one.choose(sampling, &candidates, round, luck());
            two = serde_json::from_str(&serde_json::to_string(&two).unwrap()).unwrap();
            assert_eq!(two.choose(sampling, &candidates, round, luck()), chosen);
            let longest =
                |asked: &Asked| candidates.iter().map(|c| asked.last(c.peer.hotkey)).min().flatten();
            assert!(
                round < 3 || longest(&one) >= Some(round - 2),
                "7 miners by threes wait at most 3 rounds"
            );
        }
        let newcomer = Candidate { peer: peer(99), stake_weight_rao: 0 };
        let chosen = one.choose(sampling, &[&candidates[1..], &[newcomer]].concat(), 20, luck());
        assert!(chosen.contains(&newcomer.peer));
        assert_eq!(one.last(candidates[0].peer.hotkey), None, "whoever is gone is forgotten");
    }
}
