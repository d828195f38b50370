//! The difficulty ladder: it moves so that improving goes on paying.

use super::item::TOP_LEVEL;
use incentor_sdk::{AccountId, BlockNumber, Score};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// When questions get harder or easier.
///
/// Each tempo's pay is spread over what it was paid for: a miner's part, its mean score to the power of two, over all
/// it was asked. Above `saturated`, so much of the pay goes to replies within 0.5 % of the best there can be, that
/// better miners are hardly told apart; below `lost` hardly anybody gets anything right. Either for `patience`
/// tempos in a row moves the ladder one rung (simulation model §8).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ladder {
    /// The rung of the first round.
    pub start: u8,
    /// Blocks of a tempo, at least 1.
    pub tempo_blocks: u64,
    /// The share of pay above which a tempo counts as saturated.
    pub saturated: f64,
    /// The share of pay below which a tempo counts as lost; 0 never goes down.
    pub lost: f64,
    /// Tempos in a row before the ladder moves.
    pub patience: u32,
}

impl Default for Ladder {
    fn default() -> Self {
        Self { start: 0, tempo_blocks: 360, saturated: 0.7, lost: 0.1, patience: 3 }
    }
}

impl Ladder {
    /// A ladder that stays where it is.
    #[must_use]
    pub const fn fixed(rung: u8) -> Self {
        Self { start: rung, tempo_blocks: 360, saturated: f64::INFINITY, lost: 0.0, patience: u32::MAX }
    }
}

/// Replies at least this good are as good as the best there can be.
pub(super) const NEARLY_BEST: f64 = 0.995;

/// Miners a tempo is judged by; a subnet has 256 seats.
const MOST_MINERS: usize = 4_096;

/// Where a validator's ladder stands; the note it keeps.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Standing {
    /// None before the first round.
    rung: Option<u8>,
    tempo: u64,
    saturated_tempos: u32,
    lost_tempos: u32,
    /// This tempo so far, by hotkey's address.
    miners: BTreeMap<String, Tally>,
}

/// One miner's tempo, in whole numbers: their sum does not depend on the order of answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Tally {
    /// Sum of scores, in millionths.
    score_millionths: u64,
    /// What it was asked in all.
    sheets: u64,
    /// Of these, what the ladder looks at.
    looked_at: u64,
    /// Of these, as good as can be.
    best: u64,
}

impl Standing {
    /// The rung for a round at a block; closes the tempo before it.
    pub(super) fn enter(&mut self, block: BlockNumber, ladder: &Ladder) -> u8 {
        let tempo = block.0 / ladder.tempo_blocks.max(1);
        if self.rung.is_none() {
            (self.rung, self.tempo) = (Some(ladder.start.min(TOP_LEVEL)), tempo);
        }
        if tempo != self.tempo {
            self.close(ladder);
            self.tempo = tempo;
        }
        self.rung.unwrap_or_default()
    }

    /// Books one sheet.
    pub(super) fn book(&mut self, hotkey: AccountId, score: Score, is_looked_at: bool, is_best: bool) {
        let key = hotkey.to_string();
        if self.miners.len() >= MOST_MINERS && !self.miners.contains_key(&key) {
            return;
        }
        let tally = self.miners.entry(key).or_default();
        // A score beyond 2^64 millionths is as good as 2^64 of them.
        let millionths = libm::round(score.get() * 1e6) as u64;
        tally.score_millionths = tally.score_millionths.saturating_add(millionths);
        tally.sheets = tally.sheets.saturating_add(1);
        tally.looked_at = tally.looked_at.saturating_add(u64::from(is_looked_at));
        tally.best = tally.best.saturating_add(u64::from(is_looked_at && is_best));
    }

    fn close(&mut self, ladder: &Ladder) {
        let miners = std::mem::take(&mut self.miners);
        // Nobody was asked: the tempo says nothing.
        let Some(share) = share_of_best(miners.values()) else { return };
        let next = |tempos: u32, so: bool| if so { tempos.saturating_add(1) } else { 0 };
        self.saturated_tempos = next(self.saturated_tempos, share > ladder.saturated);
        self.lost_tempos = next(self.lost_tempos, share < ladder.lost);
        let rung = self.rung.unwrap_or_default();
        let moved = match (self.saturated_tempos >= ladder.patience, self.lost_tempos >= ladder.patience) {
            (true, _) => rung.saturating_add(1).min(TOP_LEVEL),
            (_, true) => rung.saturating_sub(1),
            _ => return,
        };
        (self.rung, self.saturated_tempos, self.lost_tempos) = (Some(moved), 0, 0);
    }
}

/// The share of pay that goes to the best replies; 0 if nobody earned, `None` if nobody was asked.
fn share_of_best<'a>(miners: impl Iterator<Item = &'a Tally> + Clone) -> Option<f64> {
    let miners = miners.filter(|tally| tally.looked_at > 0);
    miners.clone().next()?;
    let pay = |tally: &Tally| {
        let mean = tally.score_millionths as f64 / tally.sheets as f64;
        mean * mean
    };
    let all: f64 = miners.clone().map(pay).sum();
    let best: f64 = miners.map(|tally| pay(tally) * tally.best as f64 / tally.looked_at as f64).sum();
    Some(if all > 0.0 { best / all } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LADDER: Ladder = Ladder { start: 2, tempo_blocks: 10, saturated: 0.7, lost: 0.1, patience: 3 };

    /// Plays tempos in which one miner gets this share of its prompts right.
    fn climb(standing: &mut Standing, tempos: &[(u64, f64)]) -> Vec<u8> {
        let rung = |(tempo, right): &(u64, f64)| {
            let rung = standing.enter(BlockNumber(tempo * 10), &LADDER);
            for sheet in 0..100 {
                let is_best = f64::from(sheet) < right * 100.0;
                let score = Score::saturating(f64::from(u8::from(is_best)));
                standing.book(AccountId([1; 32]), score, true, is_best);
            }
            rung
        };
        tempos.iter().map(rung).collect()
    }

    #[test]
    fn three_saturated_tempos_in_a_row_make_it_harder() {
        let tempos: Vec<(u64, f64)> = (0..8).map(|tempo| (tempo, 0.71)).collect();
        assert_eq!(climb(&mut Standing::default(), &tempos), [2, 2, 2, 3, 3, 3, 4, 4]);
        let interrupted = [(0, 0.9), (1, 0.9), (2, 0.7), (3, 0.9), (4, 0.9), (5, 0.9), (6, 0.9)];
        assert_eq!(climb(&mut Standing::default(), &interrupted), [2, 2, 2, 2, 2, 2, 3]);
    }

    #[test]
    fn three_lost_tempos_in_a_row_make_it_easier() {
        let tempos: Vec<(u64, f64)> = (0..10).map(|tempo| (tempo, 0.09)).collect();
        assert_eq!(climb(&mut Standing::default(), &tempos), [2, 2, 2, 1, 1, 1, 0, 0, 0, 0]);
    }

    #[test]
    fn it_ends_at_the_top_and_gaps_count_for_nothing() {
        let tempos: Vec<(u64, f64)> = (0..60).map(|tempo| (tempo * 7, 1.0)).collect();
        assert_eq!(climb(&mut Standing::default(), &tempos).last(), Some(&TOP_LEVEL));
        let silent: Vec<u8> =
            (0..9).map(|at| Standing::default().enter(BlockNumber(at * 10), &LADDER)).collect();
        assert_eq!(silent, [2; 9]);
    }

    #[test]
    fn pay_decides_not_heads() {
        let mut standing = Standing::default();
        standing.enter(BlockNumber(0), &LADDER);
        // One that is always right is paid 100 times as much as each of nine that are right in one of ten.
        for miner in 0..10 {
            for sheet in 0..10 {
                let is_best = miner == 0 || sheet == 0;
                let score = Score::saturating(f64::from(u8::from(is_best)));
                standing.book(AccountId([miner; 32]), score, true, is_best);
            }
        }
        let share = share_of_best(standing.miners.values()).unwrap();
        assert!((share - (1.0 + 9.0 * 0.01 * 0.1) / 1.09).abs() < 1e-12, "{share}");
        // What the ladder does not look at does not move it.
        let mut blind = Standing::default();
        blind.book(AccountId([0; 32]), Score::ONE, false, true);
        assert_eq!(share_of_best(blind.miners.values()), None);
    }

    #[test]
    fn a_standing_survives_a_restart_and_a_flood() {
        let mut standing = Standing::default();
        standing.enter(BlockNumber(25), &LADDER);
        for miner in 0..5_000_u32 {
            let mut key = [0; 32];
            key[..4].copy_from_slice(&miner.to_le_bytes());
            standing.book(AccountId(key), Score::saturating(f64::INFINITY), true, true);
        }
        assert_eq!(standing.miners.len(), MOST_MINERS);
        let saved = serde_json::to_string(&standing).unwrap();
        assert_eq!(serde_json::from_str::<Standing>(&saved).unwrap(), standing);
        for tempo in 3..7 {
            standing.enter(BlockNumber(tempo * 10), &LADDER);
        }
        assert_eq!(standing.saturated_tempos, 1);
    }

    #[test]
    fn a_fixed_ladder_stays() {
        let mut standing = Standing::default();
        for tempo in 0..20 {
            assert_eq!(standing.enter(BlockNumber(tempo * 360), &Ladder::fixed(4)), 4);
            standing.book(AccountId([1; 32]), Score::ONE, true, true);
        }
    }
}
