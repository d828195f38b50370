//! How many mechanisms a subnet may have, and how they share its emission (spec §1.17).

use crate::RuleError;

/// What a new number of mechanisms is checked against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MechanismLimits {
    /// Mechanisms that a subnet may be given now.
    pub max_mechanism_count: u8,
    /// Mechanisms that the chain can name.
    pub max_mechanisms: u8,
    /// Seats of the subnet.
    pub max_allowed_uids: u16,
    /// Seats that the chain keeps for one subnet, those of all its mechanisms together.
    pub max_uids: u16,
}

/// Checks a new number of mechanisms.
///
/// # Errors
/// The first check that fails.
pub fn check_mechanism_count(count: u8, limits: &MechanismLimits) -> Result<(), RuleError> {
    if count == 0 || count > limits.max_mechanism_count.min(limits.max_mechanisms) {
        return Err(RuleError::InvalidValue);
    }
    if fits_seats(limits.max_allowed_uids, count, limits.max_uids) {
        Ok(())
    } else {
        Err(RuleError::TooManyUIDsPerMechanism)
    }
}

/// Whether so many seats in each of so many mechanisms are no more than the chain keeps.
#[must_use]
pub(super) fn fits_seats(max_allowed_uids: u16, mechanism_count: u8, max_uids: u16) -> bool {
    u32::from(max_allowed_uids).saturating_mul(u32::from(mechanism_count)) <= u32::from(max_uids)
}

/// Whether a split fits: a part for some of the mechanisms, together the whole; even without a split.
#[must_use]
pub fn is_split(split_u16: Option<&[u16]>, mechanism_count: u8) -> bool {
    split_u16.is_none_or(|parts| {
        parts.len() <= usize::from(mechanism_count)
            && parts.iter().map(|part| u64::from(*part)).sum::<u64>() == u64::from(u16::MAX)
    })
}
