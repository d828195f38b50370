//! Sends the row it should have sent some time ago (exploit 13).

use crate::behaviour::{Outlook, ValidatorBehaviour};
use incentor_sdk::{Rng, WeightVector};
use std::collections::VecDeque;

/// Sends the youngest of its honest rows that is `by` tempos old, and nothing before it has one.
#[derive(Clone, Debug)]
pub(crate) struct Late {
    /// Age of a row in tempos.
    pub(crate) by: u32,
    /// The tempo of each honest row, oldest first.
    rows: VecDeque<(u32, WeightVector)>,
}

impl Late {
    pub(crate) const fn new(by: u32) -> Self {
        Self { by, rows: VecDeque::new() }
    }
}

impl ValidatorBehaviour for Late {
    fn weigh(&mut self, outlook: &Outlook<'_>, _: &mut Rng) -> Option<WeightVector> {
        self.rows.push_back((outlook.tempo, outlook.honest.clone()));
        let is_due = |tempo: u32| tempo.saturating_add(self.by) <= outlook.tempo;
        while self.rows.get(1).is_some_and(|(tempo, _)| is_due(*tempo)) {
            self.rows.pop_front();
        }
        self.rows.front().filter(|(tempo, _)| is_due(*tempo)).map(|(_, row)| row.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::behaviour::validator::stage::{Stage, luck, pairs};

    #[test]
    fn a_row_is_sent_so_many_tempos_later() {
        let sent = |by| {
            let mut late = Late::new(by);
            // Three rows a tempo: the n-th gives uid 1 the n-th part of what uid 0 has.
            let weigh = |at: u32| {
                let stage = Stage::of(&[("a", 1.0), ("b", 1.0 / f64::from(at + 1))]);
                let outlook = Outlook { tempo: at / 3, ..stage.outlook() };
                let row = pairs(late.weigh(&outlook, &mut luck()));
                row.get(1).map(|(_, weight)| (65_535.0 / f64::from(*weight)).round() as u32)
            };
            (0..9).map(weigh).collect::<Vec<_>>()
        };
        assert_eq!(sent(0), (1..10).map(Some).collect::<Vec<_>>());
        let late = [None, None, None, Some(3), Some(3), Some(3), Some(6), Some(6), Some(6)];
        assert_eq!(sent(1), late);
        assert_eq!(sent(3), [None; 9], "nothing is that old yet");
    }
}
