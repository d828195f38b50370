//! What is kept of one world for tables and journeys.

use super::site::Site;
use super::window::Window;
use crate::tally::Recorded;
use incentor_ledger::{EpochOutcome, Ledger};
use incentor_primitives::NetUid;
use incentor_scenario::Scenario;
use incentor_sdk::{Notes, Peer, Score, Sitting};

/// What is kept of a subnet; nothing unless the world is on record.
pub(super) struct Records {
    is_on: bool,
}

impl Records {
    pub(super) const fn new(_scenario: &Scenario, is_on: bool, _window: Window) -> Self {
        Self { is_on }
    }

    /// A round whose answers have arrived.
    pub(super) fn note_round(
        &mut self,
        _block: u64,
        _game: usize,
        _samples: &[(usize, Vec<Peer>)],
        _sittings: &[Box<dyn Sitting + '_>],
    ) {
    }

    /// Closes a sitting for its scores.
    pub(super) fn close(
        &mut self,
        sitting: Box<dyn Sitting + '_>,
        notes: &mut Notes,
        _validator: &str,
        _round: u64,
    ) -> Vec<(Peer, Score)> {
        sitting.close(notes)
    }

    /// An epoch as it ran.
    pub(super) fn note_epoch(&mut self, _netuid: NetUid, _epoch: &EpochOutcome) {}
}

impl Site<'_> {
    /// What is left of the world's end.
    pub(super) fn finish_records(&mut self, _ledger: &Ledger) -> Option<Recorded> {
        self.records.is_on.then(Recorded::default)
    }
}

impl Recorded {
    /// Adds the next subnet's; matrices are the first one's.
    pub(super) fn add(&mut self, more: Self) {
        self.journeys.extend(more.journeys);
        for (file, header, rows) in more.tables {
            match self.tables.iter_mut().find(|(name, ..)| *name == file) {
                Some((.., all)) => all.extend(rows),
                None => self.tables.push((file, header, rows)),
            }
        }
    }
}
