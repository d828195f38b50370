//! How many seats a subnet may be given (spec §4.3).

use super::mechanisms::fits_seats;
use crate::RuleError;

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
    /// Most seats of any subnet, those of all its mechanisms together.
    pub max_uids: u16,
}

/// Checks a new number of seats.
///
/// # Errors
/// The first check that fails.
pub fn check_max_allowed_uids(value: u16, limits: &SeatLimits) -> Result<(), RuleError> {
    let all_fit = fits_seats(value, limits.mechanism_count, limits.max_uids);
    first_failure([
        (value >= limits.min_allowed_uids, RuleError::MaxAllowedUidsLessThanMinAllowedUids),
        (usize::from(value) >= limits.n, RuleError::MaxAllowedUIdsLessThanCurrentUIds),
        (value <= limits.max_uids, RuleError::MaxAllowedUidsGreaterThanDefaultMaxAllowedUids),
        (all_fit, RuleError::TooManyUIDsPerMechanism),
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
