//! What one epoch of one mechanism leaves.

use crate::SparseRows;
use alloc::vec::Vec;

/// The exact result of an epoch; every list is by uid.
///
/// A u16 is the fraction times 65535, rounded down and held to the range; an emission is whole rao, rounded
/// down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Epoch {
    /// Normalised stake weight, after the threshold.
    pub stake_weight: Vec<u16>,
    /// Set weights recently enough.
    pub active: Vec<bool>,
    /// Permits from now on.
    pub validator_permit: Vec<bool>,
    /// Stake-weighted median of the weights on each uid.
    pub consensus: Vec<u16>,
    /// Share of the miners' half.
    pub incentive: Vec<u16>,
    /// Share of the validators' half.
    pub dividends: Vec<u16>,
    /// Part of each validator's row that survives clipping.
    pub validator_trust: Vec<u16>,
    /// Rao for mining.
    pub server_emission: Vec<u64>,
    /// Rao for validating.
    pub validator_emission: Vec<u64>,
    /// The combined figure the chain publishes; not the sum of the two above.
    pub emission: Vec<u64>,
    /// Bond rows to store, in stored order; empty for a uid without permit.
    pub bonds: SparseRows,
    /// The same before they became u16.
    pub bits: EpochBits,
}

/// The fixed-point numbers behind the u16 ones: value = bits / 2^32.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EpochBits {
    /// See [`Epoch::consensus`].
    pub consensus: Vec<i64>,
    /// See [`Epoch::incentive`].
    pub incentive: Vec<i64>,
    /// See [`Epoch::dividends`].
    pub dividends: Vec<i64>,
    /// See [`Epoch::validator_trust`].
    pub validator_trust: Vec<i64>,
}
