//! Several mechanisms in one subnet, and the reset of bonds (spec §1.17, §1.18).

use crate::epoch::NaiveEpoch;
use crate::fixed::{Fixed, Format};
use incentor_yuma::Entry;
use num_bigint::BigInt;
use num_traits::ToPrimitive;

const INDEX_STRIDE: u32 = 4096;

/// Where a mechanism's state is stored; held to u16.
#[must_use]
pub fn storage_index(netuid: u16, mechid: u8) -> u16 {
    let index = u32::from(mechid) * INDEX_STRIDE + u32::from(netuid);
    u16::try_from(index).unwrap_or(u16::MAX)
}

/// Netuid and mechid of a storage index.
#[must_use]
pub fn from_storage_index(index: u16) -> (u16, u8) {
    let (netuid, mechid) = (u32::from(index) % INDEX_STRIDE, u32::from(index) / INDEX_STRIDE);
    (netuid.to_u16().expect("below 4096"), mechid.to_u8().expect("below 16"))
}

/// Each mechanism's part of the emission; what rounding leaves goes to the first.
///
/// # Panics
/// On no mechanisms: the chain counts at least one.
#[must_use]
pub fn split_emission(emission_rao: u64, mechanisms: u8, split_u16: Option<&[u16]>) -> Vec<u64> {
    assert!(mechanisms > 0, "a subnet has at least one mechanism");
    let whole = BigInt::from(emission_rao);
    let part = |share: u16| (&whole * BigInt::from(share) / BigInt::from(u16::MAX)).to_u64();
    let mut parts: Vec<u64> = match split_u16 {
        Some(shares) => {
            shares.iter().map(|&share| part(share).expect("a share is at most the whole")).collect()
        }
        None => vec![emission_rao / u64::from(mechanisms); usize::from(mechanisms)],
    };
    parts.resize(usize::from(mechanisms), 0);
    let given: BigInt = parts.iter().map(|&part| BigInt::from(part)).sum();
    let rest = (whole - given).to_u64().unwrap_or(0);
    parts[0] = parts[0].saturating_add(rest);
    parts
}

/// What a subnet publishes of its mechanisms' epochs, each given with its part of the emission.
///
/// # Panics
/// On no mechanisms, or on epochs of subnets of different sizes.
#[must_use]
pub fn aggregate(mechanisms: &[(u64, &NaiveEpoch)], emission_rao: u64) -> NaiveEpoch {
    let (_, first) = mechanisms.first().expect("a subnet has at least one mechanism");
    let n = first.active.len();
    let mut whole = NaiveEpoch::empty(n);
    for (index, (part, epoch)) in mechanisms.iter().enumerate() {
        let share = share_of(*part, emission_rao, index);
        let weighted = |existing: u64, added: u64| {
            let added = Fixed::from_int(Format::U64F64, added).mul(&share);
            Fixed::from_int(Format::U64F64, existing).satadd(&added)
        };
        let weighted_u16 = |existing: u16, added: u16| weighted(existing.into(), added.into()).to_u16_floor();
        for uid in 0..n {
            whole.dividends[uid] = weighted_u16(whole.dividends[uid], epoch.dividends[uid]);
            whole.stake_weight[uid] = weighted_u16(whole.stake_weight[uid], epoch.stake_weight[uid]);
            whole.consensus[uid] = weighted_u16(whole.consensus[uid], epoch.consensus[uid]);
            whole.validator_trust[uid] = weighted_u16(whole.validator_trust[uid], epoch.validator_trust[uid]);
            whole.emission[uid] = weighted(whole.emission[uid], epoch.emission[uid]).to_u64_floor();
            whole.server_emission[uid] =
                whole.server_emission[uid].saturating_add(epoch.server_emission[uid]);
            whole.validator_emission[uid] =
                whole.validator_emission[uid].saturating_add(epoch.validator_emission[uid]);
            whole.active[uid] |= epoch.active[uid];
            whole.validator_permit[uid] |= epoch.validator_permit[uid];
            if index == 0 {
                whole.incentive[uid] = weighted_u16(0, epoch.incentive[uid]);
            }
        }
    }
    whole
}

fn share_of(part: u64, whole: u64, index: usize) -> Fixed {
    if whole == 0 {
        return Fixed::from_int(Format::U64F64, u8::from(index == 0));
    }
    Fixed::from_int(Format::U64F64, part).sdiv(&Fixed::from_int(Format::U64F64, whole))
}

/// Takes a uid's column out of every stored row.
pub fn reset_bonds(rows: &mut [Vec<Entry>], uid: u16) {
    for row in rows {
        row.retain(|(column, _)| *column != uid);
    }
}
