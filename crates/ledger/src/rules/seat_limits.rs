//! How many seats a subnet may be given (spec §4.3).

use crate::RuleError;

/// Most seats of any subnet.
const MAX_UIDS: u16 = 256;

/// What the two limits are checked against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeatLimits {
    /// Uids in the subnet.
    pub n: usize,
    /// The lowest that the number of seats may be set to.
    pub min_allowed_uids: u16,
    /// Seats.
    pub max_allowed_uids: u16,
    /// Mechanisms; seats times mechanisms are limited too.
    pub mechanism_count: u8,
}

/// Checks a new number of seats.
///
/// # Errors
/// The first check that fails.
pub fn check_max_allowed_uids(value: u16, limits: &SeatLimits) -> Result<(), RuleError> {
    let cells = u32::from(value).saturating_mul(u32::from(limits.mechanism_count));
    first_failure([
        (value >= limits.min_allowed_uids, RuleError::MaxAllowedUidsLessThanMinAllowedUids),
        (usize::from(value) >= limits.n, RuleError::MaxAllowedUIdsLessThanCurrentUIds),
        (value <= MAX_UIDS, RuleError::MaxAllowedUidsGreaterThanDefaultMaxAllowedUids),
        (cells <= u32::from(MAX_UIDS), RuleError::TooManyUIDsPerMechanism),
    ])
}

/// Checks a new lower limit for the number of seats.
///
/// # Errors
/// The first check that fails.
pub fn check_min_allowed_uids(value: u16, limits: &SeatLimits) -> Result<(), RuleError> {
    first_failure([
        (value < limits.max_allowed_uids, RuleError::MinAllowedUidsGreaterThanMaxAllowedUids),
        (usize::from(value) < limits.n, RuleError::MinAllowedUidsGreaterThanCurrentUids),
    ])
}

fn first_failure<const N: usize>(checks: [(bool, RuleError); N]) -> Result<(), RuleError> {
    checks.into_iter().try_for_each(|(holds, error)| if holds { Ok(()) } else { Err(error) })
}
