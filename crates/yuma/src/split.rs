//! The epoch's emission, split between mining and validating (spec §1.13).

use crate::Epoch;
use crate::divider::Divider;
use crate::fixed::to_bits;
use crate::probe::Probe;
use alloc::vec::Vec;

/// What everybody earns, and what they fall back on when nobody does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Earnings<'a> {
    pub(crate) incentive: &'a [u64],
    pub(crate) dividends: &'a [u64],
    pub(crate) stake: &'a [u64],
    pub(crate) active_stake: &'a [u64],
}

/// Writes the three emissions, each rounded down to whole rao.
///
/// With neither incentive nor dividends all of it goes to validators by active stake, or by stake if there is
/// none.
pub(crate) fn split<P: Probe>(earnings: Earnings<'_>, emission_rao: u64, epoch: &mut Epoch, probe: &mut P) {
    let combined = || earnings.incentive.iter().zip(earnings.dividends).map(|(i, d)| i.saturating_add(*d));
    let sum = combined().fold(0_u64, u64::saturating_add);
    let by = Divider::new(sum);
    let fallback = if earnings.active_stake.iter().any(|&stake| stake > 0) {
        earnings.active_stake
    } else {
        earnings.stake
    };
    let validator =
        |(&dividend, &fallback): (&u64, &u64)| if sum > 0 { by.ratio(dividend) } else { fallback };
    let all = |(combined, &fallback): (u64, &u64)| if sum > 0 { by.ratio(combined) } else { fallback };
    let server_share = || earnings.incentive.iter().map(|&incentive| by.ratio(incentive));
    let validator_share = || earnings.dividends.iter().zip(fallback).map(validator);
    let combined_share = || combined().zip(fallback).map(all);

    probe.note(|trace| {
        trace.emission_sum = to_bits(sum);
        trace.server_share = server_share().map(to_bits).collect();
        trace.validator_share = validator_share().map(to_bits).collect();
        trace.combined_share = combined_share().map(to_bits).collect();
    });
    pay(server_share(), emission_rao, &mut epoch.server_emission);
    pay(validator_share(), emission_rao, &mut epoch.validator_emission);
    pay(combined_share(), emission_rao, &mut epoch.emission);
}

fn pay(shares: impl Iterator<Item = u64>, emission_rao: u64, paid: &mut Vec<u64>) {
    paid.clear();
    paid.extend(shares.map(|share| {
        let rao = u128::from(share).saturating_mul(u128::from(emission_rao)) >> 32;
        u64::try_from(rao).unwrap_or(u64::MAX)
    }));
}
