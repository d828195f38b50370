//! Several mechanisms of one subnet: their share of emission and what the subnet publishes (spec §1.17).
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "fractions of 64-bit amounts in 128 bits; parts are as many as mechanisms, at least one"
)]

use crate::Epoch;
use alloc::vec;
use alloc::vec::Vec;
use incentor_primitives::{MechId, NetUid, YumaRules};

/// Storage index of a mechanism's weights, bonds and incentive; saturates.
#[must_use]
pub fn storage_index(netuid: NetUid, mechid: MechId, rules: &YumaRules) -> u16 {
    u16::from(mechid.0).saturating_mul(rules.mechanism_index_stride).saturating_add(netuid.0)
}

/// The subnet and mechanism behind a storage index.
#[must_use]
pub fn from_storage_index(index: u16, rules: &YumaRules) -> (NetUid, MechId) {
    let stride = rules.mechanism_index_stride.max(1);
    (NetUid(index % stride), MechId(u8::try_from(index / stride).unwrap_or(u8::MAX)))
}

/// Splits an epoch's emission among mechanisms, in rao; rounding goes to the first.
///
/// `split_u16` are shares of 65535, missing ones count as 0 and surplus ones do not count; without it all
/// get the same. There is always at least one mechanism.
#[must_use]
pub fn split_emission(emission_rao: u64, mechanisms: u8, split_u16: Option<&[u16]>) -> Vec<u64> {
    let count = usize::from(mechanisms.max(1));
    let mut parts = match split_u16 {
        None => vec![emission_rao / count as u64; count],
        Some(shares) => {
            let part = |&share: &u16| u128::from(emission_rao) * u128::from(share) / 65_535;
            let mut parts: Vec<u64> = shares.iter().take(count).map(|share| part(share) as u64).collect();
            parts.resize(count, 0);
            parts
        }
    };
    let given = parts.iter().fold(0_u64, |given, &part| given.saturating_add(part));
    parts[0] = parts[0].saturating_add(emission_rao.saturating_sub(given));
    parts
}

/// What a subnet publishes of its mechanisms' epochs together, by uid.
///
/// Incentive is the first mechanism's: the others' is stored with the mechanism. The published emission is
/// weighted although the amounts are split already, so with several mechanisms it is less than what is paid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the fields are those of `Epoch`")]
pub struct SubnetEpoch {
    pub stake_weight: Vec<u16>,
    pub active: Vec<bool>,
    pub validator_permit: Vec<bool>,
    pub consensus: Vec<u16>,
    pub incentive: Vec<u16>,
    pub dividends: Vec<u16>,
    pub validator_trust: Vec<u16>,
    pub server_emission: Vec<u64>,
    pub validator_emission: Vec<u64>,
    pub emission: Vec<u64>,
}

impl SubnetEpoch {
    /// Puts the mechanisms' epochs together, in order, each with the emission it was given.
    #[must_use]
    pub fn aggregate<'a>(epochs: impl IntoIterator<Item = (u64, &'a Epoch)>, emission_rao: u64) -> Self {
        let mut subnet = Self::default();
        for (mechid, (part_rao, epoch)) in (0..=u8::MAX).map(MechId).zip(epochs) {
            subnet.add(mechid, epoch, part_rao, emission_rao);
        }
        subnet
    }

    /// Adds a mechanism that ran with `part_rao` of the subnet's `emission_rao`.
    ///
    /// The first counts fully when there was no emission at all, the others then not.
    pub fn add(&mut self, mechid: MechId, epoch: &Epoch, part_rao: u64, emission_rao: u64) {
        let first = mechid == MechId::MAIN;
        let share = Share::of(part_rao, emission_rao, first);
        if first {
            weigh_u16(&mut self.incentive, &epoch.incentive, share);
        }
        weigh_u16(&mut self.stake_weight, &epoch.stake_weight, share);
        weigh_u16(&mut self.consensus, &epoch.consensus, share);
        weigh_u16(&mut self.dividends, &epoch.dividends, share);
        weigh_u16(&mut self.validator_trust, &epoch.validator_trust, share);
        merge(&mut self.emission, &epoch.emission, |sum, added| sum.saturating_add(share.floor(added)));
        merge(&mut self.server_emission, &epoch.server_emission, u64::saturating_add);
        merge(&mut self.validator_emission, &epoch.validator_emission, u64::saturating_add);
        merge(&mut self.active, &epoch.active, |before, now| before || now);
        merge(&mut self.validator_permit, &epoch.validator_permit, |before, now| before || now);
    }
}

/// A mechanism's share of the subnet's emission as the bits of a `U64F64`.
#[derive(Clone, Copy, Debug)]
struct Share(u128);

impl Share {
    fn of(part_rao: u64, emission_rao: u64, first: bool) -> Self {
        let whole = (u128::from(part_rao) << 64).checked_div(u128::from(emission_rao));
        Self(whole.unwrap_or(if first { 1 << 64 } else { 0 }))
    }

    fn floor(self, amount: u64) -> u64 {
        u64::try_from(u128::from(amount).saturating_mul(self.0) >> 64).unwrap_or(u64::MAX)
    }
}

fn weigh_u16(sum: &mut Vec<u16>, added: &[u16], share: Share) {
    let weigh = |added: u16| u16::try_from(share.floor(u64::from(added))).unwrap_or(u16::MAX);
    merge(sum, added, |sum, added| sum.saturating_add(weigh(added)));
}

fn merge<T: Copy + Default>(sum: &mut Vec<T>, added: &[T], merge: impl Fn(T, T) -> T) {
    if sum.len() < added.len() {
        sum.resize(added.len(), T::default());
    }
    for (sum, &added) in sum.iter_mut().zip(added) {
        *sum = merge(*sum, added);
    }
}
