//! What alpha is worth.

use incentor_ledger::SubnetView;
use incentor_primitives::RAO_PER_TAO;
use incentor_scenario::AlphaPrice;

/// τ for one alpha at a time.
pub(super) fn alpha_tao(plan: &AlphaPrice, subnet: Option<SubnetView<'_>>, days: f64) -> f64 {
    match plan {
        AlphaPrice::Constant(price) => price.0.rao as f64 / RAO_PER_TAO as f64,
        AlphaPrice::Given(prices) => {
            let past = prices.partition_point(|(day, _)| *day <= days);
            prices.get(past.saturating_sub(1)).map_or(0.0, |(_, price)| *price)
        }
        AlphaPrice::Pool { .. } => {
            subnet.map_or(0.0, |subnet| subnet.price_bits() as f64 / 18_446_744_073_709_551_616.0)
        }
    }
}

/// The share of what is earned that is sold at the end of each tempo.
pub(super) const fn sold_share(plan: &AlphaPrice) -> f64 {
    match plan {
        AlphaPrice::Pool { sell, .. } => *sell,
        AlphaPrice::Constant(_) | AlphaPrice::Given(_) => 0.0,
    }
}
