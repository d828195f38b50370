//! Scores over time.

use crate::{Peer, Score};
use incentor_primitives::{AccountId, Uid};

/// A moving average of scores per uid.
///
/// A uid that was not asked holds what it has; a new hotkey on a uid starts from 0, so nobody inherits a
/// record. After k rounds at a constant score the average has covered 1 − (1 − α)^k of the way.
///
/// ```
/// use incentor_sdk::{Peer, Score, ScoreBook};
/// # use incentor_primitives::{AccountId, Uid};
/// # let peer = |uid, key| Peer { uid: Uid(uid), hotkey: AccountId([key; 32]), coldkey: AccountId([0; 32]) };
///
/// let mut book = ScoreBook::new(0.5);
/// book.record(&[(peer(3, 1), Score::ONE)]);
/// book.record(&[(peer(3, 1), Score::ONE)]);
/// assert_eq!(book.score(&peer(3, 1)), Score::saturating(0.75));
/// assert_eq!(book.score(&peer(3, 2)), Score::ZERO); // another hotkey sits there now
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreBook {
    alpha: f64,
    pages: Vec<Option<Page>>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Page {
    hotkey: AccountId,
    average: f64,
}

impl ScoreBook {
    /// An empty book; `alpha` is the weight of a new score, held to 0..=1.
    #[must_use]
    pub const fn new(alpha: f64) -> Self {
        let alpha = if alpha.is_nan() { 0.0 } else { alpha.clamp(0.0, 1.0) };
        Self { alpha, pages: Vec::new() }
    }

    /// Takes in a round; several scores of one peer count as their mean.
    pub fn record(&mut self, scores: &[(Peer, Score)]) {
        for (at, (peer, _)) in scores.iter().enumerate() {
            let seen = |(other, _): &(Peer, Score)| other.uid == peer.uid && other.hotkey == peer.hotkey;
            if scores.iter().take(at).any(seen) {
                continue;
            }
            let (mut mean, mut count) = (0.0, 0.0);
            for (_, score) in scores.iter().filter(|entry| seen(entry)) {
                count += 1.0;
                mean += (score.get() - mean) / count;
            }
            self.turn(peer, mean);
        }
    }

    /// The average of a peer; 0 if it has never been asked under this hotkey.
    #[must_use]
    pub fn score(&self, peer: &Peer) -> Score {
        match self.pages.get(peer.uid.index()) {
            Some(Some(page)) if page.hotkey == peer.hotkey => Score::saturating(page.average),
            _ => Score::ZERO,
        }
    }

    /// The averages of those peers, ready for [`WeightVector::from_scores`](crate::WeightVector::from_scores).
    #[must_use]
    pub fn scores(&self, peers: &[Peer]) -> Vec<(Uid, Score)> {
        peers.iter().map(|peer| (peer.uid, self.score(peer))).collect()
    }

    fn turn(&mut self, peer: &Peer, score: f64) {
        let at = peer.uid.index();
        if self.pages.len() <= at {
            self.pages.resize(at + 1, None);
        }
        let Some(slot) = self.pages.get_mut(at) else { return };
        let page = slot.get_or_insert(Page { hotkey: peer.hotkey, average: 0.0 });
        if page.hotkey != peer.hotkey {
            *page = Page { hotkey: peer.hotkey, average: 0.0 };
        }
        page.average += self.alpha * (score - page.average);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::peer;

    #[test]
    fn an_unsampled_uid_holds() {
        let mut book = ScoreBook::new(0.1);
        book.record(&[(peer(0), Score::ONE), (peer(1), Score::ONE)]);
        let before = book.score(&peer(1));
        book.record(&[(peer(0), Score::ZERO)]);
        assert_eq!(book.score(&peer(1)), before);
        assert!(book.score(&peer(0)) < before);
    }

    #[test]
    fn several_answers_in_a_round_count_as_their_mean() {
        let (mut one, mut two) = (ScoreBook::new(0.3), ScoreBook::new(0.3));
        one.record(&[(peer(2), Score::saturating(2.0))]);
        two.record(&[(peer(2), Score::ONE), (peer(5), Score::ONE), (peer(2), Score::saturating(3.0))]);
        assert_eq!(one.score(&peer(2)), two.score(&peer(2)));
    }

    #[test]
    fn a_new_hotkey_starts_clean_and_the_old_one_is_forgotten() {
        let mut book = ScoreBook::new(1.0);
        let newcomer = Peer { hotkey: peer(7).hotkey, ..peer(0) };
        book.record(&[(peer(0), Score::ONE)]);
        assert_eq!(book.score(&newcomer), Score::ZERO);
        book.record(&[(newcomer, Score::saturating(0.5))]);
        assert_eq!((book.score(&newcomer).get(), book.score(&peer(0))), (0.5, Score::ZERO));
    }

    #[test]
    fn huge_scores_stay_finite() {
        let mut book = ScoreBook::new(0.9);
        let most = Score::saturating(f64::INFINITY);
        for _ in 0..10 {
            book.record(&[(peer(0), most), (peer(0), most)]);
            assert!(book.score(&peer(0)).get().is_finite());
        }
    }
}
