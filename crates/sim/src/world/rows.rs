//! What the rows in force after an epoch say: how far validators agree, and who found a miner first (metrics §2.4).

use super::site::{Holder, Site};
use incentor_ledger::{Ledger, Network as _, SubnetView};

/// Who has given weight to the holder of each seat; kept of the first subnet alone.
#[derive(Clone, Debug, Default)]
pub(super) struct Discoveries {
    by_uid: Vec<Discovery>,
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
        if let Some(discovery) = self.by_uid.get_mut(uid) {
            *discovery = Discovery::default();
        }
    }

    /// A validator's row has weight on a seat: how many epochs it is behind the first, if it is news that counts.
    fn note(&mut self, uid: usize, validator: usize, epoch: u32, counts: bool) -> Option<u32> {
        if self.by_uid.len() <= uid {
            self.by_uid.resize(uid + 1, Discovery::default());
        }
        let discovery = &mut self.by_uid[uid];
        if discovery.given.len() <= validator {
            discovery.given.resize(validator + 1, false);
        }
        if std::mem::replace(&mut discovery.given[validator], true) {
            return None;
        }
        let (first, counts) = *discovery.first.get_or_insert((epoch, counts));
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
        let Some(mut discoveries) = self.discoveries.take() else { return };
        self.take_discoveries(&subnet, &mut discoveries, counts);
        if counts && let Some(deviation) = self.weight_deviation(&subnet, &mut discoveries.mean) {
            self.tally.weight_deviation.0 += deviation;
            self.tally.weight_deviation.1 += 1;
        }
        self.discoveries = Some(discoveries);
    }

    /// How far each validator's row in force is from consensus: ½ Σ |row − consensus|, both with a sum of 1.
    fn take_divergence(&mut self, subnet: &SubnetView<'_>, epochs: f64) {
        let Some(game) = self.games.first() else { return };
        let published = &subnet.published().consensus;
        let sum: f64 = published.iter().map(|share| f64::from(*share)).sum();
        if sum <= 0.0 {
            return;
        }
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
                let share = f64::from(published.get(usize::from(*uid)).copied().unwrap_or(0)) / sum;
                distance += libm::fabs(f64::from(*weight) / total - share) - share;
            }
            self.coldkeys[validator.coldkey - self.first_coldkey].divergence_sum += distance / 2.0 * epochs;
        }
    }

    /// Notes which validators weigh a miner for the first time.
    fn take_discoveries(&mut self, subnet: &SubnetView<'_>, discoveries: &mut Discoveries, counts: bool) {
        let Some(game) = self.games.first() else { return };
        for (at, validator) in self.validators.iter().enumerate() {
            let Some(uid) = validator.uid else { continue };
            let tally = &mut self.coldkeys[validator.coldkey - self.first_coldkey];
            for (uid, weight) in subnet.weights(game.mech, uid) {
                let uid = usize::from(*uid);
                if *weight == 0 || !matches!(self.seats.get(uid), Some(Holder::Miner { .. })) {
                    continue;
                }
                if let Some(behind) = discoveries.note(uid, at, self.epochs, counts) {
                    tally.discoveries.0 += 1;
                    tally.discoveries.1 += u64::from(behind);
                }
            }
        }
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
                let total: f64 = row.iter().map(|(_, weight)| f64::from(*weight)).sum();
                (total > 0.0).then_some((validator.caller.stake_weight_rao as f64, row, total))
            })
        };
        let stakes: f64 = rows().map(|(stake, ..)| stake).sum();
        if stakes <= 0.0 {
            return None;
        }
        for (stake, row, total) in rows() {
            for (uid, weight) in row {
                if let Some(mean) = mean.get_mut(usize::from(*uid)) {
                    *mean += stake / stakes * f64::from(*weight) / total;
                }
            }
        }
        // Whoever is not in a row is as far from its mean as that is large.
        let mut sum = 1.0;
        for (stake, row, total) in rows() {
            for (uid, weight) in row {
                let mean = mean.get(usize::from(*uid)).copied().unwrap_or(0.0);
                sum += stake / stakes * (libm::fabs(f64::from(*weight) / total - mean) - mean);
            }
        }
        Some(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_late_is_behind_the_first() {
        let mut seen = Discoveries::default();
        assert_eq!(seen.note(3, 0, 10, true), Some(0));
        assert_eq!(seen.note(3, 1, 10, true), Some(0), "in the same tempo");
        assert_eq!(seen.note(3, 2, 14, true), Some(4));
        assert_eq!(seen.note(3, 2, 15, true), None, "once");
        seen.forget(3);
        assert_eq!(seen.note(3, 1, 20, true), Some(0), "another holder");
    }

    #[test]
    fn what_was_found_before_counting_does_not_count() {
        let mut seen = Discoveries::default();
        assert_eq!((seen.note(0, 0, 1, false), seen.note(0, 1, 9, true)), (None, None));
        assert_eq!(seen.note(1, 1, 9, true), Some(0));
    }
}
