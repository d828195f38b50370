//! When a neuron counts as active (spec §2.11).

use incentor_primitives::Tempo;

/// Blocks without setting weights after which a neuron is inactive: at least one.
#[must_use]
pub fn activity_cutoff_blocks(factor_milli: u32, tempo: Tempo) -> u64 {
    let product = u64::from(factor_milli).saturating_mul(u64::from(tempo.0));
    product.div_euclid(1000).max(1)
}
