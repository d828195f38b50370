//! Emission of a block by issuance: the halving curve (spec §3.1).

use incentor_primitives::EmissionRules;

/// Emission of the block that starts with this issuance, in rao.
///
/// The same curve serves TAO and, on a subnet's own issuance, its alpha. The chain calculates in `I96F32`,
/// each quotient cut off; only the whole part of its logarithm matters, so only that is computed here.
#[must_use]
pub fn block_emission(issuance_rao: u64, rules: &EmissionRules) -> u64 {
    if issuance_rao >= rules.total_supply_rao {
        return 0;
    }
    let issued = (u128::from(issuance_rao) << 32).checked_div(u128::from(rules.total_supply_rao));
    let left = ONE.saturating_sub(issued.unwrap_or(ONE));
    let scarcity = (ONE << 32).checked_div(left).unwrap_or(0);
    let halvings = whole_log2(scarcity);
    let share = ONE.checked_shr(halvings).unwrap_or(0);
    let emission = share.saturating_mul(u128::from(rules.initial_block_emission_rao)) >> 32;
    u64::try_from(emission).unwrap_or(u64::MAX)
}

/// 1.0 with 32 fraction bits.
const ONE: u128 = 1 << 32;

/// Whole part of the chain's base-2 logarithm: halvings, each rounded up, until less than 2 is left.
fn whole_log2(mut bits: u128) -> u32 {
    let mut halvings = 0_u32;
    while bits >= ONE << 1 {
        bits = (bits >> 1).saturating_add(bits & 1);
        halvings = halvings.saturating_add(1);
    }
    halvings
}

/// A stretch of the curve on which the emission stays the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CurveStep {
    /// Emission of each block, in rao.
    pub emission_rao: u64,
    /// First issuance with another emission; `u64::MAX` when there is none.
    pub until_rao: u64,
}

impl CurveStep {
    /// Blocks from this issuance on whose emission is this step's, the next block included.
    ///
    /// Each block adds its emission to the issuance and is paid by the issuance it starts with, so the block
    /// that crosses the end of the step still belongs to it.
    #[must_use]
    pub fn blocks_from(&self, issuance_rao: u64) -> u64 {
        if self.emission_rao == 0 {
            return u64::MAX;
        }
        self.until_rao.saturating_sub(issuance_rao).div_ceil(self.emission_rao)
    }
}

/// The stretch of the curve that an issuance lies on.
///
/// The emission never rises with the issuance, so bisection finds where the stretch ends.
#[must_use]
pub fn curve_step(issuance_rao: u64, rules: &EmissionRules) -> CurveStep {
    let emission_rao = block_emission(issuance_rao, rules);
    if emission_rao == 0 {
        return CurveStep { emission_rao, until_rao: u64::MAX };
    }
    let (mut same, mut other) = (issuance_rao, rules.total_supply_rao);
    while other.saturating_sub(same) > 1 {
        let middle = same.midpoint(other);
        if block_emission(middle, rules) == emission_rao {
            same = middle;
        } else {
            other = middle;
        }
    }
    CurveStep { emission_rao, until_rao: other }
}
