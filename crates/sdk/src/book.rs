//! Scores over time.

mod explanation;
mod saved;

pub(crate) use explanation::Figure;
pub use explanation::{Explanation, Line};
pub use saved::{BookError, SavedBook};

use crate::{Mark, Part, Peer, Score};
use incentor_primitives::{AccountId, Uid};
use std::collections::VecDeque;

/// A moving average of scores per uid.
///
/// A uid that was not asked holds what it has; a new hotkey on a uid starts from 0, so nobody inherits a
/// record. After k rounds at a constant score the average has covered 1 − (1 − α)^k of the way.
///
/// ```
/// use incentor_sdk::{Peer, Score, ScoreBook};
/// # use incentor_sdk::{AccountId, Uid};
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
    history: usize,
    pages: Vec<Option<Page>>,
}

#[derive(Clone, Debug, PartialEq)]
struct Page {
    hotkey: AccountId,
    average: f64,
    /// The latest rounds, newest last; empty unless the book keeps a history.
    lines: VecDeque<Kept>,
}

/// What a round gave, as the book remembers it.
#[derive(Clone, Debug, PartialEq)]
struct Kept {
    round: u64,
    score: f64,
    parts: Vec<Part>,
}

/// Most rounds a book remembers of each uid.
const MOST_HISTORY: usize = 1_000;

impl Page {
    const fn new(hotkey: AccountId) -> Self {
        Self { hotkey, average: 0.0, lines: VecDeque::new() }
    }

    fn take(&mut self, alpha: f64, score: f64) {
        self.average += alpha * (score - self.average);
    }
}

impl ScoreBook {
    /// An empty book; `alpha` is the weight of a new score, held to 0..=1.
    #[must_use]
    pub const fn new(alpha: f64) -> Self {
        let alpha = if alpha.is_nan() { 0.0 } else { alpha.clamp(0.0, 1.0) };
        Self { alpha, history: 0, pages: Vec::new() }
    }

    /// The same book, remembering that many rounds of each uid, at most 1000.
    ///
    /// They are what [`explain`](Self::explain) tells.
    #[must_use]
    pub fn with_history(mut self, rounds: usize) -> Self {
        self.history = rounds.min(MOST_HISTORY);
        self
    }

    /// Takes in a round; several scores of one peer count as their mean.
    pub fn record(&mut self, scores: &[(Peer, Score)]) {
        // One score per seat, by uid, as most rounds are: nothing to put together.
        if scores.is_sorted_by(|(one, _), (other, _)| one.uid < other.uid) {
            for (peer, score) in scores {
                match self.pages.get_mut(peer.uid.index()) {
                    Some(Some(page)) if page.hotkey == peer.hotkey => page.take(self.alpha, score.get()),
                    _ => {
                        self.turn(peer, score.get());
                    }
                }
            }
            return;
        }
        for group in groups(scores.len(), |at| scores.get(at).map(|(peer, _)| (peer.uid, peer.hotkey))) {
            let of_peer = group.iter().filter_map(|&at| scores.get(at));
            let mean = mean(of_peer.map(|(_, score)| score.get()));
            if let Some((peer, _)) = group.first().and_then(|&at| scores.get(at)) {
                self.turn(peer, mean);
            }
        }
    }

    /// Takes in a round, and remembers which parts its scores were made of.
    ///
    /// The averages are those of [`record`](Self::record).
    pub fn record_marks(&mut self, round: u64, marks: &[Mark]) {
        for group in groups(marks.len(), |at| marks.get(at).map(|mark| (mark.peer.uid, mark.peer.hotkey))) {
            let of_peer: Vec<&Mark> = group.iter().filter_map(|&at| marks.get(at)).collect();
            let Some(first) = of_peer.first() else { continue };
            let score = mean(of_peer.iter().map(|mark| mark.score.get()));
            let history = self.history;
            let Some(page) = self.turn(&first.peer, score) else { continue };
            if history == 0 {
                continue;
            }
            while page.lines.len() >= history {
                page.lines.pop_front();
            }
            page.lines.push_back(Kept { round, score, parts: mean_parts(&of_peer) });
        }
    }

    /// The average of a peer; 0 if it has never been asked under this hotkey.
    #[must_use]
    pub fn score(&self, peer: &Peer) -> Score {
        self.page(peer).map_or(Score::ZERO, |page| Score::saturating(page.average))
    }

    /// The averages of those peers, in their order.
    ///
    /// Ready for [`WeightVector::from_scores`](crate::WeightVector::from_scores).
    #[must_use]
    pub fn scores(&self, peers: &[Peer]) -> Vec<(Uid, Score)> {
        peers.iter().map(|peer| (peer.uid, self.score(peer))).collect()
    }

    /// Whether a peer has been scored under this hotkey, be it with 0.
    #[must_use]
    pub fn knows(&self, peer: &Peer) -> bool {
        self.page(peer).is_some()
    }

    /// Why a peer's average is what it is: which rounds, which parts; `None` if it has never been scored.
    #[must_use]
    pub fn explain(&self, peer: &Peer) -> Option<Explanation> {
        let page = self.page(peer)?;
        let mut share = self.alpha;
        let mut lines: Vec<Line> = Vec::with_capacity(page.lines.len());
        for kept in page.lines.iter().rev() {
            let Kept { round, score, parts } = kept.clone();
            lines.push(Line { round, score, share, adds: share * score, parts });
            share *= 1.0 - self.alpha;
        }
        let told: f64 = lines.iter().map(|line| line.adds).sum();
        let older = (page.average - told).max(0.0);
        Some(Explanation { peer: *peer, average: Score::saturating(page.average), lines, older })
    }

    fn page(&self, peer: &Peer) -> Option<&Page> {
        let page = self.pages.get(peer.uid.index())?.as_ref();
        page.filter(|page| page.hotkey == peer.hotkey)
    }

    fn turn(&mut self, peer: &Peer, score: f64) -> Option<&mut Page> {
        let at = peer.uid.index();
        if self.pages.len() <= at {
            self.pages.resize(at + 1, None);
        }
        let page = self.pages.get_mut(at)?.get_or_insert_with(|| Page::new(peer.hotkey));
        if page.hotkey != peer.hotkey {
            *page = Page::new(peer.hotkey);
        }
        page.take(self.alpha, score);
        Some(page)
    }
}

/// Places with equal keys, group by group; within a group in their order.
fn groups<K: Ord>(len: usize, key: impl Fn(usize) -> K) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..len).collect();
    order.sort_by_key(|&at| key(at));
    order.chunk_by(|&a, &b| key(a) == key(b)).map(<[usize]>::to_vec).collect()
}

/// The mean as it runs: no sum that could be beyond a float.
fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (mut mean, mut count) = (0.0, 0.0);
    for value in values {
        count += 1.0;
        mean += (value - mean) / count;
    }
    mean
}

/// The mean of each part over a peer's answers, in the order in which parts appear.
fn mean_parts(marks: &[&Mark]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for part in marks.iter().flat_map(|mark| &mark.parts) {
        if parts.iter().any(|known| known.name == part.name) {
            continue;
        }
        let same = marks.iter().flat_map(|mark| &mark.parts).filter(|other| other.name == part.name);
        parts.push(Part { name: part.name.clone(), score: mean(same.map(|part| part.score)) });
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::peer;

    fn mark(uid: u16, score: f64, parts: &[(&'static str, f64)]) -> Mark {
        let part = |(name, score): &(&'static str, f64)| Part { name: (*name).into(), score: *score };
        let parts = parts.iter().map(part).collect();
        Mark { peer: peer(uid), question: 0, score: Score::saturating(score), parts }
    }

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
        let mut book = ScoreBook::new(1.0).with_history(3);
        let newcomer = Peer { hotkey: peer(7).hotkey, ..peer(0) };
        book.record_marks(1, &[mark(0, 1.0, &[])]);
        assert_eq!((book.score(&newcomer), book.knows(&newcomer)), (Score::ZERO, false));
        book.record(&[(newcomer, Score::saturating(0.5))]);
        assert_eq!((book.score(&newcomer).get(), book.score(&peer(0))), (0.5, Score::ZERO));
        assert!(book.explain(&peer(0)).is_none());
        assert!(book.explain(&newcomer).is_some_and(|told| told.lines.is_empty() && told.older == 0.5));
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

    #[test]
    fn an_explanation_adds_up_and_names_rounds_and_parts() {
        let mut book = ScoreBook::new(0.5).with_history(2);
        for (round, score) in [(4, 1.0), (6, 0.0), (9, 3.0)] {
            book.record_marks(round, &[mark(0, score, &[("length", 2.0), ("speed", 0.5)])]);
        }
        let told = book.explain(&peer(0)).unwrap();
        let lines: Vec<(u64, f64, f64)> =
            told.lines.iter().map(|line| (line.round, line.share, line.adds)).collect();
        assert_eq!(lines, [(9, 0.5, 1.5), (6, 0.25, 0.0)]);
        assert_eq!((told.older, told.average.get()), (0.125, 1.625));
        let shown = told.to_string();
        assert!(shown.contains("length 2, speed 0.5"), "{shown}");
    }

    #[test]
    fn marks_and_scores_are_the_same_record() {
        let (mut one, mut two) = (ScoreBook::new(0.3), ScoreBook::new(0.3));
        one.record(&[(peer(2), Score::ONE), (peer(2), Score::ZERO), (peer(0), Score::ONE)]);
        two.record_marks(1, &[mark(2, 1.0, &[]), mark(2, 0.0, &[]), mark(0, 1.0, &[])]);
        assert_eq!(one, two);
    }
}
