//! When a validator asks, and when it weighs.

use crate::BlockNumber;
use serde::{Deserialize, Serialize};

/// The rhythm of a validator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Blocks from one round to the next; 0 counts as 1.
    pub round_every: u64,
    /// Least number of blocks between two rows of weights.
    pub weights_every: u64,
    /// Blocks to wait after a row was refused.
    pub retry_after: u64,
    /// Rounds to score after a start before the first row.
    ///
    /// Without one, a row after a restart rests on next to nothing.
    pub rounds_first: u64,
}

impl Default for Schedule {
    /// A round every 60 blocks, weights every 120, a retry after 10, one round first.
    fn default() -> Self {
        Self { round_every: 60, weights_every: 120, retry_after: 10, rounds_first: 1 }
    }
}

/// What a validator has done of its schedule, and so what is due.
///
/// Rounds have numbers by block, the same for all validators and after a restart: round n starts at block
/// `n · round_every`. A round that was missed is skipped, never caught up. Nothing is due twice.
///
/// ```
/// use incentor_sdk::{Agenda, BlockNumber, Schedule};
///
/// let schedule = Schedule { round_every: 60, weights_every: 120, ..Schedule::default() };
/// let mut agenda = Agenda::default();
/// assert_eq!(agenda.round_due(&schedule, BlockNumber(61)), Some(1));
/// agenda.round_held(1);
/// assert_eq!(agenda.round_due(&schedule, BlockNumber(119)), None);
/// assert!(agenda.weights_due(&schedule, BlockNumber(119), None));
/// agenda.weights_tried(BlockNumber(119), true);
/// assert_eq!(agenda.next_look(&schedule, BlockNumber(119)), BlockNumber(120));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agenda {
    last_round: Option<u64>,
    weights_at: Option<u64>,
    tried_at: Option<u64>,
    /// Not saved: after a restart the first row waits for a round again.
    #[serde(skip)]
    rounds_since_start: u64,
}

impl Agenda {
    /// The number of the round that is due at a block, if one is.
    #[must_use]
    pub fn round_due(&self, schedule: &Schedule, block: BlockNumber) -> Option<u64> {
        let number = block.0 / schedule.round_every.max(1);
        self.last_round.is_none_or(|last| number > last).then_some(number)
    }

    /// Notes that a round was held; a void one counts too, so that a broken rule is not asked without end.
    pub fn round_held(&mut self, number: u64) {
        self.last_round = self.last_round.max(Some(number));
        self.rounds_since_start = self.rounds_since_start.saturating_add(1);
    }

    /// Whether a row of weights is due at a block.
    ///
    /// `last_update` is when the chain last took a row of this validator, if one has looked: the chain's word
    /// stands against the agenda's own memory, which may be that of another run.
    #[must_use]
    pub fn weights_due(
        &self,
        schedule: &Schedule,
        block: BlockNumber,
        last_update: Option<BlockNumber>,
    ) -> bool {
        let since = |at: Option<u64>| at.map(|at| block.0.saturating_sub(at));
        let taken = self.weights_at.max(last_update.map(|block| block.0));
        self.rounds_since_start >= schedule.rounds_first
            && since(taken).is_none_or(|blocks| blocks >= schedule.weights_every)
            && since(self.tried_at).is_none_or(|blocks| blocks >= schedule.retry_after)
    }

    /// Notes that a row was sent, and whether the chain took it.
    pub fn weights_tried(&mut self, block: BlockNumber, taken: bool) {
        self.tried_at = Some(block.0);
        if taken {
            self.weights_at = Some(block.0);
        }
    }

    /// The block at which something may be due next: what a runner waits for.
    #[must_use]
    pub fn next_look(&self, schedule: &Schedule, block: BlockNumber) -> BlockNumber {
        let every = schedule.round_every.max(1);
        let round = (block.0 / every).saturating_add(1).saturating_mul(every);
        let after = |at: Option<u64>, blocks: u64| at.map_or(0, |at| at.saturating_add(blocks));
        let weights =
            after(self.weights_at, schedule.weights_every).max(after(self.tried_at, schedule.retry_after));
        // A row that is due already waits for a round, or for whoever asks.
        let weights = if weights > block.0 { weights } else { u64::MAX };
        BlockNumber(round.min(weights))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEDULE: Schedule =
        Schedule { round_every: 60, weights_every: 120, retry_after: 10, rounds_first: 1 };

    #[test]
    fn every_round_is_held_once_and_a_missed_one_is_skipped() {
        let mut agenda = Agenda::default();
        let mut held = Vec::new();
        for block in (0..400).chain(900..1_000) {
            if let Some(number) = agenda.round_due(&SCHEDULE, BlockNumber(block)) {
                held.push((block, number));
                agenda.round_held(number);
            }
        }
        let expected =
            [(0, 0), (60, 1), (120, 2), (180, 3), (240, 4), (300, 5), (360, 6), (900, 15), (960, 16)];
        assert_eq!(held, expected);
    }

    #[test]
    fn weights_wait_for_a_round_for_their_time_and_after_a_refusal() {
        let mut agenda = Agenda::default();
        let due = |agenda: &Agenda, block| agenda.weights_due(&SCHEDULE, BlockNumber(block), None);
        assert!(!due(&agenda, 500), "a row without a round rests on nothing");
        agenda.round_held(8);
        assert!(due(&agenda, 500));
        agenda.weights_tried(BlockNumber(500), false);
        assert!(!due(&agenda, 509) && due(&agenda, 510));
        agenda.weights_tried(BlockNumber(510), true);
        assert!(!due(&agenda, 629) && due(&agenda, 630));
        let seen = Some(BlockNumber(600));
        assert!(!agenda.weights_due(&SCHEDULE, BlockNumber(630), seen), "the chain's word stands");
    }

    #[test]
    fn a_restart_remembers_what_was_done_and_waits_for_a_round() {
        let mut agenda = Agenda::default();
        agenda.round_held(3);
        agenda.weights_tried(BlockNumber(190), true);
        let text = serde_json::to_string(&agenda).unwrap();
        let mut agenda: Agenda = serde_json::from_str(&text).unwrap();
        assert_eq!(agenda.round_due(&SCHEDULE, BlockNumber(200)), None);
        assert!(!agenda.weights_due(&SCHEDULE, BlockNumber(310), None));
        agenda.round_held(5);
        assert!(agenda.weights_due(&SCHEDULE, BlockNumber(310), None));
    }

    #[test]
    fn looking_when_told_misses_nothing() {
        let (mut agenda, mut block) = (Agenda::default(), BlockNumber(0));
        let (mut rounds, mut rows) = (Vec::new(), Vec::new());
        while block.0 < 600 {
            if let Some(number) = agenda.round_due(&SCHEDULE, block) {
                agenda.round_held(number);
                rounds.push(number);
            }
            if agenda.weights_due(&SCHEDULE, block, None) {
                agenda.weights_tried(block, block.0 != 120);
                rows.push(block.0);
            }
            let next = agenda.next_look(&SCHEDULE, block);
            assert!(next > block);
            block = next;
        }
        assert_eq!(rounds, (0..10).collect::<Vec<_>>());
        assert_eq!(rows, [0, 120, 130, 250, 370, 490]);
    }

    #[test]
    fn the_end_of_time_is_no_overflow() {
        let schedule =
            Schedule { round_every: 0, weights_every: u64::MAX, retry_after: u64::MAX, rounds_first: 0 };
        let mut agenda = Agenda::default();
        agenda.weights_tried(BlockNumber(u64::MAX), true);
        agenda.round_held(u64::MAX);
        assert_eq!(agenda.next_look(&schedule, BlockNumber(u64::MAX)), BlockNumber(u64::MAX));
        assert_eq!(agenda.round_due(&schedule, BlockNumber(u64::MAX)), None);
    }
}
