//! Credit for having been first.

use crate::{Answer, Exam, Notes, Score, Scoring, Task};
use incentor_primitives::AccountId;
use serde::{Deserialize, Serialize};

/// Whoever was first to a level keeps an edge that decays.
///
/// Law: the holder's scores stand; everybody else's are divided by `1 + epsilon · decay^age`, where age is
/// the number of rounds since the holder took the title. The title goes to the hotkey whose mean score, so
/// divided, is above the holder's; of equals to the one whose answer arrived first. A holder that is not
/// asked, or does not answer, defends with the last mean it had.
///
/// A copy of the holder earns less than the holder as long as there is an edge; it earns nothing only
/// together with [`FirstCopyOnly`](crate::FirstCopyOnly) or a [`WinnerTakeMost`](crate::WinnerTakeMost) of
/// temperature 0. A permanent edge (`decay = 1`) makes the holder hard to dethrone for good.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FirstCome<S> {
    /// The rule.
    pub rule: S,
    /// Name of the note that remembers the holder; one per use.
    pub title: &'static str,
    /// The edge when the title is new, 0.02 = two percent.
    pub epsilon: f64,
    /// What is left of the edge after each round, 0 to 1.
    pub decay: f64,
}

/// Who was first, and when.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Holder {
    hotkey: [u8; 32],
    mean: f64,
    since: u64,
}

/// A hotkey's answers of one round.
struct Entry {
    hotkey: AccountId,
    sum: f64,
    count: f64,
    arrival: u32,
}

impl<T: Task, S: Scoring<T>> Scoring<T> for FirstCome<S> {
    fn score(&self, exam: &Exam<'_, T>, notes: &mut Notes) -> Vec<Score> {
        let mut scores = self.rule.score(exam, notes);
        let entries = entries(exam.answers, &scores);
        let holder: &mut Option<Holder> = notes.slot(self.title);
        let now = exam.round.number;
        let handicap =
            1.0 + holder.as_ref().map_or(0.0, |holder| self.edge(now.saturating_sub(holder.since)));
        // It defends with what it just showed; without an answer, with what it last showed.
        if let Some(holder) = holder.as_mut() {
            let own = entries.iter().find(|entry| entry.hotkey.0 == holder.hotkey);
            holder.mean = own.map(Entry::mean).filter(|mean| *mean > 0.0).unwrap_or(holder.mean);
        }
        let before = *holder;
        let bar = before.map_or(0.0, |holder| holder.mean);
        let is_holder = |hotkey: AccountId| before.is_some_and(|holder| holder.hotkey == hotkey.0);
        let rivals = entries.iter().filter(|entry| !is_holder(entry.hotkey));
        let best = rivals.max_by(|a, b| a.mean().total_cmp(&b.mean()).then(b.arrival.cmp(&a.arrival)));
        if let Some(best) = best.filter(|best| best.mean() / handicap > bar) {
            *holder = Some(Holder { hotkey: best.hotkey.0, mean: best.mean(), since: now });
        }
        for (answer, score) in exam.answers.iter().zip(&mut scores) {
            if !is_holder(answer.peer.hotkey) {
                *score = Score::saturating(score.get() / handicap);
            }
        }
        scores
    }
}

impl<S> FirstCome<S> {
    fn edge(&self, age: u64) -> f64 {
        let held = |value: f64, most: f64| if value.is_nan() { 0.0 } else { value.clamp(0.0, most) };
        held(self.epsilon, f64::MAX) * libm::pow(held(self.decay, 1.0), age as f64)
    }
}

impl Entry {
    fn mean(&self) -> f64 {
        self.sum / self.count
    }
}

/// One entry per hotkey, in the order of the answers.
fn entries<R>(answers: &[Answer<R>], scores: &[Score]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (answer, score) in answers.iter().zip(scores) {
        let hotkey = answer.peer.hotkey;
        match entries.iter_mut().find(|entry| entry.hotkey == hotkey) {
            Some(entry) => {
                entry.sum = (entry.sum + score.get()).min(f64::MAX);
                entry.count += 1.0;
                entry.arrival = entry.arrival.min(answer.arrival);
            }
            None => entries.push(Entry { hotkey, sum: score.get(), count: 1.0, arrival: answer.arrival }),
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use crate::trial::{Read, points_in_round};
    use crate::{By, Notes};

    fn play(rounds: &[&[f64]]) -> Vec<Vec<f64>> {
        let rule = By(Read).first_come("title", 0.5, 0.5);
        let mut notes = Notes::default();
        let round = |(number, worth): (u64, &&[f64])| points_in_round(&rule, worth, number, &mut notes);
        (0..).zip(rounds).map(round).collect()
    }

    #[test]
    fn the_first_keeps_its_score_and_a_copy_earns_less_until_the_edge_is_gone() {
        let rounds = play(&[&[3.0, 0.0], &[3.0, 3.0], &[3.0, 3.0]]);
        // Nobody holds the title in the first round; its edge is 1/4 in the second, 1/8 in the third.
        assert_eq!(rounds, [[3.0, 0.0], [3.0, 3.0 / 1.25], [3.0, 3.0 / 1.125]]);
    }

    #[test]
    fn better_by_more_than_the_edge_takes_the_title() {
        let rounds = play(&[&[3.0, 0.0], &[3.0, 3.7], &[3.0, 3.8], &[3.0, 3.8]]);
        assert_eq!(rounds[1], [3.0, 3.7 / 1.25]);
        // 3.8 / 1.125 > 3: the title moves, and with it the edge from the next round on.
        assert_eq!(rounds[2], [3.0, 3.8 / 1.125]);
        assert_eq!(rounds[3], [3.0 / 1.25, 3.8]);
    }

    #[test]
    fn a_silent_holder_defends_with_what_it_had() {
        let rounds = play(&[&[3.0, 0.0], &[0.0, 3.0], &[3.0, 3.0]]);
        assert_eq!(rounds[2][0], 3.0);
        assert!(rounds[2][1] < 3.0);
    }

    #[test]
    fn the_title_survives_a_restart() {
        let rule = By(Read).first_come("title", 0.5, 1.0);
        let mut notes = Notes::default();
        points_in_round(&rule, &[3.0, 0.0], 0, &mut notes);
        let mut restarted = Notes::load(notes.save());
        assert_eq!(points_in_round(&rule, &[3.0, 3.0], 9, &mut restarted), [3.0, 2.0]);
    }
}
