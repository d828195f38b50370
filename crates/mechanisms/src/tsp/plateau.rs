//! When a task has become too easy: most of the pay goes to replies as good as the best.

use serde::{Deserialize, Serialize};

/// A reply counts as good as the best from this share of the best's quality on.
const AS_GOOD: f64 = 1.0 / 1.005;
/// The share of pay at the top that makes a tempo flat.
const FLAT_SHARE: f64 = 0.7;
/// That many tempos in a row decide.
const TEMPOS: u32 = 3;
/// Replies remembered of a tempo.
const MOST_REPLIES: usize = 256;

/// What a validator remembers of the present tempo and of those before it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plateau {
    tempo: u64,
    asked: bool,
    paid: bool,
    replies: Vec<Paid>,
    /// Flat tempos in a row.
    flat: u32,
    /// Tempos in a row in which nobody was paid.
    dry: u32,
}

/// A paid reply.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Paid {
    /// Whose.
    pub(super) uid: u16,
    /// How good, whatever the question was.
    pub(super) quality: f64,
    /// Its pay, in any unit.
    pub(super) pay: f64,
}

/// What is to become of the task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// It stays.
    Stay,
    /// Everybody at the top is alike.
    Harder,
    /// Nobody earns anything any more.
    Easier,
}

impl Plateau {
    /// Notes a round: whether anybody was asked, whether anybody is paid, and some of the paid replies.
    pub(super) fn note(&mut self, asked: bool, paid: bool, replies: impl IntoIterator<Item = Paid>) {
        self.asked |= asked;
        self.paid |= paid;
        let room = MOST_REPLIES.saturating_sub(self.replies.len());
        self.replies.extend(replies.into_iter().take(room));
    }

    /// Moves on to a tempo; a finished one is judged.
    ///
    /// One that measured fewer than two miners says nothing of a plateau: one alone is always as good as the best.
    pub(super) fn turn(&mut self, tempo: u64) -> Turn {
        if tempo == self.tempo {
            return Turn::Stay;
        }
        let first = self.replies.first().map(|reply| reply.uid);
        if self.replies.iter().any(|reply| Some(reply.uid) != first) {
            self.flat = if self.share_at_the_top() > FLAT_SHARE { self.flat.saturating_add(1) } else { 0 };
        }
        if self.asked {
            self.dry = if self.paid { 0 } else { self.dry.saturating_add(1) };
        }
        (self.tempo, self.asked, self.paid) = (tempo, false, false);
        self.replies.clear();
        let turn = match (self.flat >= TEMPOS, self.dry >= TEMPOS) {
            (true, _) => Turn::Harder,
            (_, true) => Turn::Easier,
            _ => return Turn::Stay,
        };
        (self.flat, self.dry) = (0, 0);
        turn
    }

    fn share_at_the_top(&self) -> f64 {
        let best = self.replies.iter().map(|reply| reply.quality).fold(0.0, f64::max);
        let sum = |least: f64| {
            self.replies.iter().filter(|reply| reply.quality >= least).map(|reply| reply.pay).sum::<f64>()
        };
        let all = sum(0.0);
        if all > 0.0 { sum(best * AS_GOOD) / all } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(tempos: &[&[(u16, f64, f64)]]) -> Vec<Turn> {
        let mut plateau = Plateau::default();
        let mut turns = Vec::new();
        for (tempo, replies) in (1..).zip(tempos) {
            let paid = replies.iter().map(|&(uid, quality, pay)| Paid { uid, quality, pay });
            plateau.note(true, !replies.is_empty(), paid);
            turns.push(plateau.turn(tempo));
            assert_eq!(plateau.turn(tempo), Turn::Stay, "a tempo is judged once");
        }
        turns
    }

    #[test]
    fn three_flat_tempos_in_a_row_make_it_harder() {
        use Turn::{Easier, Harder, Stay};
        const FLAT: &[(u16, f64, f64)] = &[(1, 1.0, 4.0), (2, 0.996, 4.0), (3, 0.9, 3.0)];
        const STEEP: &[(u16, f64, f64)] = &[(1, 1.0, 7.0), (2, 0.994, 3.0)];
        const ALONE: &[(u16, f64, f64)] = &[(1, 1.0, 7.0), (1, 1.0, 7.0)];
        assert_eq!(turns(&[FLAT, FLAT, FLAT, FLAT]), [Stay, Stay, Harder, Stay]);
        assert_eq!(turns(&[FLAT, FLAT, STEEP, FLAT, FLAT, FLAT]), [Stay, Stay, Stay, Stay, Stay, Harder]);
        assert_eq!(turns(&[ALONE, ALONE, ALONE]), [Stay; 3]);
        // Exactly 70 % is not more than 70 %.
        assert_eq!(turns(&[STEEP, STEEP, STEEP]), [Stay; 3]);
        assert_eq!(turns(&[&[], &[], &[], FLAT]), [Stay, Stay, Easier, Stay]);
    }

    #[test]
    fn a_tempo_nobody_was_asked_in_says_nothing() {
        let mut plateau = Plateau::default();
        assert!((1..9).all(|tempo| plateau.turn(tempo) == Turn::Stay));
    }
}
