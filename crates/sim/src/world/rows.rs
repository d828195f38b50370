//! What the rows in force after an epoch say: how far validators agree, and who found a miner first (metrics §2.4).

use super::site::{Holder, Site};
use incentor_ledger::{Ledger, Network as _, SubnetView};

/// Who has given weight to the holder of each seat; kept of the first subnet alone.
#[derive(Clone, Debug, Default)]
pub(super) struct Discoveries {
    by_uid: Vec<Discovery>,
    /// Seats that some validator has not given weight yet.
    open: Vec<usize>,
    /// Room for the stake-weighted mean row.
    mean: Vec<f64>,
}

/// One seat while it has one holder.
#[derive(Clone, Debug, Default)]
struct Discovery {
    /// The epoch after which it first had weight, and whether that counts.
    first: Option<(u32, bool)>,
    /// By validator, whether it has given weight.
    given: Vec<bool>,
}

impl Discoveries {
    /// A seat has another holder, whom nobody has weighed yet.
    pub(super) fn forget(&mut self, uid: usize) {
        if self.by_uid.len() <= uid {
            self.by_uid.resize(uid + 1, Discovery::default());
        }
        self.by_uid[uid] = Discovery::default();
        if !self.open.contains(&uid) {
            self.open.push(uid);
        }
    }

    /// Whether a validator has given weight to who holds a seat.
    fn has(&self, uid: usize, validator: usize) -> bool {
        self.by_uid.get(uid).and_then(|seat| seat.given.get(validator)).is_some_and(|given| *given)
    }

    /// A validator's row has weight on a seat for the first time: how many epochs it is behind the first, if that counts.
    fn note(&mut self, uid: usize, validator: usize, epoch: u32, counts: bool) -> Option<u32> {
        let seat = self.by_uid.get_mut(uid)?;
        if seat.given.len() <= validator {
            seat.given.resize(validator + 1, false);
        }
        seat.given[validator] = true;
        let (first, counts) = *seat.first.get_or_insert((epoch, counts));
        counts.then(|| epoch.saturating_sub(first))
    }
}

impl Site<'_> {
    /// Looks at the rows in force after an epoch that stands for so many.
    pub(super) fn look_at_rows(&mut self, ledger: &Ledger, counts: bool, epochs: f64) {
        let view = ledger.view();
        let Some(subnet) = view.subnet(self.netuid) else { return };
        if counts {
            self.take_divergence(&subnet, epochs);
        }
        if let Some(mut discoveries) = self.discoveries.take() {
            self.take_discoveries(&subnet, &mut discoveries, counts);
            self.discoveries = Some(discoveries);
        }
    }

    /// How far each validator's row in force is from consensus: ½ Σ |row − consensus|, both with a sum of 1.
    fn take_divergence(&mut self, subnet: &SubnetView<'_>, epochs: f64) {
        let Some(game) = self.games.first() else { return };
        let published = &subnet.published().consensus;
        let sum: f64 = published.iter().map(|share| f64::from(*share)).sum();
        if sum <= 0.0 {
            return;
        }
        let shares: Vec<f64> = published.iter().map(|share| f64::from(*share) / sum).collect();
        for validator in &self.validators {
            let Some(uid) = validator.uid else { continue };
            let row = subnet.weights(game.mech, uid);
            let total: f64 = row.iter().map(|(_, weight)| f64::from(*weight)).sum();
            if total <= 0.0 {
                continue;
            }
            // Σ |a − b| over all uids: those of the row, and the consensus of everybody else.
            let mut distance = 1.0;
            for (uid, weight) in row {
                let share = shares.get(usize::from(*uid)).copied().unwrap_or(0.0);
                distance += libm::fabs(f64::from(*weight) / total - share) - share;
            }
            self.coldkeys[validator.coldkey - self.first_coldkey].divergence_sum += distance / 2.0 * epochs;
        }
    }

    /// Notes which validators weigh a miner for the first time.
    fn take_discoveries(&mut self, subnet: &SubnetView<'_>, discoveries: &mut Discoveries, counts: bool) {
        let Some(game) = self.games.first() else { return };
        let mut open = std::mem::take(&mut discoveries.open);
        open.retain(|seat| {
            // Whoever comes to an abandoned seat opens it again.
            if !matches!(self.seats.get(*seat), Some(Holder::Miner { .. })) {
                return false;
            }
            let mut is_open = false;
            for (at, validator) in self.validators.iter().enumerate() {
                if discoveries.has(*seat, at) {
                    continue;
                }
                if !validator.uid.is_some_and(|uid| has_weight(subnet.weights(game.mech, uid), *seat)) {
                    is_open = true;
                } else if let Some(behind) = discoveries.note(*seat, at, self.epochs, counts) {
                    let (found, tempos) =
                        &mut self.coldkeys[validator.coldkey - self.first_coldkey].discoveries;
                    (*found, *tempos) = (*found + 1, *tempos + u64::from(behind));
                }
            }
            is_open
        });
        discoveries.open = open;
    }

    /// Counts how far rows lie from their mean after an epoch.
    pub(super) fn take_deviation(&mut self, ledger: &Ledger) {
        let Some(mut discoveries) = self.discoveries.take() else { return };
        let deviation = ledger
            .view()
            .subnet(self.netuid)
            .and_then(|subnet| self.weight_deviation(&subnet, &mut discoveries.mean));
        if let Some(deviation) = deviation {
            self.tally.weight_deviation.0 += deviation;
            self.tally.weight_deviation.1 += 1;
        }
        self.discoveries = Some(discoveries);
    }

    /// `Σ_j Σ_i S_i |W_ij − µ_j| / Σ_j µ_j` with `µ_j = Σ_i S_i W_ij`: the chain's `avg_weight_dev` (spec §2.4).
    ///
    /// Over the rows of validators with a permit, each with a sum of 1, as is the sum of their stake; so is then Σ µ.
    /// `None` without such a row.
    fn weight_deviation(&self, subnet: &SubnetView<'_>, mean: &mut Vec<f64>) -> Option<f64> {
        let game = self.games.first()?;
        mean.clear();
        mean.resize(self.seats.len(), 0.0);
        let permitted = || self.validators.iter().filter(|validator| validator.caller.permit);
        let rows = || {
            permitted().filter_map(|validator| {
                let row = subnet.weights(game.mech, validator.uid?);
                let total: u64 = row.iter().map(|(_, weight)| u64::from(*weight)).sum();
                (total > 0).then_some((validator.caller.stake_weight_rao as f64, row, total as f64))
            })
        };
        let stakes: f64 = rows().map(|(stake, ..)| stake).sum();
        if stakes <= 0.0 {
            return None;
        }
        for (stake, row, total) in rows() {
            let unit = stake / stakes / total;
            for (uid, weight) in row {
                if let Some(mean) = mean.get_mut(usize::from(*uid)) {
                    *mean += unit * f64::from(*weight);
                }
            }
        }
        // Whoever is not in a row is as far from its mean as that is large.
        let mut sum = 1.0;
        for (stake, row, total) in rows() {
            let apart = |(uid, weight): &(u16, u16)| {
                let mean = mean.get(usize::from(*uid)).copied().unwrap_or(0.0);
                libm::fabs(f64::from(*weight) / total - mean) - mean
            };
            sum += stake / stakes * row.iter().map(apart).sum::<f64>();
        }
        Some(sum)
    }
}

/// Whether a row gives a seat weight; rows mostly name seats that follow each other.
fn has_weight(row: &[(u16, u16)], seat: usize) -> bool {
    let is_it = |entry: &&(u16, u16)| usize::from(entry.0) == seat;
    let first = row.first().map_or(0, |(uid, _)| usize::from(*uid));
    let guess = seat.checked_sub(first).and_then(|at| row.get(at)).filter(is_it);
    guess.or_else(|| row.iter().find(is_it)).is_some_and(|(_, weight)| *weight > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_late_is_behind_the_first() {
        let mut seen = Discoveries::default();
        seen.forget(3);
        assert_eq!(seen.note(3, 0, 10, true), Some(0));
        assert_eq!(seen.note(3, 1, 10, true), Some(0), "in the same tempo");
        assert!(seen.has(3, 1) && !seen.has(3, 2) && !seen.has(4, 0));
        assert_eq!(seen.note(3, 2, 14, true), Some(4));
        seen.forget(3);
        assert!(!seen.has(3, 0));
        assert_eq!(seen.note(3, 1, 20, true), Some(0), "another holder");
        assert_eq!(seen.open, [3]);
    }

    #[test]
    fn what_was_found_before_counting_does_not_count() {
        let mut seen = Discoveries::default();
        [0, 1].into_iter().for_each(|uid| seen.forget(uid));
        assert_eq!((seen.note(0, 0, 1, false), seen.note(0, 1, 9, true)), (None, None));
        assert_eq!(seen.note(1, 1, 9, true), Some(0));
    }

    #[test]
    fn a_seat_is_found_wherever_it_stands_in_a_row() {
        let rows: [&[(u16, u16)]; 3] =
            [&[(4, 7), (5, 0), (6, 9)], &[(6, 9), (4, 7), (5, 0)], &[(1, 1), (4, 7), (6, 9)]];
        for row in rows {
            assert_eq!([3, 4, 5, 6, 7].map(|seat| has_weight(row, seat)), [false, true, false, true, false]);
        }
        assert!(!has_weight(&[], 0));
    }
}
