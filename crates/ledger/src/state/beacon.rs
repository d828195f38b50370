//! What the network knows of the beacon (spec §2.5).

use crate::{PulseSignature, RuleError};
use alloc::collections::BTreeMap;

/// The beacon's rounds, as far back as they are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Beacon {
    /// 0 = none yet.
    last_round: u64,
    pulses: BTreeMap<u64, PulseSignature>,
}

impl Beacon {
    pub(crate) const fn last_round(&self) -> u64 {
        self.last_round
    }

    pub(crate) fn pulse(&self, round: u64) -> Option<&PulseSignature> {
        self.pulses.get(&round)
    }

    /// Stores a newer round and forgets those that are so many rounds behind it.
    pub(crate) fn store(
        &mut self,
        round: u64,
        signature: PulseSignature,
        most_kept: u64,
    ) -> Result<(), RuleError> {
        if round <= self.last_round {
            return Err(RuleError::InvalidRoundNumber);
        }
        self.last_round = round;
        self.pulses.insert(round, signature);
        let oldest_kept = round.saturating_sub(most_kept).saturating_add(1);
        while self.pulses.first_key_value().is_some_and(|(old, _)| *old < oldest_kept) {
            self.pulses.pop_first();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_grow_and_old_ones_go() {
        let mut beacon = Beacon::default();
        assert_eq!(beacon.store(0, [0; 48], 3), Err(RuleError::InvalidRoundNumber));
        for round in [10, 11, 12, 13] {
            assert_eq!(beacon.store(round, [u8::try_from(round).unwrap(); 48], 3), Ok(()));
        }
        assert_eq!(beacon.store(13, [0; 48], 3), Err(RuleError::InvalidRoundNumber));
        assert_eq!(beacon.last_round(), 13);
        assert_eq!(beacon.pulse(10), None);
        assert_eq!(beacon.pulse(11), Some(&[11; 48]));
        assert_eq!(beacon.store(100, [1; 48], 3), Ok(()));
        assert_eq!(beacon.pulses.len(), 1);
    }
}
