//! Where the emission went.

use crate::failure::Failure;
use incentor_yuma::Epoch;

/// An epoch's emission, in rao: in = miners + validators + dust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) emission_rao: u64,
    pub(super) miners_rao: u64,
    pub(super) validators_rao: u64,
    /// What rounding down left over.
    pub(super) dust_rao: u64,
}

impl Totals {
    /// Adds up; an epoch that pays more than comes in is a bug and its result is not shown.
    pub(super) fn of(emission_rao: u64, epoch: &Epoch) -> Result<Self, Failure> {
        let sum = |list: &[u64]| list.iter().try_fold(0_u64, |sum, &rao| sum.checked_add(rao));
        let miners = sum(&epoch.server_emission);
        let validators = sum(&epoch.validator_emission);
        miners
            .zip(validators)
            .and_then(|(miners_rao, validators_rao)| {
                let dust_rao = emission_rao.checked_sub(miners_rao)?.checked_sub(validators_rao)?;
                Some(Self { emission_rao, miners_rao, validators_rao, dust_rao })
            })
            .ok_or_else(|| Failure::bug("the epoch pays more emission than comes in"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paying(server: &[u64], validator: &[u64]) -> Result<Totals, Failure> {
        let epoch = Epoch {
            server_emission: server.to_vec(),
            validator_emission: validator.to_vec(),
            ..Epoch::default()
        };
        Totals::of(100, &epoch)
    }

    #[test]
    fn what_is_left_over_is_dust() {
        let totals = paying(&[40, 9], &[50]).unwrap();
        assert_eq!((totals.miners_rao, totals.validators_rao, totals.dust_rao), (49, 50, 1));
    }

    #[test]
    fn paying_more_than_comes_in_is_a_bug() {
        for (server, validator) in [(&[51][..], &[50][..]), (&[u64::MAX, 1], &[]), (&[u64::MAX], &[u64::MAX])]
        {
            assert_eq!(paying(server, validator).unwrap_err().exit, crate::ExitCode::Bug);
        }
    }
}
