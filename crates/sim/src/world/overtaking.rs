//! How long a newcomer takes to be paid more than everybody who was there before it.

use super::site::{Holder, Site};
use std::collections::VecDeque;

/// Tempos of which a mean is taken.
const TEMPOS: usize = 5;

/// The last tempos' incentive by uid; kept only where somebody may overtake.
#[derive(Clone, Debug, Default)]
pub(super) struct Race {
    /// Newest last.
    tempos: VecDeque<Vec<u64>>,
    sums: Vec<u64>,
}

impl Race {
    /// Takes in what an epoch paid for mining, by uid.
    pub(super) fn note(&mut self, paid: &[u64]) {
        self.sums.resize(self.sums.len().max(paid.len()), 0);
        for (sum, rao) in self.sums.iter_mut().zip(paid) {
            *sum += rao;
        }
        self.tempos.push_back(paid.to_vec());
        if self.tempos.len() > TEMPOS
            && let Some(oldest) = self.tempos.pop_front()
        {
            for (sum, rao) in self.sums.iter_mut().zip(oldest) {
                *sum -= rao;
            }
        }
    }

    /// A seat has another holder, who has not been paid yet.
    pub(super) fn forget(&mut self, uid: usize) {
        if let Some(sum) = self.sums.get_mut(uid) {
            *sum = 0;
        }
        for tempo in &mut self.tempos {
            if let Some(rao) = tempo.get_mut(uid) {
                *rao = 0;
            }
        }
    }
}

impl Site<'_> {
    /// Notes which newcomers are paid more than every older seat, in the mean of the last five tempos.
    ///
    /// Tempos before a newcomer came count as unpaid, so that one lucky tempo is no lead.
    pub(super) fn note_overtaking(&mut self) {
        let Some(race) = &self.race else { return };
        let (epochs, first) = (self.epochs, self.first_coldkey);
        let registered = |uid: usize| self.tally.seats.get(uid).map_or(0, |seat| seat.registered_at);
        let is_miner = |uid: usize| matches!(self.seats.get(uid), Some(Holder::Miner { .. }));
        let best_before = |block: u64| {
            let older =
                race.sums.iter().enumerate().filter(|(uid, _)| is_miner(*uid) && registered(*uid) < block);
            older.map(|(_, sum)| *sum).max().unwrap_or(0)
        };
        let mut ahead = Vec::new();
        for miner in &self.miners {
            if self.coldkeys[miner.coldkey - first].overtook_after.is_some() {
                continue;
            }
            for hotkey in miner.hotkeys.iter().filter(|hotkey| hotkey.registered_at > 0) {
                let Some(uid) = hotkey.uid.map(incentor_sdk::Uid::index) else { continue };
                let mine = race.sums.get(uid).copied().unwrap_or(0);
                if mine > 0 && mine > best_before(hotkey.registered_at) {
                    ahead.push((miner.coldkey - first, epochs.saturating_sub(hotkey.epochs_before)));
                    break;
                }
            }
        }
        for (local, after) in ahead {
            self.coldkeys[local].overtook_after = Some(after);
        }
    }
}
