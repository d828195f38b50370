//! The map without noise, by formula: an oracle without a random number.

/// The utility the honest team needs at a cabal weight, for σ = 0, κ = ½, β = 1, ξ = ½ and Yuma 2.
///
/// Without noise the majority alone sets consensus, so only what the cabal gives itself above it is clipped and
/// `E_H >= S_H` becomes linear in `W_H` on either side of `W_C = 1 - S_H`; source: exploits-and-metrics §4.1.
///
/// The honest stake is a majority, below 1; the cabal weight is a fraction.
#[must_use]
pub fn required_utility(honest_stake: f64, cabal_weight: f64) -> f64 {
    let (stake, weight) = (honest_stake, cabal_weight);
    if weight <= 1.0 - stake {
        stake * (2.0 * stake - 1.0 + 2.0 * (1.0 - stake) * weight) / (1.0 - 2.0 * stake + 2.0 * stake * stake)
    } else {
        (stake + (1.0 - stake) * (1.0 - weight) * (2.0 * stake - 1.0)) / (stake * (3.0 - 2.0 * stake))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_maximum_is_the_stake_itself() {
        for stake in [0.51, 0.6, 0.75, 0.95] {
            assert!((required_utility(stake, 1.0 - stake) - stake).abs() < 1e-12);
            let above =
                (0..=100).map(|step| required_utility(stake, f64::from(step) / 100.0)).fold(0.0, f64::max);
            assert!(above <= stake + 1e-12, "{stake}: {above}");
        }
    }

    #[test]
    fn a_cabal_that_claims_everything() {
        for (stake, expected) in [(0.51, 0.5051), (0.6, 0.5556), (0.7, 0.625), (0.95, 0.9091)] {
            assert!((required_utility(stake, 1.0) - expected).abs() < 5e-5, "{stake}");
        }
    }
}
