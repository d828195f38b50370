//! Stake weight: what a uid's opinion weighs, with the fraction the chain keeps.

/// Stake weight in rao as the bits of an `I64F64`, never negative (spec §1.2, §2.8).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct StakeWeight {
    bits: u128,
}

/// The largest `I64F64`.
const MAX_BITS: u128 = i128::MAX as u128;

impl StakeWeight {
    /// No stake.
    pub const ZERO: Self = Self { bits: 0 };

    /// Whole rao; 2^63 and more saturate, as on the chain.
    #[must_use]
    pub const fn from_rao(rao: u64) -> Self {
        Self::from_bits((rao as u128) << 64)
    }

    /// The bits of an `I64F64`, held to its range.
    #[must_use]
    pub const fn from_bits(bits: u128) -> Self {
        Self { bits: if bits > MAX_BITS { MAX_BITS } else { bits } }
    }

    /// The bits of the `I64F64`.
    #[must_use]
    pub const fn to_bits(self) -> u128 {
        self.bits
    }

    /// Whole rao, rounded down.
    #[must_use]
    pub const fn to_rao_floor(self) -> u64 {
        (self.bits >> 64) as u64
    }
}
