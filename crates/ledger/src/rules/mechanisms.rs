//! Several mechanisms in one subnet (spec §1.17).

use alloc::{vec, vec::Vec};
use incentor_primitives::{MechId, NetUid};
use incentor_yuma::Epoch;

/// Key under which a mechanism's weights and bonds are stored.
#[must_use]
pub const fn storage_index(netuid: NetUid, mechid: MechId, stride: u16) -> u16 {
    (mechid.0 as u16).saturating_mul(stride).saturating_add(netuid.0)
}

/// The subnet and mechanism of a storage index.
#[must_use]
pub fn from_storage_index(index: u16, stride: u16) -> Option<(NetUid, MechId)> {
    let mechid = u8::try_from(index.checked_div(stride)?).ok()?;
    Some((NetUid(index.checked_rem(stride)?), MechId(mechid)))
}

/// Splits an epoch's emission between mechanisms, in rao; the remainder goes to the first.
///
/// `split_u16` is a list of parts of 65535; too short it is filled up with zeros, too long it is cut.
#[must_use]
pub fn split_emission(emission_rao: u64, count: u8, split_u16: Option<&[u16]>) -> Vec<u64> {
    let part = |position: usize| match split_u16 {
        Some(split) => {
            let share = u128::from(split.get(position).copied().unwrap_or(0));
            let part = u128::from(emission_rao).saturating_mul(share).div_euclid(u128::from(u16::MAX));
            u64::try_from(part).unwrap_or(u64::MAX)
        }
        None => emission_rao.checked_div(u64::from(count)).unwrap_or(0),
    };
    let mut parts: Vec<u64> = (0..usize::from(count)).map(part).collect();
    let given = parts.iter().fold(0_u64, |sum, part| sum.saturating_add(*part));
    if let Some(first) = parts.first_mut() {
        *first = first.saturating_add(emission_rao.saturating_sub(given));
    }
    parts
}

/// What the chain publishes for a subnet after all its mechanisms ran; every list is by uid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CombinedEpoch {
    /// Normalised stake weight, weighted by emission.
    pub stake_weight: Vec<u16>,
    /// Active in any mechanism.
    pub active: Vec<bool>,
    /// Permitted from now on, by any mechanism.
    pub validator_permit: Vec<bool>,
    /// Consensus, weighted by emission.
    pub consensus: Vec<u16>,
    /// Dividends, weighted by emission.
    pub dividends: Vec<u16>,
    /// Validator trust, weighted by emission.
    pub validator_trust: Vec<u16>,
    /// Rao for mining, summed.
    pub server_emission: Vec<u64>,
    /// Rao for validating, summed; only its proportions are paid.
    pub validator_emission: Vec<u64>,
    /// The combined figure, weighted by emission although its parts are split already.
    pub emission: Vec<u64>,
}

impl CombinedEpoch {
    /// Of a subnet of that size, before its first mechanism.
    #[must_use]
    pub fn of_size(n: usize) -> Self {
        Self {
            stake_weight: vec![0; n],
            active: vec![false; n],
            validator_permit: vec![false; n],
            consensus: vec![0; n],
            dividends: vec![0; n],
            validator_trust: vec![0; n],
            server_emission: vec![0; n],
            validator_emission: vec![0; n],
            emission: vec![0; n],
        }
    }

    /// Adds a mechanism that ran with `part_rao` of the subnet's `emission_rao`.
    ///
    /// The first counts fully when there was no emission at all, the others then not.
    pub fn add(&mut self, mechid: MechId, epoch: &Epoch, part_rao: u64, emission_rao: u64) {
        let weight = MechanismWeight::new(mechid, part_rao, emission_rao);
        weight.add_u16(&mut self.stake_weight, &epoch.stake_weight);
        weight.add_u16(&mut self.consensus, &epoch.consensus);
        weight.add_u16(&mut self.dividends, &epoch.dividends);
        weight.add_u16(&mut self.validator_trust, &epoch.validator_trust);
        weight.add_u64(&mut self.emission, &epoch.emission);
        add_all(&mut self.server_emission, &epoch.server_emission);
        add_all(&mut self.validator_emission, &epoch.validator_emission);
        or_all(&mut self.active, &epoch.active);
        or_all(&mut self.validator_permit, &epoch.validator_permit);
    }
}

/// A mechanism's share of the emission as the bits of a `U64F64`, rounded down.
#[derive(Clone, Copy)]
struct MechanismWeight(u128);

impl MechanismWeight {
    fn new(mechid: MechId, part_rao: u64, emission_rao: u64) -> Self {
        let without_emission = if mechid == MechId::MAIN { 1 << 64 } else { 0 };
        let share = (u128::from(part_rao) << 64).checked_div(u128::from(emission_rao));
        Self(share.unwrap_or(without_emission))
    }

    /// `floor(value * share)`; the share is at most 1.
    fn of(self, value: u64) -> u64 {
        if self.0 == 1 << 64 {
            return value;
        }
        u64::try_from(u128::from(value).saturating_mul(self.0) >> 64).unwrap_or(u64::MAX)
    }

    fn add_u16(self, sums: &mut [u16], values: &[u16]) {
        for (sum, value) in sums.iter_mut().zip(values) {
            let added = u64::from(*sum).saturating_add(self.of(u64::from(*value)));
            *sum = u16::try_from(added).unwrap_or(u16::MAX);
        }
    }

    fn add_u64(self, sums: &mut [u64], values: &[u64]) {
        for (sum, value) in sums.iter_mut().zip(values) {
            *sum = sum.saturating_add(self.of(*value));
        }
    }
}

fn add_all(sums: &mut [u64], values: &[u64]) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum = sum.saturating_add(*value);
    }
}

fn or_all(flags: &mut [bool], values: &[bool]) {
    for (flag, value) in flags.iter_mut().zip(values) {
        *flag |= *value;
    }
}
